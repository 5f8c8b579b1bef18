"""The consumption sheet: two years side by side as bars, and month by month in figures."""

from typing import Any

from core.documents import parts
from core.documents.sheet import Column, Sheet
from core.documents.usage_bars import HEIGHT, Bars
from core.i18n import Translator, msgid
from core.papers.model import Marks
from core.period import Period
from core.retailer import Retailer


def draw(facts: dict[str, Any], marks: Marks, retailer: Retailer) -> bytes:
    sheet = Sheet(title=msgid("Consumption sheet"), languages=facts["languages"], retailer=retailer, marks=marks)
    parts.account(
        sheet,
        facts,
        (sheet.both("Meter"), _place(sheet, facts)),
        (sheet.both("Period"), parts.months(sheet, facts["first"], facts["last"])),
    )
    sheet.heading(sheet.both("Consumption, kWh"))
    sheet.panel(HEIGHT, Bars(facts, retailer.documents.accent).marks)
    _table(sheet, facts)
    if any(guess or guess_before for _, _, guess, _, guess_before in facts["months"]):
        sheet.paragraph(
            sheet.both(
                "* Estimated, hatched above: charged by the average or the norm, or spread between two readings.",
                "\n",
            ),
            small=True,
        )
    if facts["as_of"]:
        until = sheet.both("Data as of")
        sheet.paragraph(f"{until}: {parts.day(sheet, facts['as_of'])}", small=True)
    return sheet.bytes()


def _place(sheet: Sheet, facts: dict[str, Any]) -> str:
    place = facts["place"]
    if place is None:
        return sheet.both("All meters together")
    serial = [f"№ {serial}" for serial in place["serials"]]
    return " · ".join([*serial, *([place["name"]] if place["name"] else [])]) or parts.NOTHING


def _table(sheet: Sheet, facts: dict[str, Any]) -> None:
    columns = [
        Column(sheet.head("Month/Year"), 1.0),
        Column(sheet.head("Consumption, kWh"), 1.1, "right"),
        Column(sheet.head("A year before, kWh"), 1.1, "right"),
        Column(sheet.head("Difference, kWh"), 1.0, "right"),
        Column(sheet.head("Difference, %"), 0.8, "right"),
    ]
    months = facts["months"]
    both = [(now, before) for _, now, _, before, _ in months if now is not None and before is not None]
    known_before = [before for _, _, _, before, _ in months if before is not None]
    total = [
        sheet.head("Total"),
        sheet.trs[0].quantity(facts["total"]),
        sheet.trs[0].quantity(sum(known_before)) if known_before else parts.NOTHING,
        *_change(sheet.trs[0], sum(now for now, _ in both), sum(before for _, before in both), known=bool(both)),
    ]
    sheet.table(columns, (_row(sheet.trs[0], month) for month in months), total)
    if facts["mean"] is not None:
        sheet.facts([(sheet.both("Monthly average, kWh"), sheet.trs[0].quantity(facts["mean"]))])


def _row(tr: Translator, month: list[Any]) -> list[str]:
    index, now, guess, before, guess_before = month
    known = now is not None and before is not None
    return [
        tr.short_month(Period.from_index(index)),
        _volume(tr, now, guess),
        _volume(tr, before, guess_before),
        *_change(tr, now or 0, before or 0, known=known),
    ]


def _volume(tr: Translator, volume: int | None, guess: bool) -> str:
    return parts.NOTHING if volume is None else f"{tr.quantity(volume)}{' *' if guess else ''}"


def _change(tr: Translator, now: int, before: int, *, known: bool) -> list[str]:
    """Return the difference to the year before, in kWh and in per cent; of nothing nothing can be a per cent."""
    if not known:
        return [parts.NOTHING, parts.NOTHING]
    change = now - before
    sign = "+" if change > 0 else ""
    share = f"{sign}{tr.quantity(_percent(change, before) * 1000)}" if before > 0 else parts.NOTHING
    return [f"{sign}{tr.quantity(change)}", share]


def _percent(change: int, before: int) -> int:
    """Return whole per cents, a half away from zero."""
    share = (2 * abs(change) * 100 + before) // (2 * before)
    return share if change >= 0 else -share
