"""Short answers of the retailer, offered before anybody waits for an operator."""

import html
from collections.abc import Sequence

from bot.keyboards import support_faq as keyboard
from bot.keyboards.anything import pass_on
from bot.keyboards.support import OpenSupport
from bot.screens.screen import Screen
from core.i18n import Translator
from core.support.faq import ShortAnswer


def short_answers(every: Sequence[ShortAnswer], tr: Translator) -> Screen:
    text = tr.gettext("💡 <b>Short answers</b>\n\nIs your question among these?")
    return Screen(text=text, keyboard=keyboard.short_answers(every, OpenSupport(), tr))


def short_answer(shown: ShortAnswer, said: int, tr: Translator) -> Screen:
    """`said` is the number of the message that asked it: it goes to an operator as it is; 0: there is none."""
    question = html.escape(shown.question.of(tr.language), quote=False)
    text = html.escape(shown.answer.of(tr.language), quote=False)
    on = [pass_on(said, tr)] if said else keyboard.write_anyway(tr)
    return Screen(
        text=f"💡 <b>{question}</b>\n\n{text}", keyboard=keyboard.short_answer(shown, on, keyboard.ListAnswers(), tr)
    )


def gone(every: Sequence[ShortAnswer], tr: Translator) -> Screen:
    """The retailer has taken the answer out of his file meanwhile."""
    head = tr.gettext("This answer is not here any more.")
    shown = short_answers(every, tr)
    return Screen(text=f"{head}\n\n{shown.text}", keyboard=shown.keyboard)
