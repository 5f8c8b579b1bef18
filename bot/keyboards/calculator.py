"""What may be tapped in the calculator; a button names its calculation, so an old one changes no other."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from bot.keyboards import back, inline, tap
from bot.keyboards.accounts import names_of
from bot.keyboards.calendar import as_text as month_text
from bot.keyboards.cancel import cancel
from bot.keyboards.days import DayText, days
from bot.keyboards.days import as_text as day_text
from bot.keyboards.documents_make import alternative_label
from core.accounts.model import LinkedAccount
from core.i18n import Translator
from core.period import Period
from core.retailer import Retailer
from core.tariffs.asked import Unit
from core.tariffs.found import Look

_LONGEST_LABEL = 40

Fact = Literal["meter", "group", "scheme", "stove", "benefit", "residents", "unit", "rollover"]
MonthOrNone = Annotated[str, Field(pattern=r"^([1-9][0-9]{3}(0[1-9]|1[0-2]))?$", max_length=6)]
ToText = Annotated[str, Field(pattern=r"^[A-Za-z0-9]*$", max_length=8)]


class OpenCalculator(CallbackData, prefix="calc"):
    """Begin with an account; 0: the current one, or none where nothing is linked."""

    link_id: int = 0


class CalculateFreely(CallbackData, prefix="calcfree"):
    """Begin without an account: everything is chosen."""


class OtherCalculator(CallbackData, prefix="calcother"):
    """Show the linked accounts, to calculate for another one."""

    link_id: int


class ChooseFact(CallbackData, prefix="calcset"):
    """Choose; meters and groups by their place on the screen, their codes need not fit into a button."""

    of: int
    fact: Fact
    to: ToText


class AskFact(CallbackData, prefix="calcask"):
    """Offer the choices of one fact of a result, to see what would be."""

    of: int
    fact: Literal["scheme", "stove", "benefit", "residents", "numbers"]


class AskCalculatorDay(CallbackData, prefix="calcday"):
    """Offer the days of a month; an empty month is that of the day in force."""

    of: int
    opening: bool
    month: MonthOrNone = ""


class PickCalculatorDay(CallbackData, prefix="calcof"):
    of: int
    opening: bool
    day: DayText


class ShowCalculation(CallbackData, prefix="calcshow"):
    """Show it as it stands; 0: the one that is under way."""

    of: int = 0
    formula: bool = False


class TakeBack(CallbackData, prefix="calcback"):
    """Choose the last thing anew."""

    of: int


class SendCalculated(CallbackData, prefix="calcsend"):
    """Submit the reading that was calculated with."""

    of: int


class InvoiceCalculated(CallbackData, prefix="calc_alt"):
    """Form an alternative invoice of what was calculated."""

    of: int


def open_calculator(tr: Translator) -> InlineKeyboardButton:
    return tap("🧮 " + tr.pgettext("button", "Charge calculator"), OpenCalculator())


def choices(
    found: Look, of: int, fact: Fact, labels: Sequence[tuple[str, str]], tr: Translator
) -> InlineKeyboardMarkup:
    """Return one button for each (label, value), four in a row where they are as short as numbers."""
    taps = [tap(_clip(label), ChooseFact(of=of, fact=fact, to=to)) for label, to in labels]
    size = 4 if all(len(label) <= 2 for label, _ in labels) else 1
    return inline(*(taps[at : at + size] for at in range(0, len(taps), size)), leave(found, of, tr))


def numbers(found: Look, of: int, units: Sequence[tuple[str, Unit]], tr: Translator) -> InlineKeyboardMarkup:
    """Return what may be done instead of typing; `units` are the other things that a number may mean."""
    switch = [tap("🔁 " + label, ChooseFact(of=of, fact="unit", to=unit.value)) for label, unit in units]
    return inline(switch, dates(found, of, tr), _elsewhere(found, tr), leave(found, of, tr))


def result(found: Look, of: int, retailer: Retailer, tr: Translator, *, formula: bool) -> InlineKeyboardMarkup:
    asks = {
        "residents": "👥 " + tr.pgettext("button", "Residents"),
        "stove": "🍳 " + tr.pgettext("button", "Stove"),
        "benefit": "🎖 " + tr.pgettext("button", "Benefit"),
    }
    changes = [tap(label, AskFact(of=of, fact=fact)) for fact, label in asks.items() if fact in found.matters]
    if len(found.schemes) > 1:
        changes.append(tap("🏷 " + tr.pgettext("button", "Tariff plan"), AskFact(of=of, fact="scheme")))
    changes.append(tap("✏️ " + tr.pgettext("button", "Other numbers"), AskFact(of=of, fact="numbers")))
    send = tap("📤 " + tr.pgettext("button", "Send this reading"), SendCalculated(of=of))
    invoice = tap("🧾 " + alternative_label(retailer, tr), InvoiceCalculated(of=of))
    may_invoice = found.as_metered and retailer.documents.alternative_enabled
    label = tr.pgettext("button", "Without formulas") if formula else tr.pgettext("button", "Show the formulas")
    return inline(
        [send] if found.can_send else [],
        [invoice] if may_invoice else [],
        [tap("🔍 " + label, ShowCalculation(of=of, formula=not formula))],
        *(changes[at : at + 2] for at in range(0, len(changes), 2)),
        dates(found, of, tr),
        _elsewhere(found, tr),
        [] if found.account else [tap("🆕 " + tr.pgettext("button", "Start over"), CalculateFreely())],
    )


def dates(found: Look, of: int, tr: Translator) -> list[InlineKeyboardButton]:
    closed = AskCalculatorDay(of=of, opening=False)
    if found.by_meter:
        return [tap("📅 " + tr.pgettext("button", "Change the date"), closed)]
    opened = AskCalculatorDay(of=of, opening=True)
    return [
        tap("📅 " + tr.pgettext("button", "From: {day}", day=tr.short_date(found.opened)), opened),
        tap("📅 " + tr.pgettext("button", "To: {day}", day=tr.short_date(found.closed)), closed),
    ]


def ask_day(of: int, month: Period, span: tuple[date, date], tr: Translator, *, opening: bool) -> InlineKeyboardMarkup:
    def pick(day: date) -> PickCalculatorDay:
        return PickCalculatorDay(of=of, opening=opening, day=day_text(day))

    def turn(to: Period) -> AskCalculatorDay:
        return AskCalculatorDay(of=of, opening=opening, month=month_text(to))

    return inline(*days(month, *span, pick, turn, tr), [back(ShowCalculation(of=of), tr), cancel(tr)])


def passed_zero(of: int, tr: Translator) -> InlineKeyboardMarkup:
    yes = tap("✅ " + tr.pgettext("button", "Yes, it has passed zero"), ChooseFact(of=of, fact="rollover", to="1"))
    other = tap("✏️ " + tr.pgettext("button", "Other numbers"), AskFact(of=of, fact="numbers"))
    return inline([yes], [other], [cancel(tr)])


def accounts(linked: Sequence[LinkedAccount], shown: int, tr: Translator) -> InlineKeyboardMarkup:
    names = names_of(linked, shown, tr)
    rows = [[tap(names[each.link_id], OpenCalculator(link_id=each.link_id))] for each in linked]
    return inline(*rows, [back(OpenCalculator(link_id=shown), tr)])


def leave(found: Look, of: int, tr: Translator) -> list[InlineKeyboardButton]:
    """Return the ways back and out of a question."""
    if found.result:
        return [back(ShowCalculation(of=of), tr), cancel(tr)]
    return [back(TakeBack(of=of), tr), cancel(tr)] if found.asked.back() else [cancel(tr)]


def refused(tr: Translator) -> InlineKeyboardMarkup:
    """Return the ways on from a refusal; what was chosen before it still stands."""
    return inline([back(ShowCalculation(), tr), cancel(tr)])


def gone(tr: Translator) -> InlineKeyboardMarkup:
    return inline([open_calculator(tr)])


def _elsewhere(found: Look, tr: Translator) -> list[InlineKeyboardButton]:
    if found.account is None:
        return []
    link_id = found.account.link_id
    other = [tap("🔄 " + tr.pgettext("button", "Another account"), OtherCalculator(link_id=link_id))]
    free = tap("🏘 " + tr.pgettext("button", "Without an account"), CalculateFreely())
    return [*(other if found.others else []), free]


def _clip(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
