"""A bill that has not been paid by its day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.keyboards import notices_bills as keyboard
from bot.screens.screen import Screen
from core.i18n import Translator
from core.period import Period
from core.retailer import Retailer

_MOST_ACCOUNTS = 10  # what a message holds


def unpaid(values: Mapping[str, Any], tr: Translator, retailer: Retailer) -> Screen:
    accounts = values["accounts"][:_MOST_ACCOUNTS]
    parts: list[str] = [
        tr.ngettext("⏰ <b>A bill has not been paid yet</b>", "⏰ <b>Bills have not been paid yet</b>", len(accounts))
    ]
    parts += ["\n".join(_account(each, tr)) for each in accounts]
    if left := len(values["accounts"]) - len(accounts):
        parts.append(tr.ngettext("… and {count} more account", "… and {count} more accounts", left))
    parts.append(
        tr.gettext("If you have paid already, thank you! The payment is shown here after the next update of the data.")
    )
    owing = [(each["link_id"], each["account_no"]) for each in accounts]
    return Screen(text="\n\n".join(parts), keyboard=keyboard.unpaid(owing, tr) if retailer.payment_links else None)


def _account(each: Mapping[str, Any], tr: Translator) -> list[str]:
    lines: list[str] = [
        tr.gettext("Account: <b>{number}</b>", number=each["account_no"]),
        tr.gettext("<b>Bill: {month}</b>", month=tr.month(Period.from_index(each["period"]))),
        tr.gettext("It was to be paid by: {date}", date=tr.date(date.fromisoformat(each["due_on"]))),
        tr.gettext("🔴 Left to pay: <b>{sum}</b>", sum=tr.money(each["left"])),
    ]
    if each["debt"] != each["left"]:
        lines.append(tr.gettext("Owed in all: {sum}", sum=tr.money(each["debt"])))
    if each["paid_until"]:
        day = date.fromisoformat(each["paid_until"])
        lines.append(tr.gettext("Payments are counted up to {date}.", date=tr.date(day)))
    return lines
