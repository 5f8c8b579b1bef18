from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from core.accounts.model import NoAccountLinked, NoSuchLink
from core.balance.model import Amounts, LastMonths, Months
from core.billing.model import (
    MOST_BILLS,
    Bill,
    BilledService,
    BillLine,
    BillOnFile,
    ListedBill,
    NoBillForMonth,
    Payee,
    TooManyBills,
)
from core.billing.service import BillingService
from core.period import Period
from tests.core.balance.test_service import MARIA, Audit, Linked
from tests.fakes.ledger import ACCOUNT, Ledger, amounts, charge, service

EL, GAS, LIFT = service("EL"), service("GAS"), service("LIFT")
OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)
NOBODY = Payee(bin="", iban="", bic="")


@dataclass
class OnFile:
    """`Bills` of core.billing.ports, of one account, as far as they are asked here."""

    having: tuple[ListedBill, ...] = ()
    balances: dict[Period, tuple[BilledService, ...]] = field(default_factory=dict)
    told: BillOnFile | None = None

    async def listed(self, account_id: int) -> tuple[ListedBill, ...]:
        return self.having if account_id == ACCOUNT.account_id else ()

    async def services(self, account_id: int, period: Period) -> tuple[BilledService, ...]:
        return self.balances.get(period, ())

    async def bill(self, account_id: int, period: Period) -> BillOnFile | None:
        return self.told


@dataclass
class Desk:
    bills: OnFile
    ledger: Ledger = field(default_factory=Ledger)
    linked: Linked = field(default_factory=Linked)
    audit: Audit = field(default_factory=Audit)

    @property
    def service(self) -> BillingService:
        nothing: Any = None
        return BillingService(
            accounts=self.linked,  # type: ignore[arg-type]
            balances=self.ledger,
            bills=self.bills,  # type: ignore[arg-type]
            tariffs=nothing,
            readings=nothing,
            audit=self.audit,
        )


def months(count: int) -> tuple[ListedBill, ...]:
    return tuple(ListedBill(period=OCTOBER.plus(-place), due=place) for place in range(count))


def billed(of: Any, sums: Amounts) -> BilledService:
    return BilledService(service=of, payee=NOBODY, amounts=sums, vat=0)


async def test_the_last_months_end_with_the_newest_bill() -> None:
    found = await Desk(OnFile(months(5))).service.listed(customer=MARIA, span=LastMonths(3))

    assert (found.account, found.has_others) == (ACCOUNT, True)
    assert found.span == Months(Period(2026, 8), OCTOBER)
    assert [each.due for each in found.bills] == [0, 1, 2]


async def test_an_account_without_bills_has_an_empty_list() -> None:
    found = await Desk(OnFile()).service.listed(customer=MARIA, span=LastMonths(12))

    assert (found.span, found.bills) == (None, ())


async def test_a_bill_says_how_each_service_was_charged_and_what_is_still_owed() -> None:
    sums = {EL: amounts(accrued=900), GAS: amounts(opening=100), LIFT: amounts(paid=50)}
    ledger = Ledger({EL: {NOVEMBER: amounts(accrued=70)}, GAS: {NOVEMBER: amounts(paid=40)}})
    ledger.lines = (charge(EL, 500), charge(EL, 300), charge(EL, 100, method="average"), charge(LIFT, 0, method=""))
    desk = Desk(OnFile(balances={OCTOBER: tuple(billed(of, each) for of, each in sums.items())}), ledger)

    bill = await desk.service.bill(customer=MARIA, link_id=7, period=OCTOBER)

    assert [(line.service, line.methods, line.payable) for line in bill.lines] == [
        (EL, ("meter", "average"), 900),
        (GAS, (), 100),
        (LIFT, ("",), 0),
    ]
    assert (bill.due, bill.debt, bill.unexplained) == (1_000, 70, 0)
    assert desk.audit.rows == [("chat:1", "view.bill", "account:41", "2026-10")]


async def test_the_total_of_the_accounting_system_counts() -> None:
    told = BillOnFile(formed_on=date(2026, 11, 5), due_on=None, total=950)
    balances = {OCTOBER: (billed(EL, amounts(accrued=1_000)), billed(GAS, amounts(paid=50)))}

    bill = await Desk(OnFile(balances=balances, told=told)).service.bill(customer=MARIA, link_id=7, period=OCTOBER)

    assert (bill.due, bill.payable, bill.set_off, bill.unexplained) == (950, 1_000, 50, 0)


@pytest.mark.parametrize(
    ("balances", "due", "set_off", "unexplained"),
    [
        ((100, 50), 150, 0, 0),
        ((100, -30), 70, 30, 0),
        ((100, -30), 100, 0, 0),
        ((20, -30), 0, 20, 0),
        ((100, -30), 60, 0, -40),  # more than the overpayment explains
        ((100,), 120, 0, 20),
    ],
)
def test_what_a_total_takes_off_is_told_from_what_nothing_explains(
    balances: tuple[int, ...], due: int, set_off: int, unexplained: int
) -> None:
    lines = tuple(BillLine(service=EL, methods=(), balance=each) for each in balances)

    bill = Bill(
        account=ACCOUNT, period=OCTOBER, formed_on=None, due_on=None, lines=lines, due=due, debt=0, paid_until=None
    )

    assert (bill.set_off, bill.unexplained) == (set_off, unexplained)


async def test_one_file_takes_two_years_and_no_more() -> None:
    desk = Desk(OnFile(months(MOST_BILLS + 1)))

    fits = await desk.service.to_bind(customer=MARIA, link_id=7, span=LastMonths(MOST_BILLS))
    assert len(fits) == MOST_BILLS
    assert (fits[0], fits[-1]) == (OCTOBER.plus(1 - MOST_BILLS), OCTOBER)
    with pytest.raises(TooManyBills) as refusal:
        await desk.service.to_bind(customer=MARIA, link_id=7, span=LastMonths(MOST_BILLS + 1))
    assert (refusal.value.count, refusal.value.limit) == (MOST_BILLS + 1, MOST_BILLS)


async def test_nothing_is_read_of_a_foreign_account_or_of_a_month_without_data() -> None:
    desk = Desk(OnFile(months(3)))

    for read in (
        desk.service.listed(customer=MARIA, link_id=9, span=LastMonths(1)),
        desk.service.months(customer=MARIA, link_id=9),
        desk.service.bill(customer=MARIA, link_id=9, period=OCTOBER),
        desk.service.to_bind(customer=MARIA, link_id=9, span=LastMonths(1)),
    ):
        with pytest.raises(NoSuchLink):
            await read
    with pytest.raises(NoBillForMonth):
        await desk.service.bill(customer=MARIA, link_id=7, period=OCTOBER)
    desk.linked.accounts = ()
    with pytest.raises(NoAccountLinked):
        await desk.service.listed(customer=MARIA, span=LastMonths(1))
    assert desk.audit.rows == []
