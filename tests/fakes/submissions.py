"""Confirmed readings put straight into the tables, as the flow would leave them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Row, insert, select

from core.period import Period
from core.readings.handover import Outgoing
from core.readings.model import State, Value
from core.storage.accounting import SqlHandover, key_of
from core.storage.engine import Database
from core.storage.tables import outbox, submission_values, submissions
from tests.databases import NOW

CHAT = 501


@dataclass(frozen=True)
class Confirmed:
    id: int
    submission_id: str
    meter_id: str


async def confirm(
    database: Database,
    number: int = 1,
    *,
    first: int = 1,
    now: datetime = NOW,
    chat_id: int | None = CHAT,
    flags: str = "",
    zones: Sequence[str] = ("T0",),
    branch: str = "UKG",
    period: Period | None = None,
) -> list[Confirmed]:
    """Keep `number` submissions, meters M1, M2, …, and queue them."""
    made: list[Confirmed] = []
    async with database.work() as work:
        await work.write()
        for place in range(first, first + number):
            submission_id, at = str(uuid.uuid4()), now + timedelta(milliseconds=place)
            row = {
                "submission_id": submission_id,
                "draft_id": place,
                "chat_id": chat_id,
                "account_id": 1000 + place,
                "owner_mark": 1,
                "meter_id": f"M{place}",
                "period": period or Period(2026, 11),
                "reading_date": date(2026, 11, 22),
                "submitted_at": at,
                "facts": work.vault.seal(
                    {
                        "branch_code": branch,
                        "account_no": f"{100000 + place:09}",
                        "point_id": f"P{place}",
                        "serial_no": f"CU{place:06}",
                        "photo": "",
                    }
                ),
                "volume": 152_000,
                "estimate": 487_000,
                "flags": flags,
                "linked": True,
                "state": State.QUEUED,
                "reason_code": "",
            }
            added = await work.execute(insert(submissions).values(row).returning(submissions.c.id))
            id_ = added.scalar_one()
            for zone in zones:
                value = {
                    "submission": id_,
                    "register_id": f"M{place}-{zone}",
                    "zone": zone,
                    "value": 12_345_000 + place * 1000,
                    "previous": 12_193_000 + place * 1000,
                    "previous_date": date(2026, 10, 25),
                    "volume": 152_000,
                    "rollover": False,
                }
                await work.execute(insert(submission_values).values(value))
            await SqlHandover(work, at).queue(submission_id=submission_id)
            made.append(Confirmed(id_, submission_id, f"M{place}"))
        await work.commit()
    return made


async def change_state(database: Database, submission: int, state: State) -> None:
    async with database.work() as work:
        await work.write()
        await work.execute(submissions.update().where(submissions.c.id == submission).values(state=state))
        await work.commit()


async def state_of(database: Database, submission_id: str) -> tuple[str, str]:
    """Return state and reason_code."""
    query = select(submissions.c.state, submissions.c.reason_code).where(submissions.c.submission_id == submission_id)
    async with database.work() as work:
        row = (await work.execute(query)).one()
    return row.state, row.reason_code


async def states(database: Database) -> dict[str, str]:
    async with database.work() as work:
        rows = (await work.execute(select(submissions.c.submission_id, submissions.c.state))).all()
    return {row.submission_id: row.state for row in rows}


async def queued(database: Database, submission_id: str) -> Row[tuple[str, int, str, datetime]]:
    """Return state, tries, outcome and due of its row in the queue."""
    columns = (outbox.c.state, outbox.c.tries, outbox.c.outcome, outbox.c.due)
    async with database.work() as work:
        return (await work.execute(select(*columns).where(outbox.c.key == key_of(submission_id)))).one()


async def told(database: Database) -> list[tuple[str, dict[str, str | int]]]:
    """Return the messages that are queued, by name, in order."""
    query = select(outbox.c.payload).where(outbox.c.channel == "telegram").order_by(outbox.c.id)
    async with database.work() as work:
        rows = (await work.execute(query)).scalars().all()
    found = [database.vault.open(payload) for payload in rows if payload is not None]
    return [(one["name"], one["values"]) for one in found]


def outgoing(place: int = 1, **changes: object) -> Outgoing:
    """Return a reading as it is handed over, without a database."""
    value = Value(
        register_id=f"M{place}-T0",
        zone="T0",
        value=12_345_600,
        previous=12_193_000,
        previous_date=date(2026, 10, 25),
        volume=152_600,
    )
    reading = Outgoing(
        parcel=place,
        tries=0,
        lease=NOW,
        number=f"202611-{place:06}",
        submission_id=str(uuid.uuid4()),
        branch_code="UKG",
        account_no=f"{100000 + place:09}",
        point_id=f"P{place}",
        meter_id=f"M{place}",
        serial_no=f"CU{place:06}",
        period=Period(2026, 11),
        reading_date=date(2026, 11, 22),
        submitted_at=NOW,
        flags=(),
        values=(value,),
    )
    return replace(reading, **changes)  # type: ignore[arg-type]
