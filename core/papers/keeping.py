"""Documents that were issued, taken out once more as they were: for those who may see them, and for a while."""

from core.accounts.masking import mask_payer
from core.accounts.model import AccountCard
from core.accounts.service import AccountService
from core.customers.model import Customer
from core.papers.model import FactsForgotten, Kept, NoSuchPaper
from core.papers.ports import Papers
from core.papers.proofs import says_more


class KeptDocumentService:
    def __init__(self, *, accounts: AccountService, papers: Papers) -> None:
        self._accounts = accounts
        self._papers = papers

    async def get(self, *, customer: Customer, document: int) -> Kept:
        """Return a document of an account that this chat has linked, or the proof of a reading that it sent itself.

        :raises NoSuchPaper: foreign, forged, of a former owner, or with names in full that this chat sees masked
        :raises FactsForgotten: what stands on it is not kept any more
        """
        kept = await self._papers.kept(document)
        linked = await self._accounts.linked(customer=customer)
        if kept is None:
            raise NoSuchPaper
        account = next((one for one in linked if one.account_id == kept.account_id), None)
        if kept.facts and kept.issued.kind == "proof":
            return _own_proof(kept, customer, linked=account is not None)
        if account is None:
            raise NoSuchPaper
        if kept.facts is None:
            raise FactsForgotten(kept.issued, account.link_id)
        card = await self._accounts.read_card(customer=customer, link_id=account.link_id)
        if kept.facts["payer"] not in _names(card, masked=kept.facts["masked"]):
            raise NoSuchPaper
        return kept


def _own_proof(kept: Kept, customer: Customer, *, linked: bool) -> Kept:
    """Return the proof of a reading that this chat sent itself; what a link had shown on it goes with the link.

    :raises NoSuchPaper: it is another's, or says more than the chat sees now
    """
    assert kept.facts is not None
    if kept.chat_id != customer.chat_id or (not linked and says_more(kept.facts)):
        raise NoSuchPaper
    return kept


def _names(card: AccountCard, *, masked: bool) -> tuple[str, ...]:
    """Return how a document of this payer may name him, before this reader: a former owner's names somebody else."""
    if not masked:
        return () if card.masked else (card.payer,)
    return (card.payer,) if card.masked else (mask_payer(card.payer, legal=card.account.kind == "legal"),)
