"""A reconciliation act as a customer asks for it: of which settlement, for which months, and the paper itself."""

from datetime import datetime
from typing import Any

from core.accounts.model import LEVEL_SECOND_PROOF, AccountCard
from core.accounts.service import AccountService
from core.accounts.trail import note
from core.balance.model import Months, NoSuchService
from core.balance.ports import Balances
from core.balance.statement import lay_out
from core.customers.model import Customer
from core.papers.facts import about_service
from core.papers.model import Draft, Made, NothingToPrint
from core.papers.service import PaperService
from core.period import Period
from core.ports import AuditLog
from core.reconciliation.ledger import reconcile
from core.reconciliation.model import Act, ActRefused, Break, Entry, Offer, Settlement
from core.reconciliation.ports import DocumentBook
from core.reconciliation.settlements import settlements


class ReconciliationService:
    """`service` is the mark of a service; all is read before anything is written."""

    def __init__(
        self,
        *,
        accounts: AccountService,
        balances: Balances,
        book: DocumentBook,
        papers: PaperService,
        audit: AuditLog,
        now: datetime,
    ) -> None:
        self._accounts = accounts
        self._balances = balances
        self._book = book
        self._papers = papers
        self._audit = audit
        self._now = now

    async def offer(self, *, customer: Customer, link_id: int, service: str = "") -> Offer:
        """Return what an act may be asked for; without a mark the only settlement is the one that is meant.

        :raises NoSuchLink: old, foreign or forged
        :raises NoSuchService: the account does not have it
        """
        account = await self._accounts.get(customer=customer, link_id=link_id)
        services = [each for each, _ in await self._balances.services(account.account_id)]
        points = await self._book.points(account.account_id)
        found = settlements(services, points, named=account.level >= LEVEL_SECOND_PROOF)
        chosen = found[0] if len(found) == 1 and not service else None
        if service:
            chosen = next((each for each in found if each.service.mark == service), None)
            if chosen is None:
                raise NoSuchService
        periods = await self._over(account.account_id, chosen) if chosen else frozenset()
        return Offer(account=account, settlements=found, chosen=chosen, periods=periods)

    async def make(self, *, customer: Customer, link_id: int, service: str, span: Months) -> Made:
        """Return the act of the months of a span that are over and that data were delivered for.

        :raises NoSuchLink: old, foreign or forged
        :raises NoSuchService: the account does not have it
        :raises NothingToPrint: there is no such month in the span
        :raises ActRefused: the data contradict themselves; a trace of it is in the audit log
        """
        offer = await self.offer(customer=customer, link_id=link_id, service=service)
        settled, account_id = offer.chosen, offer.account.account_id
        wanted = [each for each in offer.periods if each in span]
        if settled is None or not wanted:
            raise NothingToPrint
        first, last = min(wanted), max(wanted)
        months = lay_out(await self._balances.months(account_id, settled.service, first, last))
        documents = await self._book.documents(account_id, settled.service, first, last)
        supplier_bin = await self._book.supplier_bin(settled.service)
        found = reconcile(months, documents)
        card = await self._accounts.read_card(customer=customer, link_id=link_id)
        if isinstance(found, Break):
            detail = f"{settled.service.mark} {found.period} {found.part}"
            await note(self._audit, customer, "refuse.act", account_id, detail)
            raise ActRefused(link_id, settled.service.mark, found)
        draft = _draft(found, settled, card, supplier_bin)
        made = await self._papers.hand_out(customer=customer, card=card, draft=draft)
        await note(self._audit, customer, "view.act", account_id, f"{settled.service.mark} {first}..{last}")
        return made

    async def _over(self, account_id: int, settled: Settlement) -> frozenset[Period]:
        """Return the months that had ended on the day of the data: no other has all its documents yet."""
        as_of, _ = await self._balances.newest(account_id)
        current = Period.of(as_of) if as_of else Period.at(self._now)
        return frozenset(each for each in await self._balances.periods(account_id, settled.service) if each < current)


def _draft(act: Act, settled: Settlement, card: AccountCard, supplier_bin: str) -> Draft:
    numbers = {each.point_id: _called(each.serials) for each in settled.points}
    several = len(settled.points) > 1
    facts: dict[str, Any] = {
        "legal": card.account.kind == "legal",
        "bin": card.bin,
        "contract": card.contract_no,
        "service": about_service(settled.service),
        "supplier_bin": supplier_bin,
        "points": [[each.name, _called(each.serials)] for each in settled.points],
        "first": act.first.index,
        "last": act.last.index,
        "opening": act.opening,
        "entries": [_entry(each, numbers if several else {}) for each in act.entries],
        "debit": act.debit,
        "credit": act.credit,
        "closing": act.closing,
        "paid_until": act.paid_until and act.paid_until.isoformat(),
    }
    return Draft(
        kind="act",
        scope=f"{settled.service.mark} {act.first}..{act.last}",
        about=f"{act.first}..{act.last}",
        facts=facts,
        totals={"opening": act.opening, "debit": act.debit, "credit": act.credit, "closing": act.closing},
    )


def _called(serials: tuple[str, ...]) -> str:
    return serials[0] if serials else ""


def _entry(each: Entry, numbers: dict[str, str]) -> list[Any]:
    """Return day, kind, month, amount, number of the meter, words and number of the document."""
    meter = numbers.get(each.point, "")
    return [each.day.isoformat(), each.kind, each.period.index, each.amount, meter, each.words, each.number]
