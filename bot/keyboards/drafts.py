"""What may be tapped while a reading is under way. Each button carries the draft, so an old one means what it said."""

from datetime import date
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from bot.keyboards import Number, back, inline, tap
from bot.keyboards.calendar import as_text as month_text
from bot.keyboards.cancel import cancel
from bot.keyboards.days import DayText, days
from bot.keyboards.days import as_text as day_text
from core.i18n import Translator
from core.period import Period
from core.readings.model import Draft, Question

MonthOrNone = Annotated[str, Field(pattern=r"^(?:[1-9][0-9]{3}(?:0[1-9]|1[0-2]))?$", max_length=6)]


class OpenDraft(CallbackData, prefix="draft"):
    """Show it as it stands, judged anew."""

    draft_id: Number


class SendReading(CallbackData, prefix="send"):
    """Submit it; pressed again it shows what was submitted."""

    draft_id: Number


class AgreeReading(CallbackData, prefix="agreeread"):
    """Answer the question of a draft with yes."""

    draft_id: Number
    question: Question
    of: Number = 0  # the submission that is to be replaced


class NoUse(CallbackData, prefix="nouse"):
    """Nothing was used: the values are those of the last time."""

    draft_id: Number


class Retype(CallbackData, prefix="retype"):
    draft_id: Number


class AskDay(CallbackData, prefix="day"):
    """Offer the days of a month; an empty month is that of the draft."""

    draft_id: Number
    month: MonthOrNone = ""


class TakeDay(CallbackData, prefix="ofday"):
    draft_id: Number
    day: DayText


def ask_value(draft: Draft, tr: Translator, *more: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    no_use = tap("💤 " + tr.pgettext("button", "No use this month"), NoUse(draft_id=draft.id))
    may_rest = draft.account is not None and not draft.values and all(register.last for register in draft.missing)
    return inline([no_use] if may_rest else [], *more, [cancel(tr)])


def ask_again(draft_id: int, tr: Translator) -> InlineKeyboardMarkup:
    return inline([back(OpenDraft(draft_id=draft_id), tr), cancel(tr)])


def ask(draft: Draft, yes: str, tr: Translator) -> InlineKeyboardMarkup:
    """Return the answers to the draft's question; «no» leads to other values."""
    assert draft.question is not None
    of = draft.waiting.id if draft.waiting else 0
    agree = tap(f"✅ {yes}", AgreeReading(draft_id=draft.id, question=draft.question, of=of))
    return inline([agree], [_retype(draft, tr)], [cancel(tr)])


def check(draft: Draft, tr: Translator) -> InlineKeyboardMarkup:
    send = tap("✅ " + tr.pgettext("button", "Send"), SendReading(draft_id=draft.id))
    day = tap("📅 " + tr.pgettext("button", "Change the date"), AskDay(draft_id=draft.id))
    return inline([send], [day, _retype(draft, tr)], [cancel(tr)])


def _retype(draft: Draft, tr: Translator) -> InlineKeyboardButton:
    return tap("✏️ " + tr.pgettext("button", "Change the value"), Retype(draft_id=draft.id))


def ask_day(draft: Draft, month: Period, first: date, last: date, tr: Translator) -> InlineKeyboardMarkup:
    def pick(day: date) -> TakeDay:
        return TakeDay(draft_id=draft.id, day=day_text(day))

    def turn(to: Period) -> AskDay:
        return AskDay(draft_id=draft.id, month=month_text(to))

    return inline(*days(month, first, last, pick, turn, tr), [back(OpenDraft(draft_id=draft.id), tr), cancel(tr)])


def go_on(draft_id: int, tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("▶️ " + tr.pgettext("button", "Go on"), OpenDraft(draft_id=draft_id))], [cancel(tr)])
