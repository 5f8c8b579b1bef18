"""The first meeting: language, consent, account; and whoever comes back."""

import pytest
from sqlalchemy import select

from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import consents, customers
from sandbox import Person
from tests.journeys.conftest import EVERYWHERE
from tests.journeys.steps import AGREE, LANGUAGE, agrees, links, sees_linked
from tests.running import Place

MENU = {
    "kk": [
        "💡 Дербес шоттың жай-күйі",
        "🔢 Көрсеткіштерді жіберу",
        "🧾 Түбіртектер мен төлемдер",
        "📁 Құжаттар",
        "🧮 Есептеу калькуляторы",
        "📊 Тұтыну",
        "💬 Қолдау қызметі",
        "🏠 Дербес шоттар",
        "🏢 Компания",
        "⚙️ Баптаулар",
    ],
    "ru": [
        "💡 Состояние счёта",
        "🔢 Передать показания",
        "🧾 Квитанции и платежи",
        "📁 Документы",
        "🧮 Калькулятор начислений",
        "📊 Потребление",
        "💬 Поддержка",
        "🏠 Лицевые счета",
        "🏢 Компания",
        "⚙️ Настройки",
    ],
    "en": [
        "💡 Account status",
        "🔢 Submit readings",
        "🧾 Bills and payments",
        "📁 Documents",
        "🧮 Charge calculator",
        "📊 Consumption",
        "💬 Support",
        "🏠 My accounts",
        "🏢 Company",
        "⚙️ Settings",
    ],
}


@pytest.mark.parametrize("way", EVERYWHERE, indirect=True)
async def test_the_first_meeting_in_kazakh(bot: Place, aliya: Person) -> None:
    await aliya.starts()
    assert "Сәлеметсіз бе!" in aliya.screen.text
    assert aliya.screen.inline == ["Қазақша", "Русский", "English"]

    await aliya.taps("Қазақша")
    assert "дербес деректеріңізді жинауға және өңдеуге келісім беріңіз" in aliya.screen.text
    assert "серверлері шетелде" in aliya.screen.text

    await aliya.taps("Келісемін")
    await aliya.sees("Дербес шот нөмірін енгізіңіз.")

    await aliya.says("000 100 100")
    assert "Соңғы төлем сомасын енгізіңіз (түбіртек бойынша)." in aliya.screen.text

    await aliya.says("4 667,34 тг")
    await sees_linked(aliya, "Дербес шот қосылды: 000100100.")
    assert aliya.screen.keyboard == MENU["kk"]


@pytest.mark.parametrize("way", EVERYWHERE, indirect=True)
async def test_the_first_meeting_in_russian(bot: Place, maria: Person) -> None:
    await maria.starts()
    assert "Здравствуйте!" in maria.screen.text

    await maria.taps("Русский")
    assert "дайте согласие на сбор и обработку персональных данных" in maria.screen.text
    assert "Серверы Telegram находятся за границей" in maria.screen.text

    await maria.taps("Даю согласие")
    await maria.sees("Введите номер лицевого счёта.")

    await maria.says("№ 100100")
    assert "Введите сумму последней оплаты (по квитанции)." in maria.screen.text

    await maria.says("4667.34")
    await sees_linked(maria, "Лицевой счёт добавлен: 000100100.")
    assert maria.screen.keyboard == MENU["ru"]


async def test_the_first_meeting_in_english(bot: Place, john: Person) -> None:
    await john.starts()
    assert "Hello!" in john.screen.text

    await john.taps("English")
    await john.taps("I agree")
    await john.sees("Enter your personal account number.")

    await john.says("000100100 4667,34")
    await sees_linked(john, "Account added: 000100100.")
    assert john.screen.keyboard == MENU["en"]


async def test_a_language_that_the_bot_does_not_speak_is_greeted_in_kazakh(bot: Place, maria: Person) -> None:
    maria.account.language = "de"

    await maria.starts()

    assert "Сәлеметсіз бе!" in maria.screen.text


async def test_one_tap_changes_the_language_of_the_first_meeting(bot: Place, aliya: Person) -> None:
    await aliya.starts()
    await aliya.taps("Русский")
    assert "дайте согласие" in aliya.screen.text

    await aliya.taps("Назад")
    assert "Здравствуйте!" in aliya.screen.text
    await aliya.taps("English")
    assert "consent" in aliya.screen.text


async def test_consent_is_kept_with_its_version_language_and_hash(bot: Place, john: Person, aliya: Person) -> None:
    await agrees(john)
    await agrees(aliya)

    database = Database(bot.database_url, Vault.from_file(bot.folder / "secret.key"))
    async with database.work() as work:
        kept = (await work.execute(select(consents).order_by(consents.c.id))).all()
    await database.dispose()
    assert [(row.chat_id, row.version, row.language) for row in kept] == [
        (john.id, "2026-01", "en"),
        (aliya.id, "2026-01", "kk"),
    ]
    assert len({row.text_hash for row in kept}) == 2


async def test_before_the_consent_nothing_is_kept_but_the_language(bot: Place, maria: Person) -> None:
    await maria.starts()
    await maria.taps("Русский")

    database = Database(bot.database_url, Vault.from_file(bot.folder / "secret.key"))
    async with database.work() as work:
        (kept,) = (await work.execute(select(customers))).all()
    await database.dispose()
    assert (kept.language, kept.consent_version, kept.current_link) == ("ru", None, None)


async def test_without_consent_the_bot_says_what_it_can_do(bot: Place, maria: Person) -> None:
    await maria.starts()
    await maria.taps("Русский")
    await maria.taps("Отмена")
    assert "Без Вашего согласия никакие данные не запрашиваются" in maria.screen.text

    await maria.says("/accounts")
    await maria.sees("дайте согласие")

    await maria.taps("Даю согласие")
    await maria.sees("Введите номер лицевого счёта.")


async def test_whoever_speaks_before_start_is_greeted(bot: Place, maria: Person) -> None:
    await maria.says("Добрый день!", answered=False)
    await maria.sees("Здравствуйте! Это личный кабинет")


async def test_agreeing_twice_asks_once(bot: Place, maria: Person) -> None:
    await maria.starts()
    await maria.taps("Русский")
    await maria.taps("Даю согласие")
    await maria.sees("Введите номер лицевого счёта.")
    said = len(maria.history)

    maria.repeats_press()
    await maria.says("000100100")

    assert "Введите сумму" in maria.screen.text
    assert len(maria.history) == said + 2


@pytest.mark.parametrize("word", ["/start", "/menu", "Главное меню", "Басты мәзір", "main menu"])
async def test_whoever_has_an_account_comes_back_to_the_menu(bot: Place, maria: Person, word: str) -> None:
    await links(maria)

    await maria.says(word)

    assert "Главное меню" in maria.screen.text
    assert "000100100" in maria.screen.text
    assert maria.screen.keyboard == MENU["ru"]


async def test_whoever_has_no_account_is_offered_to_add_one(bot: Place, john: Person) -> None:
    await agrees(john)
    await john.says("/menu")
    await john.sees("No account is added yet.")
    assert john.screen.keyboard == MENU["en"]

    await john.taps("Add account")

    assert "Enter your personal account number." in john.screen.text


@pytest.mark.parametrize("language", sorted(LANGUAGE))
async def test_each_language_greets_asks_and_thanks_in_its_own_words(bot: Place, aliya: Person, language: str) -> None:
    await aliya.starts()
    await aliya.taps(LANGUAGE[language])
    await aliya.taps(AGREE[language])

    await aliya.sees("000123456")

    assert aliya.screen.keyboard == MENU[language]
