"""Words of the refusals of the calculator: which value, what is wrong with it, and the way on."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.keyboards import calculator as keyboard
from bot.screens.calculator_words import figure
from bot.screens.help import contacts
from bot.screens.readings_words import zone
from bot.screens.screen import Screen
from core.i18n import Translator
from core.retailer import Retailer
from core.tariffs import asked, model, typed


def numbers_not_understood(refusal: typed.NumbersNotUnderstood, tr: Translator, _retailer: Retailer) -> Screen:
    if refusal.wanted == 1:
        way = tr.gettext("Write one number. Example: <code>152</code> or <code>12345,6</code>.")
    else:
        way = tr.ngettext(
            "Write {count} number.",
            "Write {count} numbers with spaces between them, and none inside a number.",
            refusal.wanted,
        )
    lines = (tr.gettext("I did not understand «{text}».", text=refusal.text), way)
    return Screen(text="\n".join(lines), keyboard=keyboard.refused(tr))


def number_too_long(refusal: typed.NumberTooLong, tr: Translator, _retailer: Retailer) -> Screen:
    lines = [
        tr.gettext("You wrote: «{text}».", text=refusal.text),
        tr.gettext("Too many digits. Allowed: {digits}.", digits=refusal.digits),
    ]
    if refusal.places:
        lines.append(tr.gettext("After the comma: {digits}.", digits=refusal.places))
    else:
        lines.append(tr.gettext("Leave out what stands after the comma or in a red frame."))
    return Screen(text="\n".join(lines), keyboard=keyboard.refused(tr))


def day_outside(refusal: asked.DayOutside, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("The day {date} cannot be chosen.", date=tr.short_date(refusal.given)),
        tr.gettext(
            "Choose one from {first} to {last}.",
            first=tr.short_date(refusal.first),
            last=tr.short_date(refusal.last),
        ),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.refused(tr))


def period_empty(refusal: model.PeriodEmpty, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext(
        "The period has no day: it would be from {first} to {last}.",
        first=tr.short_date(refusal.opened),
        last=tr.short_date(refusal.closed),
    )
    return Screen(text=text, keyboard=keyboard.refused(tr))


def residents_out_of_range(refusal: asked.ResidentsOutOfRange, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("«{text}» is not a number of residents.", text=refusal.text),
        tr.gettext("Write a whole number from 1 to {most}.", most=refusal.most),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.refused(tr))


def below_opening(refusal: model.ReadingBelowOpening, tr: Translator, _retailer: Retailer) -> Screen:
    lines = [
        tr.gettext(
            "The reading cannot be less than the previous one. Previous: {prev}.", prev=figure(refusal.previous, tr)
        )
    ]
    if refusal.zone != model.TOTAL:
        lines.append(tr.gettext("Zone: <b>{zone}</b>", zone=zone(refusal.zone, tr)))
    lines.append(tr.gettext("Look at the meter again and send the number that it shows."))
    return Screen(text="\n".join(lines), keyboard=keyboard.refused(tr))


def no_tariff(refusal: model.NoTariff, tr: Translator, retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("No tariff is known for {date} and this plan.", date=tr.short_date(refusal.day)),
        tr.gettext("Choose other days or another tariff plan, or ask the company:"),
        contacts(retailer, tr),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.refused(tr))


def tariffs_unknown(_refusal: asked.TariffsUnknown, tr: Translator, retailer: Retailer) -> Screen:
    said = tr.gettext(
        "The tariffs have not arrived from the company yet, so nothing can be calculated. Ask the company:"
    )
    return Screen(text="\n\n".join((said, contacts(retailer, tr))), keyboard=keyboard.gone(tr))


def too_little_history(refusal: model.TooLittleHistory, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.ngettext(
        "The accepted readings cover {count} day only: too few for an average.",
        "The accepted readings cover {count} days only: too few for an average.",
        refusal.days,
    )
    return Screen(text=text, keyboard=keyboard.refused(tr))


def gone(_refusal: asked.CalculationGone, tr: Translator, _retailer: Retailer) -> Screen:
    toast = tr.plain.gettext("This button is out of date.")
    text = tr.gettext("That calculation is closed. Start a new one: no reading was sent from it.")
    return Screen(text=text, toast=toast, keyboard=keyboard.gone(tr), anew=True)


WORDS: Mapping[type, Callable[[Any, Translator, Retailer], Screen]] = {
    typed.NumbersNotUnderstood: numbers_not_understood,
    typed.NumberTooLong: number_too_long,
    asked.DayOutside: day_outside,
    asked.ResidentsOutOfRange: residents_out_of_range,
    asked.TariffsUnknown: tariffs_unknown,
    asked.CalculationGone: gone,
    model.PeriodEmpty: period_empty,
    model.ReadingBelowOpening: below_opening,
    model.NoTariff: no_tariff,
    model.TooLittleHistory: too_little_history,
}
