"""The receipt of a payment: when and where it was made, and what it paid for each service."""

from datetime import date
from typing import Any

from core.documents import parts
from core.documents.sheet import Column, Sheet
from core.i18n import Translator, msgid
from core.papers.model import Marks
from core.retailer import Retailer

_DAY, _MINUTES = len("2026-11-22"), slice(len("2026-11-22T"), len("2026-11-22T18:40"))


def draw(facts: dict[str, Any], marks: Marks, retailer: Retailer) -> bytes:
    refunded = facts["amount"] < 0
    title = msgid("Refund") if refunded else msgid("Receipt of payment")
    sheet = Sheet(title=title, languages=facts["languages"], retailer=retailer, marks=marks)
    parts.account(
        sheet,
        facts,
        (sheet.both("Date of payment"), _when(sheet, facts["paid_at"])),
        (sheet.both("Counted by the company on"), parts.day(sheet, facts["posted_on"])),
        (sheet.both("Bank"), facts["channel"] or parts.NOTHING),
        (sheet.both("Document No."), facts["doc_no"] or parts.NOTHING),
    )
    columns = [
        Column(sheet.head("Service"), 1.5),
        Column(sheet.head("Supplier"), 1.5),
        Column(sheet.head("Amount paid"), 1.0, "right"),
    ]
    rows = (
        [parts.named(sheet, service), parts.supplier(sheet, service), parts.money(sheet, amount)]
        for service, amount in facts["parts"]
    )
    sheet.table(columns, rows, [sheet.head("Total"), "", parts.money(sheet, facts["amount"])])
    label = sheet.both("Returned") if refunded else sheet.both("Paid")
    sheet.amount(label, f"{parts.money(sheet, abs(facts['amount']))} ₸")
    for tr in sheet.trs:
        sheet.paragraph(_of_refund(tr) if refunded else _of_payment(tr), small=True)
    return sheet.bytes()


def _when(sheet: Sheet, paid_at: str) -> str:
    time = paid_at[_MINUTES]
    days = dict.fromkeys(tr.date(date.fromisoformat(paid_at[:_DAY])) for tr in sheet.trs)
    return " / ".join(f"{day}, {time}" if time else day for day in days)


def _of_payment(tr: Translator) -> str:
    return tr.gettext(
        "The accounting system has counted this payment on the account. The receipt does not replace the fiscal "
        "receipt of the bank or the cash desk."
    )


def _of_refund(tr: Translator) -> str:
    return tr.gettext("The accounting system has entered this refund on the account.")
