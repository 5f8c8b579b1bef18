from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls
from bot.keyboards.cancel import Cancel
from bot.screens import cancel as screens
from bot.screens.screen import Answer, Screen
from core.i18n import Translator


async def cancel_by_word(_message: Message, state: FSMContext, tr: Translator) -> Screen:
    if await state.get_state() is None:
        return screens.nothing_to_cancel(tr)
    await state.clear()
    return screens.cancelled_by_word(tr)


async def cancel(_tap: CallbackQuery, state: FSMContext, tr: Translator) -> Answer:
    await state.clear()
    return screens.cancelled(tr)


def routes() -> Router:
    router = Router(name="cancel")
    router.message.register(cancel_by_word, Calls("cancel"))
    router.callback_query.register(cancel, Cancel.filter())
    return router
