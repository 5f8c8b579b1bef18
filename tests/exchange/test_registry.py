"""Readings to the accounting system in files, and its answers from files."""

import csv
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.jobs import registry as job
from bot.jobs.registry import Registry
from core.exchange import registry as files
from core.exchange.registry import COLUMNS, write_registry
from core.period import Period
from core.readings.model import State
from core.readings.policy import ReadingPolicy
from core.retailer import DEMO_FILE, Retailer
from core.storage.accounting import SqlHandover
from core.storage.engine import Database
from tests.databases import NOW
from tests.fakes.submissions import change_state, confirm, outgoing, queued, state_of, states, told

HEADER = "submission_id;status;reason_code;processed_at\r\n"
AT = "2026-11-23T10:00:00+05:00"


class Clock:
    def __init__(self) -> None:
        self.now = NOW + timedelta(minutes=1)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def registry(database: Database, clock: Clock) -> Registry:
    return Registry(database, Retailer.from_file(DEMO_FILE), clock, operators=-100)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";", strict=True))


def written(folder: Path) -> list[Path]:
    return sorted(folder.glob("readings_out_*"))


def lying(folder: Path, *places: str) -> set[str]:
    return {path.relative_to(folder).as_posix() for place in places for path in (folder / place).iterdir()}


async def test_confirmed_readings_are_written_in_the_columns_of_the_format(
    database: Database, registry: Registry, tmp_path: Path
) -> None:
    made = await confirm(database, 2, zones=("T1", "T2"), flags="rollover zero_confirmed")

    exported = await registry.export(tmp_path / "out")

    (file,) = exported.files
    assert (file.name, exported.readings) == ("readings_out_20261122T110100_001.csv", 2)
    assert file.read_bytes().split(b"\r\n")[0].decode() == ";".join(COLUMNS)
    first, *others = rows(file)
    assert [row["register_id"] for row in others] == ["M1-T2", "M2-T1", "M2-T2"]
    assert first == {
        "submission_id": made[0].submission_id,
        "branch_code": "UKG",
        "account_no": "000100001",
        "point_id": "P1",
        "meter_id": "M1",
        "serial_no": "CU000001",
        "register_id": "M1-T1",
        "zone": "T1",
        "reading_date": "2026-11-22",
        "value": "12346",
        "prev_value": "12194",
        "prev_date": "2026-10-25",
        "submitted_at": "2026-11-22T11:00:00+05:00",
        "source": "bot",
        "flags": "rollover,zero_confirmed",
    }
    assert set((await states(database)).values()) == {"sent"}


async def test_nothing_is_written_where_nothing_waits(registry: Registry, tmp_path: Path) -> None:
    assert (await registry.export(tmp_path)).files == ()
    assert written(tmp_path) == []


async def test_what_is_written_is_no_longer_withdrawn(database: Database, registry: Registry, tmp_path: Path) -> None:
    (one,) = await confirm(database)
    await registry.export(tmp_path)

    async with database.work() as work:
        assert not await SqlHandover(work, NOW).recall(submission_id=one.submission_id)


async def test_a_row_without_an_answer_is_written_again_after_a_day_only(
    database: Database, registry: Registry, clock: Clock, tmp_path: Path
) -> None:
    (one,) = await confirm(database)
    await registry.export(tmp_path)

    clock.now += timedelta(hours=23)
    assert (await registry.export(tmp_path)).readings == 0
    clock.now += timedelta(hours=1)
    (file,) = (await registry.export(tmp_path)).files
    assert rows(file)[0]["submission_id"] == one.submission_id


async def test_an_answered_row_is_never_written_again(
    database: Database, registry: Registry, clock: Clock, tmp_path: Path
) -> None:
    (one,) = await confirm(database)
    await registry.export(tmp_path)
    await registry.acknowledge(acknowledgement(tmp_path, f"{one.submission_id};accepted;;{AT}"))

    clock.now += timedelta(days=3)
    assert (await registry.export(tmp_path)).readings == 0


async def test_a_death_before_the_mark_leads_to_a_second_file_of_the_same_reading(
    database: Database, registry: Registry, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = await confirm(database)

    async def died(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(registry._queue, "await_answer", died)
        with pytest.raises(SystemExit):
            await registry.export(tmp_path)
    clock.now += timedelta(minutes=4)  # its lease is over
    await registry.export(tmp_path)

    files = written(tmp_path)
    assert [rows(file)[0]["submission_id"] for file in files] == [one.submission_id] * 2
    await registry.acknowledge(acknowledgement(tmp_path, f"{one.submission_id};accepted;;{AT}"))
    again = await registry.acknowledge(acknowledgement(tmp_path, f"{one.submission_id};duplicate;;{AT}"))
    assert (again.repeated, [name for name, _ in await told(database)]) == (1, ["reading_accepted"])


async def test_a_folder_that_cannot_be_written_loses_nothing(
    database: Database, registry: Registry, tmp_path: Path
) -> None:
    (one,) = await confirm(database)
    (tmp_path / "out").write_text("a file in the way")

    with pytest.raises(OSError, match="out"):
        await registry.export(tmp_path / "out")

    row = await queued(database, one.submission_id)
    assert (row.state, row.tries) == ("new", 0)


async def test_large_numbers_go_into_several_files(
    database: Database, registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "_IN_A_FILE", 2)
    made = await confirm(database, 5)

    exported = await registry.export(tmp_path)

    assert [file.name[-7:-4] for file in exported.files] == ["001", "002", "003"]
    ids = [row["submission_id"] for file in exported.files for row in rows(file)]
    assert ids == [one.submission_id for one in made]


async def test_what_comes_after_its_window_says_so(database: Database, registry: Registry, tmp_path: Path) -> None:
    await confirm(database, period=Period(2026, 10))

    (file,) = (await registry.export(tmp_path)).files

    assert rows(file)[0]["flags"] == "late"


def test_no_cell_is_a_formula_and_no_number_is_changed(tmp_path: Path) -> None:
    reading = outgoing(serial_no="=HYPERLINK(1)", account_no="+7;7", branch_code="-X")

    file = write_registry(tmp_path, [reading], datetime(2026, 11, 22, tzinfo=UTC), ReadingPolicy())

    (row,) = rows(file)
    assert (row["serial_no"], row["account_no"], row["branch_code"]) == ("'=HYPERLINK(1)", "'+7;7", "-X")
    assert (row["value"], row["prev_value"]) == ("12345.6", "12193")


def test_no_half_written_file_is_ever_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_registry(tmp_path, [outgoing()], datetime(2026, 11, 22, tzinfo=UTC), ReadingPolicy())

    assert list(tmp_path.glob("*.csv")) == []


async def test_a_share_that_cannot_sync_its_folder_has_the_file_all_the_same(
    database: Database, registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have been taken from there already: nobody can withdraw it, and it is not written every two minutes."""
    (one,) = await confirm(database)

    def cannot(_: Path) -> None:
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(files, "_sync", cannot)
    await registry.export(tmp_path)
    await registry.export(tmp_path)

    assert len(written(tmp_path)) == 1
    async with database.work() as work:
        assert not await SqlHandover(work, NOW).recall(submission_id=one.submission_id)


def acknowledgement(folder: Path, *lines: str, name: str = "readings_ack_1.csv", codec: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes((HEADER + "".join(f"{line}\r\n" for line in lines)).encode(codec))
    return path


async def exported(database: Database, registry: Registry, folder: Path, number: int) -> list[str]:
    made = await confirm(database, number)
    await registry.export(folder)
    return [one.submission_id for one in made]


async def test_answers_are_taken_and_told(database: Database, registry: Registry, tmp_path: Path) -> None:
    first, second, third = await exported(database, registry, tmp_path, 3)
    lines = (f"{first};accepted;;{AT}", f"{second.upper()};Rejected;less_than_previous;{AT}", f"{third};duplicate;;")

    report = await registry.acknowledge(acknowledgement(tmp_path, *lines))

    assert (report.accepted, report.refused, report.whole, report.errors) == (2, 1, True, None)
    assert await state_of(database, second) == ("refused", "less_than_previous")
    assert [name for name, _ in await told(database)] == ["reading_accepted", "reading_refused", "reading_accepted"]


async def test_a_file_taken_twice_changes_nothing(database: Database, registry: Registry, tmp_path: Path) -> None:
    first, second = await exported(database, registry, tmp_path, 2)
    file = acknowledgement(tmp_path, f"{first};accepted;;{AT}", f"{second};rejected;x;{AT}")
    await registry.acknowledge(file)
    before = (await states(database), await told(database))

    report = await registry.acknowledge(file)

    assert (report.repeated, report.accepted, report.refused, report.whole) == (2, 0, 0, True)
    assert (await states(database), await told(database)) == before


async def test_what_cannot_be_used_is_listed_and_the_rest_is_taken(
    database: Database, registry: Registry, tmp_path: Path
) -> None:
    first, second = await exported(database, registry, tmp_path, 2)
    stranger = "11111111-1111-4111-8111-111111111111"
    file = acknowledgement(
        tmp_path,
        f"{stranger};accepted;;{AT}",
        f"{first};perhaps;;{AT}",
        "=1+1;accepted;;",
        f"{first};accepted",
        f"{second};rejected;показание меньше;{AT}",
    )

    report = await registry.acknowledge(file)

    assert (report.refused, report.left_out, report.whole) == (1, 4, False)
    assert await state_of(database, second) == ("refused", "")
    assert report.errors is not None
    with report.errors.open(encoding="utf-8-sig", newline="") as listing:
        listed = [(row["line"], row["code"]) for row in csv.DictReader(listing, delimiter=";")]
    assert sorted(listed) == [
        ("2", "unknown_submission"),
        ("3", "unknown_value"),
        ("4", "submission_id"),
        ("5", "columns"),
        ("6", "reason_code"),
    ]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "windows-1251", "kz1048", "cp866"])
async def test_any_code_page_is_read(codec: str, database: Database, registry: Registry, tmp_path: Path) -> None:
    first, second = await exported(database, registry, tmp_path, 2)
    file = acknowledgement(tmp_path, f"{first};accepted;;", f"{second};rejected;причина;", codec=codec)

    report = await registry.acknowledge(file)

    assert (report.accepted, report.refused, report.left_out) == (1, 1, 0)


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda text: text.replace("status", "state"), "no column status"),
        (lambda text: text.replace("reason_code", "status"), "no column reason_code"),
        (lambda _: "", "no header"),
        (lambda _: "\0\0\0", "no text"),
        (lambda text: text + '"', "quotes"),
    ],
)
async def test_a_broken_file_is_said_to_be_broken(
    damage: Callable[[str], str], why: str, registry: Registry, tmp_path: Path
) -> None:
    file = tmp_path / "readings_ack_1.csv"
    file.write_text(damage(HEADER), encoding="utf-8", newline="")

    report = await registry.acknowledge(file)

    assert why in report.refusal
    assert report.errors is not None
    assert not report.whole


async def test_an_answer_to_a_withdrawn_reading_is_for_the_operators(
    database: Database, registry: Registry, tmp_path: Path
) -> None:
    made = await confirm(database, 2)
    await registry.export(tmp_path)
    await change_state(database, made[0].id, State.WITHDRAWN)

    report = await registry.acknowledge(acknowledgement(tmp_path, f"{made[0].submission_id};accepted;;"))

    assert (report.listed, report.whole) == (1, False)
    assert await state_of(database, made[0].submission_id) == ("withdrawn", "")
    assert await told(database) == [("readings_unclear", {"count": 1})]


async def test_the_folder_is_watched(database: Database, registry: Registry, tmp_path: Path) -> None:
    made = await confirm(database, 2)
    await registry.watch(tmp_path)
    assert len(list((tmp_path / "out").glob("readings_out_*.csv"))) == 1

    first = acknowledgement(tmp_path / "in", f"{made[0].submission_id};accepted;;")
    broken = acknowledgement(tmp_path / "in", f"{made[1].submission_id};what;;", name="readings_ack_2.csv")
    fresh = acknowledgement(tmp_path / "in", f"{made[1].submission_id};accepted;;", name="readings_ack_3.csv")
    package = tmp_path / "in" / "package.zip"
    package.write_bytes(b"not ours")
    for file in (first, broken, package):
        os.utime(file, (1, 1))
    await registry.watch(tmp_path)

    assert lying(tmp_path, "in", "done", "failed") == {
        "done/readings_ack_1.csv",
        "failed/readings_ack_2.csv",
        "failed/readings_ack_2.csv.errors.csv",
        "in/readings_ack_3.csv",
        "in/package.zip",
    }
    assert fresh.exists()
    assert [await state_of(database, one.submission_id) for one in made] == [("accepted", ""), ("sent", "")]


async def test_a_second_file_of_a_name_replaces_none(database: Database, registry: Registry, tmp_path: Path) -> None:
    made = await confirm(database, 2)
    await registry.watch(tmp_path)
    for one in made:
        os.utime(acknowledgement(tmp_path / "in", f"{one.submission_id};accepted;;"), (1, 1))
        await registry.watch(tmp_path)

    assert sorted(path.name for path in (tmp_path / "done").iterdir()) == [
        "readings_ack_1-2.csv",
        "readings_ack_1.csv",
    ]


async def test_answers_are_taken_in_though_the_disk_is_full_and_a_file_cannot_be_put_away(
    database: Database, registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await confirm(database, 2)
    await registry.watch(tmp_path)
    await confirm(database, first=3)
    for place, one in enumerate(made):
        name = f"readings_ack_{place}.csv"
        os.utime(acknowledgement(tmp_path / "in", f"{one.submission_id};accepted;;", name=name), (1, 1))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(job, "_put_away", full)
    monkeypatch.setattr(job, "write_registry", full)
    assert not await registry.watch(tmp_path)

    assert [await state_of(database, one.submission_id) for one in made] == [("accepted", "")] * 2
