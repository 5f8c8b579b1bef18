"""What the clock does at the desk, as both sides see it; its jobs are called here, else they run by themselves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from aiogram import Bot

from bot.app import make_bot
from bot.delivery.members import Members
from bot.jobs.desk import DeskJobs
from core.clock import ALMATY
from core.retailer import DEMO_FILE, Retailer
from core.storage.engine import Database
from core.storage.sealing import Vault
from sandbox import Group, Person
from tests.journeys.conftest import Time
from tests.journeys.desk import asks, lines, seats, sees_topic, written
from tests.journeys.steps import until_quiet
from tests.running import Place

MOMENT = datetime(2026, 11, 23, 10, 0, tzinfo=ALMATY)  # a Monday


@asynccontextmanager
async def jobs_of(place: Place, time: Time) -> AsyncIterator[DeskJobs]:
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    telegram: Bot = make_bot(place.settings())
    yield DeskJobs(
        database=database,
        retailer=Retailer.from_file(DEMO_FILE),
        clock=time,
        operators=place.operators,
        members=Members(telegram),
    )
    await telegram.session.close()
    await database.dispose()


async def test_who_waits_is_spoken_of_in_his_topic_and_what_is_quiet_ends_with_stars(
    bot: Place, john: Person, maria: Person, operators: Group, time: Time
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    await maria.says("/take", at=operators, topic=topic.id)
    async with jobs_of(bot, time) as jobs:
        time.move_to(MOMENT + timedelta(minutes=31))
        await jobs.attend()
        line = await maria.sees("ждёт ответа уже 3", at=operators, topic=topic.id)
        assert "Мария" in line.text  # who has taken it

        await maria.says("A tree has fallen.", at=operators, topic=topic.id, answered=False)
        await john.sees("A tree has fallen.")
        time.move_to(MOMENT + timedelta(days=7))
        await jobs.attend()
        await john.sees("How were you helped?")
        await jobs.attend()
    await sees_topic(operators, "потребитель молчит 5 дней")
    await john.taps("⭐⭐⭐⭐⭐")
    await sees_topic(operators, "⭐️⭐️⭐️⭐️⭐️")
    assert sum("How were you helped?" in line.text for line in john.history) <= 1


async def test_a_card_follows_the_consumer_who_has_another_language_now(
    bot: Place, john: Person, maria: Person, operators: Group, time: Time
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    await john.says("/language")
    await john.taps("Қазақша")

    async with jobs_of(bot, time) as jobs:
        await jobs.refresh_cards()
    await operators.world.feed.until(
        lambda: any("Язык: Қазақша" in text for text in written(operators, topic)), operators.world.patience
    )


async def test_an_operator_of_whose_leaving_nobody_heard_is_found_by_asking(
    bot: Place, john: Person, maria: Person, aliya: Person, operators: Group, time: Time
) -> None:
    operators.add_bot(by=maria)
    operators.joins(aliya)
    await seats(bot, maria, aliya)
    topic = await asks(john, operators)
    operators.chat.members[aliya.id] = "left"  # Telegram's word of it is lost

    async with jobs_of(bot, time) as jobs:
        await jobs.check_members()
    await operators.world.feed.until(
        lambda: any("больше не в группе" in line.text for line in operators.history), operators.world.patience
    )
    operators.chat.members[aliya.id] = "member"
    await aliya.says("Am I heard?", at=operators, topic=topic.id)
    await maria.says("I am.", at=operators, topic=topic.id, answered=False)
    await john.sees("I am.")
    await until_quiet(operators.world)
    assert "Am I heard?" not in " ".join(line.text for line in john.history)
    assert lines(operators, topic)
