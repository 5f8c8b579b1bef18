"""The desk is reminded of an appeal whose term runs out, and the list names what is overdue."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox import Group, Person
from tests.journeys.conftest import Time
from tests.journeys.desk import seats, sees_topic
from tests.journeys.test_desk_appeals import sends
from tests.running import Place

MOMENT = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def hurried_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.jobs.clock._APPEAL_SECONDS", 1)


async def test_first_the_topic_then_the_group_is_told_and_then_it_is_overdue(
    bot: Place, john: Person, maria: Person, operators: Group, time: Time
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    await sends(john, "When will the street be lit?")
    topic = await sees_topic(operators, "When will the street be lit?")

    time.move_to(MOMENT + timedelta(days=15))
    await maria.sees("⏰ Обращение A-2026-000001 ждёт ответа.", at=operators, topic=topic.id)
    assert not [line for line in operators.history if "ждёт ответа" in line.text and not line.message.thread_id]

    time.move_to(MOMENT + timedelta(days=21))
    await operators.world.feed.until(
        lambda: any("ждёт ответа" in line.text and not line.message.thread_id for line in operators.history), 20
    )

    time.move_to(MOMENT + timedelta(days=22))
    await maria.says("/appeals", at=operators, topic=topic.id, answered=False)
    await sees_topic(operators, "🔥 A-2026-000001 · мобильная приёмная · просрочено")
