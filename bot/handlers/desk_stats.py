"""How the desk has worked."""

from aiogram import Router
from aiogram.types import Message

from bot.filters import AtDesk, DeskCalls, read_command
from bot.incoming import seat_of
from bot.screens import desk_stats as screens
from bot.screens.screen import Screen
from core.desk.stats import StatsService
from core.i18n import Translator


async def show_stats(message: Message, desk_stats: StatsService, tr: Translator) -> Screen:
    """`/stats 30`: of the last thirty days; seven if no number is named."""
    days = read_command(message.text or "").args or ""
    return screens.stats(await desk_stats.of(seat=seat_of(message), days=days), tr)


def routes() -> Router:
    router = Router(name="desk_stats")
    router.message.filter(AtDesk())
    router.message.register(show_stats, DeskCalls("stats"))
    return router
