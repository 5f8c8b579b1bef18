"""The bills of an account as the accounting system's data make them: a list, one on the screen, one on paper."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from core.accounts.model import AccountCard, LinkedAccount
from core.accounts.service import AccountService
from core.accounts.trail import note
from core.balance.model import Months, Span, counted_until, months_of
from core.balance.ports import Balances
from core.billing import reverse
from core.billing.facts import about_bill, about_lines, about_volumes, due_of
from core.billing.model import (
    CHART_MONTHS,
    MOST_BILLS,
    Bill,
    BilledService,
    BillLine,
    BillList,
    ListedBill,
    NoBillForMonth,
    TooManyBills,
)
from core.billing.ports import Bills
from core.customers.model import Customer
from core.papers.model import Draft, Kind
from core.period import Period
from core.ports import AuditLog
from core.readings.policy import ReadingPolicy
from core.tariffs.in_force import prices_in_force
from core.tariffs.ports import Tariffs


class BillingService:
    """Every reading of a bill is written to the audit log; everything is read before that row is written."""

    def __init__(
        self,
        *,
        accounts: AccountService,
        balances: Balances,
        bills: Bills,
        tariffs: Tariffs,
        readings: ReadingPolicy,
        audit: AuditLog,
    ) -> None:
        self._accounts = accounts
        self._balances = balances
        self._bills = bills
        self._tariffs = tariffs
        self._readings = readings
        self._audit = audit

    async def listed(self, *, customer: Customer, span: Span, link_id: int | None = None) -> BillList:
        """Return the bills of a span of months, of the current account unless one is named.

        :raises NoAccountLinked: there is none
        :raises NoSuchLink: old, foreign or forged
        """
        account, others = await self._accounts.meant(customer=customer, link_id=link_id)
        having = await self._bills.listed(account.account_id)
        months = _months(span, having)
        within = tuple(each for each in having if months and each.period in months)
        await self._record(customer, "view.bills", account, f"{months.first}..{months.last}" if months else "")
        return BillList(account=account, has_others=bool(others), asked=span, span=months, bills=within)

    async def months(self, *, customer: Customer, link_id: int) -> frozenset[Period]:
        """Return the months that have a bill.

        :raises NoSuchLink: old, foreign or forged
        """
        account = await self._accounts.get(customer=customer, link_id=link_id)
        return frozenset(each.period for each in await self._bills.listed(account.account_id))

    async def bill(self, *, customer: Customer, link_id: int, period: Period) -> Bill:
        """Return a bill with its lines.

        :raises NoSuchLink: old, foreign or forged
        :raises NoBillForMonth: there are no data for it
        """
        account = await self._accounts.get(customer=customer, link_id=link_id)
        services = await self._services(account, period)
        on_file = await self._bills.bill(account.account_id, period)
        methods: dict[str, dict[str, None]] = {}
        for line in await self._balances.charges(account.account_id, period):
            methods.setdefault(line.service.mark, {})[line.method] = None
        _, newest = await self._balances.newest(account.account_id)
        await self._record(customer, "view.bill", account, str(period))
        return Bill(
            account=account,
            period=period,
            formed_on=on_file.formed_on if on_file else None,
            due_on=on_file.due_on if on_file else None,
            lines=tuple(
                BillLine(
                    service=each.service,
                    methods=tuple(methods.get(each.service.mark, {})),
                    balance=each.amounts.closing,
                )
                for each in services
            ),
            due=due_of(services, on_file),
            debt=sum(max(0, each.amounts.closing) for each in newest),
            paid_until=counted_until(newest),
        )

    async def to_bind(self, *, customer: Customer, link_id: int, span: Span) -> tuple[Period, ...]:
        """Return the months of a span that have a bill, in order, to be put into one file.

        :raises NoSuchLink: old, foreign or forged
        :raises TooManyBills: more than one file may hold
        """
        account = await self._accounts.get(customer=customer, link_id=link_id)
        having = await self._bills.listed(account.account_id)
        months = _months(span, having)
        within = sorted(each.period for each in having if months and each.period in months)
        if len(within) > MOST_BILLS:
            raise TooManyBills(len(within))
        return tuple(within)

    async def drafts(
        self, *, customer: Customer, card: AccountCard, kind: Kind, periods: Sequence[Period]
    ) -> list[Draft]:
        """Return the bills of some months, their reverse sides or invoices; `card` was read for the customer.

        :raises NoBillForMonth: there are no data for one of them
        """
        drafts = [await self._draft(card, kind, period) for period in periods]
        for period in periods:
            await self._record(customer, f"view.{kind}", card.account, str(period))
        return drafts

    async def _draft(self, card: AccountCard, kind: Kind, period: Period) -> Draft:
        services = await self._services(card.account, period)
        facts = about_bill(period, services, await self._bills.bill(card.account.account_id, period))
        if kind == "bill":
            facts |= await self._front(card, period)
        if kind == "reverse":
            facts |= await self._reverse(card, period)
        totals = {"accrued": sum(each.amounts.accrued for each in services), "due": facts["due"]}
        return Draft(kind=kind, scope=str(period), about=str(period), facts=facts, totals=totals)

    async def _front(self, card: AccountCard, period: Period) -> dict[str, Any]:
        account_id = card.account.account_id
        lines = await self._balances.charges(account_id, period)
        volumes = await self._bills.volumes(account_id, period.plus(1 - CHART_MONTHS), period)
        return {"lines": about_lines(lines, card), "chart": about_volumes(volumes, period)}

    async def _reverse(self, card: AccountCard, period: Period) -> dict[str, Any]:
        account_id, branch_code = card.account.account_id, card.account.branch.code
        closings = await self._bills.closings(account_id, period.plus(1 - reverse.DEBT_MONTHS), period)
        return {
            "debts": reverse.about_debts(closings, period),
            "prices": await self._prices(account_id, period),
            "readings": reverse.about_readings(self._readings, branch_code),
            "office": reverse.about_office(await self._bills.office(branch_code)),
            "meters": reverse.about_meters(card),
        }

    async def _prices(self, account_id: int, period: Period) -> dict[str, Any]:
        account = await self._tariffs.of_account(account_id)
        if account is None:
            return reverse.about_prices((), legal=False)
        first, last = period.first_day, period.plus(1).first_day - timedelta(days=1)
        book = await self._tariffs.book(account.groups, first, last)
        return reverse.about_prices(prices_in_force(account, book, first, last), legal=account.legal)

    async def _services(self, account: LinkedAccount, period: Period) -> tuple[BilledService, ...]:
        """:raises NoBillForMonth: there are no data for it"""
        services = await self._bills.services(account.account_id, period)
        if not services:
            raise NoBillForMonth(period)
        return services

    async def _record(self, customer: Customer, action: str, account: LinkedAccount, detail: str) -> None:
        await note(self._audit, customer, action, account.account_id, detail)


def _months(span: Span, having: tuple[ListedBill, ...]) -> Months | None:
    """Return the months that are meant; None: there is no bill at all."""
    return months_of(span, max(each.period for each in having)) if having else None
