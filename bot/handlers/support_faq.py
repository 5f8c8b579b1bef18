"""Short answers, to be read before anybody waits for an operator; what is under way meanwhile stays as it is."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.keyboards.support_faq import ListAnswers, OpenAnswer
from bot.screens import support_faq as screens
from bot.screens.screen import Screen
from core.i18n import Translator
from core.retailer import Retailer


async def list_answers(_tap: CallbackQuery, retailer: Retailer, tr: Translator) -> Screen:
    return screens.short_answers(retailer.faq, tr)


async def open_answer(_tap: CallbackQuery, callback_data: OpenAnswer, retailer: Retailer, tr: Translator) -> Screen:
    shown = retailer.short_answer(callback_data.mark)
    return screens.short_answer(shown, callback_data.said, tr) if shown else screens.gone(retailer.faq, tr)


def routes() -> Router:
    router = Router(name="support_faq")
    router.callback_query.register(list_answers, ListAnswers.filter())
    router.callback_query.register(open_answer, OpenAnswer.filter())
    return router
