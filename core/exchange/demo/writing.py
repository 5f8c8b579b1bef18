"""Writing the demo's package: a household at a time, so that a million need no more memory than ten."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from uuid import NAMESPACE_URL, uuid5

from core.exchange.demo import dwelling
from core.exchange.demo.cases import cases
from core.exchange.demo.crowd import ordinary
from core.exchange.demo.dwelling import Calendar
from core.exchange.demo.household import Household
from core.exchange.demo.ledger import Ledger
from core.exchange.demo.reference import BRANCHES, SERVICES, SUPPLIERS, tariff_rows
from core.exchange.demo.sheets import Sheets, quoted, sheets, write_manifest

MIN_MONTHS = 12
READINGS_OF_THE_CROWD = 3


def write_demo_package(
    directory: Path, *, accounts: int, seed: int, as_of: date, months: int = MIN_MONTHS, operator: str = "DEMO"
) -> None:
    """Write a full package of so many accounts with so many months before that of `as_of`.

    Nothing but its own files in the directory is replaced.
    """
    months = max(months, MIN_MONTHS)
    calendar = Calendar.of(as_of, months)
    directory.mkdir(parents=True, exist_ok=True)
    with sheets(directory) as files:
        _reference(files, as_of)
        for place, household, rng, is_case in _households(accounts, seed, as_of):
            readings_of = months if is_case else READINGS_OF_THE_CROWD
            dials = dwelling.write(place, household, calendar, files, readings_of=readings_of)
            Ledger(place, household, dials, calendar, files, rng).write()
    head = {
        "format_version": "1.0",
        "operator": operator,
        "package_id": str(uuid5(NAMESPACE_URL, f"zharyq:{operator}:{accounts}:{seed}:{months}:{as_of}")),
        "generated_at": f"{as_of.isoformat()}T05:00:00+05:00",
        "mode": "full",
        "as_of": as_of.isoformat(),
        "period": as_of.isoformat()[:7],
        "encoding": "utf-8",
        "delimiter": ";",
        "decimal": ",",
        "date_format": "YYYY-MM-DD",
    }
    write_manifest(directory, files, head)


def _households(accounts: int, seed: int, as_of: date) -> Iterator[tuple[int, Household, Random, bool]]:
    special = cases(as_of)[:accounts]
    for place, household in enumerate(special, 1):
        yield place, household, Random(seed * 1_000_003 + place), True  # noqa: S311 - the same data for the same seed
    for place in range(len(special) + 1, accounts + 1):
        yield place, *ordinary(place, seed), False


def _reference(files: Sheets, as_of: date) -> None:
    tables: tuple[tuple[str, Iterable[tuple[str, ...]]], ...] = (
        ("branches", BRANCHES),
        ("suppliers", SUPPLIERS),
        ("services", SERVICES),
        ("tariffs", tariff_rows()),
    )
    for name, rows in tables:
        for row in rows:
            files[name].row(*map(quoted, row))
    day = as_of.isoformat()
    files["outages"].row(
        *("OUT-1", "UKG", "planned", f"{day}T10:00", f"{day}T16:00", "г. Усть-Каменогорск", "пр. Абая", "10-20"),
        *("Желіні жоспарлы жөндеу", "Плановый ремонт сети"),
    )
    files["outages"].row(
        *("OUT-2", "SEM", "emergency", f"{day}T04:30", "", "г. Семей", "пр. Шакарима", "1-9"),
        *("Апат: бригада жұмыс істеп жатыр", "Авария: бригада работает"),
    )
