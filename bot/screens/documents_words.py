"""Words that every screen with a document uses: its name, its period, its sums."""

from datetime import date
from typing import Any

from bot.keyboards.documents_make import alternative_label
from bot.screens.screen import Paper
from core.i18n import Translator
from core.papers.model import Issued, Kind
from core.period import Period
from core.retailer import Retailer

_MONTH, _DAY = len("2026-10"), len("2026-10-12")


def kind_name(kind: Kind, tr: Translator) -> str:
    names = {
        "bill": tr.pgettext("button", "Bill"),
        "bills": tr.pgettext("document", "Bills"),
        "reverse": tr.pgettext("button", "Reverse side"),
        "invoice": tr.pgettext("button", "Invoice"),
        "alternative": tr.pgettext("button", "Alternative invoice"),
        "act": tr.pgettext("button", "Reconciliation act"),
        "statement": tr.pgettext("button", "Statement"),
        "status": tr.pgettext("button", "Account status"),
        "receipt": tr.pgettext("document", "Receipt of payment"),
        "proof": tr.pgettext("document", "Proof of submission"),
        "usage": tr.pgettext("button", "Consumption"),
    }
    return names[kind]


def name_of(kind: Kind, retailer: Retailer, tr: Translator) -> str:
    """Return what a document is called, as the retailer may have it."""
    return alternative_label(retailer, tr) if kind == "alternative" else kind_name(kind, tr)


def total_name(word: str, tr: Translator) -> str:
    names = {
        "due": tr.pgettext("document", "Total due"),
        "accrued": tr.pgettext("document", "Accrued"),
        "paid": tr.pgettext("document", "Paid"),
        "refund": tr.pgettext("document", "Returned"),
        "opening": tr.pgettext("document", "Opening balance"),
        "closing": tr.pgettext("document", "Closing balance"),
        "debit": tr.pgettext("document", "Debit"),
        "credit": tr.pgettext("document", "Credit"),
        "amount": tr.pgettext("document", "Amount"),
        "used": tr.pgettext("document", "Consumption"),
    }
    return names.get(word, word)


def totals(issued: Issued, tr: Translator) -> list[str]:
    """Return the sums of a document, one a line; what was used is no money."""
    return [
        f"{total_name(word, tr)}: <b>{tr.energy(value) if word == 'used' else tr.money(value)}</b>"
        for word, value in issued.totals.items()
    ]


def paper_of(issued: Issued, facts: dict[str, Any], tr: Translator) -> Paper:
    """Return what delivery draws: the page of a document that is on record."""
    trouble = tr.gettext("⚠️ The PDF could not be made just now. Please press the button again in a minute.")
    return Paper(
        document=issued.document,
        kind=issued.kind,
        name=f"{issued.number}.pdf",
        number=issued.number,
        issued_at=issued.issued_at,
        code=issued.code,
        facts=facts,
        trouble=trouble,
        file_id=issued.file_id,
    )


def about(text: str, tr: Translator) -> str:
    """Return in words what `Issued.about` says: a month, two of them, or a day."""
    first, _, last = text.partition("..")
    if last and last != first:
        return f"{_one(first, tr)} – {_one(last, tr)}"
    return _one(first, tr)


def _one(text: str, tr: Translator) -> str:
    if len(text) == _DAY:
        return tr.date(date.fromisoformat(text))
    if len(text) == _MONTH:
        year, month = text.split("-")
        return tr.month(Period(int(year), int(month)))
    return text
