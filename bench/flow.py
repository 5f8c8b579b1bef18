"""The flow that is measured: a menu tap that reads, one that writes, and the same for plain aiogram."""

from aiogram import Dispatcher, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.filters import Text
from bot.screens.screen import Screen
from core.customers.model import Customer
from core.i18n import Translator, translator

KAZAKH = translator("kk")


class Look(CallbackData, prefix="look"):
    item: int


class Keep(CallbackData, prefix="keep"):
    item: int


def keyboard(tr: Translator) -> InlineKeyboardMarkup:
    label = tr.pgettext("button", "Back")
    rows = [[InlineKeyboardButton(text=f"{label} {row}", callback_data=Look(item=row).pack())] for row in range(8)]
    return InlineKeyboardMarkup(inline_keyboard=rows)


async def look(_tap: CallbackQuery, callback_data: Look, customer: Customer, tr: Translator) -> Screen:
    return Screen(text=f"{customer.language} {callback_data.item}", keyboard=keyboard(tr))


async def keep(_tap: CallbackQuery, callback_data: Keep, state: FSMContext, tr: Translator) -> Screen:
    await state.update_data(item=(await state.get_data()).get("item", 0) + callback_data.item)
    return Screen(text=f"kept {callback_data.item}", keyboard=keyboard(tr))


async def echo(message: Message) -> Screen:
    return Screen(text=message.text or "")


def routes() -> Router:
    router = Router()
    router.callback_query.register(look, Look.filter())
    router.callback_query.register(keep, Keep.filter())
    router.message.register(echo, Text())
    return router


async def plain_echo(message: Message) -> None:
    await message.answer(message.text or "")


def plain() -> Dispatcher:
    dispatcher = Dispatcher()
    dispatcher.message.register(plain_echo)
    return dispatcher
