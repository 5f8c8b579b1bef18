"""Outages and their end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.screens.screen import Screen
from core.clock import ALMATY
from core.i18n import Html, Translator
from core.retailer import Retailer

_MOST_ACCOUNTS = 10  # what a message holds
_DAY = len("2026-11-22")


def outage(values: Mapping[str, Any], tr: Translator, _retailer: Retailer) -> Screen:
    parts = ["\n".join([_title(values["kind"], tr), *_times(values, tr)])]
    if cause := values["text_kk" if tr.language == "kk" else "text_ru"]:
        parts.append(tr.gettext("Cause: {text}", text=cause))
    accounts = values["accounts"]
    lines = [_account(each, tr) for each in accounts[:_MOST_ACCOUNTS]]
    if left := len(accounts) - len(lines):
        lines.append(tr.ngettext("… and {count} more account", "… and {count} more accounts", left))
    parts.append("\n".join(lines))
    return Screen(text="\n\n".join(parts))


def _title(kind: str, tr: Translator) -> Html:
    match kind:
        case "restored":
            return tr.gettext("💡 <b>Electricity is back</b>")
        case "emergency":
            return tr.gettext("⚡ <b>Emergency outage</b>")
        case _:
            return tr.gettext("🛠 <b>Planned outage</b>")


def _times(values: Mapping[str, Any], tr: Translator) -> list[Html]:
    begins, ends = _moment(values["from_at"], tr), _moment(values["to_at"], tr)
    if values["kind"] == "restored":
        return [tr.gettext("Restored: {time}", time=ends or begins)]
    lines = [tr.gettext("🔄 The time has changed. It is now:")] if values["is_changed"] else []
    if begins:
        lines.append(tr.gettext("From: {time}", time=begins))
    if ends:
        return [*lines, tr.gettext("Until: {time}", time=ends)]
    return [*lines, tr.gettext("When it ends is not known yet.")]


def _account(each: Mapping[str, str], tr: Translator) -> Html:
    address = each["address_kk" if tr.language == "kk" else "address_ru"]
    return tr.gettext("Account: <b>{number}</b> · {address}", number=each["account_no"], address=address)


def _moment(text: str, tr: Translator) -> str:
    """Return «22.11.2026 18:40» of Kazakhstan, of a day alone the day; empty stays empty."""
    if not text:
        return ""
    found = datetime.fromisoformat(text)
    return (
        tr.short_date(found) if len(text) == _DAY else tr.time(found if found.tzinfo else found.replace(tzinfo=ALMATY))
    )
