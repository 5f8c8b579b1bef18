"""A new bill: in words, with its PDF, or only that a letter with it is on its way."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.keyboards import notices_bills as keyboard
from bot.screens.documents_words import paper_of
from bot.screens.screen import Screen
from core.i18n import Translator
from core.mail.address import masked
from core.papers.model import Made
from core.period import Period
from core.retailer import Retailer

Values = Mapping[str, Any]


def bill(values: Values, tr: Translator, retailer: Retailer) -> Screen:
    return _screen(values, tr, retailer, attached=False)


def with_paper(values: Values, made: Made, tr: Translator, retailer: Retailer) -> Screen:
    shown = _screen(values, tr, retailer, attached=True)
    return replace(shown, paper=paper_of(made.issued, made.facts, tr))


def mailed(values: Values, address: str, tr: Translator, retailer: Retailer) -> Screen:
    """Say that the bill goes by e-mail, as the chat wants it."""
    shown = _screen(values, tr, retailer, attached=False)
    sent = tr.gettext("✉️ The PDF is on its way to your e-mail: {address}", address=masked(address))
    return replace(shown, text=f"{shown.text}\n\n{sent}")


def not_mailed(shown: Screen, tr: Translator) -> Screen:
    """Add to the notice why it has come here and not by e-mail."""
    said = tr.gettext("✉️ It could not go to your e-mail. Check the address under /settings.")
    return replace(shown, text=f"{shown.text}\n\n{said}")


def _screen(values: Values, tr: Translator, retailer: Retailer, *, attached: bool) -> Screen:
    period = Period.from_index(values["period"])
    lines: list[str] = [
        tr.gettext("🧾 <b>New bill: {month}</b>", month=tr.month(period)),
        tr.gettext("Account: <b>{number}</b>", number=values["account_no"]),
        tr.gettext("<b>Total due: {sum}</b>", sum=tr.money(values["total"])),
    ]
    if values["due_on"] and values["total"] > 0:
        lines.append(tr.gettext("To be paid by: {date}", date=tr.date(date.fromisoformat(values["due_on"]))))
    can_pay = values["total"] > 0 and bool(retailer.payment_links)
    return Screen(
        text="\n".join(lines),
        keyboard=keyboard.bill(values["link_id"], period, tr, attached=attached, can_pay=can_pay),
    )
