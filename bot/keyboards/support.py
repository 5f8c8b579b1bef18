from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import Number, back, inline, tap
from bot.keyboards.appeals import OtherAppeals, kind_button
from bot.keyboards.requests import ListRequests
from bot.keyboards.support_faq import all_answers, questions
from core.desk.model import About, Talk
from core.i18n import Translator
from core.support.faq import ShortAnswer
from core.support.model import Kind

_TALKS = 8
_ANSWERS = 4  # so many stand on the first screen


class OpenSupport(CallbackData, prefix="support"):
    """The way back to all ways of reaching a person."""


class WriteToDesk(CallbackData, prefix="towrite"):
    """The next message goes to an operator; `about` is what it is about."""

    about: About = About.TECHNICAL


class ListTalks(CallbackData, prefix="talks"):
    page: int = 0


class OpenTalk(CallbackData, prefix="talk"):
    talk_id: Number


class CloseTalk(CallbackData, prefix="talkclose"):
    talk_id: Number


class RateTalk(CallbackData, prefix="talkrate"):
    talk_id: Number
    stars: int


class SaveTalk(CallbackData, prefix="talkfile"):
    """The history of a talk as a file."""

    talk_id: Number


def support(talk: Talk | None, faq: Sequence[ShortAnswer], tr: Translator) -> InlineKeyboardMarkup:
    more = all_answers(tr) if len(faq) > _ANSWERS else []
    write = tap("✍️ " + tr.pgettext("button", "Technical support"), WriteToDesk())
    others = tap("📁 " + tr.pgettext("button", "Requests with papers"), OtherAppeals())
    requests = tap("📨 " + tr.pgettext("button", "My requests"), ListRequests(link_id=0))
    return inline(
        *questions(faq[:_ANSWERS], tr),
        more,
        [write],
        [kind_button(Kind.RECEPTION, tr)],
        [kind_button(Kind.DISPUTE, tr), kind_button(Kind.FEEDBACK, tr)],
        [others],
        [tap("🗂 " + tr.pgettext("button", "My conversations"), ListTalks()), requests],
        close_row(talk, tr),
    )


def ask_message(faq: Sequence[ShortAnswer], tr: Translator) -> InlineKeyboardMarkup:
    return inline(all_answers(tr) if faq else [], [back(OpenSupport(), tr)])


def passed_on(talk: Talk, tr: Translator) -> InlineKeyboardMarkup:
    return inline(close_row(talk, tr))


def close_row(talk: Talk | None, tr: Translator) -> list[InlineKeyboardButton]:
    if talk is None:
        return []
    return [tap("✅ " + tr.pgettext("button", "End the conversation"), CloseTalk(talk_id=talk.id))]


def stars(talk_id: int, _tr: Translator) -> InlineKeyboardMarkup:
    return inline(
        [tap("⭐" * each, RateTalk(talk_id=talk_id, stars=each)) for each in (1, 2, 3)],
        [tap("⭐" * each, RateTalk(talk_id=talk_id, stars=each)) for each in (4, 5)],
    )


def talks(own: tuple[Talk, ...], page: int, tr: Translator) -> InlineKeyboardMarkup:
    shown = own[page * _TALKS : (page + 1) * _TALKS]
    rows = [[tap(f"{'🟢' if each.is_open else '⚪️'} №{each.id}", OpenTalk(talk_id=each.id))] for each in shown]
    turns = [tap("◀️", ListTalks(page=page - 1))] if page else []
    turns += [tap("▶️", ListTalks(page=page + 1))] if len(own) > (page + 1) * _TALKS else []
    return inline(*rows, turns, [back(OpenSupport(), tr)])


def talk(one: Talk, tr: Translator) -> InlineKeyboardMarkup:
    save = [tap("📄 " + tr.pgettext("button", "Save as a file"), SaveTalk(talk_id=one.id))]
    return inline(save, close_row(one if one.is_open else None, tr), [back(ListTalks(), tr)])


def leave(tr: Translator) -> InlineKeyboardMarkup:
    return inline([back(OpenSupport(), tr)])
