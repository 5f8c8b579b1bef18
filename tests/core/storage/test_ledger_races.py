"""What one connection ends while another gives a row back: whichever comes first, nothing waits that is never sent."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Delete, Table, Update, insert, select
from sqlalchemy.exc import DBAPIError

from core.cabinet import Cabinet
from core.customers.model import Customer
from core.notices.model import NoticeType, Recipient, State
from core.retailer import DEMO_FILE, Retailer
from core.storage import engine
from core.storage.campaigns import SqlCampaigns
from core.storage.engine import Database
from core.storage.ledger import Ended, GivenBack, Ledger
from core.storage.tables import campaigns, customers, outbox
from tests.core.storage.test_ledger import begun, read, states
from tests.databases import NOW, postgres_param

RETAILER = Retailer.from_file(DEMO_FILE)
LATER = NOW + timedelta(hours=1)
End = Callable[[Database, int], Awaitable[None]]


class Halting(Database):
    """Stops after its `nth` statement within a transaction that writes, until `go` is set; or after one on a table."""

    nth = 0
    at: Table | None = None

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.halted, self.go = asyncio.Event(), asyncio.Event()

    async def execute(self, connection: Any, statement: Any, parameters: Any = None) -> Any:
        answer = await super().execute(connection, statement, parameters)
        self.nth -= 1
        changes = isinstance(statement, Update | Delete) and statement.table is self.at
        if self.nth == 0 or (changes and not self.halted.is_set()):
            self.halted.set()
            await self.go.wait()
        return answer


async def cancel(database: Database, campaign: int) -> None:
    async with database.work() as work:
        await Cabinet(work, RETAILER, LATER).campaigns.cancel(campaign_id=campaign, by="operator:1")
        await work.commit()


async def run_out(database: Database, campaign: int) -> None:
    """Its use is over."""
    async with database.work() as work:
        cabinet = Cabinet(work, RETAILER, LATER)
        await cabinet.campaigns.go_on(campaign=await cabinet.campaigns.get(campaign_id=campaign))
        await work.commit()


async def give_back(database: Database, over: list[GivenBack]) -> None:
    assert await Ledger(database).turn(over, 0, LATER) == []


async def in_hand(database: Database) -> tuple[int, list[GivenBack]]:
    """Begin a campaign of which one row is in hand."""
    campaign = await begun(database, range(1, 3))
    async with database.work() as work:
        await work.write()
        await work.execute(insert(customers).values(chat_id=1, language="kk", joined_at=NOW))
        await SqlCampaigns(work).change(campaign, tuple(State), useful_until=NOW + timedelta(minutes=1))
        await work.commit()
    (parcel,) = await Ledger(database).turn([], 1, NOW)
    return campaign, [GivenBack(parcel=parcel, due=NOW, why="flood")]


async def both(halting: Halting, slow: Awaitable[None], quick: Awaitable[None]) -> None:
    """Let `quick` come while `slow` is halted; it may have to wait for it."""
    async with asyncio.TaskGroup() as group:
        first = group.create_task(_run(slow))
        reached = group.create_task(halting.halted.wait())
        await asyncio.wait({first, reached}, return_when=asyncio.FIRST_COMPLETED)
        second = group.create_task(_run(quick))
        await asyncio.wait({second}, timeout=0.1)  # on PostgreSQL it waits for a row, on SQLite for the writer
        halting.go.set()
        halting.halted.set()


async def _run(what: Awaitable[None]) -> None:
    await what


@pytest.mark.parametrize("nth", range(1, 7))
@pytest.mark.parametrize("end", [cancel, run_out])
async def test_what_ends_while_a_row_is_being_given_back_leaves_nothing_waiting(
    end: End, nth: int, database: Database
) -> None:
    campaign, over = await in_hand(database)
    halting = Halting(str(database.url.render_as_string(hide_password=False)), database.vault)
    halting.nth = nth

    await both(halting, give_back(halting, over), end(database, campaign))

    await halting.dispose()
    assert await states(database) == {"cancelled": 2}
    counts = (await read(database, campaign)).counts
    assert (counts.dropped, counts.open) == (2, 0)


@pytest.mark.parametrize("nth", range(1, 9))
@pytest.mark.parametrize("end", [cancel, run_out])
async def test_a_row_that_is_given_back_while_its_campaign_is_being_ended_does_not_wait(
    end: End, nth: int, database: Database
) -> None:
    campaign, over = await in_hand(database)
    halting = Halting(str(database.url.render_as_string(hide_password=False)), database.vault)
    halting.nth = nth

    await both(halting, end(halting, campaign), give_back(database, over))

    await halting.dispose()
    assert await states(database) == {"cancelled": 2}
    counts = (await read(database, campaign)).counts
    assert (counts.dropped, counts.open) == (2, 0)


async def erase(database: Database, _campaign: int) -> None:
    """The person of chat 1 has everything erased."""
    async with database.work() as work:
        who = Customer(chat_id=1, language="kk", consent_version=None, current_link=None)
        await Cabinet(work, RETAILER, LATER).customers.erase(customer=who)
        await work.commit()


async def waiting_and_in_hand(database: Database) -> tuple[int, Ended]:
    """Begin a campaign with two messages for chat 1; the one in hand comes back: the person has blocked the bot."""
    async with database.work() as work:
        await work.write()
        await work.execute(insert(customers).values(chat_id=1, language="kk", joined_at=NOW))
        kept = SqlCampaigns(work)
        campaign = await kept.add(about=NoticeType.NEWS, content={}, created_by="x", now=NOW, state=State.RUNNING)
        assert campaign is not None
        await kept.enqueue(campaign, [Recipient(chat_id=1, key=key) for key in ("first", "second")], NOW)
        await work.commit()
    (parcel,) = await Ledger(database).turn([], 1, NOW)
    return campaign.id, Ended(parcel=parcel, state="dead", counter="blocked")


@pytest.mark.parametrize(
    ("slow", "at", "quick"),
    [
        (erase, outbox, cancel),
        (erase, customers, cancel),
        (cancel, campaigns, erase),
        (cancel, outbox, erase),
        (erase, outbox, None),
        (erase, customers, None),
        (None, outbox, erase),
        (None, customers, erase),
    ],
)
async def test_an_erasure_waits_for_nobody_who_waits_for_it(
    slow: End | None, at: Table, quick: End | None, database: Database
) -> None:
    """None: the turn that records what was in hand."""
    campaign, ended = await waiting_and_in_hand(database)

    async def record(which: Database, _campaign: int) -> None:
        assert await Ledger(which).turn([ended], 0, LATER) == []

    halting = Halting(str(database.url.render_as_string(hide_password=False)), database.vault)
    halting.at = at

    await both(halting, (slow or record)(halting, campaign), (quick or record)(database, campaign))

    await halting.dispose()
    left = Counter({"cancelled": 1, "dead" if None in (slow, quick) else "sending": 1})
    assert await states(database) == left
    assert (await read(database, campaign)).counts.dropped == 1
    async with database.work() as work:
        assert (await work.execute(select(customers.c.chat_id))).first() is None


@pytest.mark.parametrize("database_kind", [postgres_param()], indirect=True)
async def test_a_process_that_is_frozen_in_the_middle_of_a_turn_keeps_nobody_from_going_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_SILENT", 1)
    campaign, over = await in_hand(database)
    frozen = Halting(str(database.url.render_as_string(hide_password=False)), database.vault)
    frozen.nth = 1  # it holds the campaign now
    async with asyncio.timeout(20), asyncio.TaskGroup() as group:
        turn = group.create_task(_error_of(give_back(frozen, over)))
        await frozen.halted.wait()
        await cancel(database, campaign)
        frozen.go.set()

    assert isinstance(turn.result(), DBAPIError)
    await frozen.dispose()
    assert await states(database) == {"sending": 1, "cancelled": 1}


async def _error_of(what: Awaitable[None]) -> Exception | None:
    try:
        await what
    except Exception as error:  # noqa: BLE001 - it is looked at by the test
        return error
    return None
