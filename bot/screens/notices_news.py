"""What an operator has written, as its reader sees it: filled in with what is known of his accounts."""

import html
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import inline, tap
from bot.keyboards.accounts import ListAccounts
from bot.keyboards.balance import OpenCard
from bot.keyboards.bills_lists import OpenBills
from bot.keyboards.calculator import OpenCalculator
from bot.keyboards.documents import OpenDocuments
from bot.keyboards.menu import OpenSettings
from bot.keyboards.readings import OpenReadings
from bot.keyboards.usage import OpenUsage
from bot.screens.screen import Attached, Screen
from core.i18n import Html, Translator
from core.notices.wording import filled, placeholders
from core.period import Period
from core.retailer import Retailer


def news(values: Mapping[str, Any], tr: Translator, retailer: Retailer) -> Screen:
    text, media = str(values["text"]), values.get("media")
    facts = {name: _fact(name, values, tr, retailer) for name in placeholders(text)}
    return Screen(
        text=filled(text, facts),
        keyboard=ways_on(values.get("buttons") or (), int(values.get("link_id") or 0), tr),
        attached=Attached(kind=media["kind"], file_id=media["file_id"]) if media else None,
    )


def _fact(name: str, values: Mapping[str, Any], tr: Translator, retailer: Retailer) -> Html:
    """Return what stands in the place of a placeholder."""
    match name:
        case "account":
            found = ", ".join(values["account"])
        case "address":
            found = "; ".join(values["address_kk" if tr.language == "kk" else "address_ru"])
        case "balance":
            found = f"{tr.signed(values['balance'])}\u00a0₸"
        case "debt":
            found = tr.money(values["debt"])
        case "period":
            found = tr.month(Period.from_index(values["period"]))
        case "last_day":
            found = tr.date(date.fromisoformat(values["last_day"]))
        case _:
            found = retailer.contacts.phones[0] if retailer.contacts.phones else ""
    return Html(html.escape(found, quote=False))


def ways_on(buttons: Sequence[Mapping[str, Any]], link_id: int, tr: Translator) -> InlineKeyboardMarkup | None:
    """Return one below the other; what speaks of an account opens this one, and the list where there is none."""
    rows = [[_button(button, link_id, tr.language)] for button in buttons]
    return inline(*rows) if rows else None


def _button(button: Mapping[str, Any], link_id: int, language: str) -> InlineKeyboardButton:
    label = button["text"][language]
    if "url" in button:
        return InlineKeyboardButton(text=label, url=button["url"])
    return tap(label, _intent(button["command"], link_id))


def _intent(command: str, link_id: int) -> CallbackData:
    if command == "settings":
        return OpenSettings()
    if command == "calculator":
        return OpenCalculator(link_id=link_id)
    if command == "accounts" or not link_id:
        return ListAccounts()
    of_account: dict[str, CallbackData] = {
        "balance": OpenCard(link_id=link_id),
        "readings": OpenReadings(link_id=link_id),
        "bills": OpenBills(link_id=link_id),
        "documents": OpenDocuments(link_id=link_id),
        "usage": OpenUsage(link_id=link_id),
    }
    return of_account[command]
