"""The account status: what is owed for each service by the newest data."""

from typing import Any

from core.documents import parts
from core.documents.sheet import Column, Sheet
from core.i18n import msgid
from core.papers.model import Marks
from core.retailer import Retailer


def draw(facts: dict[str, Any], marks: Marks, retailer: Retailer) -> bytes:
    sheet = Sheet(title=msgid("Account status"), languages=facts["languages"], retailer=retailer, marks=marks)
    parts.account(sheet, facts, (sheet.both("Billing period"), parts.month(sheet, facts["period"])))
    columns = [
        Column(sheet.head("Service"), 1.7),
        Column(sheet.head("Supplier"), 1.5),
        Column(sheet.head("Accrual"), 0.9, "right"),
        Column(sheet.head("Balance"), 0.9, "right"),
    ]
    rows = (
        [
            parts.named(sheet, service),
            parts.supplier(sheet, service),
            parts.money(sheet, amounts[1]),
            parts.signed(sheet, amounts[5]),
        ]
        for service, amounts in facts["services"]
    )
    month = facts["month"]
    sheet.table(columns, rows, [sheet.head("Total"), "", parts.money(sheet, month[1]), parts.signed(sheet, month[5])])
    if facts["debt"]:
        sheet.amount(sheet.both("To pay"), f"{parts.money(sheet, facts['debt'])} ₸")
    else:
        sheet.amount(sheet.both("Overpayment"), f"{parts.money(sheet, facts['overpayment'])} ₸")
    parts.sign_rule(sheet, facts["paid_until"])
    return sheet.bytes()
