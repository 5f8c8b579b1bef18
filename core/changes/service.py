"""Why one month of an account that the customer has linked costs more than another; every view is in the audit log.

All is read before the audit row is written, so the writer is held for that row alone.
"""

from collections.abc import Collection, Sequence

from core.accounts.service import AccountService
from core.accounts.trail import note
from core.balance.model import Service, find_service
from core.balance.ports import Balances
from core.changes.explain import Ledger, explain
from core.changes.model import (
    ChargedLine,
    ChargedMonths,
    Explanation,
    NothingCharged,
    NothingToCompare,
    SameMonth,
)
from core.changes.norms import Pricing
from core.changes.ports import ChargedBook, ServiceMonth
from core.customers.model import Customer
from core.period import Period
from core.ports import AuditLog
from core.tariffs.model import NormPolicy
from core.tariffs.ports import Tariffs

Pair = tuple[Period, Period]


class ChangesService:
    """`service` is a mark of a service, empty all of them."""

    def __init__(
        self,
        *,
        accounts: AccountService,
        balances: Balances,
        book: ChargedBook,
        tariffs: Tariffs,
        norms: NormPolicy,
        audit: AuditLog,
    ) -> None:
        self._accounts = accounts
        self._balances = balances
        self._book = book
        self._tariffs = tariffs
        self._norms = norms
        self._audit = audit

    async def explain(
        self,
        *,
        customer: Customer,
        link_id: int,
        service: str = "",
        later: Period | None = None,
        earlier: Period | None = None,
    ) -> Explanation:
        """Compare two months in the order of time; the newest charged one and the one charged before it by default.

        :raises NoSuchLink: old, foreign or forged
        :raises NoSuchService: the account does not have it
        :raises NothingToCompare: there is no other month to compare with
        :raises NothingCharged: one of the months has no data, or is not charged yet
        :raises SameMonth: it is one month
        """
        account = await self._accounts.get(customer=customer, link_id=link_id)
        services = tuple(each for each, _ in await self._balances.services(account.account_id))
        chosen = find_service(services, service)
        periods = await self._book.periods(account.account_id, chosen)
        one, two = _pair(periods, later, earlier)
        ledger = await self._ledger(account.account_id, chosen, one, two)
        parts, facts = explain(ledger)
        explanation = Explanation(
            account=account,
            service=chosen,
            services=services,
            earlier=ledger.side(one),
            later=ledger.side(two),
            parts=parts,
            facts=facts,
            recalculations=await self._book.recalculations(account.account_id, chosen, one, two),
        )
        await note(self._audit, customer, "view.changes", account.account_id, f"{one}..{two} {service}".strip())
        return explanation

    async def months(self, *, customer: Customer, link_id: int, service: str = "") -> ChargedMonths:
        """Return what may be compared.

        :raises NoSuchLink: old, foreign or forged
        :raises NoSuchService: the account does not have it
        """
        account = await self._accounts.get(customer=customer, link_id=link_id)
        services = tuple(each for each, _ in await self._balances.services(account.account_id))
        periods = await self._book.periods(account.account_id, find_service(services, service))
        return ChargedMonths(account=account, services=services, periods=periods)

    async def _ledger(self, account_id: int, chosen: Service | None, earlier: Period, later: Period) -> Ledger:
        months = [
            each for each in await self._book.months(account_id, earlier, later) if chosen in (None, each.service)
        ]
        lines = [each for each in await self._book.lines(account_id, earlier, later) if chosen in (None, each.service)]
        return Ledger(
            earlier=earlier,
            later=later,
            amounts={(each.service, each.period): each.amounts for each in months},
            lines=tuple(lines),
            energy=_energy(months),
            pricing=await self._pricing(account_id, [line for line in lines if line.period in (earlier, later)]),
        )

    async def _pricing(self, account_id: int, lines: Sequence[ChargedLine]) -> Pricing | None:
        dated = [(line.since, line.until) for line in lines if line.since and line.until]
        account = await self._tariffs.of_account(account_id) if dated else None
        if account is None:
            return None
        first, last = min(since for since, _ in dated), max(until for _, until in dated)
        book = await self._tariffs.book(account.groups, first, last)
        return Pricing(account=account, book=book, policy=self._norms)


def _energy(months: Sequence[ServiceMonth]) -> frozenset[Service]:
    return frozenset(each.service for each in months if each.is_energy)


def _pair(periods: Collection[Period], later: Period | None, earlier: Period | None) -> Pair:
    """Return the two months in the order of time.

    :raises NothingToCompare, NothingCharged, SameMonth: as `explain` does
    """
    for asked in (later, earlier):
        if asked is not None and asked not in periods:
            raise NothingCharged(asked)
    two = later or max(periods, default=None)
    one = earlier or max((each for each in periods if two and each < two), default=None)
    if one is None or two is None:
        raise NothingToCompare
    if one == two:
        raise SameMonth(one)
    return min(one, two), max(one, two)
