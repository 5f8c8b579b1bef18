"""What each row of the desk's queue does, and what is recorded when it has been done."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from aiogram.methods import EditMessageText, SendMessage

from bot.delivery import relayed
from bot.delivery.outcome import End, Outcome
from bot.delivery.show import Delivery
from bot.jobs.relay_appeals import end_telling, note_shown, paper_of
from bot.jobs.relay_topics import Topics
from bot.jobs.relay_words import Words
from core.cabinet import Cabinet
from core.clock import Clock
from core.desk.model import Said, SaidState, Side, Spot
from core.retailer import Retailer
from core.storage.engine import Database
from core.storage.outbox import Parcel
from core.storage.relay import close

log = logging.getLogger(__name__)

DELIVERED, NOT_DELIVERED = "👌", "💔"
_TWICE = 3  # tries to find a place in a group whose topic has gone

Content = dict[str, Any]


class RelayActs:
    def __init__(
        self, *, database: Database, retailer: Retailer, delivery: Delivery, topics: Topics, words: Words, clock: Clock
    ) -> None:
        self._database = database
        self._retailer = retailer
        self._delivery = delivery
        self._topics = topics
        self._words = words
        self._clock = clock
        self._going: dict[int, list[int]] = {}  # what a row is saying: its album as it was when that began
        self._acts: dict[str, Callable[[Parcel, Content], Awaitable[Outcome]]] = {
            "say": self._say,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "tell": self._tell,
            "paper": self._paper,
            "erase": self._erase,
            "show": self._show,
            "refresh": self._refresh,
        }

    def content(self, parcel: Parcel) -> Content:
        content: Content = self._database.vault.open(parcel.payload)
        return content

    async def do(self, parcel: Parcel, content: Content) -> Outcome:
        """Do it once; what has become of it is not recorded yet."""
        return await self._acts[content["act"]](parcel, content)

    async def end(self, parcel: Parcel, content: Content, outcome: Outcome) -> None:
        """Record what has become of a row together with what it has changed."""
        sent = outcome.end is End.SENT
        async with self._database.work() as work:
            await work.write()
            cabinet = Cabinet(work, self._retailer, self._clock())
            if content["act"] == "say":
                await self._end_saying(cabinet, self._going.pop(parcel.id, [content["said"]]), outcome)
            elif content["act"] == "tell" and sent and outcome.message_id and content.get("erase_after"):
                spot = Spot(chat_id=parcel.chat_id, message_id=outcome.message_id)
                due = self._clock() + timedelta(seconds=content["erase_after"])
                await cabinet.relay.erase(spot=spot, due=due)
                if content.get("shows"):
                    await cabinet.relay.show(spot=spot, thread_id=content["thread"])
            elif parcel.chat_id > 0 and content["act"] in ("tell", "paper"):
                await end_telling(cabinet, parcel, content, outcome)
            elif content["act"] == "tell" and sent:
                await note_shown(cabinet, parcel, content, outcome)
            elif outcome.end in (End.BLOCKED, End.GONE):
                await cabinet.customers.note_blocked(chat_id=parcel.chat_id, blocked=True)
            if content["act"] in ("edit", "delete") and not sent:
                await self._say_unchanged(cabinet, parcel, content, outcome)
            await close(work, parcel, "sent" if sent else "dead", self._clock(), outcome.detail or outcome.end)
            await work.commit()

    async def give_up(self, parcel: Parcel, error: str) -> None:
        """Say that a row has not gone which fails each time, as far as can be told what it was."""
        try:
            await self.end(parcel, self.content(parcel), Outcome(end=End.REFUSED, detail=error))
        except Exception as again:  # noqa: BLE001 - so that it cannot even be recorded: the row is closed all the same
            log.error("a message of the desk is lost", extra={"parcel": parcel.id, "error": type(again).__name__})

    async def move(self, chat_id: int, to: int) -> None:
        """Note that a group has become a supergroup."""
        async with self._database.work() as work:
            await work.write()
            await Cabinet(work, self._retailer, self._clock()).desk_groups.move(chat_id, to)
            await work.commit()

    async def lost_group(self, chat_id: int) -> None:
        await self._topics.note_trouble(chat_id, "kicked")

    async def _say(self, parcel: Parcel, content: Content) -> Outcome:
        album = await self._to_say(content)
        self._going[parcel.id] = [each.id for each in album]
        if not album:
            return Outcome(end=End.SENT, detail="said")
        if album[0].side is Side.CONSUMER:
            return await self._say_in_group(album)
        quoted = await self._quoted(album[0], parcel.chat_id)
        if album[0].words is not None and album[0].words.own:
            return await self._delivery.write(relayed.written(album[0].words.text, parcel.chat_id, None, quoted))
        outcome = await self._copied(album, parcel.chat_id, None, quoted)
        if outcome.end is End.NO_SOURCE and album[0].words and album[0].words.kind == "text":
            return await self._delivery.write(relayed.written(album[0].words.text, parcel.chat_id, None, quoted))
        return outcome

    async def _say_in_group(self, album: list[Said]) -> Outcome:
        outcome = Outcome(end=End.REFUSED)
        for _ in range(_TWICE):
            place = await self._topics.place(album[0].thread_id)
            if place.outcome is not None:
                return place.outcome
            first = album[0]
            quoted = await self._quoted(first, place.group_id)
            if place.heading and first.words and first.words.kind == "text":
                outcome = await self._headed(first, place.group_id, place.heading, quoted)
            else:
                if place.heading:
                    await self._delivery.write(relayed.written(place.heading, place.group_id, None, quoted))
                outcome = await self._copied(album, place.group_id, place.topic_id, quoted)
            if outcome.end is End.NO_SOURCE:
                text = self._words.lost(first)
                return await self._delivery.write(relayed.written(text, place.group_id, place.topic_id, quoted))
            if not await self._topics.mended(album[0].thread_id, outcome):
                return outcome
        return outcome

    async def _headed(self, said: Said, group_id: int, heading: str, quoted: int | None) -> Outcome:
        """Say a text below the heading that tells whose it is; what does not fit together comes as two messages."""
        assert said.words is not None
        whole = f"{heading}\n{said.words.text}"
        if self._words.fits(whole):
            return await self._delivery.write(relayed.written(whole, group_id, None, quoted))
        await self._delivery.write(relayed.written(heading, group_id, None, quoted))
        return await self._copied([said], group_id, None, quoted)

    async def _copied(self, album: list[Said], chat_id: int, topic_id: int | None, quoted: int | None) -> Outcome:
        if len(album) > 1:
            return await self._delivery.act(relayed.copied_album(album, chat_id, topic_id), chat_id)
        outcome = await self._delivery.act(relayed.copied(album[0], chat_id, topic_id, quoted), chat_id)
        if outcome.end in (End.REFUSED, End.MARKUP) and album[0].quote:  # the quoted words are not there any more
            method = relayed.copied(album[0], chat_id, topic_id, quoted)
            plain = method.model_copy(update={"reply_parameters": relayed.answering(quoted, "")})
            return await self._delivery.act(plain, chat_id)
        return outcome

    async def _end_saying(self, cabinet: Cabinet, going: list[int], outcome: Outcome) -> None:
        """Record what has gone; its sender may have taken some of it back meanwhile."""
        found = [await cabinet.sayings.get(number) for number in going]
        album = [said for said in found if said is not None and said.target is None]
        ids = outcome.ids or ((outcome.message_id,) if outcome.message_id else ())
        state = {End.SENT: SaidState.SENT, End.BLOCKED: SaidState.BLOCKED, End.GONE: SaidState.BLOCKED}.get(
            outcome.end, SaidState.FAILED
        )
        for number, said in enumerate(album):
            target = await self._target(cabinet, said, ids[number]) if number < len(ids) else None
            # What has been taken back meanwhile stays so; where it stands is needed to delete it.
            after = said.state if said.state is SaidState.DELETED else state
            await cabinet.sayings.change(said.id, state=after.value, target=target)
        if album:
            await self._mark(cabinet, album[0], state, outcome)

    async def _target(self, cabinet: Cabinet, said: Said, message_id: int) -> Spot | None:
        thread = await cabinet.threads.get(said.thread_id)
        if thread is None:
            return None
        chat_id = thread.group_id if said.side is Side.CONSUMER else thread.chat_id
        return None if chat_id is None else Spot(chat_id=chat_id, message_id=message_id)

    async def _mark(self, cabinet: Cabinet, said: Said, state: SaidState, outcome: Outcome) -> None:
        """Show on a message whether it has arrived on the other side; if it has not, say why."""
        emoji = DELIVERED if state is SaidState.SENT else NOT_DELIVERED
        await cabinet.relay.react(spot=said.source, emoji=emoji, key=f"mark:{said.id}")
        thread = await cabinet.threads.get(said.thread_id)
        if state is SaidState.SENT or thread is None or thread.chat_id is None:
            return None
        if said.side is Side.CONSUMER:
            key = f"failed:{said.id}"
            return await cabinet.relay.tell(chat_id=thread.chat_id, name="talk_not_passed_on", values={}, key=key)
        name, key = "talk_not_delivered", f"failed:{said.id}"
        if state is SaidState.BLOCKED:
            await cabinet.customers.note_blocked(chat_id=thread.chat_id, blocked=True)
            await cabinet.threads.change(thread.id, blocked=True)
            name, key = "talk_blocked", f"blocked:{said.id}"
        return await cabinet.relay.tell_thread(thread=thread, name=name, values={"why": outcome.detail}, key=key)

    async def _say_unchanged(self, cabinet: Cabinet, parcel: Parcel, content: Content, outcome: Outcome) -> None:
        """Show that what has been edited or taken back is as it was on the other side; operators are told why."""
        said = await cabinet.sayings.get(content["said"])
        thread = None if said is None else await cabinet.threads.get(said.thread_id)
        if said is None or thread is None or thread.chat_id is None:
            return
        await cabinet.relay.react(spot=said.source, emoji=NOT_DELIVERED, key=f"mark:unchanged:{parcel.id}")
        if said.side is not Side.CONSUMER:
            why = outcome.detail or outcome.end.value
            key = f"unchanged:{parcel.id}"
            await cabinet.relay.tell_thread(thread=thread, name="talk_not_changed", values={"why": why}, key=key)

    async def _to_say(self, content: Content, cabinet: Cabinet | None = None) -> list[Said]:
        """Return what this row says now: one message, or all of its album that have come by now."""
        if cabinet is None:
            async with self._database.work() as work:
                return await self._to_say(content, Cabinet(work, self._retailer, self._clock()))
        said = await cabinet.sayings.get(content["said"])
        if said is None:
            return []
        of: tuple[Said, ...] = (said,)
        if said.album:  # its first may have been taken back: the others go all the same
            of = await cabinet.sayings.of_album(said.talk_id, said.album, SaidState.WAITING)
        return [each for each in of if each.state is SaidState.WAITING and each.side is not Side.NOTE]

    async def _quoted(self, said: Said, chat_id: int) -> int | None:
        """Return the message in the other chat that this one answers."""
        if said.quotes is None:
            return None
        async with self._database.work() as work:
            quoted = await Cabinet(work, self._retailer, self._clock()).sayings.get(said.quotes)
        if quoted is None:
            return None
        spots = (quoted.source, quoted.target)
        return next((spot.message_id for spot in spots if spot is not None and spot.chat_id == chat_id), None)

    async def _edit(self, _parcel: Parcel, content: Content) -> Outcome:
        said = await self._said(content)
        if said is None or said.target is None or said.words is None or said.state is SaidState.DELETED:
            return Outcome(end=End.SENT, detail="nothing to edit")
        replaced = relayed.replaced(said.target, said.words) if content.get("file") else None
        if replaced is not None:
            return await self._delivery.act(replaced, said.target.chat_id)
        heading = ""
        if said.side is Side.CONSUMER and said.words.kind == "text":
            heading = await self._topics.heading(said.thread_id)
            heading = heading if self._words.fits(f"{heading}\n{said.words.text}") else ""
        method = relayed.edited(said.target, said.words, heading)
        if isinstance(method, EditMessageText):
            return await self._delivery.write(method)
        return await self._delivery.act(method, said.target.chat_id)

    async def _delete(self, _parcel: Parcel, content: Content) -> Outcome:
        said = await self._said(content)
        if said is None or said.target is None:
            return Outcome(end=End.SENT, detail="nothing to delete")
        return await self._delivery.act(relayed.deleted(said.target), said.target.chat_id)

    async def _react(self, _parcel: Parcel, content: Content) -> Outcome:
        spot = Spot(chat_id=content["chat"], message_id=content["message"])
        return await self._delivery.act(relayed.marked(spot, content["emoji"]), spot.chat_id)

    async def _erase(self, _parcel: Parcel, content: Content) -> Outcome:
        spot = Spot(chat_id=content["chat"], message_id=content["message"])
        return await self._delivery.act(relayed.deleted(spot), spot.chat_id)

    async def _show(self, _parcel: Parcel, content: Content) -> Outcome:
        """Put personal data into a message that will be erased; what has been erased already stays so."""
        async with self._database.work() as work:
            found = await Cabinet(work, self._retailer, self._clock()).revealing.shown(thread_id=content["thread"])
        text = self._words.revealed(found)
        method = EditMessageText(chat_id=content["chat"], message_id=content["message"], text=text)
        return await self._delivery.write(method)

    async def _tell(self, parcel: Parcel, content: Content) -> Outcome:
        if parcel.chat_id > 0:
            screen = await self._words.for_consumer(parcel.chat_id, content)
            return await self._delivery.send(parcel.chat_id, screen)
        text, keyboard = self._words.for_desk(content)
        if "thread" not in content:
            return await self._delivery.write(SendMessage(chat_id=parcel.chat_id, text=text, reply_markup=keyboard))
        outcome = Outcome(end=End.REFUSED)
        for _ in range(_TWICE):
            place = await self._topics.place(content["thread"])
            if place.outcome is not None:
                return place.outcome
            said = f"{place.heading}\n{text}" if place.heading else text
            method = relayed.written(said, place.group_id, place.topic_id)
            outcome = await self._delivery.write(method.model_copy(update={"reply_markup": keyboard}))
            if not await self._topics.mended(content["thread"], outcome):
                return outcome
        return outcome

    async def _paper(self, parcel: Parcel, content: Content) -> Outcome:
        """Pass on a paper of an appeal, or of its answer; one that has been forgotten goes nowhere."""
        async with self._database.work() as work:
            cabinet = Cabinet(work, self._retailer, self._clock())
            appeal = await cabinet.appeals.get(content["appeal"])
            thread = None
            if appeal is not None and appeal.chat_id is not None:
                thread = await cabinet.threads.of_chat(appeal.chat_id)
        shown = paper_of(appeal, content)
        if shown is None or (parcel.chat_id < 0 and thread is None):
            return Outcome(end=End.SENT, detail="nothing to send")
        one, caption = shown
        if parcel.chat_id > 0 or thread is None:
            return await self._delivery.act(
                relayed.paper(one.kind, one.file_id, caption, parcel.chat_id), parcel.chat_id
            )
        outcome = Outcome(end=End.REFUSED)
        for _ in range(_TWICE):
            place = await self._topics.place(thread.id)
            if place.outcome is not None:
                return place.outcome
            said = f"{place.heading}\n{caption}" if place.heading else caption
            method = relayed.paper(one.kind, one.file_id, said, place.group_id, place.topic_id)
            outcome = await self._delivery.act(method, place.group_id)
            if outcome.end is End.REFUSED:  # Telegram does not have it any more
                text = self._words.lost_paper(said)
                return await self._delivery.write(relayed.written(text, place.group_id, place.topic_id))
            if not await self._topics.mended(thread.id, outcome):
                return outcome
        return outcome

    async def _refresh(self, _parcel: Parcel, content: Content) -> Outcome:
        return await self._topics.refresh(content["thread"])

    async def _said(self, content: Content) -> Said | None:
        async with self._database.work() as work:
            return await Cabinet(work, self._retailer, self._clock()).sayings.get(content["said"])
