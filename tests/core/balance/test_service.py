from dataclasses import dataclass, field

import pytest

from core.accounts.model import LinkedAccount, NoAccountLinked, NoSuchLink
from core.accounts.service import current_of
from core.balance.model import LastMonths, Months, NoSuchService
from core.balance.service import BalanceService
from core.customers.model import Customer
from core.period import Period
from tests.fakes.ledger import ACCOUNT, OTHER_ACCOUNT, Ledger, amounts, charge, service

EL, GAS = service("EL"), service("GAS")
JULY, OCTOBER, NOVEMBER = Period(2026, 7), Period(2026, 10), Period(2026, 11)
MARIA = Customer(chat_id=1, language="ru", consent_version="1", current_link=None)


@dataclass
class Linked:
    """What the service asks of AccountService."""

    accounts: tuple[LinkedAccount, ...] = (ACCOUNT, OTHER_ACCOUNT)

    async def linked(self, *, customer: Customer) -> tuple[LinkedAccount, ...]:
        return self.accounts

    async def meant(
        self, *, customer: Customer, link_id: int | None
    ) -> tuple[LinkedAccount, tuple[LinkedAccount, ...]]:
        linked = await self.linked(customer=customer)
        account = (
            current_of(customer, linked) if link_id is None else await self.get(customer=customer, link_id=link_id)
        )
        return account, tuple(each for each in linked if each.link_id != account.link_id)

    async def get(self, *, customer: Customer, link_id: int) -> LinkedAccount:
        for account in self.accounts:
            if account.link_id == link_id:
                return account
        raise NoSuchLink


@dataclass
class Audit:
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    async def record(self, *, actor: str, action: str, subject: str, detail: str = "") -> None:
        self.rows.append((actor, action, subject, detail))


@dataclass
class Desk:
    ledger: Ledger
    linked: Linked = field(default_factory=Linked)
    audit: Audit = field(default_factory=Audit)

    @property
    def service(self) -> BalanceService:
        return BalanceService(accounts=self.linked, balances=self.ledger, audit=self.audit)  # type: ignore[arg-type]


@pytest.fixture
def desk() -> Desk:
    electricity = {
        JULY: amounts(accrued=100),
        OCTOBER: amounts(opening=100, accrued=400, paid=100),
        NOVEMBER: amounts(opening=400, accrued=500),
    }
    return Desk(Ledger({EL: electricity, GAS: {OCTOBER: amounts(accrued=70, paid=70)}}))


async def test_the_status_speaks_of_the_newest_month(desk: Desk) -> None:
    status = await desk.service.status(customer=MARIA)

    assert (status.account, status.has_others, status.period) == (ACCOUNT, True, NOVEMBER)
    assert status.debt == 900
    assert status.as_of == desk.ledger.day


async def test_a_service_that_ended_and_is_settled_is_not_shown(desk: Desk) -> None:
    status = await desk.service.status(customer=MARIA)

    assert [each.service for each in status.services] == [EL]


async def test_an_account_without_balances_has_a_status_without_a_month() -> None:
    status = await Desk(Ledger()).service.status(customer=MARIA)

    assert (status.period, status.services, status.debt) == (None, (), 0)


async def test_without_an_account_there_is_no_status(desk: Desk) -> None:
    desk.linked.accounts = ()

    with pytest.raises(NoAccountLinked):
        await desk.service.status(customer=MARIA)


@pytest.mark.parametrize("link_id", [9, 0, -(2**53)])
async def test_nothing_is_read_of_a_foreign_account(desk: Desk, link_id: int) -> None:
    service = desk.service

    for read in (
        service.status(customer=MARIA, link_id=link_id),
        service.statement(customer=MARIA, link_id=link_id, service="", span=LastMonths(1)),
        service.calendar(customer=MARIA, link_id=link_id, service=""),
        service.charges(customer=MARIA, link_id=link_id, service="", period=NOVEMBER),
    ):
        with pytest.raises(NoSuchLink):
            await read
    assert desk.audit.rows == []


async def test_every_view_is_in_the_audit_log_in_ids_alone(desk: Desk) -> None:
    await desk.service.status(customer=MARIA, link_id=OTHER_ACCOUNT.link_id)
    await desk.service.statement(customer=MARIA, link_id=7, service=EL.mark, span=LastMonths(3))
    await desk.service.charges(customer=MARIA, link_id=7, service="", period=NOVEMBER)

    assert desk.audit.rows == [
        ("chat:1", "view.balance", "account:42", ""),
        ("chat:1", "view.statement", "account:41", f"2026-09..2026-11 {EL.mark}"),
        ("chat:1", "view.charges", "account:41", "2026-11"),
    ]


async def test_the_newest_months_end_where_the_data_of_the_service_end(desk: Desk) -> None:
    statement = await desk.service.statement(customer=MARIA, link_id=7, service=GAS.mark, span=LastMonths(2))

    assert statement.service == GAS
    assert statement.span == Months(Period(2026, 9), OCTOBER)
    assert [each.period for each in statement.months] == [OCTOBER]


async def test_a_statement_of_all_services_is_their_sum_with_the_gap_in_it(desk: Desk) -> None:
    span = Months(NOVEMBER, JULY)

    statement = await desk.service.statement(customer=MARIA, link_id=7, service="", span=span)

    assert (statement.service, statement.services) == (None, (EL, GAS))
    assert [each.period.month for each in statement.months if each.amounts is None] == [8, 9]
    assert statement.total == amounts(accrued=100 + 470 + 500, paid=170)
    assert statement.total.unexplained == 0


async def test_the_only_service_is_the_one_that_is_meant() -> None:
    desk = Desk(Ledger({EL: {NOVEMBER: amounts(accrued=1)}}))

    statement = await desk.service.statement(customer=MARIA, link_id=7, service="", span=LastMonths(1))

    assert statement.service == EL


async def test_a_service_that_is_gone_is_refused(desk: Desk) -> None:
    with pytest.raises(NoSuchService):
        await desk.service.statement(customer=MARIA, link_id=7, service="AAAAAAAA", span=LastMonths(1))
    with pytest.raises(NoSuchService):
        await desk.service.calendar(customer=MARIA, link_id=7, service="AAAAAAAA")


async def test_a_statement_without_any_data_is_empty() -> None:
    statement = await Desk(Ledger()).service.statement(customer=MARIA, link_id=7, service="", span=LastMonths(12))

    assert (statement.span, statement.months, statement.total) == (None, (), amounts())


async def test_the_calendar_has_the_months_of_the_service(desk: Desk) -> None:
    every = await desk.service.calendar(customer=MARIA, link_id=7, service="")
    gas = await desk.service.calendar(customer=MARIA, link_id=7, service=GAS.mark)

    assert every.periods == {JULY, OCTOBER, NOVEMBER}
    assert gas.periods == {OCTOBER}


async def test_charges_are_those_of_the_service_and_say_what_they_leave_open(desk: Desk) -> None:
    desk.ledger.lines = (charge(EL, 300), charge(EL, 150), charge(GAS, 70))

    charges = await desk.service.charges(customer=MARIA, link_id=7, service=EL.mark, period=NOVEMBER)

    assert [line.amount for line in charges.lines] == [300, 150]
    assert (charges.accrued, charges.unexplained) == (500, 50)
