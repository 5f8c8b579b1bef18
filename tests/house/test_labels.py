"""The words on the buttons are a contract: handbooks, bills and operators on the phone name them exactly so."""

import re

import pytest

from tests.house.test_catalogues import messages

LABELS = """
Main menu | Басты мәзір | Главное меню
Cancel | Бас тарту | Отмена
Account status | Дербес шоттың жай-күйі | Состояние счёта
Submit readings | Көрсеткіштерді жіберу | Передать показания
Charge calculator | Есептеу калькуляторы | Калькулятор начислений
Documents | Құжаттар | Документы
Bills and payments | Түбіртектер мен төлемдер | Квитанции и платежи
Consumption | Тұтыну | Потребление
My accounts | Дербес шоттар | Лицевые счета
Company | Компания | Компания
Support | Қолдау қызметі | Поддержка
Settings | Баптаулар | Настройки
Language | Тіл | Язык
Notices | Хабарландырулар | Уведомления
Personal data | Дербес деректер | Персональные данные
Help | Көмек | Помощь
Sign out | Шығу | Выйти
Back | Артқа | Назад
Yes | Иә | Да
No | Жоқ | Нет
Confirm | Растау | Подтвердить
Send | Жіберу | Отправить
Skip | Өткізіп жіберу | Пропустить
I agree | Келісемін | Даю согласие
Add account | Шот қосу | Добавить счёт
Profile | Профиль | Профиль
Pay | Төлеу | Оплатить
Statement | Үзінді көшірме | Выписка
Reconciliation act | Салыстырып тексеру актісі | Акт сверки
Bill | Шот-түбіртек | Счёт-квитанция
Reverse side | Шоттың сыртқы жағы | Обратная сторона
Invoice | Шот | Счёт
Alternative invoice | Балама шот | Альтернативный счёт
Get by e-mail | E-mail-ге алу | Получить на e-mail
E-receipt subscription | Электрондық түбіртекке жазылу | Подписка на электронную квитанцию
Technical support | Техникалық қолдау | Техническая поддержка
Public reception | Мобильді қабылдау | Мобильная приёмная
Feedback | Пікір/ұсыным | Отзыв/предложение
Contact centre | Байланыс орталығы | Контакт-центр
Offices | Кеңселер | Офисы
Services | Компания қызметтері | Сервисы компании
Bot map | Бот картасы | Карта бота
My submissions | Жіберген көрсеткіштерім | Мои показания
"""
CONTRACT = {row[0]: row for row in ([word.strip() for word in line.split("|")] for line in LABELS.strip().splitlines())}
BUILT = {
    "Main menu",
    "Cancel",
    "Account status",
    "Alternative invoice",
    "Charge calculator",
    "Consumption",
    "Documents",
    "Bills and payments",
    "Bill",
    "Reverse side",
    "Pay",
    "Invoice",
    "Statement",
    "My accounts",
    "Company",
    "Contact centre",
    "Offices",
    "Services",
    "Bot map",
    "Settings",
    "Language",
    "Notices",
    "E-receipt subscription",
    "Personal data",
    "Profile",
    "Help",
    "Sign out",
    "Back",
    "Yes",
    "I agree",
    "Add account",
}


def bare(label: str) -> str:
    """Return a label without the emoji before it."""
    return re.sub(r"^[^\w]+", "", label)


def labels(language: str) -> dict[str, str]:
    return {bare(each.id): bare(each.string) for each in messages(language) if each.context == "button"}


@pytest.mark.parametrize(("language", "column"), [("kk", 1), ("ru", 2)])
def test_labels_are_those_of_the_contract(language: str, column: int) -> None:
    different = {
        label: (said, CONTRACT[label][column])
        for label, said in labels(language).items()
        if label in CONTRACT and said and said != CONTRACT[label][column]
    }

    assert different == {}


def test_each_flow_that_is_built_has_its_label() -> None:
    assert BUILT - set(labels("kk")) == set()
