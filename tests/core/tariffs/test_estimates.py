"""What a reading costs, as the confirmation of a submission says it; the figures are those of the golden examples."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.exchange.demo import DemoPerson
from core.readings.model import Value
from core.storage.engine import Database
from core.storage.tariffs import SqlTariffs
from core.tariffs.estimates import TariffEstimates
from core.tariffs.model import AES2013, PRORATA
from tests.fakes.tariffs import FIRM, LEVELS, ZONES, DemoTariffs, meter

JUNE, JULY = date(2025, 6, 30), date(2025, 7, 31)


def value(zone: str, previous: int | None, now: int, since: date | None = JUNE, **facts: Any) -> Value:
    """Readings are whole kWh here."""
    before = None if previous is None else previous * 1000
    known: dict[str, Any] = {"previous": before, "previous_date": since, "value": now * 1000, "volume": None}
    return Value(register_id=f"R-{zone}", zone=zone, **known | facts)


@pytest.fixture
def estimates() -> TariffEstimates:
    return TariffEstimates(tariffs=DemoTariffs(), norms=PRORATA)


async def test_a_change_of_the_tariff_within_the_period(estimates: TariffEstimates) -> None:
    values = (value("T0", 1000, 1520),)

    assert await estimates.estimate(account_id=LEVELS, meter=meter("T0"), values=values, until=JULY) == 1_756_092


async def test_the_norm_policy_is_the_retailers() -> None:
    values, until = (value("T0", 1000, 1700, date(2025, 3, 1)),), date(2025, 5, 1)
    sums = [
        await TariffEstimates(tariffs=DemoTariffs(), norms=norms).estimate(
            account_id=LEVELS, meter=meter("T0"), values=values, until=until
        )
        for norms in (PRORATA, AES2013)
    ]

    # Three residents: 690 kWh at 28.00, 10 at 37.52; with one norm for the two months 345 at 28.00, 225, 130 at 46.82.
    assert sums == [69_000 * 28 + 37_520, 34_500 * 28 + 22_500 * 3752 // 100 + 13_000 * 4682 // 100]


async def test_zones_and_their_total_are_counted_once(estimates: TariffEstimates) -> None:
    since, until = date(2025, 2, 28), date(2025, 3, 31)
    rows = [("T0", 7507, 7930), ("T1", 4306, 4531), ("T2", 2074, 2210), ("T3", 1127, 1189)]
    values = tuple(value(zone, before, now, since) for zone, before, now in rows)

    sum_of_zones = await estimates.estimate(
        account_id=ZONES, meter=meter("T0", "T1", "T2", "T3"), values=values, until=until
    )

    assert sum_of_zones == 1_287_137


async def test_a_dial_that_passed_zero(estimates: TariffEstimates) -> None:
    """The book has no price of all hours under the zone scheme, so it is the flat one."""
    values = (value("T0", 99_962, 47, date(2025, 8, 31), rollover=True),)

    found = await estimates.estimate(
        account_id=ZONES, meter=meter("T0", digits=5), values=values, until=date(2025, 9, 30)
    )

    assert found == 303_195


async def test_a_legal_entity_with_a_ratio_and_losses(estimates: TariffEstimates) -> None:
    values = (replace(value("T0", 0, 0, date(2026, 9, 30)), previous=1_398_120, value=1_452_370),)

    found = await estimates.estimate(
        account_id=FIRM, meter=meter("T0", ratio=400_000, losses=18_600), values=values, until=date(2026, 10, 31)
    )

    assert found == 10_789_798


async def test_registers_that_start_from_different_days(estimates: TariffEstimates) -> None:
    day = value("T1", 0, 10, date(2025, 2, 28))
    night = value("T2", 0, 10, date(2025, 3, 10))

    found = await estimates.estimate(
        account_id=ZONES, meter=meter("T1", "T2"), values=(day, night), until=date(2025, 3, 31)
    )

    assert found == 34_050 + 17_020


@pytest.mark.parametrize(
    "values",
    [
        pytest.param((), id="nothing was read"),
        pytest.param((value("T0", None, 10),), id="nothing to start from"),
        pytest.param((value("T1", 1, 10), value("T2", None, 10)), id="one register has nothing to start from"),
        pytest.param((value("T0", 1, 10, JULY),), id="no day between"),
        pytest.param((value("T0", 10, 1),), id="below the last one"),
        pytest.param((value("T0", 1, 10, date(2024, 12, 1)),), id="no tariff of those days"),
    ],
)
async def test_what_cannot_be_told_is_not_told(estimates: TariffEstimates, values: tuple[Value, ...]) -> None:
    assert await estimates.estimate(account_id=LEVELS, meter=meter("T0", "T1", "T2"), values=values, until=JULY) is None


async def test_an_account_that_is_gone_has_no_sum(estimates: TariffEstimates) -> None:
    values = (value("T0", 1, 10),)

    assert await estimates.estimate(account_id=404, meter=meter("T0"), values=values, until=JULY) is None


async def test_an_account_and_a_book_as_they_are_delivered(
    demo_database: Database, people: tuple[DemoPerson, ...]
) -> None:
    """Three residents with an electric stove, by levels."""
    aliya = demo_database.vault.account_id(people[0].branch_code, people[0].account_no)
    values = (value("T0", 1000, 1520),)

    async with demo_database.work() as work:
        found = await TariffEstimates(tariffs=SqlTariffs(work), norms=PRORATA).estimate(
            account_id=aliya, meter=meter("T0"), values=values, until=JULY
        )

    assert found == 1_756_092
