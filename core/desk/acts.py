"""What an operator does with a talk besides answering it. Each act is asked for anew whether he may, and is audited."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.desk.answering import AnsweringService
from core.desk.card import CardFacts, CardService
from core.desk.model import DeskRefused, Operator, Priority, Said, SaidState, Seat, Spot, Talk, TalkState, Thread
from core.desk.talks import Stores

_TAG = re.compile(r"[\w-]{1,20}")
_MOST_TAGS = 8  # of twenty letters each, as the table has room for
_LIST_NUMBER = 1000  # a smaller one is that of the operators' list, a larger one an id of Telegram


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """All talks of a consumer, the oldest first, with what was said in each; `names` of the operators by id."""

    thread: Thread
    talks: tuple[tuple[Talk, tuple[Said, ...]], ...]
    names: Mapping[int, str]


class DeskActs:
    def __init__(self, *, stores: Stores, answering: AnsweringService, cards: CardService, now: datetime) -> None:
        self._stores = stores
        self._answering = answering
        self._cards = cards
        self._now = now

    async def close(self, *, seat: Seat) -> Talk:
        """Close the open talk: the consumer is told and asked how he was helped.

        :raises DeskRefused: closed (it is so already)
        """
        operator, thread = await self._begin(seat)
        talk = await self._open(thread)
        await self._stores.talks.change(
            talk.id, state=TalkState.CLOSED, closed_at=self._now, closed_by="desk", waits_since=None
        )
        assert thread.chat_id is not None
        key = f"talk:{talk.id}:closed:{self._now.timestamp():.0f}"
        await self._stores.relay.tell(chat_id=thread.chat_id, name="talk_closed", values={"talk": talk.id}, key=key)
        return await self._done(operator, thread, talk, "talk.close")

    async def reopen(self, *, seat: Seat, thread_id: int | None = None) -> Talk:
        """Open the last talk again; the consumer learns of it by the next answer.

        :param thread_id: of a button: in a topic that is closed only administrators of the group may write
        :raises DeskRefused: open (it is so already)
        """
        operator, thread = await self._begin(seat, thread_id)
        if await self._stores.talks.open_one(thread.id) is not None:
            raise DeskRefused("open")
        return await self._done(operator, thread, await self._answering.opened(thread), "talk.reopen")

    async def take(self, *, seat: Seat) -> Talk:
        """Answer for this talk oneself; what another had taken is taken from him."""
        operator, thread = await self._begin(seat)
        talk = await self._open(thread)
        await self._stores.talks.change(talk.id, assignee=operator.user_id)
        return await self._done(operator, thread, talk, "talk.take")

    async def assign(self, *, seat: Seat, to: str, user_id: int | None) -> Operator:
        """Give the talk to a colleague: `user_id`, or what is written: number in the list, id or name.

        :raises DeskRefused: syntax; no_operator: there is none of this name, or several
        """
        operator, thread = await self._begin(seat)
        talk = await self._open(thread)
        colleague = await self._colleague(to, user_id)
        await self._stores.talks.change(talk.id, assignee=colleague.user_id)
        await self._done(operator, thread, talk, "talk.assign", str(colleague.user_id))
        return colleague

    async def prioritize(self, *, seat: Seat, priority: str) -> Priority:
        """:raises DeskRefused: syntax"""
        operator, thread = await self._begin(seat)
        talk = await self._open(thread)
        wanted = next((each for each in Priority if each.value == priority.casefold()), None)
        if wanted is None:
            raise DeskRefused("syntax", command="priority")
        await self._stores.talks.change(talk.id, priority=wanted.value)
        await self._done(operator, thread, talk, "talk.priority", wanted.value)
        return wanted

    async def tag(self, *, seat: Seat, words: tuple[str, ...]) -> tuple[str, ...]:
        """Add tags, or take those away that begin with a minus; return all that stand there now.

        :raises DeskRefused: syntax; too_many_tags
        """
        operator, thread = await self._begin(seat)
        talk = await self._answering.last(thread)
        named = [(word.startswith("-"), word.removeprefix("-").removeprefix("#").casefold()) for word in words]
        if not named or not all(_TAG.fullmatch(tag) for _, tag in named):
            raise DeskRefused("syntax", command="tag")
        tags = dict.fromkeys(talk.tags)
        for gone, tag in named:
            if gone:
                tags.pop(tag, None)
            else:
                tags[tag] = None
        if len(tags) > _MOST_TAGS:
            raise DeskRefused("too_many_tags", most=_MOST_TAGS)
        await self._stores.talks.change(talk.id, tags=tuple(tags))
        await self._done(operator, thread, talk, "talk.tag", " ".join(tags))
        return tuple(tags)

    async def card(self, *, seat: Seat) -> CardFacts:
        """Put the card up anew, in the place of the old one; where there are no topics it is shown once."""
        operator, thread = await self._begin(seat)
        if thread.card is not None:
            await self._stores.relay.erase(spot=Spot(chat_id=thread.group_id, message_id=thread.card), due=self._now)
        await self._stores.threads.change(thread.id, card=None, card_digest="")
        await self._stores.relay.refresh(thread=thread, now=self._now)
        await self._answering.record(operator, "talk.card", await self._answering.last(thread))
        return await self._cards.facts(thread_id=thread.id)

    async def history(self, *, seat: Seat) -> History:
        """Return all talks of this consumer with the notes of operators."""
        operator, thread = await self._begin(seat)
        talks = (await self._stores.talks.of_thread(thread.id))[::-1]
        told = [(talk, await self._stores.sayings.of_talk(talk.id)) for talk in talks]
        await self._answering.record(operator, "talk.history", await self._answering.last(thread))
        kept = [(talk, tuple(each for each in said if each.state is not SaidState.DELETED)) for talk, said in told]
        names = {each.user_id: each.name for each in await self._stores.operators.all()}
        return History(thread=thread, talks=tuple(kept), names=names)

    async def _begin(self, seat: Seat, thread_id: int | None = None) -> tuple[Operator, Thread]:
        await self._stores.work.write()
        return await self._answering.whose(seat=seat, thread_id=thread_id)

    async def _open(self, thread: Thread) -> Talk:
        found = await self._stores.talks.open_one(thread.id)
        if found is None:
            raise DeskRefused("closed")
        return found

    async def _done(self, operator: Operator, thread: Thread, talk: Talk, action: str, detail: str = "") -> Talk:
        await self._stores.relay.refresh(thread=thread, now=self._now)
        await self._answering.record(operator, action, talk, detail)
        return talk

    async def _colleague(self, to: str, user_id: int | None) -> Operator:
        if user_id is not None:
            return await self._known(user_id, to or str(user_id))
        word = to.strip().removeprefix("@")
        if not word:
            raise DeskRefused("syntax", command="assign")
        everybody = await self._stores.operators.all()
        if word.isascii() and word.isdigit() and len(word) < 18:
            if not 1 <= int(word) < _LIST_NUMBER:
                return await self._known(int(word), word)
            found = everybody[int(word) - 1 : int(word)]
        else:
            found = tuple(each for each in everybody if each.name.casefold().startswith(word.casefold()))
        if len(found) != 1:
            raise DeskRefused("no_operator", name=word)
        return found[0]

    async def _known(self, user_id: int, named: str) -> Operator:
        try:
            return await self._answering.operator(user_id=user_id)
        except DeskRefused:
            raise DeskRefused("no_operator", name=named) from None
