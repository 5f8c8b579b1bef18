"""Documents that were issued, taken out once more as they were: for those who may see them, and for a while."""

from core.accounts.service import AccountService
from core.customers.model import Customer
from core.papers.model import FactsForgotten, Kept, NoSuchPaper
from core.papers.ports import Papers


class KeptDocumentService:
    def __init__(self, *, accounts: AccountService, papers: Papers) -> None:
        self._accounts = accounts
        self._papers = papers

    async def get(self, *, customer: Customer, document: int) -> Kept:
        """Return a document of an account that this chat has linked, or the proof of a reading that it sent itself.

        :raises NoSuchPaper: foreign, forged, or with names in full that this chat sees masked
        :raises FactsForgotten: what stands on it is not kept any more
        """
        kept = await self._papers.kept(document)
        linked = await self._accounts.linked(customer=customer)
        if kept is None:
            raise NoSuchPaper
        if kept.issued.kind == "proof" and kept.chat_id == customer.chat_id:
            return kept
        account = next((one for one in linked if one.account_id == kept.account_id), None)
        if account is None:
            raise NoSuchPaper
        if kept.facts is None:
            raise FactsForgotten(kept.issued, account.link_id)
        card = await self._accounts.card(customer=customer, link_id=account.link_id)
        if kept.issued.kind == "proof" or (card.masked and not kept.facts.get("masked")):
            raise NoSuchPaper
        return kept
