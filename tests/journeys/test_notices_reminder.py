"""The last day of the window: the reminder comes by itself, its button opens the meter, the number is accepted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest

from bot.app import Options
from core.clock import ALMATY
from sandbox import Person
from tests.journeys.conftest import Time
from tests.journeys.steps import SAVED, SEND, language_of, links, seen, submits, until_quiet
from tests.journeys.test_readings import links_another
from tests.running import Place, within

MOMENT = datetime(2026, 11, 30, 9, 30, tzinfo=ALMATY)
HOUR = datetime(2026, 11, 30, 10, 0, tzinfo=ALMATY)
LAST_DAY = {
    "kk": "Бүгін – көрсеткіш қабылданатын соңғы күн",
    "ru": "Сегодня последний день приёма показаний",
    "en": "Today is the last day to submit your readings",
}
ACCOUNT = {
    "kk": ("000400111", "5666,11", "CU0000111"),
    "ru": ("000400112", "5666,12", "CU0000112"),
    "en": ("000400113", "5666,13", "CU0000113"),
}
STOP = {"kk": "🔕 Енді мұндай келмесін", "ru": "🔕 Больше не присылать такие", "en": "🔕 No more of these"}


@asynccontextmanager
async def running(place: Place, time: Time) -> AsyncIterator[None]:
    """Run the bot; what its calendar asks for begins with its start."""
    place.calendar = True
    async with within(place, Options(clock=time, updates_per_minute=10_000)):
        yield


async def people_link(people: list[Person]) -> None:
    for person in people:
        number, amount, _ = ACCOUNT[language_of(person)]
        await links(person, number, amount)


def reminders(person: Person) -> list[str]:
    return [each.text for each in person.history if LAST_DAY[language_of(person)] in each.text]


async def test_a_reminder_is_answered_by_a_tap_and_a_number(
    place: Place, time: Time, aliya: Person, maria: Person, john: Person
) -> None:
    people = [aliya, maria, john]
    async with running(place, time):
        await people_link(people)

    time.move_to(HOUR)
    async with running(place, time):
        for person in people:
            number, _, serial = ACCOUNT[language_of(person)]
            await person.sees(LAST_DAY[language_of(person)])
            assert number in seen(person)
            assert STOP[language_of(person)] in person.screen.inline

            await person.taps(f"✍️ {serial}")
            await person.says("12345")
            await person.taps(SEND[language_of(person)])

            await person.sees(SAVED[language_of(person)])


async def test_a_second_start_reminds_nobody_again(place: Place, time: Time, aliya: Person) -> None:
    async with running(place, time):
        await people_link([aliya])
    time.move_to(HOUR)
    async with running(place, time):
        await aliya.sees(LAST_DAY["kk"])

    time.move_to(HOUR + timedelta(hours=1))
    async with running(place, time):
        await until_quiet(aliya.world, 1.5)

    assert len(reminders(aliya)) == 1


async def test_whoever_has_submitted_is_left_in_peace_and_the_other_account_asked_for(
    place: Place, time: Time, aliya: Person, maria: Person
) -> None:
    async with running(place, time):
        await people_link([aliya, maria])
        await submits(aliya, "12345")
        await submits(maria, "12345")
        await links_another(maria, time, "000400103", "5444,44")

    time.move_to(HOUR)
    async with running(place, time):
        await maria.sees(LAST_DAY["ru"])
        await until_quiet(maria.world, 1.0)

    (said,) = reminders(maria)
    assert "000400103" in said
    assert "CU0040301" in said
    assert "CU0040302" in said
    assert "000400112" not in said
    assert reminders(aliya) == []


async def test_a_bot_that_comes_back_in_the_evening_says_nothing(place: Place, time: Time, aliya: Person) -> None:
    async with running(place, time):
        await people_link([aliya])

    time.move_to(HOUR + timedelta(hours=6))
    async with running(place, time):
        await until_quiet(aliya.world, 1.5)

    assert reminders(aliya) == []


@pytest.mark.parametrize(
    ("language", "stopped"), [("kk", "Өшірілді: «"), ("ru", "Выключено: «"), ("en", "Switched off: «")]
)
async def test_the_stop_below_a_reminder(
    place: Place, time: Time, aliya: Person, maria: Person, john: Person, language: str, stopped: str
) -> None:
    person = {"kk": aliya, "ru": maria, "en": john}[language]
    async with running(place, time):
        await people_link([person])

    time.move_to(HOUR)
    async with running(place, time):
        await person.sees(LAST_DAY[language])
        await person.taps(STOP[language])
        await person.sees(stopped)
        before = reminders(person)

    time.move_to(datetime(2026, 12, 31, 10, 0, tzinfo=ALMATY))
    async with running(place, time):
        await until_quiet(person.world, 1.5)
    assert reminders(person) == before
