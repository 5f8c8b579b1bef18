"""An alternative invoice: the balance, what the reading comes to with every formula, or the sum that was named."""

from collections.abc import Iterator
from typing import Any

from core.documents import parts
from core.documents.sheet import Column, Sheet
from core.i18n import msgid
from core.papers.model import Marks
from core.retailer import Retailer

_RATIO = 10_000


def draw(facts: dict[str, Any], marks: Marks, retailer: Retailer) -> bytes:
    title = retailer.documents.alternative_label or msgid("Alternative invoice")
    sheet = Sheet(title=title, languages=facts["languages"], retailer=retailer, marks=marks)
    calculation = facts["calculation"]
    parts.account(sheet, facts, *_place(sheet, facts), *(_days(sheet, calculation) if calculation else []))
    if calculation:
        _calculation(sheet, calculation)
    _sums(sheet, facts)
    sheet.amount(sheet.both("Total due"), f"{parts.money(sheet, facts['due'])} ₸")
    for line in _notes(sheet, facts):
        sheet.paragraph(line)
    parts.sign_rule(sheet, facts["paid_until"])
    if facts["services"]:
        parts.payment(sheet, facts, retailer)
    return sheet.bytes()


def _place(sheet: Sheet, facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if facts["point"]:
        yield sheet.both("Metering point"), facts["point"]
    if facts["serial"]:
        yield sheet.both("Meter No."), facts["serial"]
    if facts["services"]:
        names = dict.fromkeys(" / ".join(parts.named(sheet, each).split("\n")) for each in facts["services"])
        yield sheet.both("Service"), "\n".join(names)


def _days(sheet: Sheet, calculation: dict[str, Any]) -> Iterator[tuple[str, str]]:
    span = "–".join(parts.short_day(calculation[name]) for name in ("opened", "closed"))
    yield sheet.both("Period of the calculation"), span


def _calculation(sheet: Sheet, calculation: dict[str, Any]) -> None:
    sheet.heading(sheet.both("Calculation by the consumer's reading"))
    zoned = len(calculation["uses"]) > 1
    for use in calculation["uses"]:
        _explain(sheet, use["zone"] if zoned else "", _used(sheet, use))
    for share in calculation["shares"]:
        said = f"{_between(share)}: {_shared(sheet, share)}"
        _explain(sheet, share["zone"] if zoned else "", said)
    dated = len({line["from"] for line in calculation["lines"]}) > 1
    for norm in calculation["norms"]:
        level = sheet.both("Bound of level")
        days = f"{_between(norm)}: " if dated else ""
        sheet.paragraph(f"{days}{level} {norm['level']}: {_norm(sheet, norm)}")
    columns = [
        Column(sheet.head("Tariff level, zone, days"), 1.7),
        Column(sheet.head("Consumption, kWh"), 1.0, "right"),
        Column(_price_head(sheet, calculation), 1.1, "right"),
        Column(sheet.head("Formula"), 1.5, "right"),
        Column(sheet.head("Accrued"), 1.0, "right"),
    ]
    volume, accrued = sheet.trs[0].quantity(calculation["volume"]), parts.money(sheet, calculation["accrued"])
    rows = [_row(sheet, line, dated=dated) for line in calculation["lines"]]
    sheet.table(columns, rows, [sheet.head("Total"), volume, "", "", accrued])
    _vat(sheet, calculation)


def _price_head(sheet: Sheet, calculation: dict[str, Any]) -> str:
    if calculation["legal"]:
        return sheet.head("Tariff, KZT (excl. VAT)")
    return sheet.head("Tariff, KZT (incl. VAT)")


def _explain(sheet: Sheet, zone: str, said: str) -> None:
    named = " / ".join(parts.zone(sheet, zone).split("\n")) if zone else sheet.both("Consumption, kWh")
    sheet.paragraph(f"{named}: {said}")


def _used(sheet: Sheet, use: dict[str, Any]) -> str:
    figure = sheet.trs[0].quantity
    opening, closing = figure(use["opening"]), figure(use["closing"])
    counted = f"{closing} – {opening}"
    if use["capacity"]:
        counted = f"{figure(use['capacity'])} – {opening} + {closing}"
    if use["ratio"] != _RATIO:
        counted = f"({counted}) × {figure(use['ratio'] // 10)}"
    if use["losses"]:
        counted = f"{counted} + {figure(use['losses'])}"
    return f"{counted} = {figure(use['volume'])}"


def _shared(sheet: Sheet, share: dict[str, Any]) -> str:
    figure = sheet.trs[0].quantity
    formula = f"{figure(share['whole'])} × {share['part']} / {share['of']}"
    if share["before"] is not None:
        formula = " – ".join(figure(each) for each in (share["whole"], *share["before"]))
    return f"{formula} = {figure(share['volume'])}"


def _norm(sheet: Sheet, norm: dict[str, Any]) -> str:
    figure = sheet.trs[0].quantity
    factors = [figure(norm["norm"]), str(norm["residents"])]
    if norm["part"] is not None:
        factors.append(f"{norm['part']} / {figure(norm['of'])}")
    return f"{' × '.join(factors)} = {figure(norm['upto'])}"


def _row(sheet: Sheet, line: dict[str, Any], *, dated: bool) -> list[str]:
    tr = sheet.trs[0]
    named: list[str] = []
    if line["level"]:
        level = sheet.both("Tariff level")
        named.append(f"{level}: {line['level']}")
    elif line["zone"] != "T0":
        named.append(parts.zone(sheet, line["zone"]))
    if dated or not named:
        named.append(_between(line))
    volume, price = tr.quantity(line["volume"]), tr.price(line["price"]).removesuffix("\u00a0₸")
    accrued = parts.money(sheet, line["amount"])
    return ["\n".join(named), volume, price, f"{volume} × {price}", accrued]


def _between(span: dict[str, Any]) -> str:
    return f"{parts.short_day(span['from'])}–{parts.short_day(span['to'])}"


def _vat(sheet: Sheet, calculation: dict[str, Any]) -> None:
    label = sheet.both("VAT") if calculation["legal"] else sheet.both("including VAT")
    for rate, amount, vat in calculation["vat"]:
        share = sheet.trs[0].quantity(rate)
        whole = "100" if calculation["legal"] else sheet.trs[0].quantity(rate + 100_000)
        formula = f"{parts.money(sheet, amount)} × {share} / {whole} = {parts.money(sheet, vat)}"
        sheet.paragraph(f"{label} {share} %: {formula}", small=True)


def _sums(sheet: Sheet, facts: dict[str, Any]) -> None:
    sheet.heading(sheet.both("What it comes to"))
    pairs = [(sheet.both("Opening balance"), parts.signed(sheet, facts["opening"]))]
    if facts["calculation"]:
        accrued = facts["calculation"]["accrued"]
        formula = f"{parts.signed(sheet, facts['opening'])} + {parts.money(sheet, accrued)}"
        pairs.append((sheet.both("Accrued by the consumer's reading"), parts.money(sheet, accrued)))
        pairs.append((sheet.both("Sum"), f"{formula} = {parts.signed(sheet, facts['amount'])}"))
    else:
        pairs.append((sheet.both("Sum named by the consumer"), parts.money(sheet, facts["amount"])))
    if facts["left"]:
        pairs.append((sheet.both("Debt that remains after it"), parts.money(sheet, facts["left"])))
    sheet.facts(pairs)


def _notes(sheet: Sheet, facts: dict[str, Any]) -> Iterator[str]:
    if facts["calculation"]:
        yield sheet.head("Calculated provisionally from the consumer's readings; does not replace the official invoice")
    else:
        yield sheet.head("The sum was named by the consumer; does not replace the official invoice")
    if facts["replaced"]:
        left_out = sheet.both("Accrued already for the same days and left out of the balance")
        yield f"{left_out}: {parts.money(sheet, facts['replaced'])}"
