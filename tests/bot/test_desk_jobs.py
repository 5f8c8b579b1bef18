"""What the clock does for the desk, beyond what core knows: cards, members, a queue that is late."""

from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import func, insert, select, update

from bot.delivery.members import Members
from bot.jobs.desk import DeskJobs
from bot.jobs.relay_topics import digest_of
from bot.screens import desk_card
from core.desk.model import Heard
from core.storage.tables import audit, campaigns, desk_threads, outbox
from tests.attacks.guesses import guess
from tests.core.desk.speaking import AIGUL, MARAT, Speaking
from tests.fakes.town import OPERATORS, Town


class Telegram:
    """Says who is in a group; None: it does not say so just now."""

    def __init__(self, known: dict[int, bool | None]) -> None:
        self.known = known

    async def __call__(self, _chat_id: int, user_id: int) -> bool | None:
        return self.known[user_id]


def jobs(town: Town, known: dict[int, bool | None] | None = None, *, calendar: bool = False) -> DeskJobs:
    return DeskJobs(
        database=town.database,
        retailer=town.retailer,
        clock=lambda: town.now,
        operators=OPERATORS,
        members=cast(Members, Telegram(known or {})),
        calendar=calendar,
    )


@pytest.fixture
async def speaking(town: Town) -> Speaking:
    speaking = Speaking(town)
    await speaking.seat(AIGUL, MARAT)
    return speaking


async def rows(town: Town, act: str) -> int:
    async with town.database.work() as work:
        payloads = (await work.execute(select(outbox.c.payload).where(outbox.c.channel == "relay"))).scalars().all()
    return sum(town.database.vault.open(payload)["act"] == act for payload in payloads if payload)


async def card_text(town: Town, heard: Heard) -> str:
    facts = await town.ask(lambda cabinet: cabinet.desk_cards.facts(thread_id=heard.talk.thread_id))
    return desk_card.card(facts, "ru")[0]


async def shows_card(town: Town, heard: Heard) -> None:
    """Let the topic be there with the card as it is now, and nothing more be queued."""
    text = await card_text(town, heard)
    async with town.database.work() as work:
        await work.write()
        await work.execute(update(desk_threads).values(topic_id=5, card=6, card_digest=digest_of(text)))
        await work.execute(update(outbox).values(state="sent", payload=None))
        await work.commit()


async def told_of(town: Town, chat: int, about: str, *, state: str = "sent") -> None:
    zero = dict.fromkeys(("queued", "sent", "blocked", "failed", "unclear", "dropped", "version", "spread_seconds"), 0)
    async with town.database.work() as work:
        await work.write()
        campaign = {
            "about": about,
            "state": "done",
            "content": town.database.vault.seal({}),
            "created_by": "clock",
            "created_at": town.now,
            "reached": 0,
            "complete": True,
            **zero,
        }
        number = (await work.execute(insert(campaigns).values(campaign).returning(campaigns.c.id))).scalar_one()
        row = {
            "key": f"{about}:{number}",
            "channel": "telegram",
            "chat_id": chat,
            "priority": 9,
            "due": town.now,
            "state": state,
            "created_at": town.now,
            "closed_at": town.now,
            "campaign": number,
        }
        await work.execute(insert(outbox).values(row))
        await work.commit()


async def test_a_card_is_changed_when_and_only_when_it_would_say_something_else(town: Town, speaking: Speaking) -> None:
    await guess(town, 1, "000100100", 466_734)
    heard = await speaking.asks()
    await shows_card(town, heard)

    await jobs(town).refresh_cards()
    assert await rows(town, "refresh") == 0
    await told_of(town, 1, "bill")
    town.wait(minutes=2)
    await jobs(town).refresh_cards()
    await jobs(town).refresh_cards()
    assert await rows(town, "refresh") == 1


async def test_the_card_names_the_last_notices_that_have_arrived_and_nothing_of_what_they_say(
    town: Town, speaking: Speaking
) -> None:
    heard = await speaking.asks()
    for about in ("tariff", "outage", "unpaid", "bill"):
        await told_of(town, 1, about)
    await told_of(town, 1, "news", state="failed")
    await told_of(town, 2, "news")

    told = [line for line in (await card_text(town, heard)).splitlines() if line.startswith("🔔")]
    assert [line.partition(": ")[2] for line in told] == [
        "Новая квитанция",
        "Неоплаченная квитанция",
        "Отключения электроэнергии",
    ]


async def test_an_operator_who_is_in_no_group_any_more_loses_his_right_and_his_talks(
    town: Town, speaking: Speaking
) -> None:
    heard = await speaking.asks()
    await speaking.answers(heard, by=MARAT)
    await jobs(town, {AIGUL: True, MARAT: None}).check_members()
    assert len(await town.ask(lambda cabinet: cabinet.staffing.listed())) == 2  # Telegram did not say

    await jobs(town, {AIGUL: True, MARAT: False}).check_members()
    await jobs(town, {AIGUL: True}).check_members()

    assert [one.user_id for one in await town.ask(lambda cabinet: cabinet.staffing.listed())] == [AIGUL]
    assert (await speaking.talk(heard)).assignee is None
    assert [values["user"] for _, values in await speaking.queued("operator_gone")] == [MARAT]
    async with town.database.work() as work:
        gone = select(func.count()).select_from(audit).where(audit.c.action == "desk.operator.remove")
        assert (await work.execute(gone)).scalar_one() == 1


async def test_a_queue_that_is_late_is_spoken_of_ahead_of_itself(town: Town, speaking: Speaking) -> None:
    await speaking.asks()
    town.now += timedelta(seconds=59)
    await jobs(town).attend()
    assert await speaking.queued("desk_behind") == []

    town.now += timedelta(seconds=2)
    await jobs(town).attend()
    await jobs(town).attend()
    ((chat, values),) = await speaking.queued("desk_behind")
    assert (chat, values["number"], values["seconds"]) == (OPERATORS, 1, 61)
    async with town.database.work() as work:
        of = select(outbox.c.priority).where(outbox.c.key.like("relay:desk:behind:%"))
        assert (await work.execute(of)).scalar_one() > 1  # words wait in another line


async def test_the_morning_begins_with_a_list_only_by_the_calendar(town: Town, speaking: Speaking) -> None:
    town.now += timedelta(hours=21)  # Monday, 08:00 in Kazakhstan
    await jobs(town).attend()
    assert await speaking.queued("desk_digest") == []

    await jobs(town, calendar=True).attend()
    await jobs(town, calendar=True).attend()
    assert len(await speaking.queued("desk_digest")) == 1
