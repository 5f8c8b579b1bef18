"""Documents as consumers ask for them: the facts of one are brought together, and it goes on record."""

from datetime import date
from typing import Any

from core.accounts.service import AccountService
from core.balance.model import AccountStatus, Span, Statement
from core.balance.service import BalanceService
from core.billing.service import BillingService
from core.customers.model import Customer
from core.papers.facts import about_amounts, about_issued, about_service
from core.papers.model import Draft, Kind, Made, NothingToPrint
from core.papers.service import PaperService
from core.payments.service import PaymentService
from core.period import Period


class DocumentService:
    """Each document is made of what the same reader sees on his screens, under the same rules of masking."""

    def __init__(
        self,
        *,
        accounts: AccountService,
        balance: BalanceService,
        billing: BillingService,
        payments: PaymentService,
        papers: PaperService,
    ) -> None:
        self._billing = billing
        self._payments = payments
        self._accounts = accounts
        self._balance = balance
        self._papers = papers

    async def statement(self, *, customer: Customer, link_id: int, service: str, span: Span) -> Made:
        """Return the statement of a span of months, of one service (its mark) or of all (empty).

        :raises NoSuchLink: old, foreign or forged
        :raises NoSuchService: the account does not have it
        :raises NothingToPrint: there is no month in the span
        """
        card = await self._accounts.read_card(customer=customer, link_id=link_id)
        found = await self._balance.statement(customer=customer, link_id=link_id, service=service, span=span)
        if not found.months:
            raise NothingToPrint
        return await self._papers.hand_out(customer=customer, card=card, draft=_statement(found))

    async def status(self, *, customer: Customer, link_id: int) -> Made:
        """Return what the account owes by the newest data.

        :raises NoSuchLink: old, foreign or forged
        :raises NothingToPrint: no balance has been delivered yet
        """
        card = await self._accounts.read_card(customer=customer, link_id=link_id)
        found = await self._balance.status(customer=customer, link_id=link_id)
        if found.period is None:
            raise NothingToPrint
        return await self._papers.hand_out(customer=customer, card=card, draft=_status(found))

    async def of_month(self, *, customer: Customer, link_id: int, kind: Kind, period: Period) -> Made:
        """Return the bill of a month, its reverse side, or an invoice.

        :raises NoSuchLink: old, foreign or forged
        :raises NoBillForMonth: there are no data for it
        """
        card = await self._accounts.read_card(customer=customer, link_id=link_id)
        [draft] = await self._billing.drafts(customer=customer, card=card, kind=kind, periods=[period])
        return await self._papers.hand_out(customer=customer, card=card, draft=draft)

    async def bills(self, *, customer: Customer, link_id: int, span: Span) -> Made:
        """Return the bills of a span of months in one file; each is a document of its own, with its number and code.

        :raises NoSuchLink: old, foreign or forged
        :raises NothingToPrint: there is no bill in the span
        :raises TooManyBills: more than one file may hold
        """
        months = await self._billing.to_bind(customer=customer, link_id=link_id, span=span)
        if not months:
            raise NothingToPrint
        card = await self._accounts.read_card(customer=customer, link_id=link_id)
        drafts = await self._billing.drafts(customer=customer, card=card, kind="bill", periods=months)
        made = [await self._papers.hand_out(customer=customer, card=card, draft=draft) for draft in drafts]
        about = f"{months[0]}..{months[-1]}"
        facts: dict[str, Any] = {"bills": [about_issued(each) for each in made]}
        bound = Draft(kind="bills", scope=about, about=about, facts=facts, totals={})
        return await self._papers.hand_out(customer=customer, card=card, draft=bound)

    async def receipt(self, *, customer: Customer, link_id: int, day: date, mark: str) -> Made:
        """Return the receipt of a payment.

        :raises NoSuchLink: old, foreign or forged
        :raises NoSuchPayment: the account does not have it
        :raises NothingToPrint: nothing was paid by it
        """
        card = await self._accounts.read_card(customer=customer, link_id=link_id)
        draft = await self._payments.draft(customer=customer, card=card, day=day, mark=mark)
        return await self._papers.hand_out(customer=customer, card=card, draft=draft)


def _statement(found: Statement) -> Draft:
    first, last = found.months[0].period, found.months[-1].period
    total = found.total
    facts: dict[str, Any] = {
        "service": about_service(found.service) if found.service else None,
        "first": first.index,
        "last": last.index,
        "months": [[each.period.index, about_amounts(each.amounts) if each.amounts else None] for each in found.months],
        "total": about_amounts(total),
        "paid_until": found.paid_until and found.paid_until.isoformat(),
    }
    return Draft(
        kind="statement",
        scope=f"{found.mark or '*'} {first}..{last}",
        about=f"{first}..{last}",
        facts=facts,
        totals={"opening": total.opening, "accrued": total.accrued, "paid": total.paid, "closing": total.closing},
    )


def _status(found: AccountStatus) -> Draft:
    month = found.month
    facts: dict[str, Any] = {
        "as_of": found.as_of and found.as_of.isoformat(),
        "period": found.period and found.period.index,
        "paid_until": found.paid_until and found.paid_until.isoformat(),
        "debt": found.debt,
        "overpayment": found.overpayment,
        "advance": found.advance,
        "services": [[about_service(each.service), about_amounts(found.of_month(each))] for each in found.services],
        "month": about_amounts(month),
    }
    return Draft(
        kind="status",
        scope="*",
        about=str(found.period),
        facts=facts,
        totals={"closing": found.debt - found.overpayment},
    )
