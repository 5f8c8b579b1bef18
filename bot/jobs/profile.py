import asyncio
import logging

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import SetMyCommands, SetMyDescription, SetMyShortDescription
from aiogram.types import BotCommandScopeAllPrivateChats, BotCommandScopeChat

from bot.screens import commands
from core.i18n import LANGUAGES, translator
from core.retailer import Retailer

log = logging.getLogger(__name__)

_DEFAULT = "kk"  # for those whose Telegram speaks none of the three


async def show_profile(bot: Bot, retailer: Retailer, operators: int | None, stop: asyncio.Event) -> None:
    """Tell Telegram the commands and descriptions in each language; the bot works without that, too."""
    async with asyncio.TaskGroup() as group:
        telling = group.create_task(_tell_all(bot, retailer, operators))
        stopping = group.create_task(stop.wait())
        await asyncio.wait({telling, stopping}, return_when=asyncio.FIRST_COMPLETED)
        telling.cancel()
        stopping.cancel()


async def _tell_all(bot: Bot, retailer: Retailer, operators: int | None) -> None:
    await _tell(bot, retailer)
    groups = (operators, *(group.chat_id for group in retailer.desk.groups))
    for group in filter(None, groups):
        await _tell_group(bot, group)


async def _tell_group(bot: Bot, group: int) -> None:
    """Tell what may be called in a group of operators; one in which the bot is not yet is told at the next start."""
    scope = BotCommandScopeChat(chat_id=group)
    try:
        for language in (None, *LANGUAGES):
            listed = commands.desk_commands(translator(language or _DEFAULT))
            await bot(SetMyCommands(commands=listed, scope=scope, language_code=language))
    except AiogramError as error:
        log.info("the commands of the desk could not be renewed", extra={"error": type(error).__name__})


async def _tell(bot: Bot, retailer: Retailer) -> None:
    scope = BotCommandScopeAllPrivateChats()
    try:
        for language in (None, *LANGUAGES):
            tr = translator(language or _DEFAULT)
            await bot(SetMyCommands(commands=commands.commands(tr), scope=scope, language_code=language))
            about, short = commands.description(retailer, tr), commands.short_description(retailer, tr)
            await bot(SetMyDescription(description=about, language_code=language))
            await bot(SetMyShortDescription(short_description=short, language_code=language))
    except AiogramError as error:
        log.warning("the list of commands could not be renewed", extra={"error": type(error).__name__})
