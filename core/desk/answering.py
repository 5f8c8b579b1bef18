"""The operators' side of a talk: what is written in a consumer's topic goes to him, and to nobody else.

A message is routed by where it stands: the topic of a thread, or the message that it answers, both as they are stored.
What stands nowhere is refused and said so.
"""

from dataclasses import replace
from datetime import datetime

from core.desk.model import (
    CannotBePassedOn,
    DeskRefused,
    Incoming,
    Operator,
    Role,
    Said,
    SaidState,
    Seat,
    Side,
    Spot,
    Talk,
    TalkState,
    Thread,
    Words,
)
from core.desk.policy import DeskPolicy
from core.desk.talks import ALBUM_SECONDS, PASSED_ON, Stores, keep
from core.notices.policy import ANONYMOUS

NOTE = "//"


class AnsweringService:
    def __init__(self, *, stores: Stores, policy: DeskPolicy, now: datetime) -> None:
        self._stores = stores
        self._policy = policy
        self._now = now

    async def operator(self, *, user_id: int, is_anonymous: bool = False) -> Operator:
        """Return who acts; asked at every act.

        :raises DeskRefused: anonymous, or not among the operators
        """
        if is_anonymous or user_id in ANONYMOUS:
            raise DeskRefused("anonymous")
        known = await self._stores.operators.get(user_id)
        if user_id in self._policy.administrators:
            if known is None:
                return Operator(user_id=user_id, name="", role=Role.ADMINISTRATOR, added_at=self._now)
            return replace(known, role=Role.ADMINISTRATOR)
        if known is None:
            raise DeskRefused("outsider", user=user_id)
        return known

    async def is_operator(self, *, user_id: int) -> bool:
        """Say whether this is an operator, for what is not worth a refusal."""
        return user_id in self._policy.administrators or await self._stores.operators.get(user_id) is not None

    async def thread_at(self, *, group_id: int, topic_id: int | None, reply_to: int | None) -> Thread:
        """Return whose place this is: that of the topic, else that of the message that is answered.

        :raises DeskRefused: nobody stands behind it, or he has been forgotten
        """
        found = None
        if topic_id is not None:
            found = await self._stores.threads.of_topic(group_id, topic_id)
        elif reply_to is not None:
            said = await self._stores.sayings.at(Spot(chat_id=group_id, message_id=reply_to))
            found = None if said is None else await self._stores.threads.get(said.thread_id)
        if found is None or found.group_id != group_id:
            raise DeskRefused("no_talk")
        if found.chat_id is None:
            raise DeskRefused("forgotten")
        return found

    async def whose(self, *, seat: Seat, thread_id: int | None = None) -> tuple[Operator, Thread]:
        """Return who acts and whose place it is; what is named in no table bears the name of Telegram.

        :param thread_id: of a button, which names the thread itself: it stands where the button does
        :raises DeskRefused: as `operator` and `thread_at`
        """
        operator = await self.operator(user_id=seat.user_id, is_anonymous=seat.is_anonymous)
        if thread_id is None:
            thread = await self.thread_at(group_id=seat.spot.chat_id, topic_id=seat.topic_id, reply_to=seat.reply_to)
        else:
            thread = await self._at_button(seat, thread_id)
        return replace(operator, name=operator.name or seat.name), thread

    async def _at_button(self, seat: Seat, thread_id: int) -> Thread:
        thread = await self._stores.threads.get(thread_id)
        at_home = thread is not None and thread.group_id == seat.spot.chat_id
        if thread is None or not at_home or seat.topic_id not in (None, thread.topic_id):
            raise DeskRefused("no_talk")
        if thread.chat_id is None:
            raise DeskRefused("forgotten")
        return thread

    async def say(self, *, operator: Operator, thread: Thread, incoming: Incoming) -> Talk:
        """Pass an operator's message on to the consumer; in a closed talk it opens a new one.

        What belongs to an album that is a note is one, too: Telegram puts the words below one file of it alone.

        :raises CannotBePassedOn: Telegram lets no bot pass such a message on
        """
        if incoming.words.kind not in PASSED_ON:
            raise CannotBePassedOn(incoming.words.kind)
        await self._stores.work.write()
        assert thread.chat_id is not None
        if any(each.side is Side.NOTE for each in await self._album(thread, incoming)):
            await self.note(operator=operator, thread=thread, incoming=incoming)
            return await self.last(thread)
        talk = await self.opened(thread)
        said = await keep(self._stores, talk, incoming, side=Side.DESK, author=operator.user_id, now=self._now)
        if said is None:
            return talk
        await self._stores.talks.change(
            talk.id,
            said_at=self._now,
            spoken_by=Side.DESK,
            waits_since=None,
            reminded=0,
            answered_at=talk.answered_at or self._now,
            assignee=talk.assignee or operator.user_id,
        )
        delay = ALBUM_SECONDS if incoming.album else 0
        await self._stores.relay.pass_on(said=said, chat_id=thread.chat_id, delay=delay)
        await self._stores.relay.refresh(thread=thread, now=self._now)
        await self.record(operator, "talk.answer", talk, str(said.id))
        return talk

    async def note(self, *, operator: Operator, thread: Thread, incoming: Incoming) -> None:
        """Keep words for operators alone, and with them the whole album that they stand below."""
        await self._stores.work.write()
        talk = await self._noted_in(thread, incoming)
        kept = await keep(self._stores, talk, incoming, side=Side.NOTE, author=operator.user_id, now=self._now)
        if kept is not None:
            await self.record(operator, "talk.note", talk)
        for each in await self._album(thread, incoming):
            if each.side is Side.DESK:
                await self._take_back(each)

    async def edit(self, *, user_id: int, is_anonymous: bool, spot: Spot, words: Words) -> bool:
        """Change what was passed on; False: this message never was.

        A note stays a note, whatever it says now; an answer that becomes one is taken back.

        :raises DeskRefused: whoever has sent it is no operator any more; the consumer has been forgotten; it says a
            command now
        """
        await self._stores.work.write()
        said = await self._stores.sayings.by_source(spot)
        if said is None or said.side is Side.CONSUMER or said.state is SaidState.DELETED:
            return False
        operator = await self.operator(user_id=user_id, is_anonymous=is_anonymous)
        talk = await self._stores.talks.get(said.talk_id)
        if talk is None or not await self._is_known(said):
            raise DeskRefused("forgotten")
        is_note = words.text.lstrip().startswith(NOTE)
        if said.side is Side.DESK and words.text.lstrip().startswith("/") and not is_note:
            raise DeskRefused("no_such_command")
        await self._stores.sayings.change(said.id, words=words, edited_at=self._now)
        await self.record(operator, "talk.edit", talk, str(said.id))
        if said.side is Side.DESK and is_note:
            await self._take_back(said)
        elif said.side is Side.DESK:
            await self._stores.relay.edit(said=said, file=said.has_other_file(words))
        return True

    async def delete(self, *, operator: Operator, spot: Spot) -> Said:
        """Delete at the consumer's what the message answered by `/delete` has become there.

        :raises DeskRefused: nothing of the desk's stands there
        """
        await self._stores.work.write()
        said = await self._stores.sayings.at(spot)
        if said is None or said.side is not Side.DESK or said.state is SaidState.DELETED:
            raise DeskRefused("no_such_message")
        if said.author != operator.user_id and operator.role is not Role.ADMINISTRATOR:
            raise DeskRefused("not_yours")
        await self._stores.sayings.change(said.id, state=SaidState.DELETED)
        await self._stores.relay.delete(said=said)
        talk = await self._stores.talks.get(said.talk_id)
        assert talk is not None
        await self.record(operator, "talk.delete", talk, str(said.id))
        return said

    async def react(self, *, spot: Spot, emoji: str, key: str) -> None:
        """Show an operator's reaction to a consumer's message on that message in his chat."""
        await self._stores.work.write()
        said = await self._stores.sayings.at(spot)
        if said is None or said.side is not Side.CONSUMER or said.source == spot:
            return
        if await self._is_known(said):
            await self._stores.relay.react(spot=said.source, emoji=emoji, key=key)

    async def move(self, *, old: int, new: int) -> None:
        """Note that a group has become a supergroup; its threads and what waits for it go there."""
        await self._stores.work.write()
        await self._stores.groups.move(old, new)

    async def rights_changed(self, *, group_id: int) -> None:
        """Forget what the bot could not do in a group: it is tried anew."""
        await self._stores.work.write()
        await self._stores.groups.change(group_id, has_topics=True, trouble="")

    async def opened(self, thread: Thread) -> Talk:
        """Return the open talk of a thread; the last one is opened again. After `write()`."""
        known = await self._stores.talks.open_one(thread.id)
        if known is not None:
            return known
        before = await self._stores.talks.last(thread.id)
        if before is None or before.rating is not None:
            return await self._stores.talks.open(thread_id=thread.id, subject=None, side=Side.DESK, now=self._now)
        opened = {"state": TalkState.OPEN, "closed_at": None, "closed_by": "", "reminded": 0}
        await self._stores.talks.change(before.id, **opened, said_at=self._now)  # its silence begins anew
        found = await self._stores.talks.get(before.id)
        assert found is not None
        return found

    async def last(self, thread: Thread) -> Talk:
        """:raises DeskRefused: nothing has been said in it yet"""
        found = await self._stores.talks.open_one(thread.id) or await self._stores.talks.last(thread.id)
        if found is None:
            raise DeskRefused("no_talk")
        return found

    async def record(self, operator: Operator, action: str, talk: Talk, detail: str = "") -> None:
        await self._stores.audit.record(
            actor=f"operator:{operator.user_id}", action=action, subject=f"talk:{talk.id}", detail=detail
        )

    async def _noted_in(self, thread: Thread, incoming: Incoming) -> Talk:
        """Return the talk that a note belongs to; without one an album has to be known all the same, or it would go.

        :raises DeskRefused: nothing has been said yet, and it is no album
        """
        try:
            return await self.last(thread)
        except DeskRefused:
            if not incoming.album:
                raise
        talk = await self._stores.talks.open(thread_id=thread.id, subject=None, side=Side.DESK, now=self._now)
        await self._stores.talks.change(talk.id, state=TalkState.CLOSED, closed_at=self._now, closed_by="desk")
        return talk

    async def _is_known(self, said: Said) -> bool:
        """Say whether it is known whose talk it is; who has had his data erased is not."""
        thread = await self._stores.threads.get(said.thread_id)
        return thread is not None and thread.chat_id is not None

    async def _take_back(self, said: Said) -> None:
        """Make a note of an answer: what has gone of it is deleted at the consumer's."""
        await self._stores.sayings.change(said.id, side=Side.NOTE)
        await self._stores.relay.delete(said=said)

    async def _album(self, thread: Thread, incoming: Incoming) -> tuple[Said, ...]:
        """Return what is known already of the album that a message belongs to."""
        if not incoming.album:
            return ()
        talk = await self._stores.talks.open_one(thread.id) or await self._stores.talks.last(thread.id)
        return () if talk is None else await self._stores.sayings.of_album(talk.id, incoming.album)
