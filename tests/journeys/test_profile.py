"""The profile: masked after the payment, in full after the second proof, and changed by asking the office."""

import pytest

from sandbox import Person
from tests.journeys.steps import agrees, links, presses_forged, seen, sees_linked
from tests.running import Place

CODE = "ONETIMECODEOF100100"
CONFIRM = {"kk": "Растау", "ru": "Подтвердить", "en": "Confirm"}
PROFILE = {"kk": "Профиль", "ru": "Профиль", "en": "Profile"}
CHANGE = {"kk": "Өзгерту", "ru": "Изменить", "en": "Change"}
MOBILE = {"kk": "Ұялы телефон", "ru": "Мобильный телефон", "en": "Mobile phone"}
SEND = {"kk": "Жіберу", "ru": "Отправить", "en": "Send"}


async def proves(person: Person, number: str = "000100100") -> None:
    """Raise the linked account to level 2 by the code from the bill."""
    await person.starts(CODE)
    await person.taps(CONFIRM[str(person.account.language)])
    await sees_linked(person, number)


async def opens_profile(person: Person) -> None:
    await person.says("/settings")
    await person.taps(PROFILE[str(person.account.language)])


MASKED = {
    "kk": ("ТАӘ: А***ова К. С.", "Мекенжайы: Өскемен, Қ*** көшесі", "Туған күні"),
    "ru": ("ФИО: А***ова К. С.", "Адрес: Өскемен, Қ*** көшесі", "Дата рождения:"),
    "en": ("Full name: А***ова К. С.", "Address: Өскемен, Қ*** көшесі", "Date of birth:"),
}
IN_FULL = {
    "kk": ("ТАӘ: Ахметова Кәмила Серікқызы", "Туған күні: 1960 жылғы 22 қараша", "Жынысы: әйел"),
    "ru": ("ФИО: Ахметова Кәмила Серікқызы", "Дата рождения: 22 ноября 1960 г.", "Пол: женский"),
    "en": ("Full name: Ахметова Кәмила Серікқызы", "Date of birth: 22 November 1960", "Sex: female"),
}


@pytest.mark.parametrize("who", ["aliya", "maria", "john"])
async def test_the_proof_decides_how_much_is_shown(bot: Place, who: str, request: pytest.FixtureRequest) -> None:
    person: Person = request.getfixturevalue(who)
    language = str(person.account.language)
    await links(person)
    await opens_profile(person)
    name, address, born = MASKED[language]
    assert name in seen(person)
    assert address in seen(person)
    assert "*** 67" in seen(person)
    assert "k***@mail.example" in seen(person)
    assert f"{born}:".replace("::", ":") not in seen(person)

    await proves(person)
    await opens_profile(person)

    for words in (*IN_FULL[language], "+7 777 123-45-67", "kamila@mail.example"):
        assert words in seen(person)


async def test_after_the_payment_a_change_asks_for_the_number_first(bot: Place, maria: Person) -> None:
    await links(maria)
    await opens_profile(maria)

    await maria.taps("Изменить")

    assert "Сначала подтвердите свой номер" in seen(maria)
    assert "📱 По моему номеру телефона" in maria.screen.inline


ASKED = {
    "kk": ("Қате", "8 701 000", "ондай нөмір жоқ", "Басқа жолдарға жазғандарыңыз сақталды", "Өтінішіңіз тіркелді"),
    "ru": (
        "Что-то неверно",
        "8 701 000",
        "такого номера нет",
        "в других полях, сохранено",
        "Обращение зарегистрировано",
    ),
    "en": ("Something is wrong", "8 701 000", "is no such number", "other fields is kept", "Your appeal is registered"),
}


@pytest.mark.parametrize("who", ["aliya", "maria", "john"])
async def test_a_change_goes_through_the_form(bot: Place, who: str, request: pytest.FixtureRequest) -> None:
    person: Person = request.getfixturevalue(who)
    language = str(person.account.language)
    hint, wrong, refusal, kept, registered = ASKED[language]
    await links(person)
    await proves(person)
    await opens_profile(person)
    assert hint in seen(person)
    await person.taps(CHANGE[language])
    await person.taps("E-mail")
    await person.says("New@Mail.Example")
    await person.sees("New@mail.example")
    await person.taps(MOBILE[language])

    await person.says(wrong)

    assert f"«{wrong}»" in seen(person)
    assert refusal in seen(person)
    assert kept in seen(person)
    await person.says("8 701 555 12 34")
    assert "→ New@mail.example" in seen(person)
    assert "→ +7 701 555 1234" in seen(person)
    await person.taps(SEND[language])
    assert registered in seen(person)
    assert "A-20" in seen(person)


async def test_birth_date_and_sex_are_asked_in_their_own_way(bot: Place, maria: Person) -> None:
    await links(maria)
    await proves(maria)
    await opens_profile(maria)
    await maria.taps("Изменить")
    await maria.taps("Дата рождения")
    await maria.says("31.02.1961")
    assert "дня «31.02.1961» нет" in seen(maria)
    await maria.says("21.02.1961")
    await maria.taps("Пол")
    await maria.says("мужской")
    assert "Пол: ответ «мужской» не подходит." in seen(maria)
    await maria.taps("Мужской")

    assert "→ 21 февраля 1961 г." in seen(maria)
    assert "Пол: женский → мужской" in seen(maria)

    await maria.says("и ещё")
    assert "Сначала выберите, что хотите изменить" in seen(maria)
    assert "→ мужской" in seen(maria)


async def test_a_second_press_of_send_registers_nothing_new(bot: Place, maria: Person) -> None:
    await links(maria)
    await proves(maria)
    await opens_profile(maria)
    await maria.taps("Изменить")
    await maria.taps("E-mail")
    await maria.says("new@mail.example")
    form = maria.screen.menu
    assert form is not None
    button = next(each for row in form.markup["inline_keyboard"] for each in row if "Отправить" in each["text"])
    await maria.presses(form, button)
    first = seen(maria)

    await presses_forged(maria, button["callback_data"])

    assert seen(maria) == first
    await maria.taps("Назад")
    assert [label for label in maria.screen.inline if "A-20" in label] == [f"🕗 {first.split('Номер: ')[1][:13]}"]


async def test_the_profile_switches_to_another_account(bot: Place, maria: Person) -> None:
    await links(maria, "000200200", "1111,11")
    await proves(maria)
    await opens_profile(maria)
    assert "000100100" in seen(maria)

    await maria.taps("Другой счёт")
    await maria.taps("000200200")

    assert "Лицевой счёт: 000200200" in seen(maria)
    assert "E-mail: не указано" in seen(maria)


async def test_without_an_account_the_profile_offers_to_add_one(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await opens_profile(maria)

    assert "Лицевой счёт ещё не добавлен" in seen(maria)
