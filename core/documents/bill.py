"""The front of a bill: what was used and charged, what is owed for each service, and where to pay."""

from typing import Any

from core.documents import parts
from core.documents.frame import BODY
from core.documents.letters import PLAIN, width
from core.documents.sheet import Column, Sheet
from core.i18n import msgid
from core.papers.model import Marks
from core.period import Period
from core.retailer import Retailer

_LOWEST, _HIGHEST = 42.0, 80.0  # bars, in points
_NAME = 140.0  # what a name has room for among the services
_OPENING, _ACCRUED, _CORRECTIONS, _PENALTY, _PAID, _CLOSING = range(6)


def draw(facts: dict[str, Any], marks: Marks, retailer: Retailer) -> bytes:
    return laid_out(facts, marks, retailer).bytes()


def laid_out(facts: dict[str, Any], marks: Marks, retailer: Retailer) -> Sheet:
    sheet = Sheet(title=msgid("Bill"), languages=facts["languages"], retailer=retailer, marks=marks)
    parts.account(
        sheet,
        facts,
        (sheet.both("Permanent residents"), str(facts["residents"] or parts.NOTHING)),
        (sheet.both("Billing period"), parts.month(sheet, facts["period"])),
        (sheet.both("Due date"), parts.day(sheet, facts["due_on"])),
    )
    if metered := [line for line in facts["lines"] if line["volume"] is not None]:
        _usage(sheet, metered)
    _services(sheet, facts["services"])
    sheet.amount(sheet.both("Total due"), f"{parts.money(sheet, facts['due'])} ₸")
    vat = sum(each["vat"] for each in facts["services"])
    taxed = sheet.both("Accrued, including VAT")
    parts.sign_rule(sheet, None, said=[f"{taxed}: {parts.money(sheet, vat)} ₸"] if vat else ())
    parts.payment(sheet, facts, retailer)
    if any(volume for _, volume in facts["chart"]):
        _chart(sheet, facts["chart"])
    return sheet


def _chart(sheet: Sheet, months: list[tuple[int, int]]) -> None:
    """Show the year's consumption, low enough to stay on the page of the bill where that is possible."""
    height = max(_LOWEST, min(_HIGHEST, sheet.space - 60))  # what the heading and the names of the months leave
    sheet.heading(sheet.both("Consumption, kWh"))
    sheet.chart([(sheet.trs[0].short_month(Period.from_index(at)), volume) for at, volume in months], height)


def _usage(sheet: Sheet, lines: list[dict[str, Any]]) -> None:
    sheet.heading(sheet.both("Consumption and charges"))
    columns = [
        Column(sheet.head("Service, meter No., verification date"), 2.7),
        Column(sheet.head("Opening reading, date"), 1.2, "right"),
        Column(sheet.head("Closing reading, date"), 1.2, "right"),
        Column(sheet.head("Consumption, kWh"), 1.05, "right"),
        Column(sheet.head("Tariff, KZT (incl. VAT)"), 1.15, "right"),
        Column(sheet.head("Accrued"), 0.9, "right"),
    ]
    tr = sheet.trs[0]
    sheet.table(
        columns,
        (
            [
                _what(sheet, line, before),
                _reading(sheet, line["from"]),
                _reading(sheet, line["to"]),
                tr.quantity(line["volume"]),
                tr.price(line["price"]).removesuffix("\u00a0₸") if line["price"] is not None else parts.NOTHING,
                parts.money(sheet, line["amount"]),
            ]
            for before, line in zip([None, *lines], lines, strict=False)
        ),
    )


def _what(sheet: Sheet, line: dict[str, Any], before: dict[str, Any] | None) -> str:
    """Name a line: the service and the meter with the first of them, the level or the zone with each."""
    said = []
    if before is None or _meter(sheet, before) != _meter(sheet, line) or not (line["level"] or line["zone"]):
        said.extend(_meter(sheet, line))
    if line["level"]:
        level = sheet.both("Tariff level")
        said.append(f"{level}: {line['level']}")
    known = (_ZONES.get(line["zone"]), _METHODS.get(line["method"]))
    said.extend(sheet.both(word) for word in known if word)
    return "\n".join(said)


def _meter(sheet: Sheet, line: dict[str, Any]) -> list[str]:
    verified = f", {parts.short_day(line['verified_on'])}" if line["verified_on"] else ""
    return [parts.named(sheet, line), *([f"№ {line['serial']}{verified}"] if line["serial"] else [])]


_ZONES = {"T1": msgid("Day zone"), "T2": msgid("Night zone"), "T3": msgid("Peak zone")}
_METHODS = {"average": msgid("By average consumption"), "norm": msgid("By norm")}


def _reading(sheet: Sheet, reading: list[Any]) -> str:
    value, day = reading
    if value is None:
        return parts.short_day(day) if day else parts.NOTHING
    said = sheet.trs[0].quantity(value)
    return f"{said}\n{parts.short_day(day)}" if day else said


def _services(sheet: Sheet, services: list[dict[str, Any]]) -> None:
    sheet.heading(sheet.both("Services"))
    shown = [_OPENING, _ACCRUED, _CORRECTIONS, _PENALTY, _PAID, _CLOSING]
    titles = (
        msgid("Opening balance"),
        msgid("Accrued"),
        msgid("Corrections (recalculation)"),
        msgid("Penalty"),
        msgid("Paid"),
        msgid("Closing balance"),
    )
    shares = (1.0, 1.0, 1.2, 0.85, 0.95, 1.0)
    columns = [Column(sheet.head("Service"), 2.6)]
    columns += [Column(sheet.head(title), share, "right") for title, share in zip(titles, shares, strict=True)]
    total = [sum(each["amounts"][place] for each in services) for place in shown]
    sheet.table(
        columns,
        ([_short(sheet, each), *_cells(sheet, each["amounts"])] for each in services),
        [sheet.both("Total"), *_cells(sheet, total)],
    )


def _short(sheet: Sheet, service: dict[str, Any]) -> str:
    """Return a name in both languages, on one line where that has room: a bill should be one page."""
    named = parts.named(sheet, service)
    line = named.replace("\n", " / ")
    return line if width(line, PLAIN, BODY) <= _NAME else named


def _cells(sheet: Sheet, amounts: list[int]) -> list[str]:
    return [
        parts.signed(sheet, each) if place in (_OPENING, _CLOSING) else parts.money(sheet, each)
        for place, each in enumerate(amounts)
    ]
