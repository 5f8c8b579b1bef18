"""Who may not write to the desk."""

from aiogram import Router
from aiogram.types import Message

from bot.filters import AtDesk, DeskCalls, read_command
from bot.incoming import seat_of
from bot.screens import desk_bans as screens
from bot.screens.screen import Screen
from core.desk.banning import BanService
from core.i18n import Translator


async def ban(message: Message, banning: BanService, tr: Translator) -> Screen:
    asked = read_command(message.text or "").args or ""
    return screens.banned(await banning.ban(seat=seat_of(message), asked=asked), tr)


async def unban(message: Message, banning: BanService, tr: Translator) -> Screen:
    number = read_command(message.text or "").args or ""
    return screens.unbanned(await banning.unban(seat=seat_of(message), number=number), tr)


async def show_bans(message: Message, banning: BanService, tr: Translator) -> Screen:
    return screens.bans(await banning.listed(seat=seat_of(message)), tr)


def routes() -> Router:
    router = Router(name="desk_bans")
    router.message.filter(AtDesk())
    router.message.register(ban, DeskCalls("ban"))
    router.message.register(unban, DeskCalls("unban"))
    router.message.register(show_bans, DeskCalls("bans"))
    return router
