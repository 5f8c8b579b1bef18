"""What a customer may read of the payments of an account that he has linked; every view is written to the audit log.

All is read before the audit row is written, so the writer is held for that row alone.
"""

from datetime import date, timedelta

from core.accounts.model import AccountCard, LinkedAccount
from core.accounts.service import AccountService
from core.accounts.trail import note
from core.balance.model import Months, Span, months_of
from core.customers.model import Customer
from core.papers.facts import about_service
from core.papers.model import Draft, NothingToPrint
from core.payments.model import NoSuchPayment, Payment, PaymentList, PaymentOfAccount
from core.payments.ports import Payments
from core.period import Period
from core.ports import AuditLog

_LAST_MONTH = Period(9999, 11)


class PaymentService:
    """A payment is named by its day and its mark among those of the day."""

    def __init__(self, *, accounts: AccountService, payments: Payments, audit: AuditLog) -> None:
        self._accounts = accounts
        self._payments = payments
        self._audit = audit

    async def listed(self, *, customer: Customer, link_id: int, span: Span) -> PaymentList:
        """Return the payments of a span of months; so many last months end with the newest one that has any.

        :raises NoSuchLink: old, foreign or forged
        """
        account, others = await self._accounts.meant(customer=customer, link_id=link_id)
        having = await self._payments.months(account.account_id)
        months = months_of(span, max(having)) if having else None
        found = await self._payments.between(account.account_id, *_days(months)) if months else ()
        detail = f"{months.first}..{months.last}" if months else ""
        await self._record(customer, "view.payments", account, detail)
        return PaymentList(account=account, has_others=bool(others), asked=span, span=months, payments=found)

    async def months(self, *, customer: Customer, link_id: int) -> frozenset[Period]:
        """Return the months in which something was paid.

        :raises NoSuchLink: old, foreign or forged
        """
        account = await self._accounts.get(customer=customer, link_id=link_id)
        return await self._payments.months(account.account_id)

    async def payment(self, *, customer: Customer, link_id: int, day: date, mark: str) -> PaymentOfAccount:
        """Return one payment with what it paid for each service.

        :raises NoSuchLink: old, foreign or forged
        :raises NoSuchPayment: the account does not have it
        """
        account = await self._accounts.get(customer=customer, link_id=link_id)
        payment = await self._find(account, day, mark)
        await self._record(customer, "view.payment", account, f"{day} {mark}")
        return PaymentOfAccount(account=account, payment=payment)

    async def draft(self, *, customer: Customer, card: AccountCard, day: date, mark: str) -> Draft:
        """Return the receipt of a payment; `card` is of an account that the customer has linked.

        :raises NoSuchPayment: the account does not have it
        :raises NothingToPrint: it is an entry of 0.00: nothing was paid
        """
        payment = await self._find(card.account, day, mark)
        if payment.is_nothing:
            raise NothingToPrint
        await self._record(customer, "view.receipt", card.account, f"{day} {mark}")
        facts = {
            "paid_at": payment.paid_at,
            "posted_on": payment.posted_on and payment.posted_on.isoformat(),
            "channel": payment.channel,
            "doc_no": payment.doc_no,
            "parts": [[about_service(part.service), part.amount] for part in payment.parts],
            "amount": payment.amount,
        }
        totals = {"paid": payment.amount} if payment.amount >= 0 else {"refund": -payment.amount}
        return Draft(kind="receipt", scope=f"{day} {mark}", about=day.isoformat(), facts=facts, totals=totals)

    async def _find(self, account: LinkedAccount, day: date, mark: str) -> Payment:
        for payment in await self._payments.between(account.account_id, day, day):
            if payment.mark == mark:
                return payment
        raise NoSuchPayment

    async def _record(self, customer: Customer, action: str, account: LinkedAccount, detail: str) -> None:
        await note(self._audit, customer, action, account.account_id, detail)


def _days(months: Months) -> tuple[date, date]:
    """Return the first and the last day; what a forged button asks for beyond all calendars ends with them."""
    last = min(months.last, _LAST_MONTH)
    return min(months.first, last).first_day, last.plus(1).first_day - timedelta(days=1)
