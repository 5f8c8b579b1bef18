"""What is said of meters: that it is time to read them, to have them verified, to have them replaced."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.keyboards import notices_meters as keyboard
from bot.screens.help import contacts
from bot.screens.readings_words import meter_name
from bot.screens.screen import Screen
from core.i18n import Html, Translator
from core.notices.edges import Edge
from core.period import Period
from core.retailer import Retailer

Values = Mapping[str, Any]


def reading_reminder(values: Values, tr: Translator, retailer: Retailer) -> Screen:
    """Ask for the readings of all accounts of a chat at once."""
    last_days = {each["last_day"] for each in values["accounts"]}
    parts = [
        "\n".join(_head(values, tr)),
        *(_account(each, tr, retailer, dated=len(last_days) > 1) for each in values["accounts"]),
    ]
    left = int(values["left"])
    if left:
        parts.append(
            tr.ngettext(
                "And {count} more meter: see «Submit readings».",
                "And {count} more meters: see «Submit readings».",
                left,
            )
        )
    parts.append(tr.gettext("Press the meter, or simply send me the number that it shows."))
    buttons = [(each["link_id"], *meter) for each in values["accounts"] for meter in each["meters"]]
    return Screen(text="\n\n".join(parts), keyboard=keyboard.to_read(buttons, tr, more=left > 0))


def verification(values: Values, tr: Translator, retailer: Retailer) -> Screen:
    due, left = date.fromisoformat(values["due"]), int(values["days"])
    lines = (
        tr.gettext("🔎 <b>Verification of the meter will soon be due</b>"),
        *_of_account(values, tr, retailer),
        "",
        tr.gettext("Verified until {date}.", date=tr.date(due)),
        _days(left, tr),
        tr.gettext("After that day, its readings may not be taken for the bill. Ask how to have it verified:"),
        contacts(retailer, tr),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.to_account(values["link_id"], tr))


def replacement(values: Values, tr: Translator, retailer: Retailer) -> Screen:
    due, left = date.fromisoformat(values["due"]), int(values["days"])
    lines = (
        tr.gettext("🔧 <b>The meter is to be replaced</b>"),
        *_of_account(values, tr, retailer),
        "",
        tr.gettext("To be replaced by {date}.", date=tr.date(due)),
        _days(left, tr),
        tr.gettext("Agree on a day for the work with the company:"),
        contacts(retailer, tr),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.to_account(values["link_id"], tr))


def _head(values: Values, tr: Translator) -> tuple[str, ...]:
    month, last_day = tr.month(Period.from_index(values["period"])), date.fromisoformat(values["last_day"])
    if values["edge"] == Edge.FIRST:
        return (
            tr.gettext("🔢 <b>It is time to submit your readings</b>"),
            tr.gettext("📅 Readings for {month} are accepted until {date}.", month=month, date=tr.short_date(last_day)),
        )
    return (
        tr.gettext("⏰ <b>Today is the last day to submit your readings</b>"),
        tr.gettext("📅 Period: {month}. Taken until midnight, {date}.", month=month, date=tr.short_date(last_day)),
        tr.gettext("Without a reading, the use of this period may be charged by an estimate."),
    )


def _account(account: Values, tr: Translator, retailer: Retailer, *, dated: bool) -> str:
    number = tr.gettext("Account: <b>{number}</b>", number=account["account_no"])
    if dated:
        day = tr.short_date(date.fromisoformat(account["last_day"]))
        number = tr.gettext("{account} · until {date}", account=number, date=day)
    return "\n".join((number, *(meter_name(serial, retailer, tr) for _, serial in account["meters"])))


def _of_account(values: Values, tr: Translator, retailer: Retailer) -> tuple[Html, ...]:
    number = tr.gettext("Account: <b>{number}</b>", number=values["account_no"])
    named = tuple(meter_name(serial, retailer, tr) for serial in values["serials"])
    left = int(values["left"])
    more = tr.ngettext("And {count} more meter.", "And {count} more meters.", left)
    return (number, *named, *((more,) if left else ()))


def _days(left: int, tr: Translator) -> str:
    if not left:
        return tr.gettext("That is today.")
    return tr.ngettext("{count} day is left.", "{count} days are left.", left)
