"""`/canned`: an answer that the office has written, looked at and sent from a consumer's topic."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import AtDesk, DeskCalls, read_command
from bot.incoming import seat_of
from bot.keyboards.desk_canned import DropCanned, SendCanned, ShowCanned
from bot.screens import desk_canned as screens
from bot.screens.screen import Screen
from core.desk.canned import CannedService
from core.i18n import Translator


async def choose(message: Message, canned: CannedService, tr: Translator) -> Screen:
    """`/canned` lists the answers, `/canned name` shows one."""
    name = read_command(message.text or "").args
    if name:
        shown = await canned.preview(seat=seat_of(message), name=name, fill=screens.filled)
        return screens.preview(shown, tr)
    thread, listed = await canned.listed(seat=seat_of(message))
    return screens.choose(thread, listed, tr)


async def show(tap: CallbackQuery, callback_data: ShowCanned, canned: CannedService, tr: Translator) -> Screen:
    thread, name = callback_data.thread_id, callback_data.name
    shown = await canned.preview(seat=seat_of(tap), name=name, fill=screens.filled, thread_id=thread)
    return screens.preview(shown, tr)


async def pass_on(tap: CallbackQuery, callback_data: SendCanned, canned: CannedService, tr: Translator) -> Screen:
    shown, is_sent = await canned.send(
        seat=seat_of(tap),
        thread_id=callback_data.thread_id,
        name=callback_data.name,
        digest=callback_data.digest,
        fill=screens.filled,
    )
    return screens.sent(shown, tr) if is_sent else screens.preview(shown, tr, changed=True)


async def drop(tap: CallbackQuery, canned: CannedService, tr: Translator) -> Screen:
    await canned.drop(seat=seat_of(tap))
    return screens.cancelled(tr)


async def change(message: Message, canned: CannedService, tr: Translator) -> Screen:
    """`/edit new text` in reply to what has been sent."""
    written = read_command(message.html_text if message.text else "").args or ""
    await canned.edit(seat=seat_of(message), text=written)
    return screens.edited(tr)


def routes() -> Router:
    router = Router(name="desk_canned")
    router.message.filter(AtDesk())
    router.callback_query.filter(AtDesk())
    router.message.register(choose, DeskCalls("canned"))
    router.message.register(change, DeskCalls("edit"))
    router.callback_query.register(show, ShowCanned.filter())
    router.callback_query.register(pass_on, SendCanned.filter())
    router.callback_query.register(drop, DropCanned.filter())
    return router
