"""Where a consumer's thread stands in its group: a topic that is made, named, pinned in and mended as need be."""

import hashlib
from dataclasses import dataclass

from aiogram.methods import (
    CloseForumTopic,
    CreateForumTopic,
    EditForumTopic,
    EditMessageText,
    PinChatMessage,
    ReopenForumTopic,
)

from bot.delivery import relayed
from bot.delivery.outcome import End, Outcome
from bot.delivery.show import Delivery
from bot.screens import desk_card as screens
from core.cabinet import Cabinet
from core.clock import Clock
from core.desk.card import CardFacts
from core.desk.model import Spot, Thread
from core.retailer import Retailer
from core.storage.engine import Database

_LONGEST_NAME = 128
_GONE = (End.NO_TOPIC, End.UNEDITABLE)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceInGroup:
    """Where to say it. `heading` tells whose words these are, where topics do not; `outcome`: it cannot be said now."""

    group_id: int
    topic_id: int | None = None
    heading: str = ""
    outcome: Outcome | None = None


class Topics:
    def __init__(self, *, database: Database, retailer: Retailer, delivery: Delivery, clock: Clock) -> None:
        self._database = database
        self._retailer = retailer
        self._delivery = delivery
        self._clock = clock

    async def place(self, thread_id: int) -> PlaceInGroup:
        """Return where a thread is; its topic is made if it has none."""
        async with self._database.work() as work:
            cabinet = Cabinet(work, self._retailer, self._clock())
            facts = await cabinet.desk_cards.facts(thread_id=thread_id)
            group = await cabinet.desk_groups.get(facts.thread.group_id)
        thread = facts.thread
        if not group.has_topics:
            return PlaceInGroup(group_id=group.chat_id, heading=screens.heading(facts))
        if thread.topic_id is not None:
            return PlaceInGroup(group_id=group.chat_id, topic_id=thread.topic_id)
        name = self._name(facts)
        method = CreateForumTopic(chat_id=group.chat_id, name=name, icon_color=screens.COLOUR)
        outcome = await self._delivery.act(method, group.chat_id)
        if outcome.end in (End.NO_FORUM, End.NO_RIGHTS):
            trouble = "no_rights" if outcome.end is End.NO_RIGHTS else ""
            await self._without_topics(group.chat_id, trouble)
            return PlaceInGroup(group_id=group.chat_id, heading=screens.heading(facts))
        if outcome.end is not End.SENT or outcome.message_id is None:
            return PlaceInGroup(group_id=group.chat_id, outcome=outcome)
        await self._change(thread, topic_id=outcome.message_id, shown=name, card=None, card_digest="")
        await self._pin_card(facts, group.chat_id, outcome.message_id)
        return PlaceInGroup(group_id=group.chat_id, topic_id=outcome.message_id)

    async def mended(self, thread_id: int, outcome: Outcome) -> bool:
        """Say whether the topic was at fault and has been put right, so that it can be said again."""
        if outcome.end not in (End.NO_TOPIC, End.TOPIC_CLOSED):
            return False
        thread = await self._thread(thread_id)
        if outcome.end is End.NO_TOPIC:  # somebody has deleted it; what was said stays kept, and a new one is made
            await self._forget_topic(thread)
            return True
        method = ReopenForumTopic(chat_id=thread.group_id, message_thread_id=thread.topic_id or 0)
        return (await self._delivery.act(method, thread.group_id)).end is End.SENT

    async def heading(self, thread_id: int) -> str:
        """Return what tells whose words these are; empty where the topic does."""
        async with self._database.work() as work:
            cabinet = Cabinet(work, self._retailer, self._clock())
            facts = await cabinet.desk_cards.facts(thread_id=thread_id)
            group = await cabinet.desk_groups.get(facts.thread.group_id)
        return "" if group.has_topics else screens.heading(facts)

    async def refresh(self, thread_id: int) -> Outcome:
        """Bring the card, the name and the state of the topic up to date."""
        async with self._database.work() as work:
            facts = await Cabinet(work, self._retailer, self._clock()).desk_cards.facts(thread_id=thread_id)
        thread = facts.thread
        if thread.topic_id is None:
            return Outcome(end=End.SENT, detail="no topic")
        outcome = await self._show_state(facts, thread.topic_id)
        if outcome.end is not End.SENT:
            return outcome if outcome.end not in _GONE else Outcome(end=End.SENT, detail="no topic")
        text, keyboard = screens.card(facts, self._retailer.desk.language)
        digest = digest_of(text)
        if thread.card is None:
            return await self._pin_card(facts, thread.group_id, thread.topic_id)
        if digest == thread.card_digest:
            return Outcome(end=End.SENT, detail="unchanged")
        method = EditMessageText(chat_id=thread.group_id, message_id=thread.card, text=text, reply_markup=keyboard)
        outcome = await self._delivery.write(method)
        if outcome.end is End.UNEDITABLE:
            return await self._pin_card(facts, thread.group_id, thread.topic_id)
        if outcome.end is End.SENT:
            await self._change(thread, card_digest=digest)
        return outcome

    async def note_trouble(self, group_id: int, trouble: str) -> None:
        async with self._database.work() as work:
            await work.write()
            await Cabinet(work, self._retailer, self._clock()).desk_groups.change(group_id, trouble=trouble)
            await work.commit()

    async def _show_state(self, facts: CardFacts, topic_id: int) -> Outcome:
        """Name the topic after its state, and close or open it."""
        name = self._name(facts)
        if name == facts.thread.shown:
            return Outcome(end=End.SENT)
        group = facts.thread.group_id
        outcome = await self._delivery.act(EditForumTopic(chat_id=group, message_thread_id=topic_id, name=name), group)
        if outcome.end is End.SENT:
            turn = ReopenForumTopic if facts.talk is not None and facts.talk.is_open else CloseForumTopic
            outcome = await self._delivery.act(turn(chat_id=group, message_thread_id=topic_id), group)
        if outcome.end is End.SENT:
            await self._change(facts.thread, shown=name)
        return outcome

    async def _pin_card(self, facts: CardFacts, group_id: int, topic_id: int) -> Outcome:
        text, keyboard = screens.card(facts, self._retailer.desk.language)
        method = relayed.written(text, group_id, topic_id).model_copy(update={"reply_markup": keyboard})
        outcome = await self._delivery.write(method)
        if outcome.end is End.SENT and outcome.message_id is not None:
            digest = digest_of(text)
            await self._change(facts.thread, card=outcome.message_id, card_digest=digest)
            spot = Spot(chat_id=group_id, message_id=outcome.message_id)
            pin = PinChatMessage(chat_id=spot.chat_id, message_id=spot.message_id, disable_notification=True)
            await self._delivery.act(pin, group_id)
        return outcome

    async def _without_topics(self, group_id: int, trouble: str) -> None:
        async with self._database.work() as work:
            await work.write()
            cabinet = Cabinet(work, self._retailer, self._clock())
            await cabinet.desk_groups.change(group_id, has_topics=False, trouble=trouble)
            name = "desk_no_rights" if trouble else "desk_no_topics"
            day = f"{self._clock():%Y-%m-%d}"
            await cabinet.relay.tell_group(chat_id=group_id, name=name, values={}, key=f"{name}:{group_id}:{day}")
            await work.commit()

    async def _forget_topic(self, thread: Thread) -> None:
        """Let a new topic be made, in which it is said where the history is."""
        async with self._database.work() as work:
            await work.write()
            cabinet = Cabinet(work, self._retailer, self._clock())
            await cabinet.threads.change(thread.id, topic_id=None, card=None, card_digest="", shown="")
            key = f"topic:gone:{thread.id}:{thread.topic_id}"
            await cabinet.relay.tell_thread(thread=thread, name="topic_gone", values={}, key=key)
            await work.commit()

    async def _thread(self, thread_id: int) -> Thread:
        async with self._database.work() as work:
            found = await Cabinet(work, self._retailer, self._clock()).threads.get(thread_id)
        assert found is not None
        return found

    async def _change(self, thread: Thread, **values: object) -> None:
        async with self._database.work() as work:
            await work.write()
            await Cabinet(work, self._retailer, self._clock()).threads.change(thread.id, **values)
            await work.commit()

    def _name(self, facts: CardFacts) -> str:
        return screens.topic_name(facts, self._retailer.desk.topic_name, self._retailer.desk.language)[:_LONGEST_NAME]


def digest_of(card: str) -> str:
    """Return what tells one card from another."""
    return hashlib.sha256(card.encode()).hexdigest()
