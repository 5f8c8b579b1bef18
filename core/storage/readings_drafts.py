"""Readings that are being typed, and tries at accounts that a chat has not linked."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, Row, bindparam, delete, func, insert, select, update

from core.readings.ports import DraftOnFile
from core.storage.tables import reading_drafts, unlinked_tries
from core.storage.types import UtcTime
from core.storage.work import Work

_CONTENT = ("values", "agreed", "photo", "volume", "estimate", "replaces")
_MINE = reading_drafts.c.chat_id == bindparam("chat", type_=BigInteger)
_ADD = insert(reading_drafts).returning(reading_drafts.c.id)
_FIND = select(reading_drafts).where(reading_drafts.c.id == bindparam("draft", type_=BigInteger), _MINE)
_FIND_AND_HOLD = _FIND.with_for_update()  # SQLite has one writer, and no need of it
_OF_CHAT = select(reading_drafts).where(_MINE).order_by(reading_drafts.c.id)
_CHANGE = (
    update(reading_drafts)
    .where(reading_drafts.c.id == bindparam("draft", type_=BigInteger))
    .values({name: bindparam(name) for name in ("reading_date", "written_at", "content", "changed_at")})
    # What a draft has become is never forgotten, whatever an act has read that was overtaken by the confirming press.
    .values(submission=func.coalesce(bindparam("submission", type_=BigInteger), reading_drafts.c.submission))
)
_TRIES = select(func.count()).where(
    unlinked_tries.c.chat_mark == bindparam("mark", type_=BigInteger),
    unlinked_tries.c.at > bindparam("since", type_=UtcTime),
)
_TRY = insert(unlinked_tries)
_BEFORE, _MOST = bindparam("before", type_=UtcTime), bindparam("most", type_=Integer)
_OLD_DRAFTS = select(reading_drafts.c.id).where(reading_drafts.c.changed_at < _BEFORE).limit(_MOST)
_OLD_TRIES = select(unlinked_tries.c.id).where(unlinked_tries.c.at < _BEFORE).limit(_MOST)
_FORGET_DRAFTS = delete(reading_drafts).where(reading_drafts.c.id.in_(_OLD_DRAFTS))
_FORGET_TRIES = delete(unlinked_tries).where(unlinked_tries.c.id.in_(_OLD_TRIES))


class SqlDrafts:
    """`Drafts` of core.readings.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, draft: DraftOnFile, now: datetime) -> int:
        row = {
            "chat_id": draft.chat_id,
            "account_id": draft.account_id,
            "link_id": draft.link_id,
            "meter_id": draft.meter_id,
            "reading_date": draft.reading_date,
            "written_at": draft.written_at,
            "content": self._sealed(draft),
            "submission": draft.submission,
            "changed_at": now,
        }
        number: int = (await self._work.execute(_ADD, row)).scalar_one()
        return number

    async def find(self, draft_id: int, chat_id: int, *, hold: bool = False) -> DraftOnFile | None:
        query = _FIND_AND_HOLD if hold else _FIND
        row = (await self._work.execute(query, {"draft": draft_id, "chat": chat_id})).first()
        return None if row is None else self._draft(row)

    async def of_chat(self, chat_id: int) -> tuple[DraftOnFile, ...]:
        return tuple(map(self._draft, await self._work.execute(_OF_CHAT, {"chat": chat_id})))

    async def change(self, draft: DraftOnFile, now: datetime) -> None:
        row = {
            "draft": draft.id,
            "reading_date": draft.reading_date,
            "written_at": draft.written_at,
            "content": self._sealed(draft),
            "submission": draft.submission,
            "changed_at": now,
        }
        await self._work.execute(_CHANGE, row)

    async def unlinked_since(self, chat_id: int, since: datetime) -> int:
        tries = await self._work.execute(_TRIES, {"mark": self._mark(chat_id), "since": since})
        return int(tries.scalar_one())

    async def count_unlinked(self, chat_id: int, now: datetime) -> None:
        await self._work.execute(_TRY, {"at": now, "chat_mark": self._mark(chat_id)})

    async def forget(self, drafts_before: datetime, tries_before: datetime, most: int) -> int:
        drafts = await self._work.execute(_FORGET_DRAFTS, {"before": drafts_before, "most": most})
        left = most - drafts.rowcount
        tries = await self._work.execute(_FORGET_TRIES, {"before": tries_before, "most": left})
        return drafts.rowcount + tries.rowcount

    def _mark(self, chat_id: int) -> int:
        return self._work.vault.mark("chat", str(chat_id))

    def _sealed(self, draft: DraftOnFile) -> bytes:
        return self._work.vault.seal({name: getattr(draft, name) for name in _CONTENT})

    def _draft(self, row: Row[Any]) -> DraftOnFile:
        content = self._work.vault.open(row.content)
        return DraftOnFile(
            id=row.id,
            chat_id=row.chat_id,
            account_id=row.account_id,
            link_id=row.link_id,
            meter_id=row.meter_id,
            reading_date=row.reading_date,
            written_at=row.written_at,
            values=tuple((register_id, value) for register_id, value in content["values"]),
            agreed=tuple(content["agreed"]),
            photo=content["photo"],
            submission=row.submission,
            volume=content.get("volume"),
            estimate=content["estimate"],
            replaces=content.get("replaces"),
        )
