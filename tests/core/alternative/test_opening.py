"""The balance that an alternative invoice begins with: whose it is, and what of it is counted anew."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from core.alternative.opening import Openings
from core.billing.model import BilledService, Payee
from core.period import Period
from tests.fakes.ledger import Ledger, amounts, charge, service
from tests.fakes.meters import meter

ELECTRICITY, LIFT = service("EL"), service("LIFT", "HOUSE", unit="")
OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)
READ_ON = date(2026, 10, 31)


@dataclass
class Bills:
    """`Bills` of core.billing.ports, as far as openings ask."""

    services_of: dict[Period, tuple[BilledService, ...]] = field(default_factory=dict)

    async def services(self, account_id: int, period: Period) -> tuple[BilledService, ...]:
        return self.services_of.get(period, ())


@dataclass
class Points:
    codes: tuple[str, str] | None = ("EL", "AES")

    async def service_of(self, point_id: str) -> tuple[str, str] | None:
        return self.codes


@dataclass
class Months(Ledger):
    """Charges month by month."""

    charges_of: dict[Period, tuple[Any, ...]] = field(default_factory=dict)

    async def charges(self, account_id: int, period: Period) -> tuple[Any, ...]:
        return self.charges_of.get(period, ())


def openings(ledger: Ledger, bills: Bills | None = None, points: Points | None = None) -> Openings:
    return Openings(
        balances=ledger,
        bills=bills or Bills(),  # type: ignore[arg-type]
        alternatives=points or Points(),  # type: ignore[arg-type]
        now=NOVEMBER,
    )


def ledger(**charges: tuple[Any, ...]) -> Months:
    months = {
        ELECTRICITY: {OCTOBER: amounts(accrued=300), NOVEMBER: amounts(opening=300, accrued=500)},
        LIFT: {NOVEMBER: amounts(accrued=70)},
    }
    return Months(months, charges_of={OCTOBER: charges.get("october", ()), NOVEMBER: charges.get("november", ())})


async def test_the_balance_is_that_of_the_service_of_the_meter() -> None:
    billed = BilledService(
        service=ELECTRICITY, payee=Payee(bin="1", iban="2", bic="3"), amounts=amounts(accrued=800), vat=0
    )
    bills = Bills({NOVEMBER: (billed,)})

    found = await openings(ledger(), bills).of(41, meter(), None)

    assert (found.balance, found.period, found.services, found.replaced) == (800, NOVEMBER, (billed,), 0)


async def test_without_a_meter_it_is_that_of_the_energy_and_else_of_everything() -> None:
    assert (await openings(ledger()).of(41, None, None)).balance == 800
    assert (await openings(Ledger({LIFT: {NOVEMBER: amounts(accrued=70)}})).of(41, None, None)).balance == 70


async def test_an_account_without_any_balance_owes_nothing_in_the_month_of_now() -> None:
    found = await openings(Ledger()).of(41, meter(), READ_ON)

    assert (found.balance, found.period, found.services) == (0, NOVEMBER, ())


AVERAGE = {"method": "average", "serial_no": "", "date_from": None, "date_to": None}
ALREADY = {
    "by the average, without days": charge(ELECTRICITY, 500, **AVERAGE),
    "from the very reading on": charge(ELECTRICITY, 500, date_from=READ_ON, date_to=date(2026, 11, 30)),
}
NOT_OF_THESE_DAYS = {
    "up to the reading": charge(ELECTRICITY, 500, date_from=date(2026, 9, 30), date_to=READ_ON),
    "begun before it": charge(ELECTRICITY, 500, date_from=date(2026, 10, 1), date_to=date(2026, 11, 30)),
    "of another meter": charge(ELECTRICITY, 500, date_from=READ_ON, date_to=date(2026, 11, 30), serial_no="OTHER"),
    "of another service": charge(LIFT, 500, date_from=READ_ON, date_to=date(2026, 11, 30)),
    "by meter, without days": charge(ELECTRICITY, 500, **(AVERAGE | {"method": "meter"})),
}


@pytest.mark.parametrize("line", ALREADY.values(), ids=ALREADY)
async def test_what_was_accrued_for_the_same_days_is_left_out(line: Any) -> None:
    found = await openings(ledger(november=(line,))).of(41, meter(serial_no=line.serial_no or "any"), READ_ON)

    assert (found.balance, found.replaced) == (300, 500)


@pytest.mark.parametrize("line", NOT_OF_THESE_DAYS.values(), ids=NOT_OF_THESE_DAYS)
async def test_what_was_accrued_for_other_days_stays(line: Any) -> None:
    found = await openings(ledger(november=(line,))).of(41, meter(serial_no="CU0012345"), READ_ON)

    assert (found.balance, found.replaced) == (800, 0)


async def test_an_average_of_the_month_of_the_reading_itself_stays() -> None:
    line = charge(ELECTRICITY, 300, **AVERAGE)

    found = await openings(ledger(october=(line,))).of(41, meter(), READ_ON)

    assert found.replaced == 0


async def test_his_own_sum_leaves_the_balance_as_it_is() -> None:
    found = await openings(ledger(november=(ALREADY["by the average, without days"],))).of(41, meter(), None)

    assert (found.balance, found.replaced) == (800, 0)
