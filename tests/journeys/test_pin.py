"""A PIN: set, asked after the idle time, and what was wanted follows; locked, and reset by the last payment."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.retailer import DEMO_FILE
from sandbox import Group, Person
from tests.journeys.conftest import Time
from tests.journeys.desk import seats, sees_topic
from tests.journeys.desk import written as written_in
from tests.journeys.steps import AMOUNT, links, seen
from tests.journeys.test_privacy import copy_in
from tests.journeys.test_profile import opens_profile, proves
from tests.running import Place

MOMENT = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
PIN = "2580"
SETTINGS = {"kk": ("PIN-код", "PIN-код орнату"), "ru": ("PIN-код", "Установить PIN-код"), "en": ("PIN", "Set a PIN")}
SAID = {
    "kk": ("кез келген адам бірінші болып", "тағы бір рет", "PIN-код орнатылды", "PIN-кодты енгізіңіз", "PIN-код қате"),
    "ru": ("любой попробует первым", "ещё раз", "PIN-код установлен", "Введите PIN-код", "PIN-код неверный"),
    "en": ("anybody tries first", "once more", "The PIN is set", "Enter your PIN", "This PIN is wrong"),
}
STATUS = {"kk": "Дербес шоттың жай-күйі", "ru": "Состояние счёта", "en": "Account status"}


@pytest.fixture
async def place(place: Place, tmp_path: Path) -> Place:
    """The bot of a retailer that has switched PINs on."""
    file = tmp_path / "retailer.toml"
    text = DEMO_FILE.read_text(encoding="utf-8")
    assert "\npin = false" in text
    file.write_text(text.replace("\npin = false", "\npin = true"), encoding="utf-8")
    place.more = {"RETAILER_FILE": str(file)}
    return place


async def sets_pin(person: Person) -> None:
    await links(person)
    await person.says("/settings")
    for label in SETTINGS[str(person.account.language)]:
        await person.taps(label)
    _, again, is_set, _, _ = SAID[str(person.account.language)]
    await types(person, PIN, again)
    await types(person, PIN, is_set)


async def types(person: Person, digits: str, words: str) -> None:
    """Write digits, and wait for the answer: the bot takes the digits out of the chat before it answers."""
    before = said_by_bot(person)
    await person.says(digits)
    await person.world.feed.until(lambda: said_by_bot(person) > before and words in seen(person), person.world.patience)


def said_by_bot(person: Person) -> int:
    return sum(not line.mine for line in person.history)


def written(person: Person) -> list[str]:
    """Return what the person has written and everybody with the phone can still read."""
    return [line.text for line in person.history if line.mine]


@pytest.mark.parametrize("who", ["aliya", "maria", "john"])
async def test_a_pin_is_set_and_asked_and_what_was_wanted_follows(
    bot: Place, who: str, time: Time, request: pytest.FixtureRequest
) -> None:
    person: Person = request.getfixturevalue(who)
    language = str(person.account.language)
    too_simple, again, is_set, enter, wrong = SAID[language]
    await links(person)
    await person.says("/settings")
    for label in SETTINGS[language]:
        await person.taps(label)
    await types(person, "1234", too_simple)
    await types(person, PIN, again)
    await types(person, PIN, is_set)

    await person.says("/balance")
    assert STATUS[language] in seen(person)
    time.move_to(MOMENT + timedelta(minutes=20))
    await person.says("/balance")
    assert enter in seen(person)
    await types(person, "9753", wrong)
    await types(person, PIN, STATUS[language])
    assert not {"1234", PIN, "9753"} & set(written(person))


async def test_a_button_follows_as_well(bot: Place, maria: Person, time: Time) -> None:
    await sets_pin(maria)
    await maria.says("/accounts")
    time.move_to(MOMENT + timedelta(minutes=20))
    await maria.taps("✅ 000100100")
    assert "Введите PIN-код" in seen(maria)

    await types(maria, PIN, "🟢 действует")


async def test_a_form_goes_on_where_it_was(bot: Place, maria: Person, time: Time) -> None:
    await sets_pin(maria)
    await proves(maria)
    await opens_profile(maria)
    await maria.taps("Изменить")
    await maria.taps("E-mail")
    time.move_to(MOMENT + timedelta(minutes=20))
    await maria.says("new@mail.example")
    assert "Введите PIN-код" in seen(maria)

    await types(maria, PIN, "→ new@mail.example")


async def test_a_reading_needs_no_pin(bot: Place, maria: Person, time: Time) -> None:
    await sets_pin(maria)
    time.move_to(MOMENT + timedelta(minutes=20))

    await maria.says("12345")

    assert "Введите PIN-код" not in seen(maria)
    assert "CU0012345" in seen(maria)


async def test_three_wrong_ones_lock_it_and_the_last_payment_resets_it(bot: Place, maria: Person, time: Time) -> None:
    await sets_pin(maria)
    time.move_to(MOMENT + timedelta(minutes=20))
    await maria.says("/balance")
    for typed in ("9751", "9752", "9753"):
        await types(maria, typed, "PIN-код неверный")
    await types(maria, PIN, "PIN-код заблокирован")
    await maria.says("/balance")
    assert "PIN-код заблокирован" in seen(maria)

    await maria.taps("По последней оплате")
    await maria.says("1,11")
    await maria.sees("Не удалось подтвердить, поэтому PIN-код остаётся")
    time.move_to(MOMENT + timedelta(minutes=25))
    await maria.taps("По последней оплате")
    await maria.says(AMOUNT)

    await maria.sees("Можно установить новый")
    await maria.says("/balance")
    assert STATUS["ru"] in seen(maria)


async def test_it_is_changed_by_the_old_one_and_removed(bot: Place, maria: Person, time: Time) -> None:
    await sets_pin(maria)
    await maria.says("/settings")
    await maria.taps("PIN-код")
    assert "PIN-код установлен" in seen(maria)
    await maria.taps("Изменить PIN-код")
    await types(maria, PIN, "Введите новый PIN-код")
    await types(maria, "1357", "ещё раз")
    await types(maria, "1358", "другой PIN-код")
    await types(maria, "1357", "ещё раз")
    await types(maria, "1357", "✅ PIN-код установлен")

    await maria.says("/settings")
    await maria.taps("PIN-код")
    await maria.taps("Убрать PIN-код")
    await types(maria, PIN, "PIN-код неверный")
    await types(maria, "1357", "PIN-код убран")
    time.move_to(MOMENT + timedelta(minutes=30))
    await maria.says("/balance")
    assert STATUS["ru"] in seen(maria)


async def test_what_was_wanted_may_be_another_thing_in_the_end(bot: Place, maria: Person, time: Time) -> None:
    await sets_pin(maria)
    time.move_to(MOMENT + timedelta(minutes=20))
    await maria.says("/balance")
    await maria.says("/accounts")
    assert "Введите PIN-код" in seen(maria)

    await types(maria, PIN, "1 лицевой счёт")


async def test_cancelling_leaves_the_question(bot: Place, maria: Person, time: Time) -> None:
    await sets_pin(maria)
    time.move_to(MOMENT + timedelta(minutes=20))
    await maria.says("/balance")

    await maria.taps("Отмена")
    await maria.sees("Выберите пункт меню")

    await maria.says("/balance")
    assert "Введите PIN-код" in seen(maria)


async def test_the_copy_of_ones_data_waits_for_the_pin_and_says_that_there_is_one(
    bot: Place, maria: Person, time: Time
) -> None:
    await sets_pin(maria)
    time.move_to(MOMENT + timedelta(minutes=20))
    await maria.says("/privacy")
    await maria.taps("Получить мои данные")
    assert "Введите PIN-код" in seen(maria)
    await types(maria, PIN, "Всё, что хранится об этом чате")

    pin = copy_in(maria)["pin"]

    assert pin.keys() == {"set_at", "wrong_tries"}


async def test_what_is_said_to_an_operator_goes_without_the_pin_and_the_pin_never_goes(
    bot: Place, john: Person, maria: Person, operators: Group, time: Time
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    await sets_pin(john)
    time.move_to(MOMENT + timedelta(hours=1))

    await john.says("/support")
    await john.taps("Technical support")
    await john.says("The wire hums")
    topic = await sees_topic(operators, "The wire hums")
    time.move_to(MOMENT + timedelta(hours=2))
    await john.says("It hums louder", answered=False)
    await sees_topic(operators, "It hums louder")

    assert "PIN" not in seen(john)
    assert not any(PIN in text for text in written_in(operators, topic))


async def test_a_button_that_opens_a_part_of_the_bot_waits_for_the_pin_as_its_command_does(
    bot: Place, john: Person, time: Time
) -> None:
    await sets_pin(john)
    time.move_to(MOMENT + timedelta(hours=1))

    await john.says("/company")
    await john.taps("Bot map")
    await john.taps("💡 Account status")
    assert "Enter your PIN" in seen(john)
    await types(john, PIN, "Account status")
