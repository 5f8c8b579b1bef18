"""The consumer's side of a talk: he writes, changes what he has written, closes, rates and looks back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.accounts.ports import Links
from core.customers.model import Customer
from core.desk.model import (
    Banned,
    CannotBePassedOn,
    Heard,
    Incoming,
    NoDesk,
    NoSuchTalk,
    Said,
    SaidState,
    Side,
    Spot,
    Subject,
    Talk,
    TalkState,
    Thread,
    Words,
)
from core.desk.policy import DeskPolicy
from core.desk.ports import Bans, Groups, Operators, Relay, Sayings, Talks, Threads
from core.ports import AuditLog, UnitOfWork

ALBUM_SECONDS = 1.5  # the messages of an album come one by one, within a second
PASSED_ON = frozenset(
    {
        *("text", "photo", "video", "voice", "video_note", "audio", "animation", "document", "sticker"),
        *("location", "venue", "contact"),
    }
)
COMMENT_LENGTH = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Stores:
    work: UnitOfWork
    threads: Threads
    talks: Talks
    sayings: Sayings
    bans: Bans
    operators: Operators
    groups: Groups
    links: Links
    relay: Relay
    audit: AuditLog


class TalkService:
    def __init__(self, *, stores: Stores, policy: DeskPolicy, default_group: int | None, now: datetime) -> None:
        self._stores = stores
        self._policy = policy
        self._default = default_group
        self._now = now

    def answers_from(self) -> datetime | None:
        """Return when the desk works next; None: it works now."""
        hours = self._policy.hours
        return None if hours.is_open(self._now) else hours.opens_at(self._now)

    async def require_free(self, *, customer: Customer) -> None:
        """:raises NoDesk, Banned: he cannot write to the desk, whichever door he takes"""
        if self._default is None and not self._policy.groups:
            raise NoDesk
        if (ban := await self._stores.bans.of_chat(customer.chat_id, self._now)) is not None:
            raise Banned(ban.until)

    async def is_free(self, *, customer: Customer) -> bool:
        """Say whether he could write to the desk now."""
        try:
            await self.require_free(customer=customer)
        except (NoDesk, Banned):
            return False
        return True

    async def open_one(self, *, customer: Customer) -> Talk | None:
        thread = await self._stores.threads.of_chat(customer.chat_id)
        return None if thread is None else await self._stores.talks.open_one(thread.id)

    async def goes_on(self, *, customer: Customer) -> bool:
        """Say whether what this chat writes belongs to a talk: one that is open, or was closed a few days ago."""
        thread = await self._stores.threads.of_chat(customer.chat_id)
        talk = None if thread is None else await self._stores.talks.last(thread.id)
        if talk is None or talk.closed_at is None:
            return talk is not None
        return self._now - talk.closed_at < timedelta(days=self._policy.reopen_days)

    async def say(self, *, customer: Customer, incoming: Incoming, subject: Subject | None = None) -> Heard:
        """Pass a message on to the operators; the first one opens a talk, about `subject`.

        :raises NoDesk, Banned: he cannot write to the desk
        :raises CannotBePassedOn: Telegram lets no bot pass such a message on
        """
        if incoming.words.kind not in PASSED_ON:
            raise CannotBePassedOn(incoming.words.kind)
        await self._stores.work.write()
        await self.require_free(customer=customer)
        if (known := await self._passed_on(incoming.spot)) is not None:  # pressed, or received, once more
            return Heard(talk=known, opened=False, reopened=False, answer_from=self.answers_from())
        thread = await self._thread(customer, subject)
        talk, opened, reopened = await self._talk(thread, subject)
        said = await keep(self._stores, talk, incoming, side=Side.CONSUMER, author=None, now=self._now)
        if said is not None:
            await self._stores.talks.change(
                talk.id,
                said_at=self._now,
                spoken_by=Side.CONSUMER,
                waits_since=talk.waits_since or self._now,
            )
            delay = ALBUM_SECONDS if incoming.album else 0
            await self._stores.relay.pass_on(said=said, chat_id=thread.group_id, delay=delay)
            await self._stores.relay.refresh(thread=thread, now=self._now)
        return Heard(talk=talk, opened=opened, reopened=reopened, answer_from=self.answers_from())

    async def edit(self, *, customer: Customer, spot: Spot, words: Words) -> bool:
        """Change what was passed on; False: this message never was.

        :raises Banned: he says nothing new by changing what he has said
        """
        await self._stores.work.write()
        said = await self._stores.sayings.by_source(spot)
        if said is None or said.side is not Side.CONSUMER or spot.chat_id != customer.chat_id:
            return False
        await self.require_free(customer=customer)
        await self._stores.sayings.change(said.id, words=words, edited_at=self._now)
        await self._stores.relay.edit(said=said, file=said.has_other_file(words))
        return True

    async def react(self, *, customer: Customer, spot: Spot, emoji: str, key: str) -> None:
        """Show a consumer's reaction to an operator's message on that message in the group."""
        await self._stores.work.write()
        said = await self._stores.sayings.at(spot)
        if await self._stores.bans.of_chat(customer.chat_id, self._now) is not None:
            return
        if said is not None and said.side is Side.DESK and spot.chat_id == customer.chat_id:
            await self._stores.relay.react(spot=said.source, emoji=emoji, key=key)

    async def close(self, *, customer: Customer, talk_id: int) -> Talk:
        """Close an open talk; closing it again changes nothing.

        :raises NoSuchTalk: old, foreign or forged
        """
        await self._stores.work.write()
        thread, talk = await self._own(customer, talk_id)
        if talk.is_open:
            await self._stores.talks.change(
                talk.id, state=TalkState.CLOSED, closed_at=self._now, closed_by="consumer", waits_since=None
            )
            await self._stores.audit.record(
                actor=f"chat:{customer.chat_id}", action="talk.close", subject=f"talk:{talk.id}"
            )
            await self._stores.relay.tell_thread(
                thread=thread,
                name="talk_closed_by_consumer",
                values={"talk": talk.id, "thread": thread.id},
                key=self._key(talk, "closed"),
            )
            await self._stores.relay.refresh(thread=thread, now=self._now)
        return talk

    async def rate(self, *, customer: Customer, talk_id: int, stars: int) -> Talk:
        """Keep one to five stars of a closed talk; the last press counts.

        :raises NoSuchTalk: old, foreign or forged, or still open
        """
        await self._stores.work.write()
        thread, talk = await self._own(customer, talk_id)
        if talk.is_open or not 1 <= stars <= 5:
            raise NoSuchTalk
        if talk.rating != stars:
            await self._stores.talks.change(talk.id, rating=stars)
            await self._stores.relay.tell_thread(
                thread=thread,
                name="talk_rated",
                values={"talk": talk.id, "stars": stars},
                key=f"{self._key(talk, 'rated')}:{stars}",
            )
        return talk

    async def comment(self, *, customer: Customer, talk_id: int, text: str) -> Talk:
        """Keep a few words on a closed talk, for the operators and the statistics.

        :raises NoSuchTalk: old, foreign or forged, or still open
        :raises Banned: he says nothing here either
        """
        await self._stores.work.write()
        await self.require_free(customer=customer)
        thread, talk = await self._own(customer, talk_id)
        if talk.is_open:
            raise NoSuchTalk
        text = text.strip()[:COMMENT_LENGTH]
        await self._stores.talks.change(talk.id, comment=text)
        await self._stores.relay.tell_thread(
            thread=thread,
            name="talk_commented",
            values={"talk": talk.id, "text": text},
            key=f"{self._key(talk, 'commented')}:{self._now.timestamp():.0f}",
        )
        return talk

    async def own(self, *, customer: Customer) -> tuple[Talk, ...]:
        """Return the talks of this chat, the newest first."""
        thread = await self._stores.threads.of_chat(customer.chat_id)
        return () if thread is None else await self._stores.talks.of_thread(thread.id)

    async def history(self, *, customer: Customer, talk_id: int) -> tuple[Talk, tuple[Said, ...]]:
        """Return one's own talk and what was said in it; notes of operators are not part of it.

        :raises NoSuchTalk: old, foreign or forged
        """
        _, talk = await self._own(customer, talk_id)
        said = await self._stores.sayings.of_talk(talk.id)
        kept = tuple(each for each in said if each.side is not Side.NOTE and each.state is not SaidState.DELETED)
        return talk, kept

    async def _passed_on(self, spot: Spot) -> Talk | None:
        said = await self._stores.sayings.by_source(spot)
        return None if said is None else await self._stores.talks.get(said.talk_id)

    async def _own(self, customer: Customer, talk_id: int) -> tuple[Thread, Talk]:
        thread, talk = await self._stores.threads.of_chat(customer.chat_id), await self._stores.talks.get(talk_id)
        if thread is None or talk is None or talk.thread_id != thread.id:
            raise NoSuchTalk
        return thread, talk

    async def _thread(self, customer: Customer, subject: Subject | None) -> Thread:
        known = await self._stores.threads.of_chat(customer.chat_id)
        if known is not None:
            if known.blocked:  # he speaks to the bot again
                await self._stores.threads.change(known.id, blocked=False)
                await self._stores.relay.tell_thread(
                    thread=known, name="talk_unblocked", values={}, key=f"talk:back:{known.id}:{self._now.timestamp()}"
                )
            return known
        branch = subject.branch if subject is not None and subject.branch else ""
        if not branch:
            linked = await self._stores.links.of_chat(customer.chat_id)
            current = next((each for each in linked if each.link_id == customer.current_link), None)
            branch = (current or linked[0]).branch.code if linked else ""
        group = self._policy.group_of(branch, self._default)
        if group is None:
            raise NoDesk
        group = (await self._stores.groups.get(group)).chat_id
        return await self._stores.threads.add(chat_id=customer.chat_id, group_id=group)

    async def _talk(self, thread: Thread, subject: Subject | None) -> tuple[Talk, bool, bool]:
        """Return the open talk, and whether it has been opened or reopened now."""
        known = await self._stores.talks.open_one(thread.id)
        if known is not None:
            if subject is not None and (subject != known.subject or subject.ref or subject.account_id is not None):
                await self._about(thread, known, subject)
            return known, False, False
        before = await self._stores.talks.last(thread.id)
        if before is not None and subject is None and before.rating is None:
            await self._stores.talks.change(before.id, state=TalkState.OPEN, closed_at=None, closed_by="", reminded=0)
            found = await self._stores.talks.get(before.id)
            assert found is not None
            return found, False, True
        talk = await self._stores.talks.open(thread_id=thread.id, subject=subject, side=Side.CONSUMER, now=self._now)
        if subject is not None:
            await self._about(thread, talk, subject)
        return talk, True, False

    async def _about(self, thread: Thread, talk: Talk, subject: Subject) -> None:
        """Say in the topic what the next words are about; the talk is about it from now on."""
        await self._stores.talks.change(talk.id, subject=subject)
        await self._stores.relay.tell_thread(
            thread=thread,
            name="talk_about",
            values={"kind": subject.kind, "account_no": subject.account_no, "ref": subject.ref},
            key=f"{self._key(talk, 'about')}:{self._now.timestamp()}",
        )

    def _key(self, talk: Talk, what: str) -> str:
        return f"talk:{talk.id}:{what}:{(talk.closed_at or self._now).timestamp():.0f}"


async def keep(
    stores: Stores, talk: Talk, incoming: Incoming, *, side: Side, author: int | None, now: datetime
) -> Said | None:
    """Keep what one side has said, with what it quotes of this thread; None: it is kept already."""
    quoted = None
    if incoming.reply_to is not None:
        quoted = await stores.sayings.at(Spot(chat_id=incoming.spot.chat_id, message_id=incoming.reply_to))
    return await stores.sayings.add(
        talk=talk,
        side=side,
        author=author,
        incoming=incoming,
        quotes=quoted.id if quoted is not None and quoted.thread_id == talk.thread_id else None,
        now=now,
    )
