"""«Payment received»."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.keyboards import notices_bills as keyboard
from bot.screens.balance_amounts import balance_lines, clip
from bot.screens.screen import Screen
from core.i18n import Translator
from core.payments.model import day_of
from core.retailer import Retailer

_LONGEST_CHANNEL = 60


def payment(values: Mapping[str, Any], tr: Translator, _retailer: Retailer) -> Screen:
    """`debt`, `overpayment` and `paid_until` are missing where no balance has been delivered."""
    lines: list[str] = [
        tr.gettext("✅ <b>Payment received: {sum}</b>", sum=tr.money(values["amount"])),
        tr.gettext("Account: <b>{number}</b>", number=values["account_no"]),
        tr.gettext("Paid on: {date}", date=tr.date(day_of(values["paid_at"]))),
    ]
    if values["channel"]:
        lines.append(tr.gettext("Paid at: {channel}", channel=clip(values["channel"], _LONGEST_CHANNEL)))
    parts = ["\n".join(lines)]
    if "debt" in values:
        parts.append("\n".join((*standing(values, tr), *_not_in_it(values, tr))))
    return Screen(
        text="\n\n".join(parts),
        keyboard=keyboard.paid(values["link_id"], values["paid_at"], values["mark"], tr),
    )


def _not_in_it(values: Mapping[str, Any], tr: Translator) -> list[str]:
    """Say that a payment is younger than what is owed: else it looks as if it had been lost."""
    until = values["paid_until"]
    if not until or day_of(values["paid_at"]) <= date.fromisoformat(until):
        return []
    return [tr.gettext("This payment is not counted here yet.")]


def standing(values: Mapping[str, Any], tr: Translator) -> list[str]:
    """Say what the account owes by the newest data, and up to which day payments are counted in it."""
    lines = balance_lines(values["debt"], values["overpayment"], tr)
    if values["paid_until"]:
        day = date.fromisoformat(values["paid_until"])
        lines.append(tr.gettext("Payments are counted up to {date}.", date=tr.date(day)))
    return lines
