"""Who gets a document once more, when the account has changed hands, level or chat since it was made."""

from dataclasses import replace
from typing import Any, cast

import pytest

from core.accounts.model import AccountCard, LinkedAccount
from core.accounts.service import AccountService
from core.customers.model import Customer
from core.papers.keeping import KeptDocumentService
from core.papers.model import FactsForgotten, Issued, Kept, Kind, NoSuchPaper
from core.papers.ports import Papers
from tests.databases import NOW
from tests.fakes.cards import CARD
from tests.fakes.ledger import ACCOUNT

HIDDEN, NAME, OTHER, OTHER_HIDDEN = CARD.payer, "Ахметова Кәмила Серікқызы", "Сейтова Айгүл", "С***ова А."
IN_FULL = replace(CARD, masked=False, payer=NAME)
MINE, ANOTHER = 7, 8


class Accounts:
    """What a chat has linked, and how it sees that now; no card: it has linked nothing."""

    def __init__(self, card: AccountCard | None) -> None:
        self._card = card

    async def linked(self, *, customer: Customer) -> tuple[LinkedAccount, ...]:
        return (ACCOUNT,) if self._card else ()

    async def read_card(self, *, customer: Customer, link_id: int) -> AccountCard | None:
        return self._card


class OnFile:
    def __init__(self, document: Kept) -> None:
        self._document = document

    async def kept(self, document: int) -> Kept | None:
        return self._document


def kept(facts: dict[str, Any] | None, kind: Kind = "bill", chat: int | None = ANOTHER) -> Kept:
    issued = Issued(
        document=1, kind=kind, issued_at=NOW, code="7K3M9QXT7K3M9QXT", account_no="000100100", about="", totals={}
    )
    return Kept(account_id=ACCOUNT.account_id, issued=issued, facts=facts, chat_id=chat)


def proof(*, in_all: bool, chat: int = MINE) -> Kept:
    """Return a proof of 150 kWh, or of the new reading alone."""
    before, used = (12_000_000, 150_000) if in_all else (None, None)
    return kept({"values": [["T0", before, None, 12_150_000, used, False]], "volume": used}, "proof", chat)


def bill_of(payer: str, *, masked: bool) -> Kept:
    return kept({"payer": payer, "masked": masked})


async def asked(document: Kept, card: AccountCard | None) -> Kept:
    accounts, papers = cast(AccountService, Accounts(card)), cast(Papers, OnFile(document))
    customer = Customer(chat_id=MINE, language="kk", consent_version="1", current_link=None)
    return await KeptDocumentService(accounts=accounts, papers=papers).get(customer=customer, document=1)


@pytest.mark.parametrize(
    ("document", "card"),
    [
        pytest.param(bill_of(NAME, masked=False), IN_FULL, id="in full for whoever sees it in full"),
        pytest.param(bill_of(HIDDEN, masked=True), CARD, id="masked for whoever sees it masked"),
        pytest.param(bill_of(HIDDEN, masked=True), IN_FULL, id="masked before the second proof"),
        pytest.param(proof(in_all=False), None, id="proof of one's own reading alone, unlinked"),
        pytest.param(proof(in_all=True), CARD, id="proof of one's own reading, linked"),
    ],
)
async def test_a_document_of_the_payer_of_today_is_had_again(document: Kept, card: AccountCard | None) -> None:
    assert await asked(document, card) is document


@pytest.mark.parametrize(
    ("document", "card"),
    [
        pytest.param(bill_of(OTHER, masked=False), IN_FULL, id="a former owner's in full"),
        pytest.param(bill_of(OTHER_HIDDEN, masked=True), IN_FULL, id="a former owner's masked, now in full"),
        pytest.param(bill_of(OTHER_HIDDEN, masked=True), CARD, id="a former owner's masked"),
        pytest.param(bill_of(NAME, masked=False), CARD, id="in full for whoever sees it masked"),
        pytest.param(bill_of(NAME, masked=False), None, id="unlinked"),
        pytest.param(proof(in_all=True), None, id="proof with what the link had shown, unlinked"),
        pytest.param(proof(in_all=False, chat=ANOTHER), IN_FULL, id="proof of another chat's reading"),
    ],
)
async def test_a_document_of_somebody_else_is_not(document: Kept, card: AccountCard | None) -> None:
    with pytest.raises(NoSuchPaper):
        await asked(document, card)


@pytest.mark.parametrize("kind", ["bill", "proof"])
async def test_what_is_not_kept_any_more_is_said_to_whoever_has_the_account(kind: Kind) -> None:
    with pytest.raises(FactsForgotten):
        await asked(kept(None, kind, None), IN_FULL)
    with pytest.raises(NoSuchPaper):
        await asked(kept(None, kind, None), None)
