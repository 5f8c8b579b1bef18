"""Operators answer appeals: `/answer`, `/refuse`, with a number or in reply; `/appeals` lists what waits."""

from contextlib import suppress
from datetime import datetime

from aiogram import Router
from aiogram.types import Message

from bot.filters import AtDesk, DeskCalls, DeskCaption, GoesOnAlbum, read_command
from bot.incoming import incoming_of, paper_of, seat_of
from bot.screens import desk_appeals as screens
from bot.screens.screen import Answer, Screen
from core.clock import today_in_almaty
from core.desk.answering import AnsweringService
from core.desk.model import DeskRefused
from core.i18n import Translator
from core.support.answering import AppealAnswers
from core.support.model import NotAPaper, Paper, Status


async def list_open(message: Message, appeal_answers: AppealAnswers, now: datetime, tr: Translator) -> Screen:
    return screens.appeals(await appeal_answers.list_open(seat=seat_of(message)), today_in_almaty(now), tr)


async def answer(
    message: Message, appeal_answers: AppealAnswers, answering: AnsweringService, tr: Translator
) -> Screen:
    return await close(message, appeal_answers, answering, Status.ANSWERED, tr)


async def refuse(
    message: Message, appeal_answers: AppealAnswers, answering: AnsweringService, tr: Translator
) -> Screen:
    return await close(message, appeal_answers, answering, Status.REFUSED, tr)


async def close(
    message: Message, appeal_answers: AppealAnswers, answering: AnsweringService, status: Status, tr: Translator
) -> Screen:
    """Answer; where that is refused, the rest of the album must not go to whose topic this is."""
    written = read_command(message.text or message.caption or "").args or ""
    try:
        paper = None if message.text else file_of(message)
        appeal, told = await appeal_answers.close(seat=seat_of(message), written=written, status=status, paper=paper)
    except DeskRefused:
        if message.media_group_id:
            with suppress(DeskRefused):  # nobody stands here, so nothing goes to anybody
                operator, thread = await answering.whose(seat=seat_of(message))
                await answering.note(operator=operator, thread=thread, incoming=incoming_of(message))
        raise
    return screens.answered(appeal, tr, told=told)


async def add_paper(message: Message, appeal_answers: AppealAnswers) -> Answer:
    """The next file of an album whose first carried the answer."""
    await appeal_answers.add_paper(seat=seat_of(message), paper=file_of(message))
    return None


def file_of(message: Message) -> Paper:
    """:raises DeskRefused: not_a_paper (a video, a voice message …)"""
    try:
        return paper_of(message)
    except NotAPaper:
        raise DeskRefused("not_a_paper") from None


def routes() -> Router:
    router = Router(name="desk_appeals")
    router.message.filter(AtDesk())
    router.message.register(list_open, DeskCalls("appeals"))
    router.message.register(answer, DeskCalls("answer"))
    router.message.register(refuse, DeskCalls("refuse"))
    router.message.register(answer, DeskCaption("answer"))
    router.message.register(refuse, DeskCaption("refuse"))
    router.message.register(add_paper, GoesOnAlbum())
    return router
