"""The front of a bill: what was used and charged, what is owed for each service, and where to pay."""

from typing import Any

from core.documents import parts
from core.documents.sheet import Column, Sheet
from core.i18n import msgid
from core.papers.model import Marks
from core.period import Period
from core.retailer import Retailer

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
    parts.sign_rule(sheet, None)
    parts.payees(sheet, facts["services"])
    parts.pay(sheet, facts, retailer)
    if any(volume for _, volume in facts["chart"]):
        sheet.heading(sheet.both("Consumption, kWh"))
        sheet.chart([(sheet.trs[0].short_month(Period.from_index(at)), volume) for at, volume in facts["chart"]])
    return sheet


def _usage(sheet: Sheet, lines: list[dict[str, Any]]) -> None:
    sheet.heading(sheet.both("Consumption and charges"))
    columns = [
        Column(sheet.head("Service, meter No., verification date"), 2.5),
        Column(sheet.head("Opening reading, date"), 1.1, "right"),
        Column(sheet.head("Closing reading, date"), 1.1, "right"),
        Column(sheet.head("Consumption, kWh"), 1.0, "right"),
        Column(sheet.head("Tariff, KZT (incl. VAT)"), 1.0, "right"),
        Column(sheet.head("Accrued"), 1.0, "right"),
    ]
    tr = sheet.trs[0]
    sheet.table(
        columns,
        (
            [
                _what(sheet, line),
                _reading(sheet, line["from"]),
                _reading(sheet, line["to"]),
                tr.quantity(line["volume"]),
                tr.price(line["price"]).removesuffix("\u00a0₸") if line["price"] is not None else parts.NOTHING,
                parts.money(sheet, line["amount"]),
            ]
            for line in lines
        ),
    )


def _what(sheet: Sheet, line: dict[str, Any]) -> str:
    said = [parts.named(sheet, line)]
    if line["serial"]:
        said.append(
            f"№ {line['serial']}" + (f", {parts.short_day(line['verified_on'])}" if line["verified_on"] else "")
        )
    if line["level"]:
        level = sheet.both("Tariff level")
        said.append(f"{level}: {line['level']}")
    known = (_ZONES.get(line["zone"]), _METHODS.get(line["method"]))
    said.extend(sheet.both(word) for word in known if word)
    return "\n".join(said)


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
    shares = (1.55, 1.05, 1.2, 0.9, 1.0, 1.1)  # the first has the longest title
    columns = [Column(sheet.head("Service"), 1.7)]
    columns += [Column(sheet.head(title), share, "right") for title, share in zip(titles, shares, strict=True)]
    total = [sum(each["amounts"][place] for each in services) for place in shown]
    sheet.table(
        columns,
        ([parts.named(sheet, each), *_cells(sheet, each["amounts"])] for each in services),
        [sheet.head("Total"), *_cells(sheet, total)],
    )
    if vat := sum(each["vat"] for each in services):
        label = sheet.both("Accrued, including VAT")
        sheet.paragraph(f"{label}: {parts.money(sheet, vat)} ₸", small=True)


def _cells(sheet: Sheet, amounts: list[int]) -> list[str]:
    return [
        parts.signed(sheet, each) if place in (_OPENING, _CLOSING) else parts.money(sheet, each)
        for place, each in enumerate(amounts)
    ]
