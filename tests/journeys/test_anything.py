"""Any text, any button, any file: each gets a calm and useful answer, one each."""

import pytest
from sqlalchemy import select

from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import audit, customers
from sandbox import Person
from tests.journeys.steps import agrees, links, presses_forged, until_quiet
from tests.running import Place

CONTENTS = {
    "dice": {"dice": {"emoji": "🎲", "value": 4}},
}

FOREIGN = ("account:1", "unlink:1:1", "rename:1", "chats:1", "revoke:1:1", "notme:1:1", "switch:1", "infull:1")


async def test_words_out_of_the_blue_get_the_menu(bot: Place, maria: Person) -> None:
    await links(maria)

    await maria.says("Почему так дорого?")

    assert "Извините, не понял. Выберите пункт меню." in maria.screen.text
    assert "🏢 Компания" in maria.screen.keyboard


async def test_an_unknown_command_is_named(bot: Place, john: Person) -> None:
    await links(john)

    await john.says("/readings_old")

    assert "I do not know the command «/readings_old»." in john.screen.text


async def test_a_command_ends_where_its_line_ends(bot: Place, maria: Person) -> None:
    await links(maria)

    await maria.says("/accounts\nпожалуйста")

    assert "1 лицевой счёт" in maria.screen.text


async def test_a_number_out_of_the_blue_is_understood_as_one(bot: Place, aliya: Person) -> None:
    await agrees(aliya)
    await aliya.says("/cancel")
    await aliya.says("12 345")
    assert "Сіз сан жаздыңыз: «12 345»." in aliya.screen.text

    await aliya.taps("Шот қосу")
    assert "Дербес шот нөмірін енгізіңіз." in aliya.screen.text


async def test_number_and_amount_out_of_the_blue_lead_to_adding_an_account(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await maria.says("/cancel")

    await maria.says("000100100\n4667,34 ₸")

    assert "Если это номер лицевого счёта" in maria.screen.text
    assert "➕ Добавить счёт" in maria.screen.inline


async def test_a_number_that_cannot_be_a_reading_says_how_one_is_written(bot: Place, maria: Person) -> None:
    await links(maria)

    await maria.says("-12345")

    assert "Вы написали число: «-12345»." in maria.screen.text
    assert "/readings" in maria.screen.text


async def test_a_bank_card_is_no_reading(bot: Place, maria: Person) -> None:
    await links(maria)

    await maria.says("4111 1111 1111 1111")

    assert "похоже на номер банковской карты" in maria.screen.text


async def test_everything_that_is_not_words_is_answered_once(bot: Place, maria: Person) -> None:
    await links(maria)

    await maria.sends_sticker()
    assert "Красиво, но я понимаю только слова." in maria.screen.text
    await maria.sends_voice()
    assert "Я не умею слушать записи." in maria.screen.text
    await maria.sends_photo(b"picture")
    assert "Я не умею смотреть фотографии и видео." in maria.screen.text
    await maria.sends_document("Счёт.pdf", b"%PDF")
    assert "Я не умею читать файлы." in maria.screen.text
    await maria.shares_contact()
    assert "Контакт сейчас не нужен" in maria.screen.text
    for content in CONTENTS.values():
        await maria.sends(content)
        assert maria.screen.text.endswith("выберите пункт меню.")


async def test_in_the_middle_of_a_flow_the_question_still_stands(bot: Place, maria: Person) -> None:
    await agrees(maria)

    await maria.sends_voice()

    assert "Ответьте, пожалуйста, на мой последний вопрос текстом" in maria.screen.text
    await maria.sends_location(49.95, 82.61)
    assert "Место на карте мне не нужно." in maria.screen.text
    await maria.says("000100100")
    assert "Введите сумму последней оплаты" in maria.screen.text


async def test_an_edit_is_not_read_and_said_so(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await maria.says("100100100")

    await maria.edits("000100100")

    assert "Изменённые сообщения я не читаю." in maria.screen.text
    await maria.says("/start")
    assert "100100100" in maria.screen.text


async def test_a_forwarded_text_is_read_as_any_other(bot: Place, maria: Person) -> None:
    await links(maria)

    await maria.forwards("Ваш баланс?")

    assert "Извините, не понял." in maria.screen.text


async def test_a_button_of_another_version_is_out_of_date(bot: Place, maria: Person) -> None:
    await links(maria)

    await presses_forged(maria, "gone:1:2")

    assert maria.toast == "Эта кнопка устарела."
    await maria.sees("Та кнопка устарела. Меню — ниже.")


async def test_a_button_of_a_message_too_old_for_telegram_is_answered_anew(bot: Place, maria: Person) -> None:
    await links(maria)
    await maria.says("/settings")
    old = maria.screen.menu
    assert old is not None
    old.inaccessible = True

    await maria.taps("Помощь")

    assert "Что я умею" in maria.screen.text


async def test_a_foreign_account_in_a_button_finds_nothing_and_leaves_a_trace(
    bot: Place, maria: Person, john: Person
) -> None:
    await links(maria)
    await agrees(john)

    for data in FOREIGN:
        await presses_forged(john, data)
        assert john.toast == "This button is out of date."

    await until_quiet(bot.sandbox.world)
    assert not [line for line in john.history if "000100100" in line.text]
    found = await rows(bot, select(audit.c.actor).where(audit.c.action == "link.foreign"))
    assert found == [f"chat:{john.id}"] * len(FOREIGN)
    await maria.says("/accounts")
    assert "1 лицевой счёт" in maria.screen.text


async def test_blocking_the_bot_is_noted_and_taken_back(bot: Place, maria: Person) -> None:
    await links(maria)

    await maria.blocks()
    await until_quiet(bot.sandbox.world)
    (blocked_at,) = await rows(bot, select(customers.c.blocked_at))
    assert blocked_at is not None

    await maria.unblocks()
    await until_quiet(bot.sandbox.world)
    assert await rows(bot, select(customers.c.blocked_at)) == [None]


@pytest.mark.parametrize("name", ["aliya", "maria", "john"])
async def test_strange_names_and_texts_break_nothing(bot: Place, request: pytest.FixtureRequest, name: str) -> None:
    person: Person = request.getfixturevalue(name)
    await links(person)

    for text in ("<b>", "&lt;", "</b><i>", "{number}", "%s", "\u202e\u0000x", "/<b>", "𝟙𝟚𝟛", "x" * 4096):
        await person.says(text)
        assert person.screen.text


async def rows(place: Place, query: object) -> list[object]:
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    async with database.work() as work:
        found = list((await work.execute(query)).scalars())
    await database.dispose()
    return found
