"""Why one month costs more than another: one honest sentence, and the ways to other months."""

from bot.keyboards import changes as keyboard
from bot.keyboards.calendar import as_period
from bot.keyboards.changes import PickCompared, PickEarlier, PickLater
from bot.keyboards.changes_ask import WhyChanged
from bot.keyboards.menu import main_menu
from bot.screens.balance import service_line
from bot.screens.changes_words import reason
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.changes.model import ChargedMonths, Explanation, NothingCharged, NothingToCompare, Part, SameMonth
from core.i18n import Html, Translator
from core.retailer import Retailer


def explained(shown: Explanation, asked: WhyChanged, tr: Translator) -> Screen:
    parts = ["\n".join(head(shown, tr)), "\n".join((_sentence(shown, tr), *_reasons(shown, tr)))]
    notes = "\n".join(_notes(shown, tr))
    return Screen(
        text="\n\n".join(filter(None, (*parts, _sums(shown, tr), notes, what_is_compared(tr)))),
        keyboard=keyboard.explained(shown, asked, tr),
    )


def head(shown: Explanation, tr: Translator) -> list[str]:
    service = service_line(shown.service, tr) if shown.service else tr.gettext("<b>All services together</b>")
    return [tr.gettext("<b>Why did it change?</b>"), account_line(shown.account, tr), service]


def what_is_compared(tr: Translator) -> Html:
    return tr.gettext(
        "<i>What was charged is compared: accruals, recalculations and penalty. Payments and earlier debts are not "
        "part of it.</i>"
    )


def ask_later(asked: PickLater, known: ChargedMonths, tr: Translator) -> Screen:
    year = _year(int(asked.year), known)
    lines = (account_line(known.account, tr), tr.gettext("<b>Which month do you want explained?</b>"), _dots(tr))
    return Screen(text="\n".join(lines), keyboard=keyboard.later_month(asked, known, year, tr))


def ask_earlier(asked: PickEarlier, known: ChargedMonths, tr: Translator) -> Screen:
    month, year = tr.month(as_period(asked.later)), _year(int(asked.year), known)
    lines = (
        account_line(known.account, tr),
        tr.gettext("Month: {month}", month=month),
        tr.gettext("<b>Which month is it to be compared with?</b>"),
        _dots(tr),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.earlier_month(asked, known, year, tr))


def choose_service(asked: PickCompared, known: ChargedMonths, tr: Translator) -> Screen:
    lines = (account_line(known.account, tr), tr.gettext("Which service do you want explained?"))
    return Screen(text="\n".join(lines), keyboard=keyboard.services(asked, known, tr))


def nothing_to_compare(_refusal: NothingToCompare, tr: Translator, _retailer: Retailer) -> Screen:
    said = tr.gettext(
        "It takes two charged months to compare, and there are too few so far. Please come back after the next bill."
    )
    return Screen(text=said, keyboard=main_menu(tr), anew=True)


def nothing_charged(refusal: NothingCharged, tr: Translator, _retailer: Retailer) -> Screen:
    month = tr.month(refusal.period)
    said = tr.plain.gettext("Nothing is charged for this month in the data: {month}. Pick another one.", month=month)
    return Screen(toast=said, alert=True)


def same_month(refusal: SameMonth, tr: Translator, _retailer: Retailer) -> Screen:
    month = tr.month(refusal.period)
    said = tr.plain.gettext("This is the month itself: {month}. Pick another one.", month=month)
    return Screen(toast=said, alert=True)


def _year(asked: int, known: ChargedMonths) -> int:
    """Return the year asked for, or the nearest one with data."""
    years = [each.year for each in known.periods] or [asked]
    return min(max(asked, min(years)), max(years))


def _dots(tr: Translator) -> Html:
    return tr.gettext("<i>Months without data are marked with a dot.</i>")


def _sentence(shown: Explanation, tr: Translator) -> Html:
    later, earlier = tr.month(shown.later.period), tr.month(shown.earlier.period)
    money = tr.money(abs(shown.difference))
    if shown.difference > 0:
        return tr.gettext(
            "In {later} <b>{sum}</b> more was charged than in {earlier}.", later=later, earlier=earlier, sum=money
        )
    if shown.difference < 0:
        return tr.gettext(
            "In {later} <b>{sum}</b> less was charged than in {earlier}.", later=later, earlier=earlier, sum=money
        )
    money = tr.money(shown.later.charged)
    return tr.gettext(
        "In {later} as much was charged as in {earlier}: <b>{sum}</b>.", later=later, earlier=earlier, sum=money
    )


def _reasons(shown: Explanation, tr: Translator) -> list[str]:
    main, against = shown.main, shown.against
    if not main:
        balanced = tr.gettext("Rises and falls have balanced each other.")
        return [balanced if shown.parts else tr.gettext("None of its parts has changed.")]
    lines: list[str] = [tr.gettext("The main reason: {reason} ({sum}).", **_said(main[0], shown, tr))]
    lines += [tr.gettext("One more reason: {reason} ({sum}).", **_said(each, shown, tr)) for each in main[1:]]
    if against:
        lines.append(tr.gettext("At the same time: {reason} ({sum}).", **_said(against, shown, tr)))
    return lines


def _said(part: Part, shown: Explanation, tr: Translator) -> dict[str, object]:
    return {"reason": reason(part, shown, tr), "sum": f"{tr.signed(part.amount)}\u00a0₸"}


def _sums(shown: Explanation, tr: Translator) -> str:
    sides = ((tr.short_month(each.period), tr.money(each.charged)) for each in (shown.earlier, shown.later))
    return " → ".join(f"{month}: <b>{money}</b>" for month, money in sides)


def _notes(shown: Explanation, tr: Translator) -> list[str]:
    """Say which of the months rests on no reading that has come since."""
    open_ones = (
        (shown.earlier, any(each.estimated[0] and not each.settles[1] for each in shown.facts)),
        (shown.later, any(each.estimated[1] for each in shown.facts)),
    )
    return [
        tr.gettext(
            "⚠️ {month} is charged without a reading: one that is taken later settles it.", month=tr.month(side.period)
        )
        for side, is_open in open_ones
        if is_open
    ]
