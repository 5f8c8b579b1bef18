"""What is damaged in the database is put aside under its number, the operators are told, and the others go on."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest
from sqlalchemy import select, update

from bot.alarms import Alarms
from bot.delivery.outcome import End, Outcome
from bot.jobs.sender import Sender
from bot.jobs.wording import Wording
from bot.middlewares.throttle import Throttle
from bot.screens.screen import Screen
from bot.worker.service import ChatService
from core.retailer import DEMO_FILE, Retailer
from core.storage.engine import Database
from core.storage.inbox import Arrival, Inbox
from core.storage.outbox import Outbox, SqlNotices
from core.storage.tables import inbox, outbox
from tests.databases import NOW
from tests.fakes.submissions import told

OPERATORS = -100
RETAILER = Retailer.from_file(DEMO_FILE)


@dataclass
class Chats:
    """Handling and delivery at once: what was handled, and what was sent to whom."""

    handled: list[int] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)

    def parse(self, raw: dict[str, Any]) -> Any:
        return raw

    async def handle(self, row: Any, _update: Any, _place: Any) -> tuple[Screen, ...]:
        self.handled.append(row.seq)
        return ()

    async def show(self, _place: Any, _screens: Any) -> Outcome:
        return Outcome(end=End.SENT)

    def closed_for(self, _chat_id: int) -> float:
        return 0.0

    async def send(self, chat_id: int, _screen: Screen) -> Outcome:
        self.sent.append(chat_id)
        return Outcome(end=End.SENT)


def alarms_of(database: Database) -> Alarms:
    return Alarms(database, RETAILER, OPERATORS, lambda: NOW)


async def test_an_update_that_cannot_be_unsealed_holds_up_no_other(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    chats: Any = Chats()
    box = Inbox(database, "me")
    service = ChatService(
        inbox=box,
        handling=chats,
        delivery=chats,
        throttle=Throttle(20),
        alarms=alarms_of(database),
        vault=database.vault,
    )
    for number, chat in ((1, 501), (2, 502)):
        chat_of = {"id": chat, "type": "private"}
        message = {"message_id": 1, "date": 0, "chat": chat_of, "from": {"id": chat}, "text": "1"}
        body = orjson.dumps({"update_id": number, "message": message})
        await box.store([Arrival(number, chat, body)], NOW)
    async with database.work() as work:
        await work.write()
        await work.execute(update(inbox).where(inbox.c.update_id == 1).values(body=b"gnawed by a mouse"))
        await work.commit()

    bad, good = await box.turn([], 10, NOW)
    assert [await service.serve(row) for row in (bad, good)] == [True, True]

    assert chats.handled == [good.seq]
    async with database.work() as work:
        rows = (await work.execute(select(inbox.c.state, inbox.c.error).order_by(inbox.c.seq))).all()
    assert [tuple(row) for row in rows] == [("dead", "Damaged"), ("new", None)]
    assert await told(database) == [("dead_letter", {"table": "inbox", "row": bad.seq})]
    assert bad.seq in {getattr(record, "seq", None) for record in caplog.records}


async def test_a_message_that_cannot_be_unsealed_holds_up_no_other(database: Database) -> None:
    async with database.work() as work:
        for chat in (501, 502):
            notices = SqlNotices(work, NOW, OPERATORS)
            await notices.post(key=f"of {chat}", chat_id=chat, name="account_locked", values={"account_no": "1"})
        await work.execute(update(outbox).where(outbox.c.chat_id == 501).values(payload=b"gnawed by a mouse"))
        await work.commit()
    chats: Any = Chats()
    sender = Sender(
        outbox=Outbox(database),
        delivery=chats,
        wording=Wording(database, RETAILER, lambda: NOW),
        alarms=alarms_of(database),
        clock=lambda: NOW,
    )
    stop = asyncio.Event()
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(sender.run(stop))
        while len(chats.sent) < 2:  # noqa: ASYNC110 - the sender tells nobody
            await asyncio.sleep(0.01)
        stop.set()

    assert sorted(chats.sent) == [OPERATORS, 502]
    async with database.work() as work:
        bad = (await work.execute(select(outbox).where(outbox.c.key == "of 501"))).one()
    assert (bad.state, bad.outcome) == ("dead", "Damaged")
