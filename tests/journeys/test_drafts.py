"""A reading under way: its questions, its day, what comes in between, restarts, and pressing more than once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.app import Options
from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import reading_drafts
from sandbox import Person
from tests.databases import NOW
from tests.journeys.conftest import Time
from tests.journeys.settling import settle
from tests.journeys.steps import SAVED, links, presses_forged, seen, submits, until_quiet
from tests.journeys.test_readings import sent
from tests.running import Place, within

MOMENT = NOW
ONE, TWO, THREE = (("000400111", "5666,11"), ("000400112", "5666,12"), ("000400113", "5666,13"))


@pytest.fixture
def three(aliya: Person, maria: Person, john: Person) -> tuple[Person, Person, Person]:
    return aliya, maria, john


async def all_link(three: tuple[Person, Person, Person]) -> None:
    for person, own in zip(three, (ONE, TWO, THREE), strict=True):
        await links(person, *own)


async def test_the_dial_has_passed_zero(bot: Place, aliya: Person, maria: Person, john: Person) -> None:
    asked = {
        aliya: "Есептеу аспабы нөлден өтті ме?",
        maria: "Счётчик перешёл через ноль?\nБыло 99 962, стало 47: получается 85 кВт·ч.",
        john: "Has the meter rolled over zero?",
    }
    for person, words in asked.items():  # one after the other: who has linked it hears of the next one
        await links(person, "000400102", "5333,33")
        await person.says("00047")
        assert words in seen(person)

    await john.taps("Yes, it has passed zero")
    assert "47 → meter CU0099962, 85 kWh" in seen(john)
    assert "The meter has passed zero." in seen(john)
    await john.taps("Send")
    assert await sent(bot) == [("queued", 47)]


async def test_a_high_value_is_asked_about_and_a_photo_is_kept(
    bot: Place, three: tuple[Person, Person, Person]
) -> None:
    await all_link(three)
    aliya, maria, john = three
    for person in three:
        await person.says("13999")
    assert "Тұтыну әдеттегіден көп: 1 806 кВт·сағ. Көрсеткіш дұрыс па?" in seen(aliya)
    assert "Расход больше обычного: 1 806 кВт·ч. Показание верно?" in seen(maria)
    assert "Обычный расход за столько же дней: около 150 кВт·ч." in seen(maria)
    assert "Consumption is higher than usual: 1,806 kWh. Is the reading correct?" in seen(john)

    await aliya.taps("Көрсеткішті өзгерту")
    await aliya.says("12399")
    assert "206 кВт·сағ" in seen(aliya)
    await maria.sends_photo(b"a picture of the meter")
    assert "Фото сохранено для оператора." in seen(maria)
    await maria.taps("Да, всё верно")
    assert "Фото сохранено для оператора." in seen(maria)
    await maria.taps("Отправить")
    await john.taps("Yes, I am sure")
    await john.taps("Send")

    assert await sent(bot) == [("queued", 13_999), ("queued", 13_999)]


async def test_the_same_value_is_no_use(bot: Place, three: tuple[Person, Person, Person]) -> None:
    await all_link(three)
    aliya, maria, john = three

    await aliya.says("12193")
    assert "Көрсеткіш өткен жолғымен бірдей. Бұл айда электр энергиясы тұтынылмады ма?" in seen(aliya)
    await aliya.taps("Бұл айда тұтыну жоқ")
    await aliya.taps("Жіберу")
    await maria.says("/readings")
    await maria.taps("В этом месяце расхода нет")
    assert "12 193 → прибор учёта CU0000112, 0 кВт·ч" in seen(maria)
    await maria.taps("Отправить")
    await john.says("12193")
    assert "The reading is the same as last time." in seen(john)

    assert await sent(bot) == [("queued", 12_193), ("queued", 12_193)]


async def test_too_low_or_too_long_is_refused_with_the_value_and_the_way_out(
    bot: Place, three: tuple[Person, Person, Person]
) -> None:
    await all_link(three)
    aliya, maria, john = three

    await aliya.says("12000")
    assert "Көрсеткіш алдыңғысынан кем болмауы тиіс. Алдыңғы көрсеткіш: 12 193 (23.10.2026)." in seen(aliya)
    await maria.says("12000")
    assert "Вы прислали: 12 000.\nПоказание не может быть меньше предыдущего. Предыдущее: 12 193 (23.10.2026)." in seen(
        maria
    )
    await john.says("123456")
    assert "You wrote: «123456».\nToo many digits. Allowed: 5." in seen(john)
    for person in three:
        assert any("🔢" in label for label in person.screen.inline)
    await submits(john, "12345")


async def test_a_reading_of_an_earlier_day(bot: Place, three: tuple[Person, Person, Person]) -> None:
    await all_link(three)
    aliya, maria, john = three
    for person, change in zip(three, ("Күнді өзгерту", "Изменить дату", "Change the date"), strict=True):
        await person.says("12345")
        await person.taps(change)

    await aliya.taps("15")
    assert "көрсеткіш күні: 15.11.2026" in seen(aliya)
    await maria.says("15.11")
    assert "показание на 15.11.2026" in seen(maria)
    await john.says("31.12.2026")
    assert "The day 31.12.2026 has not come yet." in seen(john)
    assert "Choose one from 24.10.2026 to 22.11.2026." in seen(john)
    await john.says("vchera")
    assert "«vchera» is not a date." in seen(john)
    await john.says("24.10")
    assert "the meter was read on 24.10.2026" in seen(john)
    await john.taps("Send")
    assert "the meter was read on 24.10.2026" in seen(john)


async def test_a_dot_of_the_calendar_explains_itself(bot: Place, maria: Person) -> None:
    await links(maria, *TWO)
    await maria.says("12345")
    await maria.taps("Изменить дату")

    await maria.taps("‹")
    assert "Октябрь 2026 г." in [label.replace("\u00a0", " ") for label in maria.screen.inline]
    await presses_forged(maria, "noday:20261023:20261024")
    assert maria.toast == "23.10.2026 — слишком рано. Первый возможный день: 24.10.2026."
    await presses_forged(maria, "noday:20261123:20261122")
    assert maria.toast == "23.11.2026 — слишком поздно. Последний возможный день: 22.11.2026."
    await maria.taps("Назад")
    assert "Отправить?" in seen(maria)


async def test_other_numbers_at_the_last_look_are_another_offer(bot: Place, maria: Person) -> None:
    await links(maria, *TWO)
    await maria.says("12345")

    await maria.says("12346")
    await maria.taps("Отправить")

    assert await sent(bot) == [("queued", 12_346)]


async def test_whatever_comes_in_between_is_answered_and_the_reading_still_waits(bot: Place, maria: Person) -> None:
    await links(maria, *TWO)
    await maria.says("12345")
    offered = maria.screen.menu
    assert offered is not None

    await maria.sends_sticker()
    assert "Красиво, но я понимаю только слова." in seen(maria)
    assert "Отправить?" in seen(maria)
    await maria.says("да")
    assert "Жду Вашего ответа" in seen(maria)
    await maria.edits("12346")
    assert "Изменённые сообщения я не читаю." in seen(maria)
    await maria.says("/balance")
    await maria.says("4111 1111 1111 1111")
    assert "похоже на номер банковской карты" in seen(maria)
    await maria.presses(offered, offered.markup["inline_keyboard"][0][0])

    assert await sent(bot) == [("queued", 12_345)]


async def test_after_a_day_words_are_words_again_and_the_button_still_works(
    bot: Place, time: Time, maria: Person
) -> None:
    await links(maria, *TWO)
    await maria.says("12345")
    offered = maria.screen.menu
    time.move_to(time() + timedelta(days=2))

    await maria.says("Почему так дорого?")
    assert "Извините, не понял." in seen(maria)
    assert offered is not None
    assert offered.markup is not None
    await maria.presses(offered, offered.markup["inline_keyboard"][0][0])

    assert await sent(bot) == [("queued", 12_345)]


async def test_who_was_overtaken_by_newer_data_is_told_once(bot: Place, time: Time, maria: Person) -> None:
    await links(maria, *TWO)
    await maria.says("12345")
    time.move_to(time() + timedelta(days=2))
    await settle(bot, generation=2, now=MOMENT + timedelta(days=31))  # of the day after

    await maria.says("Почему так дорого?")
    assert "22.11.2026 — слишком рано" in seen(maria)
    await maria.says("Почему так дорого?")
    assert "Извините, не понял." in seen(maria)
    await maria.says("12345")
    await maria.taps("Отправить")

    assert await sent(bot) == [("queued", 12_345)]


async def test_a_card_number_is_never_taken_for_a_reading(bot: Place, maria: Person) -> None:
    await links(maria, *TWO)
    await maria.says("/readings")

    await maria.says("4111111111111111")

    assert "похоже на номер банковской карты" in seen(maria)


async def test_cancelling_forgets_it(bot: Place, maria: Person) -> None:
    await links(maria, *TWO)
    await maria.says("12345")

    await maria.taps("Отмена")
    await maria.sees("Выберите пункт меню.")

    assert await sent(bot) == []


async def test_a_draft_outlives_a_restart(place: Place, time: Time, maria: Person) -> None:
    options = Options(clock=time, updates_per_minute=10_000)
    async with within(place, options):
        await links(maria, "000400100", "5111,11")
        await maria.says("/readings")
        await maria.says("4531")
    time.move_to(time() + timedelta(hours=3))

    async with within(place, options):
        await maria.says("2210 1189")
        await maria.taps("Отправить")
        await maria.sees(SAVED["ru"])

    assert await sent(place) == [("queued", 4531, 2210, 1189)]


async def test_a_value_sent_days_later_counts_for_its_own_day(bot: Place, time: Time, maria: Person) -> None:
    await links(maria, *TWO)
    await maria.says("/readings")
    time.move_to(MOMENT + timedelta(days=12))

    await maria.says("12345")

    assert "За декабрь 2026 г.; показание на 04.12.2026." in seen(maria)


async def test_two_presses_are_one_reading(bot: Place, maria: Person) -> None:
    await links(maria, *TWO)
    await maria.says("12345")
    message = maria.screen.menu
    assert message is not None
    button = message.markup["inline_keyboard"][0][0]

    await maria.presses(message, button, answered=False)
    await maria.presses(message, button, answered=False)

    await maria.sees("Подтверждение № 202611-000001")
    await until_quiet(bot.sandbox.world)
    assert await sent(bot) == [("queued", 12_345)]
    assert "Подтверждение № 202611-000001" in seen(maria)


async def test_a_press_sent_again_after_forty_minutes_shows_the_same_proof(
    bot: Place, time: Time, maria: Person
) -> None:
    await links(maria, *TWO)
    await maria.says("12345")
    await maria.taps("Отправить")
    await maria.sees(SAVED["ru"])
    await maria.says("/accounts")
    time.move_to(time() + timedelta(minutes=40))

    maria.repeats_press()
    await until_quiet(bot.sandbox.world)

    assert await sent(bot) == [("queued", 12_345)]
    assert not [line for line in maria.history if "000002" in line.text]


async def test_two_drafts_of_one_meter_end_in_one_reading(bot: Place, maria: Person) -> None:
    await links(maria, *TWO)
    await maria.says("12345")
    first = maria.screen.menu
    await maria.says("12346")
    second = maria.screen.menu
    assert first is not None
    assert second is not None

    await maria.presses(first, first.markup["inline_keyboard"][0][0])
    await maria.presses(second, second.markup["inline_keyboard"][0][0])
    assert "Показание за ноябрь 2026 г. уже передано." in seen(maria)
    await maria.taps("Да, заменить")
    await maria.taps("Отправить")

    assert await sent(bot) == [("replaced", 12_345), ("queued", 12_346)]


async def test_buttons_of_others_and_of_former_times_find_nothing(bot: Place, maria: Person, john: Person) -> None:
    await links(maria, *TWO)
    await links(john, *THREE)
    await maria.says("12345")
    (draft,) = await drafts(bot)

    for data in ("send", "draft", "retype", "nouse"):
        await presses_forged(john, f"{data}:{draft}")
        assert john.toast == "This button is out of date."
    await presses_forged(john, f"agreeread:{draft}:high:0")
    await presses_forged(john, f"day:{draft}:")
    await presses_forged(john, f"ofday:{draft}:20261115")
    await presses_forged(john, "meter:M1-0")

    assert john.toast == "This button is out of date."
    assert await sent(bot) == []


async def drafts(place: Place) -> list[int]:
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    async with database.work() as work:
        found = list((await work.execute(select(reading_drafts.c.id))).scalars())
    await database.dispose()
    return found
