"""The consumption sheet: twelve months beside those of a year before, of all meters or of one place."""

from typing import Any

from core.accounts.service import AccountService
from core.customers.model import Customer
from core.papers.model import Draft, Made, NothingToPrint
from core.papers.service import PaperService
from core.usage.model import Usage
from core.usage.service import UsageService


class UsageSheetService:
    """It shows what the screen shows, under the same rules of masking."""

    def __init__(self, *, usage: UsageService, accounts: AccountService, papers: PaperService) -> None:
        self._usage = usage
        self._accounts = accounts
        self._papers = papers

    async def sheet(self, *, customer: Customer, link_id: int, place: str = "", year: int | None = None) -> Made:
        """Return the sheet of twelve months: the last ones, or those of a calendar year.

        :raises NoSuchLink: old, foreign or forged
        :raises NothingToPrint: nothing is known of these months
        """
        card = await self._accounts.read_card(customer=customer, link_id=link_id)
        found = await self._usage.overview(customer=customer, link_id=link_id, place=place, year=year)
        if found.newest is None:
            raise NothingToPrint
        return await self._papers.hand_out(customer=customer, card=card, draft=_draft(found, customer.language))


def _draft(found: Usage, language: str) -> Draft:
    first, last = found.shown[0].period, found.shown[-1].period
    facts: dict[str, Any] = {
        "reader": language,
        "place": found.place and {"serials": list(found.place.serials[:1]), "name": found.place.name},
        "places": len(found.places),
        "first": first.index,
        "last": last.index,
        "months": [
            [now.period.index, now.volume, now.estimated, before.volume, before.estimated]
            for now, before in zip(found.shown, found.before, strict=True)
        ],
        "mean": found.mean,
        "total": found.total,
        "as_of": found.as_of and found.as_of.isoformat(),
    }
    return Draft(
        kind="usage",
        scope=f"{found.place.mark if found.place else '*'} {first}..{last} {language}",
        about=f"{first}..{last}",
        facts=facts,
        totals={"used": found.total},
    )
