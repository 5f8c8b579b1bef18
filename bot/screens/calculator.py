"""What the calculator asks; what it shows is `calculator_result.py`."""

from collections.abc import Sequence

from bot.keyboards import calculator as keyboard
from bot.screens import calculator_result
from bot.screens.calculator_words import group, household_lines, reading_lines, span
from bot.screens.readings_words import meter_line, zone, zones
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.accounts.model import LinkedAccount
from core.i18n import Html, Translator
from core.period import Period
from core.retailer import Retailer
from core.tariffs.asked import Question, Unit
from core.tariffs.found import Look

_MOST_ON_BUTTONS = 8


def look(found: Look, of: int, retailer: Retailer, tr: Translator) -> Screen:
    """Return the next question, or the result."""
    if found.question is None:
        return calculator_result.result(found, of, retailer, tr)
    return question(found, found.question, of, retailer, tr)


def question(found: Look, asked: Question, of: int, retailer: Retailer, tr: Translator) -> Screen:
    match asked:
        case Question.NUMBERS:
            return _numbers(found, of, retailer, tr)
        case Question.ROLLOVER:
            return _rollover(found, of, retailer, tr)
        case Question.METER:
            labels = [
                (" · ".join(filter(None, (meter.serial_no, meter.point_name))) or "—", str(place))
                for place, meter in enumerate(found.meters)
            ]
            return _choice(found, of, "meter", tr.gettext("Which meter?"), labels, retailer, tr)
        case Question.GROUP:
            labels = [(group(code, retailer, tr), str(place)) for place, code in enumerate(found.groups)]
            return _choice(found, of, "group", tr.gettext("Who uses the electricity?"), labels, retailer, tr)
        case _:
            return _of_household(found, asked, of, retailer, tr)


def _of_household(found: Look, asked: Question, of: int, retailer: Retailer, tr: Translator) -> Screen:
    fact: keyboard.Fact
    match asked:
        case Question.SCHEME:
            said, fact = tr.gettext("Which tariff plan?"), "scheme"
            labels = [(_short_plan(scheme, tr), scheme) for scheme in found.schemes]
        case Question.STOVE:
            said, fact = tr.gettext("Which stove does the dwelling have?"), "stove"
            electric, other = tr.pgettext("button", "Electric stove"), tr.pgettext("button", "Gas stove or none")
            labels = [(electric, "E"), (other, "G")]
        case Question.BENEFIT:
            said, fact = tr.gettext("Is there a benefit?"), "benefit"
            labels = [
                (tr.pgettext("button", "No benefit"), "none"),
                (tr.pgettext("button", "Single pensioner"), "single"),
            ]
        case _:
            said = tr.gettext("How many people live there permanently? Press the number or write it.")
            fact, labels = "residents", [(str(count), str(count)) for count in range(1, _MOST_ON_BUTTONS + 1)]
    return _choice(found, of, fact, said, labels, retailer, tr)


def _choice(
    found: Look,
    of: int,
    fact: keyboard.Fact,
    said: str,
    labels: Sequence[tuple[str, str]],
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    text = "\n\n".join(("\n".join(_head(found, retailer, tr)), f"<b>{said}</b>"))
    return Screen(text=text, keyboard=keyboard.choices(found, of, fact, labels, tr))


def _head(found: Look, retailer: Retailer, tr: Translator) -> list[str]:
    """Return whose calculation it is, and what has been settled of it."""
    lines: list[str] = [tr.gettext("<b>Charge calculator</b>")]
    if found.account:
        lines.append(account_line(found.account, tr))
    if found.meter:
        lines.append(meter_line(found.meter, retailer, tr))
    return [*lines, *household_lines(found, retailer, tr)]


def _numbers(found: Look, of: int, retailer: Retailer, tr: Translator) -> Screen:
    parts = ["\n".join((*_head(found, retailer, tr), span(found, tr)))]
    parts += [*typed(found, tr), "\n".join(wanted(found, tr))]
    if len(found.missing) > 1 and (found.unit is Unit.KWH or found.missing[0].last is not None):
        names = zones([dial.zone for dial in found.missing], tr)
        parts.append(tr.gettext("Or all of them in one line: {zones}.", zones=names))
    return Screen(text="\n\n".join(parts), keyboard=keyboard.numbers(found, of, _units(found, tr), tr))


def typed(found: Look, tr: Translator) -> list[str]:
    """Return the zones that have their numbers already."""
    return ["\n".join(reading_lines(found, tr))] if found.missing and found.asked.numbers else []


def wanted(found: Look, tr: Translator) -> list[str]:
    dial = (found.missing or found.dials)[0]
    lines: list[str] = []
    if len(found.dials) > 1:
        lines.append(tr.gettext("Zone: <b>{zone}</b>", zone=zone(dial.zone, tr)))
    if found.unit is Unit.KWH:
        return [*lines, tr.gettext("<b>How many kWh?</b> Write the number.")]
    if dial.last is None:
        lines.append(tr.gettext("<b>Write two readings with a space between: the first and the last.</b>"))
        return [*lines, tr.gettext("Example: <code>8590 8742</code>.")]
    asked = tr.gettext(
        "Enter the current reading. Previous: {prev} ({date}).",
        prev=tr.quantity(int(dial.last * 1000)),
        date=tr.short_date(found.opened),
    )
    return [*lines, f"<b>{asked}</b>"]


def _units(found: Look, tr: Translator) -> list[tuple[str, Unit]]:
    """Return what else a number may mean: readings only where there is a dial that they can be of."""
    if found.unit is Unit.READINGS:
        return [(tr.pgettext("button", "Enter kWh"), Unit.KWH)]
    if found.may_read:
        return [(tr.pgettext("button", "Enter readings"), Unit.READINGS)]
    return []


def _rollover(found: Look, of: int, retailer: Retailer, tr: Translator) -> Screen:
    lines = "\n".join(reading_lines(found, tr))
    asked = tr.gettext("Has the meter rolled over zero?")
    text = "\n\n".join(("\n".join(_head(found, retailer, tr)), Html(lines), f"<b>{asked}</b>"))
    return Screen(text=text, keyboard=keyboard.passed_zero(of, tr))


def ask_day(found: Look, of: int, month: Period | None, retailer: Retailer, tr: Translator, *, opening: bool) -> Screen:
    """Offer the days that the period may begin with, or end with."""
    day = found.opened if opening else found.closed
    first = found.earliest if opening else found.first_day
    last = found.before_closed if opening else found.last_day
    if opening:
        said = tr.gettext("<b>From which day?</b> What was used after that day counts.")
    elif found.by_meter:
        said = tr.gettext("<b>On which day was the meter read?</b>")
    else:
        said = tr.gettext("<b>Up to which day?</b>")
    hint = tr.gettext("Choose below, or write it: <code>15.11.2026</code> or 15.11.")
    text = "\n\n".join(("\n".join(_head(found, retailer, tr)), "\n".join((said, hint))))
    shown = month or Period.of(day)
    return Screen(text=text, keyboard=keyboard.ask_day(of, shown, (first, last), tr, opening=opening))


def choose_account(linked: Sequence[LinkedAccount], shown: int, tr: Translator) -> Screen:
    text = tr.gettext("Which account shall I calculate for?")
    return Screen(text=text, keyboard=keyboard.accounts(linked, shown, tr))


def _short_plan(scheme: str, tr: Translator) -> str:
    """Return the tariff plan as it fits on a button."""
    match scheme:
        case "level":
            return tr.pgettext("button", "By levels")
        case "zone":
            return tr.pgettext("button", "By zones of the day")
        case _:
            return tr.pgettext("button", "One average price")
