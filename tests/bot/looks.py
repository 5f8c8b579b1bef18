"""What is seen of a screen, and whether Telegram would take it."""

import re

from aiogram.types import InlineKeyboardMarkup

from bot.delivery.markup import plain
from bot.screens.screen import Screen
from sandbox.rules.html import parse_html


def check(screen: Screen) -> str:
    """Return what is seen; Telegram would take it as one message with these buttons."""
    text, _ = parse_html(screen.text)
    assert text.strip()
    assert len(text.encode("utf-16-le")) // 2 <= 4096
    keyboard = screen.keyboard
    assert isinstance(keyboard, InlineKeyboardMarkup)
    buttons = [button for row in keyboard.inline_keyboard for button in row]
    assert len(buttons) <= 100
    assert all(button.text.strip() for button in buttons)
    assert all(len((button.callback_data or "").encode()) <= 64 for button in buttons)
    return text


def tables(screen: Screen) -> list[list[str]]:
    """Return the months of the columns, each by its lines."""
    columns = re.findall(r"<pre>(.*?)</pre>", screen.text, re.DOTALL)
    return [plain(month).splitlines() for table in columns for month in table.split("\n\n")]


def labels(screen: Screen) -> list[str]:
    assert isinstance(screen.keyboard, InlineKeyboardMarkup)
    return [button.text for row in screen.keyboard.inline_keyboard for button in row]


def data(screen: Screen, label: str) -> str:
    assert isinstance(screen.keyboard, InlineKeyboardMarkup)
    (found,) = [b.callback_data for row in screen.keyboard.inline_keyboard for b in row if label in b.text]
    return found or ""
