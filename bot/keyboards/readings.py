"""What may be tapped to submit: which meter, which account. Of a draft under way: `drafts.py`."""

from collections.abc import Collection, Sequence
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from bot.keyboards import Number, back, inline, tap
from bot.keyboards.accounts import AddAccount, ListAccounts, names_of
from bot.keyboards.cancel import cancel
from bot.keyboards.submissions import ListSubmissions, OpenSubmission, change
from bot.keyboards.unlinked import SubmitForAnother
from core.accounts.model import LinkedAccount
from core.i18n import Translator
from core.readings.model import Meter, MeterState, Overview

_MOST_METERS = 30  # Telegram takes a hundred buttons
_LONGEST_LABEL = 40

MeterId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$", max_length=32)]


class OpenReadings(CallbackData, prefix="readings"):
    """Show the meters of an account; 0: of the current one."""

    link_id: Number = 0


class ReadMeter(CallbackData, prefix="read"):
    """Begin a reading of this meter; `link_id` 0: of whichever linked account it belongs to."""

    link_id: Number
    meter_id: MeterId


class ThisMeter(CallbackData, prefix="meter"):
    """The numbers that were typed are of this meter."""

    meter_id: MeterId


class OtherReadings(CallbackData, prefix="otherread"):
    """Show the linked accounts, to submit for another one."""

    link_id: Number


class SwitchReadings(CallbackData, prefix="switchread"):
    """Make it the current account and show its meters."""

    link_id: Number


def overview(shown: Overview, tr: Translator) -> InlineKeyboardMarkup:
    link_id = shown.account.link_id
    listed = {each.meter.meter_id for each in shown.meters[:_MOST_METERS]}
    rows = [row for each in shown.meters[:_MOST_METERS] for row in _of_meter(each, listed, link_id, tr)]
    return inline(*rows, *elsewhere(shown, tr))


def elsewhere(shown: Overview, tr: Translator) -> list[list[InlineKeyboardButton]]:
    """Return the ways to what was submitted, and to the meters of others."""
    link_id = shown.account.link_id
    history = tap("🗂 " + tr.pgettext("button", "My submissions"), ListSubmissions(link_id=link_id))
    other = tap("🔄 " + tr.pgettext("button", "Another account"), OtherReadings(link_id=link_id))
    return [[history], [other] if shown.has_others else [], [for_another(tr)]]


def for_another(tr: Translator) -> InlineKeyboardButton:
    return tap("🤝 " + tr.pgettext("button", "For someone else's account"), SubmitForAnother())


def _of_meter(
    each: MeterState, listed: Collection[str], link_id: int, tr: Translator
) -> list[list[InlineKeyboardButton]]:
    if each.closed is not None:
        successor = each.closed.successor_id
        return [[read(each.closed.successor, successor, link_id)]] if successor and successor not in listed else []
    if each.waiting is None:
        return [[read(each.meter.serial_no, each.meter.meter_id, link_id)]]
    proof = tap(f"🧾 {_clip(each.meter.serial_no)}", OpenSubmission(submission=each.waiting.id))
    return [[proof], change(each.waiting, tr)]


def read(serial_no: str, meter_id: str, link_id: int = 0) -> InlineKeyboardButton:
    return tap(f"✍️ {_clip(serial_no)}", ReadMeter(link_id=link_id, meter_id=meter_id))


def which_meter(choices: Sequence[tuple[LinkedAccount, Meter]], tr: Translator) -> InlineKeyboardMarkup:
    several = len({account.link_id for account, _ in choices}) > 1

    def name(account: LinkedAccount, meter: Meter) -> str:
        place = (account.alias or account.account_no) if several else ""
        return " · ".join(filter(None, (meter.serial_no, meter.point_name, place)))

    rows = [[tap(f"✍️ {_clip(name(*each))}", ThisMeter(meter_id=each[1].meter_id))] for each in choices[:_MOST_METERS]]
    return inline(*rows, [cancel(tr)])


def accounts(linked: Sequence[LinkedAccount], shown: int, tr: Translator) -> InlineKeyboardMarkup:
    names = names_of(linked, shown, tr)
    rows = [[tap(names[each.link_id], SwitchReadings(link_id=each.link_id))] for each in linked]
    return inline(*rows, [back(OpenReadings(link_id=shown), tr)])


def no_account(tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("➕ " + tr.pgettext("button", "Add account"), AddAccount())], [for_another(tr)])


def refused(tr: Translator) -> InlineKeyboardMarkup:
    """Return the ways on after a value or a day that cannot be taken: another one may be sent at once."""
    return inline([_meters(tr)], [cancel(tr)])


def begin_again(tr: Translator) -> InlineKeyboardMarkup:
    return inline([_meters(tr)])


def look_back(submission: int, tr: Translator, *, again: bool) -> InlineKeyboardMarkup:
    """Return the way to the proof of a submission, and to a new one (`again`)."""
    proof = tap("🧾 " + tr.pgettext("button", "Show the proof"), OpenSubmission(submission=submission))
    return inline([proof], [_meters(tr)] if again else [])


def no_meter(tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("🏠 " + tr.pgettext("button", "My accounts"), ListAccounts())], [for_another(tr)])


def closed_window(tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("🗂 " + tr.pgettext("button", "My submissions"), ListSubmissions())])


def successor(serial_no: str, meter_id: str, tr: Translator) -> InlineKeyboardMarkup:
    return inline([read(serial_no, meter_id)] if meter_id else [], [_meters(tr)])


def _meters(tr: Translator) -> InlineKeyboardButton:
    return tap("🔢 " + tr.pgettext("button", "Submit readings"), OpenReadings())


def _clip(label: str) -> str:
    label = label or "—"
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
