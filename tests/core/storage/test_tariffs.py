from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.storage import book
from core.storage.engine import Database
from core.storage.tariffs import SqlTariffs
from core.tariffs.model import Household, Rate, TariffBook
from core.tariffs.ports import TariffsOfAccount
from tests.core.storage.test_balance import fill
from tests.core.tariffs.books import DEMO
from tests.fakes.town import TOWN, Town, deliver

PLAIN, MOVED, FIRM = 51, 52, 53
SINCE, CHANGED, ENDED = date(2019, 3, 1), date(2026, 10, 11), date(2025, 7, 14)


def account(account_id: int, **changes: Any) -> dict[str, Any]:
    facts = {"number_mark": account_id, "owner_mark": 1, "kind": "person", "residents": 4, "stove": "E"}
    usual = {"benefit": None, "tariff_group": "POP", "tariff_scheme": "level"}
    return {"account_id": account_id} | facts | usual | changes


def past(valid_from: date, **changes: Any) -> dict[str, Any]:
    names = ("residents", "stove", "benefit", "tariff_group", "tariff_scheme")
    return {"account_id": MOVED, "valid_from": valid_from} | dict.fromkeys(names) | changes


def row(group: str, valid_from: date, valid_to: date | None, **changes: Any) -> dict[str, Any]:
    key = {"tariff_group": group, "scheme": "flat", "stove": "*", "benefit": "*", "zone": "", "level": 0}
    facts = {"norm_from": None, "norm_to": None, "price_ex_vat": 318_534, "vat_rate": 1600, "price_inc_vat": 369_500}
    return key | {"valid_from": valid_from, "valid_to": valid_to} | facts | changes


TARIFFS = [
    row("POP", date(2025, 1, 1), ENDED),
    row("POP", date(2025, 7, 15), None, scheme="level", level=1, norm_from=0, norm_to=115_500),
    row("OTHER", date(2025, 1, 1), None),
]


@pytest.fixture
async def tariffs(database: Database) -> AsyncIterator[SqlTariffs]:
    people = [account(PLAIN), account(MOVED), account(FIRM, kind="legal", residents=None, stove=None)]
    moved = [past(CHANGED, residents=4), past(SINCE, residents=2, tariff_scheme="flat")]
    await fill(database, {book.accounts: people, book.account_history: moved, book.tariffs: TARIFFS})
    async with database.work() as work:
        yield SqlTariffs(work)


async def test_an_account_without_history_has_one_state(tariffs: SqlTariffs) -> None:
    household = Household(residents=4, stove="E", benefit="", tariff_group="POP", tariff_scheme="level")

    assert await tariffs.of_account(PLAIN) == TariffsOfAccount(legal=False, households=(household,))
    assert await tariffs.of_account(404) is None


async def test_states_are_dated_and_say_what_the_account_says_where_they_are_silent(tariffs: SqlTariffs) -> None:
    found = await tariffs.of_account(MOVED)

    assert found is not None
    assert [(each.valid_from, each.residents, each.tariff_scheme) for each in found.households] == [
        (SINCE, 2, "flat"),
        (CHANGED, 4, "level"),
    ]
    assert {each.stove for each in found.households} == {"E"}
    assert [found.on(day).residents for day in (date(2000, 1, 1), date(2026, 10, 10), CHANGED)] == [2, 2, 4]


async def test_a_legal_entity_is_told_and_what_is_unknown_stays_so(tariffs: SqlTariffs) -> None:
    found = await tariffs.of_account(FIRM)

    assert found is not None
    assert (found.legal, found.groups) == (True, {"POP"})
    assert (found.households[0].residents, found.households[0].stove) == (None, "")


async def test_a_book_has_the_rows_of_its_groups_in_force_within_the_days(tariffs: SqlTariffs) -> None:
    both = await tariffs.book({"POP"}, ENDED, date(2025, 7, 15))
    later = await tariffs.book({"POP"}, date(2025, 7, 15), date(2025, 7, 20))
    none = await tariffs.book({"POP", "NONE"}, date(2024, 1, 1), date(2024, 12, 31))

    assert {rate.scheme for rate in both.rates} == {"flat", "level"}
    assert later.rates == (
        Rate(
            tariff_group="POP",
            scheme="level",
            stove="*",
            benefit="*",
            zone="",
            level=1,
            valid_from=date(2025, 7, 15),
            valid_to=None,
            norm_from=Decimal(0),
            norm_to=Decimal("115.5"),
            price_ex_vat=Decimal("31.8534"),
            vat_rate=Decimal(16),
            price_inc_vat=Decimal("36.95"),
        ),
    )
    assert none.rates == ()


async def test_the_book_of_all_groups(tariffs: SqlTariffs) -> None:
    found = await tariffs.book(None, ENDED, ENDED)

    assert sorted(rate.tariff_group for rate in found.rates) == ["OTHER", "POP"]


async def test_a_book_is_read_once_for_its_days_and_anew_from_the_next_generation(town: Town) -> None:
    """Everybody who submits on the last days of a month is told a sum."""
    days = {"groups": {"POP"}, "first": date(2026, 10, 31), "last": date(2026, 11, 30)}

    async def read() -> TariffBook:
        return await town.ask(lambda cabinet: SqlTariffs(cabinet.work).book(**days))  # type: ignore[arg-type]

    await fill(town.database, {book.tariffs: [row("POP", date(2026, 1, 1), None)]})
    first = await read()
    assert await read() is first
    await deliver(town.database, TOWN, generation=2)
    await fill(town.database, {book.tariffs: [row("POP", date(2026, 1, 1), None, price_inc_vat=400_000)]})

    prices = {rate.price_inc_vat for rate in (await read()).rates if rate.valid_from == date(2026, 1, 1)}
    assert Decimal(40) in prices


async def test_the_delivered_demo_book_is_read_to_the_last_place(demo_database: Database) -> None:
    async with demo_database.work() as work:
        found = await SqlTariffs(work).book({"POP"}, date(2025, 1, 1), date(2026, 12, 31))

    wanted = [rate for rate in DEMO.rates if rate.tariff_group == "POP"]
    assert {key(rate): rate.price_inc_vat for rate in found.rates} == {key(rate): rate.price_inc_vat for rate in wanted}
    assert {key(rate): (rate.valid_to, rate.norm_to, rate.vat_rate) for rate in found.rates} == {
        key(rate): (rate.valid_to, rate.norm_to, rate.vat_rate) for rate in wanted
    }


def key(rate: Rate) -> tuple[object, ...]:
    return rate.scheme, rate.stove, rate.benefit, rate.zone, rate.level, rate.valid_from
