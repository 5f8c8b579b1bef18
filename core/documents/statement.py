"""The statement by service: a line for each month, from the opening to the closing balance."""

from typing import Any

from core.documents import parts
from core.documents.sheet import Column, Sheet
from core.i18n import msgid
from core.papers.model import Marks
from core.period import Period
from core.retailer import Retailer

_PENALTY = 3  # of the six amounts of a month


def draw(facts: dict[str, Any], marks: Marks, retailer: Retailer) -> bytes:
    sheet = Sheet(title=msgid("Statement by service"), languages=facts["languages"], retailer=retailer, marks=marks)
    service = facts["service"]
    parts.account(
        sheet,
        facts,
        (sheet.both("Service"), parts.named(sheet, service) if service else sheet.both("All services")),
        *([(sheet.both("Supplier"), parts.supplier(sheet, service))] if service else []),
        (sheet.both("Period"), parts.months(sheet, facts["first"], facts["last"])),
    )
    with_penalty = any(amounts and amounts[_PENALTY] for _, amounts in facts["months"])
    shown = [place for place in range(6) if place != _PENALTY or with_penalty]
    columns = [Column(sheet.head("Month/Year"), 0.8), *(_column(sheet, place) for place in shown)]
    rows = (_row(sheet, each, shown) for each in facts["months"])
    total = [sheet.head("Total"), *(_cell(sheet, facts["total"], place) for place in shown)]
    sheet.table(columns, rows, total)
    sheet.amount(sheet.both("Closing balance"), f"{parts.signed(sheet, facts['total'][5])} ₸")
    parts.sign_rule(sheet, facts["paid_until"])
    return sheet.bytes()


def _column(sheet: Sheet, place: int) -> Column:
    titles = (
        msgid("Opening balance (at the start of the month)"),
        msgid("Accrual"),
        msgid("Corrections"),
        msgid("Penalty"),
        msgid("Payments"),
        msgid("Closing balance (at the end of the month)"),
    )
    return Column(sheet.head(titles[place]), 2.1 if place in (0, 5) else 1.0, "right")


def _row(sheet: Sheet, month: list[Any], shown: list[int]) -> list[str]:
    index, amounts = month
    cells = [_cell(sheet, amounts, place) if amounts else parts.NOTHING for place in shown]
    return [sheet.trs[0].short_month(Period.from_index(index)), *cells]


def _cell(sheet: Sheet, amounts: list[int], place: int) -> str:
    return parts.signed(sheet, amounts[place]) if place in (0, 5) else parts.money(sheet, amounts[place])
