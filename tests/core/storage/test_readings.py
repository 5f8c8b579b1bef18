"""Meters, drafts and submissions on both databases, and presses that come at once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text, update

from core.cabinet import Cabinet
from core.customers.model import Customer
from core.errors import DomainError
from core.period import Period
from core.readings.model import (
    AlreadySent,
    Draft,
    DraftIncomplete,
    Flag,
    LastReading,
    Question,
    State,
    Submission,
    TooLateToChange,
)
from core.readings.ports import DraftOnFile, NewSubmission, OwnReading
from core.storage import book
from core.storage.engine import Database
from core.storage.readings import SqlSubmissions
from core.storage.readings_drafts import SqlDrafts
from core.storage.readings_erasure import forget_chat
from core.storage.readings_meters import SqlMeters
from core.storage.tables import links, outbox, reading_drafts, submission_values, submissions, unlinked_tries
from core.storage.work import Work
from core.tariffs.model import Interval
from tests.core.storage.test_balance import Explaining, Statements, fill
from tests.databases import NOW
from tests.fakes.meters import NOVEMBER, account_of, meter, value, zoned
from tests.fakes.town import Town

MINE, OTHER, CHAT = 41, 42, 501
OCTOBER = Period(2026, 10)
DAYS = [date(2026, 6, 30), date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)]


# The book


def account(database: Database, account_id: int = MINE, **facts: Any) -> dict[str, Any]:
    personal = database.vault.seal({"account_no": f"000{account_id}"})
    known = {"number_mark": database.vault.number_mark(f"000{account_id}"), "owner_mark": 7, "branch_code": "UKG"}
    return {"account_id": account_id, "personal": personal, "status": "active"} | known | facts


def a_meter(meter_id: str = "M1", point_id: str = "P1", **facts: Any) -> dict[str, Any]:
    names = ("model", "ratio", "losses", "installed_on", "removed_on", "verification_due", "replacement_due")
    return (
        {"meter_id": meter_id, "point_id": point_id, "serial_no": f"S-{meter_id}", "status": "active"}
        | {"automatic": None}
        | dict.fromkeys(names)
        | facts
    )


def dial(meter_id: str = "M1", zone: str = "T0") -> dict[str, Any]:
    return {"register_id": f"{meter_id}-{zone}", "meter_id": meter_id, "zone": zone, "digits_int": 5, "digits_frac": 1}


def read(day: date, at: int, register: str = "M1-T0", *, accepted: bool = True, mark: str = "") -> dict[str, Any]:
    facts = {"reading_date": day, "value": at, "source": "inspector", "accepted": accepted}
    return {"reading_id": f"{register}-{day}{mark}", "register_id": register} | facts


def point(
    point_id: str = "P1", account_id: int = MINE, service: str | None = "EL", label: Any = None
) -> dict[str, Any]:
    return {"point_id": point_id, "account_id": account_id, "service_code": service, "label": label}


SERVICES = [
    {"service_code": "EL", "unit": "кВт·ч", "metered": True},
    {"service_code": "WATER", "unit": "м³", "metered": True},
    {"service_code": "HOUSE", "unit": None, "metered": False},
]


async def test_a_meter_comes_with_its_dials_and_what_was_read(database: Database) -> None:
    label = database.vault.seal({"name": "Пәтер"})
    due = {"installed_on": DAYS[0], "verification_due": DAYS[1], "replacement_due": DAYS[2], "model": "M"}
    rows = {
        book.accounts: [account(database)],
        book.services: SERVICES,
        book.points: [point(label=label)],
        book.meters: [a_meter(ratio=400_000, losses=18_600, automatic=True, **due)],
        book.registers: [dial(zone="T2"), dial(zone="T1")],
        book.readings: [read(day, 1_000_000 + 54_250 * place, "M1-T1") for place, day in enumerate(DAYS)],
    }
    await fill(database, rows)
    async with database.work() as work:
        (found,) = await SqlMeters(work).of_accounts((MINE, OTHER))
        assert await SqlMeters(work).of_account(MINE) == found.meters
        assert await SqlMeters(work).of_account(OTHER) == ()

    assert (found.account_id, found.owner_mark, found.branch_code) == (MINE, 7, "UKG")
    assert (found.account_no, found.status) == ("00041", "active")
    (one,) = found.meters
    assert (one.meter_id, one.point_id, one.point_name, one.serial_no) == ("M1", "P1", "Пәтер", "S-M1")
    assert (one.ratio, one.losses, one.automatic, one.status, one.model) == (400_000, 18_600, True, "active", "M")
    assert (one.installed_on, one.verification_due, one.replacement_due) == (DAYS[0], DAYS[1], DAYS[2])
    day, night = one.registers
    assert (day.zone, night.zone, day.digits_int, day.digits_frac) == ("T1", "T2", 5, 1)
    assert day.last == LastReading(value=1_217_000, date=DAYS[4], source="inspector")
    assert day.intervals == tuple(
        Interval(date_from=DAYS[at], date_to=DAYS[at + 1], volume=Decimal("2188.6")) for at in (1, 2, 3)
    )
    assert (night.last, night.intervals) == (None, ())


async def test_what_is_not_given_has_a_plain_meaning(database: Database) -> None:
    rows = {
        book.accounts: [account(database, status=None, branch_code=None)],
        book.points: [point(service=None)],
        book.meters: [a_meter(status=None)],
    }
    await fill(database, rows)
    async with database.work() as work:
        (found,) = await SqlMeters(work).of_accounts((MINE,))

    assert (found.status, found.branch_code) == ("active", "")
    (one,) = found.meters
    assert (one.ratio, one.losses, one.automatic, one.status, one.model) == (10_000, 0, False, "active", "")
    assert (one.point_name, one.registers) == ("", ())


async def read_back(database: Database, *readings: dict[str, Any]) -> Any:
    rows = {book.points: [point()], book.meters: [a_meter()], book.registers: [dial()], book.readings: list(readings)}
    await fill(database, {book.accounts: [account(database)], **rows})
    async with database.work() as work:
        (one,) = await SqlMeters(work).of_account(MINE)
    return one.registers[0]


async def test_only_accepted_readings_count(database: Database) -> None:
    found = await read_back(database, read(DAYS[0], 5_000), read(DAYS[1], 9_000, accepted=False))

    assert found.last.value == 5_000
    assert found.intervals == ()


async def test_of_two_readings_of_a_day_the_higher_counts(database: Database) -> None:
    days = [read(DAYS[4], 7_000, mark="b"), read(DAYS[4], 9_000, mark="a")]
    days += [read(day, 1_000, mark=mark) for day in DAYS[:4] for mark in ("", "x")]

    found = await read_back(database, *days)

    assert found.last.value == 9_000
    assert [each.date_from for each in found.intervals] == DAYS[1:4]
    assert found.intervals[-1].volume == 8


async def test_a_reading_that_is_lower_than_the_one_before_says_nothing_of_the_use(database: Database) -> None:
    found = await read_back(database, read(DAYS[2], 9_000), read(DAYS[3], 1_000), read(DAYS[4], 4_000))

    assert [(each.date_from, each.volume) for each in found.intervals] == [(DAYS[3], 3)]


async def test_meters_in_place_come_first_and_only_those_of_energy(database: Database) -> None:
    gone = {"removed_on": DAYS[0]}
    meters = [a_meter("A", "P1", **gone), a_meter("B", "P2"), a_meter("C", "P1", status="removed"), a_meter("D", "P1")]
    meters += [a_meter("W", "P3"), a_meter("H", "P4"), a_meter("N", "P5"), a_meter("X", "P9")]
    points = [point("P1"), point("P2"), point("P3", service="WATER"), point("P4", service="HOUSE")]
    points += [point("P5", service=None), point("P9", account_id=OTHER)]
    rows = {book.accounts: [account(database), account(database, OTHER)], book.services: SERVICES}
    await fill(database, rows | {book.points: points, book.meters: meters})

    async with database.work() as work:
        mine, other = await SqlMeters(work).of_accounts((OTHER, MINE))

    assert [each.meter_id for each in mine.meters] == ["D", "B", "N", "A", "C"]
    assert [each.meter_id for each in other.meters] == ["X"]


async def test_meters_are_found_by_the_number_of_their_account(database: Database) -> None:
    meters = [a_meter("A"), a_meter("B", removed_on=DAYS[0]), a_meter("C", status="removed"), a_meter("D", status=None)]
    rows = {book.accounts: [account(database)], book.points: [point()], book.meters: meters}
    await fill(database, rows)
    async with database.work() as work:
        assert await SqlMeters(work).of_number("41") == ((MINE, "A", "S-A"), (MINE, "D", "S-D"))
        assert await SqlMeters(work).of_number("42") == ()


# Drafts


def draft(**facts: Any) -> DraftOnFile:
    known: dict[str, Any] = {
        "id": 0,
        "chat_id": CHAT,
        "account_id": MINE,
        "link_id": 3,
        "meter_id": "M1",
        "reading_date": date(2026, 11, 22),
        "written_at": NOW,
        "values": (("M1-T0", 12_152_000),),
        "agreed": (Question.HIGH,),
        "photo": "file-of-the-photo",
        "submission": None,
    }
    return DraftOnFile(**known | facts)


@pytest.fixture
async def work(database: Database) -> AsyncIterator[Work]:
    async with database.work() as work:
        await work.write()
        yield work


async def test_a_draft_is_kept_as_it_is_and_sealed(work: Work) -> None:
    drafts = SqlDrafts(work)

    number = await drafts.add(draft(), NOW)

    assert await drafts.find(number, CHAT) == replace(draft(), id=number)
    assert await drafts.find(number, CHAT + 1) is None
    assert await drafts.find(number + 1, CHAT) is None
    assert await drafts.of_chat(CHAT) == (replace(draft(), id=number),)
    (row,) = await work.execute(select(reading_drafts))
    assert b"file-of" not in row.content
    assert b"12152000" not in row.content


async def test_everything_that_changes_of_a_draft_is_kept(work: Work) -> None:
    drafts = SqlDrafts(work)
    number = await drafts.add(draft(link_id=None), NOW)
    changes: dict[str, Any] = {
        "reading_date": date(2026, 11, 1),
        "written_at": NOW + timedelta(days=1),
        "values": (),
        "agreed": (),
        "photo": "",
        "submission": 9,
        "volume": 152_000,
        "estimate": 456_000,
    }
    changed = replace(draft(link_id=None), id=number, **changes)

    await drafts.change(changed, NOW + timedelta(days=2))

    assert await drafts.find(number, CHAT) == changed


async def test_what_a_draft_has_become_is_never_forgotten(work: Work) -> None:
    drafts = SqlDrafts(work)
    number = await drafts.add(draft(), NOW)
    await drafts.change(replace(draft(), id=number, submission=9), NOW)

    await drafts.change(replace(draft(), id=number, photo="another"), NOW)  # read before the press, written after it

    found = await drafts.find(number, CHAT)
    assert found is not None
    assert (found.photo, found.submission) == ("another", 9)


async def test_tries_are_counted_by_chat_and_name_nobody(work: Work) -> None:
    drafts = SqlDrafts(work)
    for chat, hours in ((CHAT, 0), (CHAT, 25), (CHAT + 1, 0)):
        await drafts.count_unlinked(chat, NOW - timedelta(hours=hours))

    assert await drafts.unlinked_since(CHAT, NOW - timedelta(days=1)) == 1
    assert await drafts.unlinked_since(CHAT, NOW - timedelta(days=2)) == 2
    assert CHAT not in (await work.execute(select(unlinked_tries.c.chat_mark))).scalars().all()


async def test_what_is_old_is_forgotten_so_much_at_a_time(work: Work) -> None:
    drafts = SqlDrafts(work)
    old, older = NOW - timedelta(days=30, seconds=1), NOW - timedelta(days=40)
    for at in (NOW, old, older, older):
        await drafts.add(draft(), at)
        await drafts.count_unlinked(CHAT, at)
    month_ago = NOW - timedelta(days=30)

    gone = [await drafts.forget(month_ago, month_ago, 4) for _ in range(3)]

    assert gone == [4, 2, 0]
    assert len(await drafts.of_chat(CHAT)) == 1
    assert await drafts.unlinked_since(CHAT, older - timedelta(days=1)) == 1


# Submissions


def new(**facts: Any) -> NewSubmission:
    known: dict[str, Any] = {
        "draft_id": 1,
        "chat_id": CHAT,
        "account": account_of(account_id=MINE, owner_mark=7),
        "meter": zoned(),
        "period": NOVEMBER,
        "reading_date": date(2026, 11, 22),
        "submitted_at": NOW,
        "values": (value("T1", 4406, rollover=True), value("T2", 2134, previous=None, previous_date=None, volume=None)),
        "volume": 160_000,
        "estimate": None,
        "flags": (Flag.ROLLOVER, Flag.OUTSIDE),
        "photo": "file-of-the-photo",
        "linked": True,
    }
    return NewSubmission(**known | facts)


async def added(work: Work, **facts: Any) -> Submission:
    found = await SqlSubmissions(work).add(new(**facts))
    assert found is not None
    return found


async def has_linked(work: Work, chat_id: int, account_id: int = MINE, owner_mark: int = 7) -> None:
    row = {"chat_id": chat_id, "account_id": account_id, "owner_mark": owner_mark, "level": 1, "linked_at": NOW}
    await work.execute(insert(links).values(row))


async def test_a_submission_is_kept_as_it_is(database: Database) -> None:
    await fill(database, {book.accounts: [account(database)]})
    async with database.work() as work:
        await work.write()
        await has_linked(work, CHAT)
        sent = await added(work)

        found = await SqlSubmissions(work).find(sent.id, CHAT)

        assert found == sent
        assert (sent.state, sent.reason_code, sent.answered_at) == (State.QUEUED, "", None)
        assert (sent.account_no, sent.serial_no, len(sent.submission_id)) == ("000100100", "MT2", 36)
        assert [each.zone for each in found.values] == ["T1", "T2"]
        (row,) = await work.execute(select(submissions))
        assert not any(name in row.facts for name in (b"000100100", b"file-of"))
        facts = work.vault.open(row.facts)
        assert facts == {
            "branch_code": "UKG",
            "account_no": "000100100",
            "point_id": "P1",
            "serial_no": "MT2",
            "photo": "file-of-the-photo",
        }


async def test_the_unique_indexes_have_the_last_word(work: Work) -> None:
    store = SqlSubmissions(work)
    first = await added(work)

    assert await store.add(new(period=OCTOBER)) is None  # its draft has become one already
    assert await store.add(new(draft_id=2)) is None  # its meter has an active one in this period
    others = [new(draft_id=2, period=OCTOBER), new(draft_id=3, meter=meter())]
    assert all([await store.add(each) for each in others])
    assert (await work.execute(select(func.count()).select_from(submission_values))).scalar_one() == 6

    for place, state in enumerate((State.WITHDRAWN, State.REPLACED, State.REFUSED)):
        await store.set_state(first.id, state)
        again = await store.add(new(draft_id=10 + place))
        assert again is not None
        first = again
    for state in (State.SENT, State.ACCEPTED, State.UNCLEAR):
        await store.set_state(first.id, state)
        assert await store.add(new(draft_id=20)) is None


async def test_who_may_see_a_submission(database: Database) -> None:
    """Its own chat what it has sent, a chat with a link all of it, a former owner's chat nothing."""
    await fill(database, {book.accounts: [account(database)]})
    async with database.work() as work:
        await work.write()
        store = SqlSubmissions(work)
        sent = await added(work)
        await has_linked(work, 1)
        await has_linked(work, 2, owner_mark=6)
        await has_linked(work, 3, account_id=OTHER)

        linked, own = await store.find(sent.id, 1), await store.find(sent.id, CHAT)
        assert linked == sent
        assert own is not None
        assert [(each.value, each.previous, each.volume, each.rollover) for each in own.values] == [
            (4_406_000, None, None, False),
            (2_134_000, None, None, False),
        ]
        assert (own.volume, own.estimate, own.flags, own.number) == (None, None, (), sent.number)
        assert await store.find(sent.id, 2) is None
        assert await store.find(sent.id, 3) is None
        assert await store.find(sent.id + 1, CHAT) is None
        assert await store.of_chat(CHAT) == (own,)
        assert await store.of_chat(1) == ()


async def test_those_of_an_account_are_those_of_its_owner_of_now(database: Database) -> None:
    await fill(database, {book.accounts: [account(database)]})
    async with database.work() as work:
        await work.write()
        store = SqlSubmissions(work)
        sent = [await added(work, draft_id=at, period=NOVEMBER.plus(-at)) for at in range(1, 6)]
        await added(work, draft_id=6, account=account_of(account_id=MINE, owner_mark=6), meter=meter())
        await added(work, draft_id=7, account=account_of(account_id=OTHER, owner_mark=7), meter=meter(meter_id="M9"))

        page = await store.of_account(MINE, 3)
        rest = await store.of_account(MINE, 3, page[-1].id)

        assert (*page, *rest) == tuple(reversed(sent))
        assert len(page) == 3
        assert await store.of_account(MINE, 3, 0) == ()


async def test_what_stands_for_the_next_reading(work: Work) -> None:
    store = SqlSubmissions(work)
    old = await added(work, draft_id=1, period=Period(2025, 11))
    last = await added(work, draft_id=2, period=OCTOBER)
    gone = await added(work, draft_id=3)
    other = await added(work, draft_id=4, account=account_of(account_id=OTHER), meter=meter())
    await store.set_state(gone.id, State.REFUSED)

    found = await store.own((MINE, OTHER, 43), Period(2025, 11))

    def light(of: Submission) -> OwnReading:
        values = tuple((each.register_id, each.value) for each in of.values)
        facts = {"meter_id": of.meter_id, "period": of.period, "reading_date": of.reading_date}
        return OwnReading(id=of.id, values=values, **facts)  # type: ignore[arg-type]

    assert found == {MINE: (light(last),), OTHER: (light(other),)}
    assert (await store.own((MINE,), Period(2025, 10)))[MINE] == (light(old), light(last))
    assert await store.own((43,), OCTOBER) == {}


async def test_the_active_one_of_a_meter_and_period(work: Work) -> None:
    store = SqlSubmissions(work)
    sent = await added(work)

    assert await store.active("M2", NOVEMBER) == sent
    assert await store.active("M2", OCTOBER) is await store.active("M1", NOVEMBER) is None
    await store.set_state(sent.id, State.WITHDRAWN)
    assert await store.active("M2", NOVEMBER) is None


async def test_a_forgotten_chat_leaves_the_reading_without_it(work: Work) -> None:
    mine, other = await added(work), await added(work, draft_id=2, chat_id=7, meter=meter())
    for chat in (CHAT, 7):
        await SqlDrafts(work).add(draft(chat_id=chat), NOW)

    await forget_chat(work, CHAT)

    rows = {row.id: row for row in await work.execute(select(submissions))}
    assert (rows[mine.id].chat_id, rows[other.id].chat_id) == (None, 7)
    assert [work.vault.open(rows[each.id].facts)["photo"] for each in (mine, other)] == ["", "file-of-the-photo"]
    assert work.vault.open(rows[mine.id].facts)["account_no"] == "000100100"
    assert (await work.execute(select(reading_drafts.c.chat_id))).scalars().all() == [7]
    assert await SqlSubmissions(work).of_chat(CHAT) == ()
    await forget_chat(work, 999)


async def test_rows_are_found_by_an_index(database: Database) -> None:
    """A million accounts: no statement may read a table from end to end."""
    if not database.is_sqlite:
        pytest.skip("an empty PostgreSQL table is rightly read from end to end")
    plans: list[str] = []
    async with database.work() as work:
        spied: Any = Explaining(work, plans)
        await SqlMeters(spied).of_accounts((MINE, OTHER))
        store = SqlSubmissions(spied)
        await store.find(1, CHAT)
        await store.of_chat(CHAT)
        await store.of_account(MINE, 10)
        await store.own((MINE, OTHER), OCTOBER)
        await store.active("M1", NOVEMBER)
        await SqlDrafts(spied).find(1, CHAT)

    assert any("ix_submissions_active" in plan for plan in plans)
    assert [plan for plan in plans if plan.startswith("SCAN") and "CONSTANT" not in plan] == []


# The whole way, with presses that come at once


@pytest.fixture
async def readings(town: Town) -> Town:
    """The account 000100100, whose dial stood at 12 193; chats 1 and 2 have linked it."""
    for chat in (1, 2):
        await town.ask(
            lambda cabinet, chat=chat: cabinet.linking.link(  # type: ignore[misc]
                customer=town.customer(chat), number="000100100", amount=466_734
            )
        )
    return town


async def offer(town: Town, at: int, chat: int = 1) -> Draft:
    return await town.ask(
        lambda cabinet: cabinet.readings.offer(customer=town.customer(chat), text=str(at), written_at=NOW)
    )


async def confirm(town: Town, draft_id: int, chat: int = 1) -> Submission | DomainError:
    try:
        return await town.ask(lambda cabinet: cabinet.readings.confirm(customer=town.customer(chat), draft_id=draft_id))
    except DomainError as refusal:
        return refusal


async def states(town: Town) -> dict[str, list[str]]:
    async with town.database.work() as work:
        kept = await work.execute(select(submissions.c.state).order_by(submissions.c.id))
        queue = select(outbox.c.state).where(outbox.c.channel == "accounting").order_by(outbox.c.id)
        return {"submissions": list(kept.scalars()), "queue": list((await work.execute(queue)).scalars())}


async def test_two_presses_at_once_are_one_submission(readings: Town) -> None:
    number = (await offer(readings, 12_300)).id

    found = await asyncio.gather(*(confirm(readings, number) for _ in range(8)))

    assert len({each.submission_id for each in found if isinstance(each, Submission)}) == 1
    assert all(isinstance(each, Submission) for each in found)
    assert await states(readings) == {"submissions": ["queued"], "queue": ["new"]}


async def test_two_drafts_at_once_are_one_submission_and_calm_answers(readings: Town) -> None:
    numbers = [(await offer(readings, 12_300 + chat, chat)).id for chat in (1, 2)]

    found = await asyncio.gather(*(confirm(readings, number, chat) for chat, number in enumerate(numbers, 1)))

    (won,) = (each for each in found if isinstance(each, Submission))
    (lost,) = (each for each in found if not isinstance(each, Submission))
    assert isinstance(lost, AlreadySent | DraftIncomplete)
    assert not isinstance(lost, AlreadySent) or lost.submission == won
    assert await states(readings) == {"submissions": ["queued"], "queue": ["new"]}


@pytest.mark.parametrize("same", [True, False], ids=["the same draft", "another draft"])
async def test_a_press_that_comes_while_another_is_being_kept(readings: Town, same: bool) -> None:
    """PostgreSQL: the second insert waits for the first transaction to end, and then finds its row."""
    if readings.database.is_sqlite:
        pytest.skip("SQLite has one writer: the second press waits before it looks at anything")
    first = (await offer(readings, 12_300)).id
    second = first if same else (await offer(readings, 12_310, 2)).id
    async with readings.database.work() as work, asyncio.TaskGroup() as group:
        cabinet = Cabinet(work, readings.retailer, NOW)
        kept = await cabinet.readings.confirm(customer=readings.customer(1), draft_id=first)
        late = group.create_task(confirm(readings, second, 1 if same else 2))
        await somebody_waits(readings.database)
        await work.commit()

    found = late.result()

    assert found == kept if same else isinstance(found, AlreadySent) and found.submission == kept
    assert await states(readings) == {"submissions": ["queued"], "queue": ["new"]}


async def test_two_that_replace_the_same_one_at_once(readings: Town) -> None:
    sent = await confirm(readings, (await offer(readings, 12_300)).id)
    assert isinstance(sent, Submission)
    numbers = [(await offer(readings, 12_310 + chat, chat)).id for chat in (1, 2)]
    for chat, number in enumerate(numbers, 1):
        await readings.ask(
            lambda cabinet, chat=chat, number=number: cabinet.readings.agree(  # type: ignore[misc]
                customer=readings.customer(chat), draft_id=number, question=Question.REPLACE, of=sent.id
            )
        )

    await asyncio.gather(*(confirm(readings, number, chat) for chat, number in enumerate(numbers, 1)))

    found = await states(readings)
    assert found["submissions"].count("queued") == found["queue"].count("new") == 1
    assert set(found["submissions"]) == {"replaced", "queued"}


async def test_what_is_replaced_in_this_moment_is_not_said_to_be_withdrawn(readings: Town) -> None:
    if readings.database.is_sqlite:
        pytest.skip("SQLite has one writer: the second press waits before it looks at anything")
    sent = await confirm(readings, (await offer(readings, 12_300)).id)
    assert isinstance(sent, Submission)
    number = (await offer(readings, 12_310, 2)).id
    him = readings.customer(2)
    await readings.ask(
        lambda cabinet: cabinet.readings.agree(customer=him, draft_id=number, question=Question.REPLACE, of=sent.id)
    )

    async def withdraw() -> Submission:
        me = readings.customer(1)
        return await readings.ask(lambda cabinet: cabinet.readings.withdraw(customer=me, submission=sent.id))

    async with readings.database.work() as work, asyncio.TaskGroup() as group:
        await Cabinet(work, readings.retailer, NOW).readings.confirm(customer=him, draft_id=number)
        late = group.create_task(refused(withdraw()))
        await somebody_waits(readings.database)
        await work.commit()

    refusal = late.result()
    assert isinstance(refusal, TooLateToChange)
    assert refusal.submission.state is State.REPLACED
    assert await states(readings) == {"submissions": ["replaced", "queued"], "queue": ["cancelled", "new"]}


async def refused(asked: Awaitable[Submission]) -> DomainError | None:
    try:
        await asked
    except DomainError as refusal:
        return refusal
    return None


async def somebody_waits(database: Database) -> None:
    """Return as soon as some transaction waits for another one to end."""
    async with asyncio.timeout(30):
        while True:
            async with database.work() as work:
                waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
                if (await work.execute(waiting)).scalar_one():
                    return
            await asyncio.sleep(0.01)


async def test_a_confirmed_reading_is_withdrawn_and_sent_again(readings: Town) -> None:
    sent = await confirm(readings, (await offer(readings, 12_300)).id)
    assert isinstance(sent, Submission)

    await readings.ask(lambda cabinet: cabinet.readings.withdraw(customer=readings.customer(2), submission=sent.id))
    await confirm(readings, (await offer(readings, 12_300)).id)

    assert await states(readings) == {"submissions": ["withdrawn", "queued"], "queue": ["cancelled", "new"]}


async def test_the_next_month_starts_from_what_was_sent(readings: Town) -> None:
    await confirm(readings, (await offer(readings, 12_300)).id)
    readings.now += timedelta(days=30)

    later = await readings.ask(
        lambda cabinet: cabinet.readings.offer(
            customer=readings.customer(2), text="12400", written_at=NOW + timedelta(days=30)
        )
    )

    assert (later.values[0].previous, later.volume) == (12_300_000, 100_000)


async def test_a_draft_outlives_an_unlinked_account_and_an_owner_change_hides_it(readings: Town) -> None:
    sent = await confirm(readings, (await offer(readings, 12_300)).id)
    assert isinstance(sent, Submission)
    async with readings.database.work() as work:
        await work.write()
        await work.execute(update(links).where(links.c.chat_id == 2).values(owner_mark=1))
        await work.commit()

    async with readings.database.work() as work:
        assert await SqlSubmissions(work).find(sent.id, 2) is None
        assert await SqlSubmissions(work).find(sent.id, 1) == sent


async def test_erasure_and_the_copy_of_own_data(readings: Town) -> None:
    me: Customer = readings.customer(1)
    await confirm(readings, (await offer(readings, 12_300)).id)
    await offer(readings, 12_310)
    own = await readings.ask(lambda cabinet: cabinet.readings.own(customer=me))
    assert (len(own.submissions), len(own.drafts)) == (1, 2)

    await readings.ask(lambda cabinet: cabinet.customers.erase(customer=me))

    own = await readings.ask(lambda cabinet: cabinet.readings.own(customer=me))
    assert (own.submissions, own.drafts) == ((), ())
    assert await states(readings) == {"submissions": ["queued"], "queue": ["new"]}


async def test_old_drafts_are_forgotten(readings: Town) -> None:
    await offer(readings, 12_300)
    readings.now += timedelta(days=30)
    assert await readings.ask(lambda cabinet: cabinet.readings.forget()) == 0

    readings.now += timedelta(seconds=1)

    assert await readings.ask(lambda cabinet: cabinet.readings.forget()) == 1


async def test_a_step_costs_few_statements(readings: Town) -> None:
    """Reading what is known of the account: two; the price: two; each row kept: one."""
    await confirm(readings, (await offer(readings, 12_300)).id)  # connections are open and see this book
    readings.now += timedelta(days=30)
    said = Statements(readings.database).said
    later = await readings.ask(
        lambda cabinet: cabinet.readings.offer(customer=readings.customer(1), text="12400", written_at=readings.now)
    )
    offered = len(said)
    assert isinstance(await confirm(readings, later.id), Submission)

    # links, meters, own readings, price (2), audit, draft; then draft, links, meters, own, reading, values,
    # draft, queue, audit
    assert (offered, len(said) - offered) == (7, 9), said
