"""The record of notices before a disconnection on paper: for each account when, where, which words, what answer."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from core.clock import ALMATY
from core.documents.office import OfficeSheet
from core.documents.sheet import Column, Sheet
from core.i18n import msgid
from core.notices.cutoff import Delivery, Record
from core.papers.model import Marks
from core.retailer import Retailer

_STATES = {
    "sent": msgid("delivered"),
    "dead": msgid("not delivered"),
    "unclear": msgid("not known whether delivered"),
    "cancelled": msgid("not sent"),
}


def draw(records: Sequence[Record], *, campaign: int, now: datetime, retailer: Retailer) -> bytes:
    """Return the PDF, in Kazakh and Russian; `now` is the moment that it shows."""
    sheet = OfficeSheet(
        title=msgid("Record of notices before a disconnection"),
        languages=("kk", "ru"),
        retailer=retailer,
        marks=Marks(number=str(campaign), issued_at=now, code="", link=""),
    )
    reached = sum(each.reached for each in records)
    sheet.facts(
        [
            (sheet.both("As of"), now.astimezone(ALMATY).strftime("%d.%m.%Y %H:%M")),
            (sheet.both("Accounts in the list"), str(len(records))),
            (sheet.both("Reached in a chat"), str(reached)),
            (sheet.both("Notice on paper needed"), str(sum(bool(each.paper) for each in records))),
        ]
    )
    columns = [
        Column(sheet.head("Account"), 1.3),
        Column(sheet.head("Debt and day"), 1.2, "right"),
        Column(sheet.head("Chat and message"), 1.2),
        Column(sheet.head("Outcome"), 1.7),
        Column(sheet.head("Words"), 1.3),
        Column(sheet.head("Paper"), 0.8),
    ]
    sheet.table(columns, (row for record in records for row in _rows(sheet, record)))
    return sheet.bytes()


def _rows(sheet: Sheet, record: Record) -> Iterator[list[str]]:
    warned, paper = record.warned, sheet.head("yes") if record.paper else sheet.head("no")
    account = f"{warned.account_no}\n{warned.branch_code}"
    debt = f"{sheet.trs[0].money(warned.debt)}\n{warned.cutoff_on:%d.%m.%Y}"
    for each in record.deliveries:
        where = f"{each.chat_id}\n№ {each.message_id}" if each.message_id else str(each.chat_id)
        yield [account, debt, where, _outcome(sheet, each), each.said.replace(":", "\n"), paper]
    if not record.deliveries:
        yield [account, debt, "–", sheet.head("no chat has linked it"), "–", paper]


def _outcome(sheet: Sheet, each: Delivery) -> str:
    state = sheet.head(_STATES.get(each.state, msgid("under way")))
    at = each.closed_at.astimezone(ALMATY).strftime("%d.%m.%Y %H:%M:%S") if each.closed_at else ""
    told = "Telegram: ok" if each.state == "sent" else each.outcome
    return "\n".join(filter(None, (at, state, told)))
