"""A reading under way: what is asked next, and on which day it was. Once complete it is `drafts_check.py`."""

from dataclasses import replace
from datetime import date

from aiogram.enums import ContentType
from aiogram.types import InlineKeyboardButton

from bot.keyboards import drafts as keyboard
from bot.keyboards.readings import elsewhere
from bot.screens.anything import what
from bot.screens.drafts_check import ask, check, head
from bot.screens.readings import window
from bot.screens.readings_words import source, value_lines, zone, zones
from bot.screens.screen import Screen
from core.i18n import Html, Translator
from core.period import Period
from core.readings.model import Draft, Overview, Register
from core.retailer import Retailer


def draft(shown: Draft, retailer: Retailer, tr: Translator) -> Screen:
    if shown.missing:
        return ask_value(shown, retailer, tr)
    return ask(shown, retailer, tr) if shown.question else check(shown, retailer, tr)


def ask_value(shown: Draft, retailer: Retailer, tr: Translator, of: Overview | None = None) -> Screen:
    """Ask for the next register; `of`: as the first thing of the flow, with the ways to everything else of it."""
    parts = [
        "\n".join((*head(shown, retailer, tr), *value_lines(shown.values, tr, with_use=shown.account is not None)))
    ]
    parts.append(_enter(shown, shown.missing[0], tr))
    if not shown.values and len(shown.missing) > 1:
        names = zones([register.zone for register in shown.missing], tr)
        parts.append(tr.gettext("Or all of them in one line: {zones}.", zones=names))
    if of is not None:
        parts.append(window(of, retailer, tr))
    more: list[list[InlineKeyboardButton]] = elsewhere(of, tr) if of else []
    return Screen(text="\n\n".join(parts), keyboard=keyboard.ask_value(shown, tr, *more))


def ask_again(shown: Draft, retailer: Retailer, tr: Translator) -> Screen:
    """Ask for all values of a draft once more."""
    registers = shown.meter.registers
    if len(registers) == 1:
        said = _enter(shown, registers[0], tr)
    else:
        names = zones([register.zone for register in registers], tr)
        said = tr.gettext("Enter all readings in one line: {zones}.", zones=names)
    text = "\n\n".join(("\n".join(head(shown, retailer, tr)), said))
    return Screen(text=text, keyboard=keyboard.ask_again(shown.id, tr))


def still_here(shown: Draft, kind: str, retailer: Retailer, tr: Translator) -> Screen:
    """Answer what fits neither the question nor the last look, and show that once more."""
    screen = draft(shown, retailer, tr)
    said = tr.gettext("I am waiting for your answer to this:") if kind == ContentType.TEXT else what(kind, tr)
    return replace(screen, text=f"{said}\n\n{screen.text}")


def _enter(shown: Draft, register: Register, tr: Translator) -> str:
    lines = [tr.gettext("Zone: <b>{zone}</b>", zone=zone(register.zone, tr))] if len(shown.meter.registers) > 1 else []
    last = register.last if shown.account else None
    if last is None:
        return "\n".join([*lines, tr.gettext("Enter the current reading.")])
    asked = tr.gettext(
        "Enter the current reading. Previous: {prev} ({date}).",
        prev=tr.quantity(last.value),
        date=tr.short_date(last.date),
    )
    given = tr.gettext("Source of the previous reading: {source}.", source=Html(source(last, tr)))
    return "\n".join([*lines, asked, given])


def ask_day(shown: Draft, month: Period, first: date, last: date, retailer: Retailer, tr: Translator) -> Screen:
    asked = tr.gettext("<b>On which day was the meter read?</b>")
    hint = tr.gettext("Choose below, or write it: <code>15.11.2026</code> or 15.11.")
    text = "\n\n".join(("\n".join(head(shown, retailer, tr)), f"{asked}\n{hint}"))
    return Screen(text=text, keyboard=keyboard.ask_day(shown, month, first, last, tr))


def closed_day(day: date, nearest: date, tr: Translator) -> Screen:
    """Say why a day is a dot in the calendar."""
    said = {"day": tr.short_date(day), "nearest": tr.short_date(nearest)}
    if day < nearest:
        return Screen(toast=tr.plain.gettext("{day} is too early. The first possible day: {nearest}.", **said))
    return Screen(toast=tr.plain.gettext("{day} is too late. The last possible day: {nearest}.", **said))
