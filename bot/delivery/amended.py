"""New words for a message that the bot has sent of its own accord, under whose file they may stand."""

from aiogram.enums import ParseMode
from aiogram.methods import EditMessageCaption, EditMessageText
from aiogram.types import InlineKeyboardMarkup

from bot.screens.screen import Screen

Amendment = EditMessageText | EditMessageCaption


def amended(chat_id: int, message_id: int, screen: Screen) -> tuple[Amendment, Amendment]:
    """Return the way that fits the screen, and the other one: a file may have been added while it was sent."""
    keyboard = screen.keyboard if isinstance(screen.keyboard, InlineKeyboardMarkup) else None
    text = EditMessageText(chat_id=chat_id, message_id=message_id, text=screen.text, reply_markup=keyboard)
    caption = EditMessageCaption(
        chat_id=chat_id,
        message_id=message_id,
        caption=screen.text,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard,
    )
    return (text, caption) if screen.attached is None else (caption, text)
