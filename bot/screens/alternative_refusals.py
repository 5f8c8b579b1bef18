"""Words of the refusals of alternative invoices: which value, what is wrong with it, and the way on."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.keyboards import alternative as keyboard
from bot.screens import anything, calculator_refusals
from bot.screens.alternative import nothing_to_start_from
from bot.screens.screen import Screen
from core.alternative import model
from core.i18n import Translator
from core.retailer import Retailer


def off(_refusal: model.AlternativeOff, tr: Translator, _retailer: Retailer) -> Screen:
    return anything.out_of_date(tr)


def gone(refusal: model.AlternativeGone, tr: Translator, _retailer: Retailer) -> Screen:
    toast = tr.plain.gettext("This button is out of date.")
    text = tr.gettext("That invoice is closed. Start a new one under /documents; those that were made remain good.")
    return Screen(text=text, toast=toast, keyboard=keyboard.gone(refusal.link_id, tr), anew=True)


def no_reading(refusal: model.NoReadingToStartFrom, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=nothing_to_start_from(tr), keyboard=keyboard.other_way(refusal.link_id, refusal.mark, tr))


def not_taken(refusal: model.NotTaken, tr: Translator, retailer: Retailer) -> Screen:
    """Return the calculator's words, with the ways on of this flow."""
    kind = next(kind for kind in type(refusal.why).__mro__ if kind in calculator_refusals.WORDS)
    said = calculator_refusals.WORDS[kind](refusal.why, tr, retailer)
    return replace(said, keyboard=keyboard.refused(tr))


def sum_not_understood(refusal: model.SumNotUnderstood, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("«{text}» is not an amount.", text=refusal.text),
        tr.gettext("Write the number alone, with tiyn if there are any. Example: <code>4 667,34</code>."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.refused(tr))


def sum_out_of_range(refusal: model.SumOutOfRange, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("An invoice cannot be made for {sum}.", sum=tr.money(refusal.given)),
        tr.gettext("Write a sum above zero, up to {most}.", most=tr.money(refusal.most)),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.refused(tr))


WORDS: Mapping[type, Callable[[Any, Translator, Retailer], Screen]] = {
    model.AlternativeOff: off,
    model.AlternativeGone: gone,
    model.NoReadingToStartFrom: no_reading,
    model.NotTaken: not_taken,
    model.SumNotUnderstood: sum_not_understood,
    model.SumOutOfRange: sum_out_of_range,
}
