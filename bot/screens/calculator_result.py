"""The result: a table by levels or zones, its total, and what follows from it; `calculator_formula.py` proves it."""

import html
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from bot.keyboards import calculator as keyboard
from bot.screens.calculator_words import household_lines, kwh, reading_lines, span, tariff, vat_rate
from bot.screens.readings_words import about, meter_line, zone
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.i18n import Translator
from core.money import round_half_up
from core.period import Period
from core.retailer import Retailer
from core.tariffs.found import Look, Result
from core.tariffs.model import Calculation, Line

WIDEST = 36  # letters of equal width on a phone
_MOST_LINES = 40  # of a table; a message has 4096 characters

Row = tuple[str, str, str, str]


def result(found: Look, of: int, retailer: Retailer, tr: Translator) -> Screen:
    assert found.result
    calculation = found.result.calculation
    parts = [
        "\n".join(head(found, retailer, tr)),
        table(calculation, tr),
        "\n".join(totals(calculation, tr, legal=found.legal)),
        "\n".join(_outlook(found.result, tr)),
        preliminary(tr),
    ]
    text = "\n\n".join(part for part in parts if part)
    return Screen(text=text, keyboard=keyboard.result(found, of, retailer, tr, formula=False))


def head(found: Look, retailer: Retailer, tr: Translator) -> list[str]:
    assert found.result
    lines: list[str] = [tr.gettext("<b>Charge calculator</b>")]
    if found.account:
        lines.append(account_line(found.account, tr))
    if found.meter:
        lines.append(meter_line(found.meter, retailer, tr))
    used = tr.gettext("Used: <b>{energy}</b>", energy=kwh(found.result.calculation.volume, tr))
    return [*lines, *household_lines(found, retailer, tr), span(found, tr), *reading_lines(found, tr), used]


def table(calculation: Calculation, tr: Translator) -> str:
    """Return the lines in columns, those of each part of the period under its days; empty: nothing was used."""
    lines = calculation.lines[:_MOST_LINES]
    if not lines:
        return ""
    places = 2 if any(line.volume != int(line.volume) for line in lines) else 0
    words = tr.plain
    headings = ("", words.gettext("kWh"), words.gettext("tariff"), words.gettext("sum"))
    groups = [list(same) for _, same in groupby(lines, lambda line: (line.date_from, line.date_to))]
    rows = [[_row(line, places, tr) for line in same] for same in groups]
    texts = _columns(headings, rows)
    if len(groups) > 1:
        texts = [[days(same[0], tr), *text] for same, text in zip(groups, texts, strict=True)]
    return f"<pre>{html.escape(_joined(texts), quote=False)}</pre>"


def totals(calculation: Calculation, tr: Translator, *, legal: bool) -> list[str]:
    total = tr.gettext("Total: <b>{sum}</b>", sum=tr.money(calculation.total))
    if not legal:
        return [total, *(_vat(each.vat_rate, each.vat_amount, tr) for each in calculation.groups if each.vat_amount)]
    net = tr.gettext("Without VAT: {sum}", sum=tr.money(calculation.total - calculation.vat))
    added = [
        tr.gettext("VAT {rate}: {sum}", rate=vat_rate(each.vat_rate, tr), sum=tr.money(each.vat_amount))
        for each in calculation.groups
    ]
    return [net, *added, total]


def preliminary(tr: Translator) -> str:
    said = tr.gettext("This is a preliminary calculation, not an official bill.")
    return f"<i>{said}</i>"


def days(line: Line, tr: Translator) -> str:
    return f"{tr.short_date(line.date_from)}–{tr.short_date(line.date_to)}"


def name_of(line: Line, tr: Translator) -> str:
    """Return a line by its level or its zone; one price for all needs no name."""
    if line.level:
        return str(tr.plain.gettext("level {level}", level=line.level))
    return "" if line.zone == "T0" else zone(line.zone, tr.plain)


def _vat(rate: Decimal, amount: int, tr: Translator) -> str:
    return tr.gettext("including VAT {rate}: {sum}", rate=vat_rate(rate, tr), sum=tr.money(amount))


def _outlook(shown: Result, tr: Translator) -> list[str]:
    """Say how far the next level is, and where the month leads."""
    lines: list[str] = []
    if left := shown.calculation.left:
        lines.append(
            tr.gettext(
                "📶 Left to the next level: <b>{energy}</b>; after it 1 kWh costs {price}, not {now}.",
                energy=kwh(left.volume, tr),
                price=tr.price(int(left.next_price * 10_000)),
                now=tr.price(int(left.price * 10_000)),
            )
        )
    if coming := shown.forecast:
        lines.append(
            tr.gettext(
                "📈 At this pace, {month}: {energy}, about {sum}.",
                month=tr.month(Period.of(coming.month)),
                energy=kwh(round_half_up(coming.volume), tr),
                sum=about(coming.total, tr),
            )
        )
    return lines


def _row(line: Line, places: int, tr: Translator) -> Row:
    # As sums are written, so that the commas stand one below another.
    volume = tr.amount(int(line.volume * 100)) if places else tr.quantity(int(line.volume * 1000))
    return name_of(line, tr), volume, tariff(line.price, tr), tr.amount(line.amount)


def _columns(headings: Row, groups: Sequence[Sequence[Row]]) -> list[list[str]]:
    """Return the lines of each group in columns; what would not fit a phone stands on two lines."""
    rows = [headings, *(row for group in groups for row in group)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    gap = "  " if sum(widths) + 6 <= WIDEST else " "
    if sum(widths) + 3 * len(gap) <= WIDEST:
        lines = [[_line(row, widths, gap) for row in group] for group in groups]
        return [[_line(headings, widths, gap), *lines[0]], *lines[1:]]
    return [[text for row in group for text in _on_two(row)] for group in groups]


def _line(row: Row, widths: Sequence[int], gap: str) -> str:
    cells = (f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
    return (f"{row[0]:<{widths[0]}}{gap}" if widths[0] else "") + gap.join(cells)


def _on_two(row: Row) -> list[str]:
    name = [row[0]] if row[0] else []
    return [*name, f"{row[1]} × {row[2]}", f"= {row[3]}".rjust(min(WIDEST, len(row[1]) + len(row[2]) + 3))]


def _joined(groups: Sequence[Sequence[str]]) -> str:
    return "\n\n".join("\n".join(group) for group in groups)
