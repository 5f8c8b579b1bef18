"""The reconciliation act: of what, for which months, its caption, and what is said where it cannot be made."""

from dataclasses import replace
from datetime import date

from bot.keyboards import act as keyboard
from bot.keyboards.act import PickActFirst, PickActLast
from bot.keyboards.calendar import as_period
from bot.screens import documents
from bot.screens.balance import service_line
from bot.screens.balance_amounts import balance_lines, sign_rule
from bot.screens.help import contacts
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.i18n import Html, Translator
from core.papers.model import Made
from core.reconciliation.model import ActRefused, BrokenPart, Offer
from core.retailer import Retailer


def begin(offer: Offer, tr: Translator) -> Screen:
    """Ask what the act is of, where there is a choice, else for which months."""
    if offer.chosen is None and offer.settlements:
        question = tr.gettext("Of which service and meter? Meters with one common balance come in one act.")
        return Screen(text="\n".join((*_head(offer, tr), "", question)), keyboard=keyboard.settlements(offer, tr))
    if not offer.periods:
        question = tr.gettext(
            "There is no month yet that is over and has data. An act is made of whole months; it will be possible "
            "with the data of the next month."
        )
    else:
        question = tr.gettext("For which period? An act is made of whole months that are over.")
    return Screen(text="\n".join((*_head(offer, tr), "", question)), keyboard=keyboard.periods(offer, tr))


def ask_first_month(asked: PickActFirst, offer: Offer, tr: Translator) -> Screen:
    lines = (tr.gettext("<b>From which month?</b>"), _dots(tr))
    return Screen(text="\n".join(lines), keyboard=keyboard.first_month(asked, offer, _year(asked.year, offer), tr))


def ask_last_month(asked: PickActLast, offer: Offer, tr: Translator) -> Screen:
    lines = (
        tr.gettext("From: {month}", month=tr.month(as_period(asked.first))),
        tr.gettext("<b>Up to which month?</b>"),
        _dots(tr),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.last_month(asked, offer, _year(asked.year, offer), tr))


def made(found: Made, tr: Translator) -> Screen:
    """Return the act; its caption says what it comes to."""
    screen, closing = documents.made(found, tr), found.issued.totals["closing"]
    lines = [*balance_lines(max(closing, 0), max(-closing, 0), tr)]
    if paid_until := found.facts["paid_until"]:
        lines.append(tr.gettext("Payments are counted up to {date}.", date=tr.date(date.fromisoformat(paid_until))))
    return replace(screen, text="\n\n".join((screen.text, "\n".join(lines), sign_rule(tr))))


def refused(refusal: ActRefused, tr: Translator, retailer: Retailer) -> Screen:
    parts = (
        tr.gettext("⚠️ This act cannot be made: the data of the accounting system contradict themselves."),
        _broken(refusal, tr),
        tr.gettext(
            "A wrong paper would help nobody, so nothing is printed. Please tell us, and the data will be put right; "
            "or take a period without this month."
        ),
        contacts(retailer, tr),
    )
    return Screen(text="\n\n".join(parts), keyboard=keyboard.refused(refusal, tr))


def _broken(refusal: ActRefused, tr: Translator) -> Html:
    broken = refusal.broken
    month, difference = tr.month(broken.period), tr.money(abs(broken.difference))
    said: dict[BrokenPart, Html] = {
        "balance": tr.gettext("{month}: the sums of the balance do not add up.", month=month),
        "carried": tr.gettext(
            "{month}: the opening balance is not the closing balance of the month before.", month=month
        ),
        "accrued": tr.gettext("{month}: the accruals are not those that the balance counts.", month=month),
        "corrections": tr.gettext("{month}: the corrections are not those that the balance counts.", month=month),
        "paid": tr.gettext("{month}: the payments are not those that the balance counts.", month=month),
        "missing": tr.gettext("{month}: no data were delivered.", month=month),
    }
    if broken.part == "missing":
        return said["missing"]
    return Html(" ".join((said[broken.part], tr.gettext("Difference: <b>{sum}</b>", sum=difference))))


def _head(offer: Offer, tr: Translator) -> list[str]:
    lines: list[str] = [tr.gettext("<b>Reconciliation act</b>"), account_line(offer.account, tr)]
    return [*lines, service_line(offer.chosen.service, tr)] if offer.chosen else lines


def _dots(tr: Translator) -> Html:
    return tr.gettext("<i>Months without data are marked with a dot.</i>")


def _year(asked: str, offer: Offer) -> int:
    """Return the year that the calendar shows: the one asked for, or the nearest that has data."""
    years = [each.year for each in offer.periods] or [int(asked)]
    return min(max(int(asked), min(years)), max(years))
