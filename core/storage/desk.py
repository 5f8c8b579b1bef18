"""The desk in the database: words are sealed, where they came from and went to stands open."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select, update

from core.desk.model import (
    Incoming,
    Priority,
    Said,
    SaidState,
    Side,
    Spot,
    Subject,
    Talk,
    TalkFigures,
    TalkState,
    Thread,
    Words,
)
from core.storage.dialect import upsert
from core.storage.tables import desk_said, desk_talks, desk_threads
from core.storage.work import Work

_THREAD = (
    desk_threads.c.id,
    desk_threads.c.chat_id,
    desk_threads.c.group_id,
    desk_threads.c.topic_id,
    desk_threads.c.card,
    desk_threads.c.card_digest,
    desk_threads.c.shown,
    desk_threads.c.blocked,
)
ALBUM = 40
_FIGURES = tuple(desk_talks.c[each.name] for each in fields(TalkFigures))
_THREAD_NAMES = tuple(column.name for column in _THREAD)


class SqlThreads:
    """`Threads` of core.desk.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of_chat(self, chat_id: int) -> Thread | None:
        return await self._first(select(*_THREAD).where(desk_threads.c.chat_id == chat_id))

    async def get(self, thread_id: int) -> Thread | None:
        return await self._first(select(*_THREAD).where(desk_threads.c.id == thread_id))

    async def of_topic(self, group_id: int, topic_id: int) -> Thread | None:
        at = (desk_threads.c.group_id == group_id, desk_threads.c.topic_id == topic_id)
        return await self._first(select(*_THREAD).where(*at))

    async def add(self, *, chat_id: int, group_id: int) -> Thread:
        once = upsert(desk_threads, is_sqlite=self._work.is_sqlite).on_conflict_do_nothing(index_elements=["chat_id"])
        await self._work.execute(once.values(chat_id=chat_id, group_id=group_id))
        found = await self.of_chat(chat_id)
        assert found is not None
        return found

    async def change(self, thread_id: int, **values: Any) -> None:
        await self._work.execute(update(desk_threads).where(desk_threads.c.id == thread_id).values(values))

    async def _first(self, query: Select[Any]) -> Thread | None:
        row = (await self._work.execute(query)).first()
        return Thread(**dict(zip(_THREAD_NAMES, row, strict=True))) if row is not None else None


class SqlTalks:
    """`Talks` of core.desk.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def open_one(self, thread_id: int) -> Talk | None:
        of = select(desk_talks).where(desk_talks.c.thread_id == thread_id, desk_talks.c.state == TalkState.OPEN.value)
        if self._work.writing and not self._work.is_sqlite:  # whoever is closing it does so first, or waits
            of = of.with_for_update()
        return await self._first(of)

    async def last(self, thread_id: int) -> Talk | None:
        of = select(desk_talks).where(desk_talks.c.thread_id == thread_id)
        return await self._first(of.order_by(desk_talks.c.id.desc()).limit(1))

    async def get(self, talk_id: int) -> Talk | None:
        return await self._first(select(desk_talks).where(desk_talks.c.id == talk_id))

    async def of_thread(self, thread_id: int) -> tuple[Talk, ...]:
        of = select(desk_talks).where(desk_talks.c.thread_id == thread_id).order_by(desk_talks.c.id.desc())
        return tuple(self._talk(row) for row in await self._work.execute(of))

    async def open(self, *, thread_id: int, subject: Subject | None, side: Side, now: datetime) -> Talk:
        row = {
            "thread_id": thread_id,
            "state": TalkState.OPEN.value,
            "opened_at": now,
            "said_at": now,
            "spoken_by": side.value,
            "subject": self._sealed(subject),
        }
        added = upsert(desk_talks, is_sqlite=self._work.is_sqlite).values(row).returning(desk_talks)
        found = await self._first(added)
        assert found is not None
        return found

    async def change(self, talk_id: int, **values: Any) -> None:
        if "subject" in values:
            values["subject"] = self._sealed(values["subject"])
        if "comment" in values:
            values["comment"] = self._work.vault.seal({"text": values["comment"]})
        if "tags" in values:
            values["tags"] = " ".join(values["tags"])
        await self._work.execute(update(desk_talks).where(desk_talks.c.id == talk_id).values(values))

    async def since(self, since: datetime) -> tuple[TalkFigures, ...]:
        lately = or_(desk_talks.c.opened_at >= since, desk_talks.c.closed_at >= since)
        of = select(*_FIGURES).where(lately).order_by(desk_talks.c.id)
        rows = await self._work.execute(of)
        return tuple(TalkFigures(**row._mapping) for row in rows)  # noqa: SLF001 - SQLAlchemy's public name

    async def all_open(self) -> tuple[Talk, ...]:
        of = select(desk_talks).where(desk_talks.c.state == TalkState.OPEN.value)
        found = [self._talk(row) for row in await self._work.execute(of)]
        return tuple(sorted(found, key=lambda talk: (talk.waits_since is None, talk.waits_since or talk.said_at)))

    def _sealed(self, subject: Subject | None) -> bytes | None:
        return None if subject is None else self._work.vault.seal(subject.to_json())

    async def _first(self, query: Any) -> Talk | None:
        row = (await self._work.execute(query)).first()
        return self._talk(row) if row is not None else None

    def _talk(self, row: Row[Any]) -> Talk:
        return Talk(
            id=row.id,
            thread_id=row.thread_id,
            state=TalkState(row.state),
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            closed_by=row.closed_by,
            said_at=row.said_at,
            spoken_by=Side(row.spoken_by),
            waits_since=row.waits_since,
            answered_at=row.answered_at,
            assignee=row.assignee,
            priority=Priority(row.priority),
            tags=tuple(row.tags.split()),
            subject=Subject.from_json(self._work.vault.open(row.subject)) if row.subject is not None else None,
            reminded=row.reminded,
            rating=row.rating,
            comment=self._work.vault.open(row.comment)["text"] if row.comment is not None else "",
        )


class SqlSayings:
    """`Sayings` of core.desk.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(
        self,
        *,
        talk: Talk,
        side: Side,
        author: int | None,
        incoming: Incoming,
        quotes: int | None,
        now: datetime,
    ) -> Said | None:
        row = {
            "thread_id": talk.thread_id,
            "talk_id": talk.id,
            "side": side.value,
            "author": author,
            "at": now,
            "words": self._work.vault.seal(incoming.words.to_json()),
            "source_chat": incoming.spot.chat_id,
            "source_message": incoming.spot.message_id,
            "album": incoming.album[:ALBUM],
            "quotes": quotes,
            "quote": self._work.vault.seal({"text": incoming.quote}) if incoming.quote else None,
            "state": (SaidState.SENT if side is Side.NOTE else SaidState.WAITING).value,
        }
        once = upsert(desk_said, is_sqlite=self._work.is_sqlite).on_conflict_do_nothing(
            index_elements=["source_chat", "source_message"]
        )
        return await self._first(once.values(row).returning(desk_said))

    async def get(self, said_id: int) -> Said | None:
        return await self._first(select(desk_said).where(desk_said.c.id == said_id))

    async def by_source(self, spot: Spot) -> Said | None:
        return await self._first(select(desk_said).where(_source_is(spot)))

    async def at(self, spot: Spot) -> Said | None:
        target = (desk_said.c.target_chat == spot.chat_id) & (desk_said.c.target_message == spot.message_id)
        return await self._first(select(desk_said).where(or_(_source_is(spot), target)))

    async def of_album(self, talk_id: int, album: str, state: SaidState | None = None) -> tuple[Said, ...]:
        of = select(desk_said).where(desk_said.c.talk_id == talk_id, desk_said.c.album == album[:ALBUM])
        if state is not None:
            of = of.where(desk_said.c.state == state.value)
        return tuple(self._said(row) for row in await self._work.execute(of.order_by(desk_said.c.source_message)))

    async def of_talk(self, talk_id: int, most: int = 1000) -> tuple[Said, ...]:
        of = select(desk_said).where(desk_said.c.talk_id == talk_id).order_by(desk_said.c.id.desc()).limit(most)
        return tuple(self._said(row) for row in (await self._work.execute(of)).all())[::-1]

    async def answers_since(self, since: datetime) -> dict[int, int]:
        given = select(desk_said.c.author, func.count().label("number")).where(
            desk_said.c.side == Side.DESK.value, desk_said.c.at >= since, desk_said.c.author.is_not(None)
        )
        return {row.author: row.number for row in await self._work.execute(given.group_by(desk_said.c.author))}

    async def change(self, said_id: int, **values: Any) -> None:
        if "words" in values:
            values["words"] = self._work.vault.seal(values["words"].to_json())
        if "target" in values:
            spot: Spot | None = values.pop("target")
            values["target_chat"] = None if spot is None else spot.chat_id
            values["target_message"] = None if spot is None else spot.message_id
        await self._work.execute(update(desk_said).where(desk_said.c.id == said_id).values(values))

    async def _first(self, query: Any) -> Said | None:
        row = (await self._work.execute(query)).first()
        return self._said(row) if row is not None else None

    def _said(self, row: Row[Any]) -> Said:
        target = None
        if row.target_chat is not None and row.target_message is not None:
            target = Spot(chat_id=row.target_chat, message_id=row.target_message)
        vault = self._work.vault
        return Said(
            id=row.id,
            thread_id=row.thread_id,
            talk_id=row.talk_id,
            side=Side(row.side),
            author=row.author,
            at=row.at,
            edited_at=row.edited_at,
            words=Words.from_json(vault.open(row.words)) if row.words is not None else None,
            source=Spot(chat_id=row.source_chat, message_id=row.source_message),
            target=target,
            album=row.album,
            quotes=row.quotes,
            quote=vault.open(row.quote)["text"] if row.quote is not None else "",
            state=SaidState(row.state),
        )


def _source_is(spot: Spot) -> Any:
    return (desk_said.c.source_chat == spot.chat_id) & (desk_said.c.source_message == spot.message_id)
