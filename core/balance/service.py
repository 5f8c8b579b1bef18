"""What a customer may read of the money of an account that he has linked; every view is written to the audit log.

All is read before the audit row is written, so the writer is held for that row alone.
"""

from core.accounts.model import LinkedAccount
from core.accounts.service import AccountService
from core.accounts.trail import note
from core.balance.model import (
    AccountStatus,
    Calendar,
    MonthCharges,
    Span,
    Statement,
    find_service,
    months_of,
)
from core.balance.ports import Balances
from core.balance.statement import lay_out
from core.customers.model import Customer
from core.period import Period
from core.ports import AuditLog


class BalanceService:
    """`link_id` None means the current account; `service` is a mark of a service, empty all of them."""

    def __init__(self, *, accounts: AccountService, balances: Balances, audit: AuditLog) -> None:
        self._accounts = accounts
        self._balances = balances
        self._audit = audit

    async def status(self, *, customer: Customer, link_id: int | None = None) -> AccountStatus:
        """Return what the account owes.

        :raises NoAccountLinked: there is none
        :raises NoSuchLink: old, foreign or forged
        """
        account, others = await self._accounts.meant(customer=customer, link_id=link_id)
        as_of, newest = await self._balances.newest(account.account_id)
        period = max((each.period for each in newest), default=None)
        status = AccountStatus(
            account=account,
            has_others=bool(others),
            as_of=as_of,
            period=period,
            services=tuple(each for each in newest if each.period == period or each.amounts.closing),
        )
        await self._record(customer, "view.balance", account)
        return status

    async def statement(self, *, customer: Customer, link_id: int, service: str, span: Span) -> Statement:
        """Return a span of months of one service or of all.

        :raises NoSuchLink: old, foreign or forged
        :raises NoSuchService: the account does not have it
        """
        account = await self._accounts.get(customer=customer, link_id=link_id)
        services = await self._balances.services(account.account_id)
        chosen = find_service([each for each, _ in services], service)
        newest = max((period for each, period in services if chosen in (None, each)), default=None)
        if newest is None:
            return Statement(account=account, service=None, services=(), span=None, months=())
        months = months_of(span, newest)
        delivered = await self._balances.months(account.account_id, chosen, months.first, months.last)
        await self._record(customer, "view.statement", account, f"{months.first}..{months.last} {service}".strip())
        return Statement(
            account=account,
            service=chosen,
            services=tuple(each for each, _ in services),
            span=months,
            months=lay_out(delivered),
        )

    async def calendar(self, *, customer: Customer, link_id: int, service: str) -> Calendar:
        """Return the services of the account, and the months that have data.

        :raises NoSuchLink: old, foreign or forged
        :raises NoSuchService: the account does not have it
        """
        account = await self._accounts.get(customer=customer, link_id=link_id)
        services = tuple(each for each, _ in await self._balances.services(account.account_id))
        periods = await self._balances.periods(account.account_id, find_service(services, service))
        return Calendar(account=account, services=services, periods=periods)

    async def charges(self, *, customer: Customer, link_id: int, service: str, period: Period) -> MonthCharges:
        """Return what was charged in a month, for one service or for all.

        :raises NoSuchLink: old, foreign or forged
        :raises NoSuchService: the account does not have it
        """
        account = await self._accounts.get(customer=customer, link_id=link_id)
        services = await self._balances.services(account.account_id)
        chosen = find_service([each for each, _ in services], service)
        lines = await self._balances.charges(account.account_id, period)
        months = await self._balances.months(account.account_id, chosen, period, period)
        await self._record(customer, "view.charges", account, f"{period} {service}".strip())
        return MonthCharges(
            account=account,
            period=period,
            lines=tuple(line for line in lines if service in ("", line.service.mark)),
            accrued=sum(each.amounts.accrued for each in months if each.amounts),
        )

    async def _record(self, customer: Customer, action: str, account: LinkedAccount, detail: str = "") -> None:
        await note(self._audit, customer, action, account.account_id, detail)
