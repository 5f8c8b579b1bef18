"""Which two months are compared, of which service; all that a press means stands in the button itself."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import AnyMark, Number, back, inline, tap
from bot.keyboards.appeals import dispute
from bot.keyboards.balance_statement import OpenBalance, OpenCharges
from bot.keyboards.bills import OpenBill
from bot.keyboards.calendar import MonthText, YearText, as_period, as_text, months
from bot.keyboards.changes_ask import AnyMonth, Origin, WhyChanged
from bot.keyboards.support_ask import ask, months_ref
from core.changes.model import ChargedMonths, Explanation
from core.desk.model import About
from core.i18n import Translator
from core.period import Period

_YEAR = 12
_LONGEST_LABEL = 40
_MOST_SERVICES = 90  # Telegram takes a hundred buttons


class PickLater(CallbackData, prefix="chlater"):
    """Ask for the one month; `later` and `earlier` are the pair to go back to."""

    link_id: Number
    service: AnyMark
    of: Origin
    later: AnyMonth
    earlier: AnyMonth
    year: YearText


class PickEarlier(CallbackData, prefix="chearlier"):
    """Ask for the month that `later` is compared with."""

    link_id: Number
    service: AnyMark
    of: Origin
    later: MonthText
    year: YearText


class PickCompared(CallbackData, prefix="chservice"):
    """Offer the services."""

    link_id: Number
    service: AnyMark
    of: Origin
    later: AnyMonth
    earlier: AnyMonth


def explained(shown: Explanation, asked: WhyChanged, tr: Translator) -> InlineKeyboardMarkup:
    pair = _pair(shown, asked)
    table = tap("📊 " + tr.pgettext("button", "Parts of the difference"), pair.model_copy(update={"table": "1"}))
    short = tap("💬 " + tr.pgettext("button", "In short"), pair.model_copy(update={"table": ""}))
    other = {"link_id": pair.link_id, "service": pair.service, "of": pair.of, "later": pair.later}
    year = str(shown.later.period.year)
    any_months = tap("📅 " + tr.pgettext("button", "Other months"), PickLater(**other, earlier=pair.earlier, year=year))
    service = tap("🧾 " + tr.pgettext("button", "Service"), PickCompared(**other, earlier=pair.earlier))
    return inline(
        [short if asked.table else table],
        [
            _preset(tr.pgettext("button", "Month before"), 1, pair),
            _preset(tr.pgettext("button", "Year before"), _YEAR, pair),
        ],
        [any_months, service] if len(shown.services) > 1 else [any_months],
        [
            ask(About.CHARGE, pair.link_id, months_ref(shown.later.period, shown.earlier.period), tr),
            dispute(pair.link_id, pair.later, tr),
        ],
        [_leave(pair, tr)],
    )


def later_month(asked: PickLater, known: ChargedMonths, year: int, tr: Translator) -> InlineKeyboardMarkup:
    def pick(period: Period) -> PickEarlier:
        return PickEarlier(
            link_id=asked.link_id, service=asked.service, of=asked.of, later=as_text(period), year=str(period.year)
        )

    def turn(to: int) -> PickLater:
        return asked.model_copy(update={"year": str(to)})

    kept = WhyChanged(**asked.model_dump(exclude={"year"}))
    return inline(*months(year, known.periods, pick, turn, tr), [back(kept, tr)])


def earlier_month(asked: PickEarlier, known: ChargedMonths, year: int, tr: Translator) -> InlineKeyboardMarkup:
    def pick(period: Period) -> WhyChanged:
        return WhyChanged(**asked.model_dump(exclude={"year"}), earlier=as_text(period))

    def turn(to: int) -> PickEarlier:
        return asked.model_copy(update={"year": str(to)})

    leave = PickLater(**asked.model_dump(exclude={"year"}), earlier="", year=asked.later[:4])
    return inline(*months(year, known.periods, pick, turn, tr), [back(leave, tr)])


def services(asked: PickCompared, known: ChargedMonths, tr: Translator) -> InlineKeyboardMarkup:
    def choose(mark: str, label: str) -> InlineKeyboardButton:
        chosen = "✅ " if mark == asked.service else ""
        return tap(f"{chosen}{label}", WhyChanged(**asked.model_dump(exclude={"service"}), service=mark))

    labels = {"": tr.pgettext("button", "All services")}
    labels |= {each.mark: each.name(tr.language)[:_LONGEST_LABEL] for each in known.services[:_MOST_SERVICES]}
    return inline(
        *([choose(mark, label)] for mark, label in labels.items()), [back(WhyChanged(**asked.model_dump()), tr)]
    )


def _pair(shown: Explanation, asked: WhyChanged) -> WhyChanged:
    """Return the pair that is shown, which the asked one may have left open."""
    months = {"later": as_text(shown.later.period), "earlier": as_text(shown.earlier.period)}
    return asked.model_copy(update=months)


def _preset(label: str, months: int, pair: WhyChanged) -> InlineKeyboardButton:
    earlier = as_text(as_period(pair.later).plus(-months))
    chosen = "✅ " if earlier == pair.earlier else ""
    return tap(f"{chosen}{label}", pair.model_copy(update={"earlier": earlier}))


def _leave(pair: WhyChanged, tr: Translator) -> InlineKeyboardButton:
    """Return the way back to where it was asked; to the later month of the pair where that is a month."""
    link_id, month = pair.link_id, pair.later
    match pair.of:
        case "c":
            return back(OpenCharges(link_id=link_id, service=pair.service, span=f"{month}-{month}", month=month), tr)
        case "p":
            return back(OpenBill(link_id=link_id, month=month), tr)
        case _:
            return back(OpenBalance(link_id=link_id), tr)
