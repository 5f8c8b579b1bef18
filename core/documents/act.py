"""The reconciliation act: documents by date in two mirrored halves, what it comes to in words, two signatures."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from core.documents import parts
from core.documents.halves import Halves
from core.documents.in_words import in_words
from core.documents.sheet import Column, Sheet
from core.i18n import Translator, msgid
from core.papers.model import Marks
from core.period import Period
from core.retailer import Retailer

_ENDING = 190.0  # conclusion and signatures: they never stand on a page without a row

Cells = list[str]


def draw(facts: dict[str, Any], marks: Marks, retailer: Retailer) -> bytes:
    title = msgid("Mutual settlements reconciliation act")
    sheet = Sheet(title=title, languages=facts["languages"], retailer=retailer, marks=marks)
    supplier = {tr.language: _supplier(facts, retailer, tr) for tr in sheet.trs}
    payer = dict.fromkeys(supplier, facts["payer"] or parts.NOTHING)
    for tr in sheet.trs:
        sheet.paragraph(_about(facts, tr))
    _parties(sheet, facts, supplier)
    halves = Halves(_columns(sheet), (_half(sheet, supplier), _half(sheet, payer)), retailer.documents.accent)
    turnover = _sums(sheet, "turnover", facts["debit"], facts["credit"], facts)
    halves.write(sheet, _rows(sheet, facts), [turnover, _balance(sheet, "closing", facts["closing"], facts)], _ENDING)
    for tr in sheet.trs:
        party = supplier if facts["closing"] > 0 else payer
        sheet.paragraph(_conclusion(facts, party[tr.language], tr))
    parts.sign_rule(sheet, facts["paid_until"])
    hands = sheet.both("For the supplier"), sheet.both("For the consumer")
    left, right = (
        "\n".join((who, party[sheet.trs[0].language])) for who, party in zip(hands, (supplier, payer), strict=True)
    )
    sheet.signatures(left, right, seal=sheet.both("Seal"), hand=sheet.both("signature"))
    return sheet.bytes()


def _about(facts: dict[str, Any], tr: Translator) -> str:
    first, last = Period.from_index(facts["first"]), Period.from_index(facts["last"])
    called = (" ".join(filter(None, (_number(serial), name))) for name, serial in facts["points"])
    return tr.gettext(
        "Period: {first} – {last}. Metering point: {point}. Personal account: {account}",
        first=tr.short_date(first.first_day),
        last=tr.short_date(last.last_day),
        point="; ".join(filter(None, called)) or parts.NOTHING,
        account=facts["account_no"],
    )


def _parties(sheet: Sheet, facts: dict[str, Any], supplier: dict[str, str]) -> None:
    number = sheet.both("BIN")

    def with_bin(name: str, known: str) -> str:
        return f"{name}\n{number} {known}" if known else name

    names = "\n".join(dict.fromkeys(supplier.values()))
    contract = [(sheet.both("Contract No."), facts["contract"])] if facts["contract"] else []
    sheet.facts(
        [
            (sheet.both("Supplier"), with_bin(names, facts["supplier_bin"])),
            (sheet.both("Payer"), with_bin(facts["payer"] or parts.NOTHING, facts["bin"])),
            (sheet.both("Service"), parts.named(sheet, facts["service"])),
            *contract,
        ]
    )
    if facts["masked"]:
        parts.hidden(sheet)


def _supplier(facts: dict[str, Any], retailer: Retailer, tr: Translator) -> str:
    """Return the supplier as delivered; the retailer has a name in English as well."""
    names = facts["service"]
    if tr.language == "en" and names["supplier_ru"] == retailer.name.ru:
        return retailer.name.en
    return names["supplier_kk" if tr.language == "kk" else "supplier_ru"] or retailer.name.of(tr.language)


def _half(sheet: Sheet, party: dict[str, str]) -> str:
    return "\n".join(tr.gettext("Per {party}, KZT", party=party[tr.language]) for tr in sheet.trs)


def _columns(sheet: Sheet) -> list[Column]:
    return [
        Column(sheet.trs[0].gettext("No."), 0.62),
        Column(sheet.head("Date"), 1.0),
        Column(sheet.head("Document"), 1.86),
        Column(sheet.head("Debit"), 1.3, "right"),
        Column(sheet.head("Credit"), 1.3, "right"),
    ]


def _rows(sheet: Sheet, facts: dict[str, Any]) -> Iterator[Cells]:
    yield _balance(sheet, "opening", facts["opening"], facts)
    for place, entry in enumerate(facts["entries"], 1):
        day, amount = date.fromisoformat(entry[0]).strftime("%d.%m.%Y"), entry[3]
        said = [str(place), day, _document(sheet, entry)]
        ours = [*said, *_cells(sheet, amount)]
        yield ours + ([*said, *_cells(sheet, -amount)] if facts["legal"] else [""] * len(ours))


def _balance(sheet: Sheet, label: str, tiyn: int, facts: dict[str, Any]) -> Cells:
    return _sums(sheet, label, max(tiyn, 0), max(-tiyn, 0), facts)


def _sums(sheet: Sheet, label: str, debit: int, credit: int, facts: dict[str, Any]) -> Cells:
    """Return both halves of a row of sums; a person writes his own into the right one."""
    said, cells = ["", "", _label(sheet, label)], [parts.money(sheet, debit), parts.money(sheet, credit)]
    return [*said, *cells, *said, *(reversed(cells) if facts["legal"] else ("", ""))]


def _cells(sheet: Sheet, tiyn: int) -> Cells:
    return [parts.money(sheet, tiyn), ""] if tiyn > 0 else ["", parts.money(sheet, -tiyn)]


def _document(sheet: Sheet, entry: list[Any]) -> str:
    _, kind, index, _, meter, words, number = entry
    month = "" if kind in ("payment", "refund") else sheet.trs[0].short_month(Period.from_index(index))
    said = " ".join(filter(None, (_label(sheet, kind), month)))
    return ", ".join(filter(None, (said, words, _number(meter), _number(number))))


def _number(text: str) -> str:
    return f"№\u00a0{text}" if text else ""


def _label(sheet: Sheet, word: str) -> str:
    return " / ".join(dict.fromkeys(_words(tr)[word] for tr in sheet.trs))


def _words(tr: Translator) -> dict[str, str]:
    return {
        "opening": tr.pgettext("act", "Opening balance"),
        "turnover": tr.pgettext("act", "Turnover"),
        "closing": tr.pgettext("act", "Closing balance"),
        "accrual": tr.pgettext("act", "Accrued"),
        "correction": tr.pgettext("act", "Correction"),
        "penalty": tr.pgettext("act", "Penalty"),
        "payment": tr.pgettext("act", "Payment"),
        "refund": tr.pgettext("act", "Payment returned"),
    }


def _conclusion(facts: dict[str, Any], party: str, tr: Translator) -> str:
    day = tr.short_date(Period.from_index(facts["last"]).last_day)
    closing = abs(facts["closing"])
    said = in_words(closing, tr.language)
    if not closing:
        return tr.gettext(
            "As of {date} neither party owes the other anything: 0 tenge ({words}).", date=day, words=said
        )
    return tr.gettext(
        "As of {date} the debt in favour of {party} is {sum} tenge ({words}).",
        date=day,
        party=party,
        sum=tr.amount(closing),
        words=said,
    )
