"""An appeal and its answer, killed in the middle: one number, its words and papers in order, one answer."""

import pytest
from sqlalchemy import select

from core.storage.tables import appeals
from sandbox import Group, Person, Sandbox
from tests.faults.conftest import Ledger, Nursery
from tests.faults.consumers import crowd
from tests.faults.talking import PICTURE
from tests.faults.test_desk import desk_of, group, kept_alive, place

__all__ = ["group", "place"]  # fixtures

STEPS = [
    "core.support.service:SupportService.register:before:1",
    "core.support.service:SupportService.register:after:1",
    "core.support.desk:AppealsAtDesk.arrived:after:1",
    "bot.jobs.relay_acts:RelayActs.do:after:1",
    "bot.jobs.relay_acts:RelayActs.end:before:2",
    "bot.jobs.relay_acts:RelayActs.end:after:3",
    "core.support.office:AppealOffice.answer:before:1",
    "core.support.office:AppealOffice.answer:after:1",
]
PATIENCE = 60.0


@pytest.mark.parametrize(("step", "server"), [(step, "sqlite") for step in STEPS], indirect=["server"])
async def test_a_kill_neither_loses_nor_doubles_an_appeal(
    step: str, sandbox: Sandbox, group: Group, bots: Nursery, ledger: Ledger
) -> None:
    (consumer,) = await crowd(ledger.database, sandbox, 1)
    desk = await desk_of(sandbox, group, ledger)
    await bots.start(step, flows=True)
    async with kept_alive(bots):
        await writes(consumer.person)
        await group.world.feed.until(lambda: any("· 2/2" in text for text in said(group)), PATIENCE)
        topic = group.topics[0]
        await desk.operator.says("/answer A-2026-000001 Yes.", at=group, topic=topic.id, answered=False)
        await group.world.feed.until(
            lambda: any("Yes." in line.text for line in consumer.person.history if not line.mine), PATIENCE
        )

    assert bots.deaths == 1
    assert len(group.topics) == 1
    async with ledger.database.work() as work:
        rows = (await work.execute(select(appeals.c.status))).scalars().all()
    assert rows == ["answered"]
    order = [text for text in said(group) if "It is dark." in text or "📎 A-" in text]
    assert "It is dark." in order[0]
    assert [text[-3:] for text in dict.fromkeys(order)][1:] == ["1/2", "2/2"]
    assert len(order) <= 4, "what was said when it died may have been said once more"


async def writes(person: Person) -> None:
    await person.says("/support")
    await person.taps("Public reception", timeout=PATIENCE)
    await person.says("It is dark.")
    await person.sees("«It is dark.»", timeout=PATIENCE)
    for number in range(2):
        await person.sends_photo(PICTURE + str(number).encode(), answered=False)
    await person.sees("2 papers go along.", timeout=PATIENCE)
    await person.taps("Send", answered=False)
    await person.sees("Your appeal is registered", timeout=PATIENCE)
    person.repeats_press()


def said(group: Group) -> list[str]:
    return [line.text for topic in group.topics for line in group.screen(topic.id).history]
