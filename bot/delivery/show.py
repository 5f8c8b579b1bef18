import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

from aiogram import Bot
from aiogram.enums import ChatAction, ParseMode
from aiogram.exceptions import AiogramError
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageCaption,
    EditMessageText,
    LeaveChat,
    SendChatAction,
    SendDocument,
    SendMessage,
    SendVenue,
    TelegramMethod,
)
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, ReplyParameters

from bot.delivery import markup
from bot.delivery.amended import amended
from bot.delivery.attached import attached
from bot.delivery.gate import Gate
from bot.delivery.outcome import End, Outcome, outcome_of
from bot.delivery.pace import Pace
from bot.delivery.papers import Papers
from bot.delivery.pictures import Pictures, hung
from bot.delivery.place import Place
from bot.delivery.username import Username
from bot.screens.screen import DESK_HISTORY, REPORT, Paper, Screen
from core.clock import Clock

log = logging.getLogger(__name__)

_LONGEST_TOAST = 200
_SLOWEST_RETRY = 60.0
_ANSWER_TRIES = 60  # about an hour: by then the person has asked again
_LONGEST_WAIT = 5.0
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_HANGS = (End.LATER, End.UNCLEAR)
_DONE_WITHOUT = (End.UNEDITABLE, End.MARKUP, End.REFUSED)  # a picture, or a change of its words: it is said below


class Delivery:
    def __init__(
        self,
        bot: Bot,
        gate: Gate,
        clock: Clock,
        papers: Papers | None = None,
        in_all: Pace | None = None,
        is_desk: Callable[[int], Awaitable[bool]] | None = None,
    ) -> None:
        """`in_all` learns of every message, so that what can wait leaves room for what cannot.

        `is_desk` tells which groups are the operators': files go there only, and two kinds only.
        """
        self._is_desk = is_desk
        self._in_all = in_all
        self._papers = papers
        self._bot = bot
        self._gate = gate
        self._clock = clock
        self._pictures = Pictures()
        self._username = Username(bot)

    async def show(self, place: Place, screens: Sequence[Screen]) -> Outcome:
        """Show an answer where its update came from, trying until Telegram has it: at least once."""
        await self._wait_for(screens)
        if place.callback_id is not None:
            await self._end_spinner(place.callback_id, screens)
        for screen in screens:
            if screen.erase and place.private:  # whether it can be is Telegram's affair: the answer comes in any case
                await self._call(DeleteMessage(chat_id=place.chat_id, message_id=screen.erase))
        outcome = Outcome(end=End.SENT)
        tapped = place if place.message_id is not None else None
        for screen in screens:
            if not screen.text and screen.document is None and screen.pin is None:
                continue
            if not await self._may_have(place, screen):
                log.error("a file is for a private chat only: not sent", extra={"chat": place.chat_id})
                continue
            edit = tapped if isinstance(screen.keyboard, InlineKeyboardMarkup) and not screen.anew else None
            outcome = await self._present(place.chat_id, screen, edit, tries=_ANSWER_TRIES, topic=place.topic_id)
            tapped = None
            if outcome.end is not End.SENT:
                log.info("answer not shown", extra={"chat": place.chat_id, "end": outcome.end, "why": outcome.detail})
                break
        if any(screen.leave for screen in screens):
            await self._call(LeaveChat(chat_id=place.chat_id))
        return outcome

    async def _may_have(self, place: Place, screen: Screen) -> bool:
        """A file goes to a private chat only; a group of the operators has the two kinds that it asks for."""
        if place.private or not (screen.document or screen.picture or screen.paper or screen.attached):
            return True
        file = screen.document or screen.paper
        if file is None or file.kind not in (REPORT, DESK_HISTORY):
            return False
        return self._is_desk is not None and await self._is_desk(place.chat_id)

    async def send(self, chat_id: int, screen: Screen) -> Outcome:
        """Send a message of the bot's own accord, once; what to do about a failure is the sender's affair."""
        return await self._present(chat_id, screen, None, tries=1)

    async def change(self, place: Place, screen: Screen) -> Outcome:
        """Change a message of the bot's own accord, once; one that cannot be changed any more stays as it is."""
        if (wait := self._gate.closed_for(place.chat_id)) > 0:
            return Outcome(end=End.LATER, wait=wait)
        keyboard = screen.keyboard if isinstance(screen.keyboard, InlineKeyboardMarkup) else None
        method = EditMessageText(
            chat_id=place.chat_id, message_id=place.message_id, text=screen.text, reply_markup=keyboard
        )
        return await self._written(method, place.chat_id, 1)

    async def take_back(self, chat_id: int, message_id: int) -> Outcome:
        """Delete a message of the bot's own, once; what is gone already counts as done."""
        return await self._until_taken(DeleteMessage(chat_id=chat_id, message_id=message_id), chat_id, 1)

    async def act(self, method: TelegramMethod[Any], chat_id: int) -> Outcome:
        """Do one thing in a chat, once."""
        return await self._until_taken(method, chat_id, 1)

    async def write(self, method: SendMessage | EditMessageText) -> Outcome:
        """Write or change one text in HTML, once; where its marks are broken it is said without them."""
        assert isinstance(method.chat_id, int)
        return await self._written(method, method.chat_id, 1)

    async def amend(self, chat_id: int, message_id: int, screen: Screen) -> Outcome:
        """Put new words into a message of the bot's own, once; what says them already counts as done."""
        outcome = Outcome(end=End.UNEDITABLE)
        for method in amended(chat_id, message_id, screen):
            told = self.write(method) if isinstance(method, EditMessageText) else self.act(method, chat_id)
            outcome = await told
            if outcome.end is not End.UNEDITABLE:
                break
        return outcome

    def closed_for(self, chat_id: int) -> float:
        return self._gate.closed_for(chat_id)

    async def _wait_for(self, screens: Sequence[Screen]) -> None:
        """Let every answer of one kind take equally long, whatever it took to find."""
        moments = [screen.not_before for screen in screens if screen.not_before is not None]
        if moments:
            seconds = (max(moments) - self._clock()).total_seconds()
            await asyncio.sleep(min(max(seconds, 0.0), _LONGEST_WAIT))

    async def _end_spinner(self, callback_id: str, screens: Sequence[Screen]) -> None:
        """Answer the tap; too late or in vain does not matter, the answer itself follows as a message."""
        toast = next((screen for screen in screens if screen.toast), Screen())
        text = toast.toast[:_LONGEST_TOAST] or None
        await self._call(AnswerCallbackQuery(callback_query_id=callback_id, text=text, show_alert=toast.alert or None))

    async def _present(
        self, chat_id: int, screen: Screen, edit: Place | None, *, tries: int, topic: int | None = None
    ) -> Outcome:
        """`topic`: of a group, where documents and words alone are shown."""
        if screen.document is not None:
            return await self._present_document(chat_id, screen, tries=tries, topic=topic)
        if screen.paper is not None:
            return await self._present_paper(chat_id, screen, screen.paper, tries=tries)
        if screen.attached is not None:
            return await self._until_taken(attached(chat_id, screen, screen.attached), chat_id, tries)
        if screen.pin is not None:
            method = SendVenue(chat_id=chat_id, **asdict(screen.pin), reply_markup=screen.keyboard)
            return await self._until_taken(method, chat_id, tries)
        if screen.picture is not None:
            return await self._present_picture(chat_id, screen, edit, tries=tries)
        if edit is not None and edit.has_photo:
            outcome = await self._change_caption(chat_id, screen, edit, tries=tries)
            if outcome.end not in _DONE_WITHOUT:
                return outcome
            edit = None  # a picture cannot be changed back into a text
        *heads, last = markup.split(screen.text)
        outcome = Outcome(end=End.SENT)
        for text in heads:
            outcome = await self._say(chat_id, text, None, edit, tries=tries, topic=topic)
            edit = None
            if outcome.end is not End.SENT:
                return outcome
        replies_to = screen.replies_to
        return await self._say(chat_id, last, screen.keyboard, edit, tries=tries, topic=topic, replies_to=replies_to)

    async def _say(
        self,
        chat_id: int,
        text: str,
        keyboard: Any,
        edit: Place | None,
        *,
        tries: int,
        topic: int | None = None,
        replies_to: int = 0,
    ) -> Outcome:
        if edit is not None:
            outcome = await self._written(
                EditMessageText(chat_id=chat_id, message_id=edit.message_id, text=text, reply_markup=keyboard),
                chat_id,
                tries,
            )
            if outcome.end is not End.UNEDITABLE:
                return outcome
        replied = ReplyParameters(message_id=replies_to, allow_sending_without_reply=True) if replies_to else None
        method = SendMessage(
            chat_id=chat_id, message_thread_id=topic, text=text, reply_markup=keyboard, reply_parameters=replied
        )
        return await self._written(method, chat_id, tries)

    async def _written(self, method: SendMessage | EditMessageText, chat_id: int, tries: int) -> Outcome:
        formatted = method.model_copy(update={"parse_mode": ParseMode.HTML, "link_preview_options": _NO_PREVIEW})
        outcome = await self._until_taken(formatted, chat_id, tries)
        if outcome.end is End.MARKUP:
            log.error("a screen is no valid HTML: shown as plain text", extra={"chat": chat_id})
            bare = {"text": markup.plain(method.text or ""), "parse_mode": None, "link_preview_options": _NO_PREVIEW}
            outcome = await self._until_taken(method.model_copy(update=bare), chat_id, tries)
        return outcome

    async def _present_document(self, chat_id: int, screen: Screen, *, tries: int, topic: int | None = None) -> Outcome:
        assert screen.document is not None
        await self._call(SendChatAction(chat_id=chat_id, message_thread_id=topic, action=ChatAction.UPLOAD_DOCUMENT))
        file = BufferedInputFile(screen.document.content, screen.document.name)
        return await self._hand_over(chat_id, screen, file, tries=tries, topic=topic)

    async def _present_paper(self, chat_id: int, screen: Screen, paper: Paper, *, tries: int) -> Outcome:
        """Send it as Telegram has it; if it has not, draw it; where that cannot be done, the text says so."""
        alone = replace(screen, paper=None)
        if self._papers is None:
            return await self._present(chat_id, alone, None, tries=tries)
        if paper.file_id:
            outcome = await self._hand_over(chat_id, alone, paper.file_id, tries=tries)
            if outcome.end is not End.REFUSED:
                return outcome
        await self._call(SendChatAction(chat_id=chat_id, action=ChatAction.UPLOAD_DOCUMENT))
        username = await self._username()
        file = await self._papers.draw(paper, username)
        if file is None:
            return await self._present(
                chat_id, replace(alone, text=f"{screen.text}\n\n{paper.trouble}"), None, tries=tries
            )
        outcome = await self._hand_over(chat_id, alone, file, tries=tries)
        if outcome.file_id and username:
            await self._papers.remember(paper, outcome.file_id)
        return outcome

    async def _hand_over(
        self, chat_id: int, screen: Screen, file: InputFile | str, *, tries: int, topic: int | None = None
    ) -> Outcome:
        """Send a file with the text as its caption; a text too long for one goes before it."""
        caption: str | None = screen.text or None
        if caption and markup.length(caption) > markup.LONGEST_CAPTION:
            before = await self._present(chat_id, Screen(text=caption), None, tries=tries, topic=topic)
            if before.end is not End.SENT:
                return before
            caption = None
        method = SendDocument(
            chat_id=chat_id,
            message_thread_id=topic,
            document=file,
            caption=caption,
            parse_mode=ParseMode.HTML,
            reply_markup=screen.keyboard,
        )
        return await self._until_taken(method, chat_id, tries)

    async def _present_picture(self, chat_id: int, screen: Screen, edit: Place | None, *, tries: int) -> Outcome:
        """Draw it and hang it above the text; where that cannot be done, the text comes alone."""
        assert screen.picture is not None
        alone = replace(screen, picture=None)
        if markup.length(screen.text) > markup.LONGEST_CAPTION:
            log.error("a text is too long to stand under a picture", extra={"chat": chat_id})
            return await self._present(chat_id, alone, edit, tries=tries)
        await self._call(SendChatAction(chat_id=chat_id, action=ChatAction.UPLOAD_PHOTO))
        drawn = await self._pictures.draw(screen.picture)
        for method in hung(drawn, chat_id, screen, edit) if drawn else ():
            outcome = await self._until_taken(method, chat_id, tries)
            if outcome.end not in _DONE_WITHOUT:
                return outcome
        return await self._present(chat_id, alone, edit, tries=tries)

    async def _change_caption(self, chat_id: int, screen: Screen, edit: Place, *, tries: int) -> Outcome:
        if not screen.keeps_picture or markup.length(screen.text) > markup.LONGEST_CAPTION:
            return Outcome(end=End.UNEDITABLE)
        method = EditMessageCaption(
            chat_id=chat_id,
            message_id=edit.message_id,
            caption=screen.text,
            parse_mode=ParseMode.HTML,
            reply_markup=screen.keyboard if isinstance(screen.keyboard, InlineKeyboardMarkup) else None,
        )
        return await self._until_taken(method, chat_id, tries)

    async def _until_taken(self, method: TelegramMethod[Any], chat_id: int, tries: int) -> Outcome:
        delay = 1.0
        while True:
            if tries > 1:
                await self._gate.wait(chat_id)
            if self._in_all is not None:
                self._in_all.spend()
            outcome = await self._call(method)
            if outcome.flood:
                self._gate.hold(chat_id, outcome.wait)
            tries -= 1
            if outcome.end not in _HANGS or tries <= 0:
                return outcome
            await asyncio.sleep(0 if outcome.flood else max(delay, outcome.wait))
            delay = min(delay * 2, _SLOWEST_RETRY)

    async def _call(self, method: TelegramMethod[Any]) -> Outcome:
        try:
            result = await self._bot(method)
        except AiogramError as error:
            outcome = outcome_of(error)
            if outcome.end is not End.SENT:
                extra = {"method": type(method).__name__, "end": outcome.end, "why": outcome.detail}
                log.log(logging.INFO if outcome.end in _HANGS else logging.DEBUG, "not sent", extra=extra)
            return outcome
        ids = tuple(_number(each) or 0 for each in result) if isinstance(result, list) else ()
        return Outcome(end=End.SENT, message_id=_number(result), ids=ids, file_id=_file_id(result))


def _number(result: Any) -> int | None:
    """Return the number of a message; of a new topic it is that of the message which opened it."""
    if not isinstance(result, dict):
        return getattr(result, "message_id", None)
    return result.get("message_id") or result.get("message_thread_id")


def _file_id(result: Any) -> str:
    """Return under which name Telegram has the document of a message; empty: it has none."""
    if isinstance(result, dict):
        return (result.get("document") or {}).get("file_id") or ""
    return getattr(getattr(result, "document", None), "file_id", None) or ""
