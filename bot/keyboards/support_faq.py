"""Short answers, and the ways on from one."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import Mark, Number, back, inline, tap
from bot.keyboards.menu import OpenFlow, label
from core.i18n import Translator
from core.support.faq import ShortAnswer


class ListAnswers(CallbackData, prefix="faq"):
    pass


class OpenAnswer(CallbackData, prefix="answer"):
    """`said` is the number of the message that asked it; 0: it was chosen from a list."""

    mark: Mark
    said: Number = 0


class AnswerHelped(CallbackData, prefix="helped"):
    pass


class WriteAnyway(CallbackData, prefix="anyway"):
    """The answer was not enough: write to an operator, about what was begun before if anything was."""


def questions(answers: Sequence[ShortAnswer], tr: Translator, *, said: int = 0) -> list[list[InlineKeyboardButton]]:
    return [[tap(f"❔ {each.question.of(tr.language)}", OpenAnswer(mark=each.mark, said=said))] for each in answers]


def all_answers(tr: Translator) -> list[InlineKeyboardButton]:
    return [tap("❔ " + tr.pgettext("button", "Short answers"), ListAnswers())]


def short_answers(every: Sequence[ShortAnswer], leave: CallbackData, tr: Translator) -> InlineKeyboardMarkup:
    return inline(*questions(every, tr), write_anyway(tr), [back(leave, tr)])


def short_answer(
    shown: ShortAnswer, on: list[InlineKeyboardButton], leave: CallbackData, tr: Translator
) -> InlineKeyboardMarkup:
    """`on` leads to an operator."""
    opens = []
    if shown.flow:
        opens = [tap(label(shown.flow, tr), OpenFlow(flow=shown.flow))]
    elif shown.url:
        opens = [InlineKeyboardButton(text="🔗 " + tr.pgettext("button", "Open the page"), url=shown.url)]
    helped = [tap("👍 " + tr.pgettext("button", "It helped"), AnswerHelped())]
    return inline(opens, helped, on, [back(leave, tr)])


def write_anyway(tr: Translator) -> list[InlineKeyboardButton]:
    return [tap("✍️ " + tr.pgettext("button", "Write to an operator"), WriteAnyway())]
