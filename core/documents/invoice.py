"""An invoice: what to pay to whom for a month."""

from typing import Any

from core.documents import parts
from core.documents.sheet import Column, Sheet
from core.i18n import msgid
from core.papers.model import Marks
from core.retailer import Retailer

_CLOSING = 5


def draw(facts: dict[str, Any], marks: Marks, retailer: Retailer) -> bytes:
    sheet = Sheet(title=msgid("Invoice"), languages=facts["languages"], retailer=retailer, marks=marks)
    parts.account(
        sheet,
        facts,
        (sheet.both("Billing period"), parts.month(sheet, facts["period"])),
        (sheet.both("Due date"), parts.day(sheet, facts["due_on"])),
    )
    columns = [
        Column(sheet.head("Service"), 1.5),
        Column(sheet.head("Payee"), 1.5),
        Column(sheet.head("Total due"), 1.0, "right"),
    ]
    rows = (
        [parts.named(sheet, each), parts.supplier(sheet, each), parts.money(sheet, max(0, each["amounts"][_CLOSING]))]
        for each in facts["services"]
    )
    owed = sum(max(0, each["amounts"][_CLOSING]) for each in facts["services"])
    sheet.table(columns, rows, [sheet.head("Total"), "", parts.money(sheet, owed)])
    sheet.amount(sheet.both("Total due"), f"{parts.money(sheet, facts['due'])} ₸")
    parts.payment(sheet, facts, retailer)
    return sheet.bytes()
