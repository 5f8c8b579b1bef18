"""P2: the CPU of submitting a reading, its message and its tap, against a bare echo; on SQLite and on PostgreSQL.

    python -m bench.submit
    python -m bench.submit --postgres postgresql+asyncpg://postgres@127.0.0.1:5432/postgres

A consumer writes the number that the meter shows: flow state, linked account, meter and last reading are read, the
number is judged, a draft is kept, and it is offered with kWh and sum in Kazakh, with its buttons. Then the tap on
«Жіберу»: all of it is judged anew, the submission is kept and queued for the accounting system, and its proof takes
the place of the offer. Each of the two is one update on its whole way through receiver, inbox, dispatcher, storage
and delivery, without sockets to Telegram; afterwards every reading must be there exactly once. Of PostgreSQL only the
client's CPU counts; --postgres (or TEST_POSTGRES_URL) names a server on which a database of its own may be made.
"""

import argparse
import asyncio
import contextlib
import os
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import uvloop
from aiogram import Bot
from sqlalchemy import func, insert, make_url, select, text
from sqlalchemy.ext.asyncio import create_async_engine

from bench.canned import TOKEN, Canned, OwnSession, Updates
from bench.update_path import bare_aiogram, measure
from bench.verdict import report
from bot import app
from bot.keyboards.drafts import SendReading
from bot.settings import Settings
from core.accounts.policy import AccountNumber
from core.clock import system_clock, today_in_almaty
from core.exchange.demo import write_demo_package
from core.exchange.intake import Intake
from core.retailer import DEMO_FILE, Retailer
from core.storage import book, schema
from core.storage.books import SqlBooks
from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import customers, links, reading_drafts, submissions

WRITTEN = datetime.fromtimestamp(1_790_000_000, UTC)  # when the messages of bench/canned.py are written
PEOPLE = 200  # in a round; each has one account with one meter, and submits once
ROUNDS = 5
BATCH = 20
USED = 120  # kWh since the last reading
FIRST_CHAT = 1_000
_FAR_FROM_ZERO = 99_000_000  # thousandths: of a dial of five digits


@dataclass(frozen=True)
class Place:
    """One bot with its data, and who may submit what."""

    settings: Settings
    database: Database
    numbers: dict[int, str]  # by chat: what its meter shows


async def fill(url: str, folder: Path) -> Place:
    """Import the demo package and link one account with a plain meter to each chat."""
    settings = Settings(_env_file=None, bot_token=TOKEN, database_url=url, secret_key_file=folder / "key")
    database = Database(url, Vault.from_file(folder / "key"))
    await schema.migrate(database, WRITTEN)
    package, wanted = folder / "package", PEOPLE * (ROUNDS + 1)
    write_demo_package(package, accounts=wanted * 2, seed=1, as_of=today_in_almaty(WRITTEN))
    intake = Intake(
        books=SqlBooks(database),
        sealer=database.vault,
        operator="DEMO",
        numbers=AccountNumber(),
        now=WRITTEN,
        allow_shrink=False,
    )
    taken = await intake.take(package, folder / "errors.csv")
    assert taken.accepted, taken.refusal
    return Place(settings, database, await link(database, wanted))


async def link(database: Database, wanted: int) -> dict[int, str]:
    newest = select(book.readings.c.register_id, func.max(book.readings.c.value).label("value"))
    last = newest.where(book.readings.c.accepted).group_by(book.readings.c.register_id).subquery()
    one_dial = (
        select(
            book.accounts.c.account_id,
            func.max(book.accounts.c.owner_mark).label("owner_mark"),
            func.max(last.c.value).label("value"),
        )
        .join(book.points, book.points.c.account_id == book.accounts.c.account_id)
        .join(book.meters, book.meters.c.point_id == book.points.c.point_id)
        .join(book.registers, book.registers.c.meter_id == book.meters.c.meter_id)
        .join(last, last.c.register_id == book.registers.c.register_id)
        .where(book.accounts.c.status == "active", ~book.meters.c.automatic, book.meters.c.removed_on.is_(None))
        .group_by(book.accounts.c.account_id)
        .having(func.count() == 1, func.max(last.c.value) < _FAR_FROM_ZERO)
    )
    async with database.work() as work:
        found = (await work.execute(one_dial.order_by(book.accounts.c.account_id).limit(wanted))).all()
        await work.write()
        version, chats = Retailer.from_file(DEMO_FILE).consent.version, range(FIRST_CHAT, FIRST_CHAT + len(found))
        people = [
            {"chat_id": chat, "language": "kk", "joined_at": WRITTEN, "consent_version": version} for chat in chats
        ]
        await work.execute(insert(customers), people)
        linked = [
            {
                "chat_id": chat,
                "account_id": row.account_id,
                "owner_mark": row.owner_mark,
                "level": 1,
                "linked_at": WRITTEN,
            }
            for chat, row in zip(chats, found, strict=True)
        ]
        await work.execute(insert(links), linked)
        await work.commit()
    assert len(found) == wanted, f"{len(found)} accounts with one meter, not {wanted}"
    return {chat: str(row.value // 1000 + USED) for chat, row in zip(chats, found, strict=True)}


@contextlib.asynccontextmanager
async def this_bot(place: Place) -> AsyncIterator[Canned]:
    session = Canned()
    app.make_bot = lambda _settings: Bot(TOKEN, session=OwnSession(session))
    began = system_clock()
    options = app.Options(clock=lambda: WRITTEN + (system_clock() - began), updates_per_minute=10**9)
    stop, ready = asyncio.Event(), asyncio.Event()
    roles = ("receiver", "worker", "sender")
    running = asyncio.get_running_loop().create_task(
        app.run(place.settings, stop, roles=roles, options=options, ready=ready.set)
    )
    await ready.wait()
    await asyncio.sleep(0.5)
    yield session
    stop.set()
    await running


async def drafts(database: Database, chats: list[int]) -> dict[int, int]:
    """Return the draft that each of the chats has in hand; a straggler among them is waited for."""
    query = select(reading_drafts.c.chat_id, func.max(reading_drafts.c.id).label("draft_id"))
    found: dict[int, int] = {}
    for _ in range(50):
        async with database.work() as work:
            rows = await work.execute(query.group_by(reading_drafts.c.chat_id))
            found = {row.chat_id: row.draft_id for row in rows}
        if set(chats) <= set(found):
            return {chat: found[chat] for chat in chats}
        await asyncio.sleep(0.1)
    raise AssertionError(f"a number was not taken for a reading: chats {sorted(set(chats) - set(found))}")


async def compare(kind: str, place: Place) -> bool:
    updates, chats = Updates(), list(place.numbers)
    echoes, offers, sends = [], [], []
    async with bare_aiogram() as plain, this_bot(place) as ours:
        for turn in range(ROUNDS + 1):
            now = chats[turn * PEOPLE : (turn + 1) * PEOPLE]
            echo = [updates.message(chat, place.numbers[chat]) for chat in now]
            offer = [updates.message(chat, place.numbers[chat]) for chat in now]
            echoes.append(await measure(plain, echo, BATCH))
            offers.append(await measure(ours, offer, BATCH))
            of_chats = await drafts(place.database, now)
            taps: list[dict[str, Any]] = [
                updates.tap(chat, SendReading(draft_id=draft).pack()) for chat, draft in of_chats.items()
            ]
            sends.append(await measure(ours, taps, BATCH))
    await check(place.database, len(chats))
    base, *costs = (median(each[1:]) for each in (echoes, offers, sends))  # caches fill in the first
    print(f"{kind}: CPU per update: bare aiogram echo {base:.0f} µs, number {costs[0]:.0f}, tap {costs[1]:.0f}")
    words = (f"a number becomes an offer, {kind}, x bare echo", f"a tap submits it, {kind}, x bare echo")
    by_turn = [[own / echo for own, echo in zip(each[1:], echoes[1:], strict=True)] for each in (offers, sends)]
    verdicts = [report("P2", what, median(each), 15, "x") for what, each in zip(words, by_turn, strict=True)]
    return all(verdicts)


async def check(database: Database, wanted: int) -> None:
    """A figure counts only if every reading was submitted, once."""
    async with database.work() as work:
        found = (await work.execute(select(func.count(), func.count(submissions.c.meter_id.distinct())))).one()
    assert tuple(found) == (wanted, wanted), f"{found} submissions and meters, not {wanted}"


@contextlib.asynccontextmanager
async def own_database(server: str) -> AsyncIterator[str]:
    name = f"zharyq_bench_{uuid.uuid4().hex[:8]}"
    admin = create_async_engine(make_url(server), isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        async with admin.connect() as connection:
            await connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        await admin.dispose()


async def run(url: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        place = await fill(url.format(folder=folder), Path(folder))
        try:
            return await compare(url.partition("+")[0], place)
        finally:
            await place.database.dispose()


async def both(server: str) -> bool:
    kept = await run("sqlite+aiosqlite:///{folder}/bench.db")
    if not server:
        print("PostgreSQL is not measured: name a server by --postgres")
        return kept
    async with own_database(server) as url:
        return await run(url) and kept


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--postgres", default=os.environ.get("TEST_POSTGRES_URL", ""), help="URL of a server")
    return 0 if uvloop.run(both(arguments.parse_args().postgres)) else 1


if __name__ == "__main__":
    sys.exit(main())
