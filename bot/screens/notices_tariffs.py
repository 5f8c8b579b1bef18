"""New prices."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Any

from bot.keyboards import notices_bills as keyboard
from bot.screens.screen import Screen
from core.i18n import Html, Translator
from core.retailer import Retailer

_MOST_ACCOUNTS = 10  # what a message holds


def tariff(values: Mapping[str, Any], tr: Translator, _retailer: Retailer) -> Screen:
    day = date.fromisoformat(values["day"])
    parts: list[str] = [tr.gettext("💱 <b>New prices of electricity from {date}</b>", date=tr.date(day))]
    accounts = values["accounts"][:_MOST_ACCOUNTS]
    for prices, same in groupby(accounts, lambda each: each["prices"]):
        heads = [tr.gettext("Account: <b>{number}</b>", number=each["account_no"]) for each in same]
        parts.append("\n".join([*heads, *(_price(each, tr) for each in prices)]))
    parts.append(tr.gettext("Prices are of one kWh, VAT included."))
    return Screen(text="\n\n".join(parts), keyboard=keyboard.calculator(accounts[0]["link_id"], tr))


def _price(each: Mapping[str, Any], tr: Translator) -> Html:
    old, new = tr.price(each["old"]), tr.price(each["new"])
    if each["level"]:
        return tr.gettext("Level {level}: {old} → <b>{new}</b>", level=each["level"], old=old, new=new)
    match each["zone"]:
        case "T1":
            return tr.gettext("Day: {old} → <b>{new}</b>", old=old, new=new)
        case "T2":
            return tr.gettext("Night: {old} → <b>{new}</b>", old=old, new=new)
        case "T3":
            return tr.gettext("Peak: {old} → <b>{new}</b>", old=old, new=new)
        case _:
            return tr.gettext("Price: {old} → <b>{new}</b>", old=old, new=new)
