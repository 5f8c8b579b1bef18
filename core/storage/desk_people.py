"""Who works at the desk, who may not write to it, and where it is."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from core.desk.model import Ban, Group, Operator, Role
from core.storage.dialect import upsert
from core.storage.tables import desk_bans, desk_groups, desk_operators, desk_threads, outbox
from core.storage.work import Work


class SqlOperators:
    """`Operators` of core.desk.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def get(self, user_id: int) -> Operator | None:
        row = (await self._work.execute(select(desk_operators).where(desk_operators.c.user_id == user_id))).first()
        return self._operator(row) if row is not None else None

    async def all(self) -> tuple[Operator, ...]:
        of = select(desk_operators).order_by(desk_operators.c.added_at, desk_operators.c.user_id)
        return tuple(self._operator(row) for row in await self._work.execute(of))

    async def put(self, *, user_id: int, name: str, role: Role, by: str, now: datetime) -> None:
        values = {"name": self._work.vault.seal({"name": name}), "role": role.value, "added_by": by, "added_at": now}
        put = upsert(desk_operators, is_sqlite=self._work.is_sqlite).values(user_id=user_id, **values)
        await self._work.execute(put.on_conflict_do_update(index_elements=["user_id"], set_=values))

    async def remove(self, user_id: int) -> bool:
        gone = delete(desk_operators).where(desk_operators.c.user_id == user_id).returning(desk_operators.c.user_id)
        return (await self._work.execute(gone)).first() is not None

    def _operator(self, row: Any) -> Operator:
        name = self._work.vault.open(row.name)["name"]
        return Operator(user_id=row.user_id, name=name, role=Role(row.role), added_at=row.added_at)


class SqlBans:
    """`Bans` of core.desk.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of_chat(self, chat_id: int, now: datetime) -> Ban | None:
        of = select(desk_bans).where(desk_bans.c.chat_id == chat_id, *_in_force(now))
        row = (await self._work.execute(of.order_by(desk_bans.c.id.desc()).limit(1))).first()
        return self._ban(row) if row is not None else None

    async def all(self, now: datetime) -> tuple[Ban, ...]:
        of = select(desk_bans).where(*_in_force(now)).order_by(desk_bans.c.id)
        return tuple(self._ban(row) for row in await self._work.execute(of))

    async def add(self, *, chat_id: int, reason: str, by: int, until: datetime | None, now: datetime) -> None:
        row = {
            "chat_id": chat_id,
            "reason": self._work.vault.seal({"text": reason}),
            "banned_by": by,
            "banned_at": now,
            "until": until,
        }
        await self._work.execute(upsert(desk_bans, is_sqlite=self._work.is_sqlite).values(row))

    async def lift(self, chat_id: int, now: datetime) -> bool:
        lifted = update(desk_bans).where(desk_bans.c.chat_id == chat_id, *_in_force(now)).values(lifted_at=now)
        return (await self._work.execute(lifted.returning(desk_bans.c.id))).first() is not None

    def _ban(self, row: Any) -> Ban:
        return Ban(
            id=row.id,
            chat_id=row.chat_id,
            reason=self._work.vault.open(row.reason)["text"],
            banned_by=row.banned_by,
            banned_at=row.banned_at,
            until=row.until,
        )


class SqlGroups:
    """`Groups` of core.desk.ports; a row is there once something is known of a group."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def get(self, chat_id: int) -> Group:
        row = (await self._work.execute(select(desk_groups).where(desk_groups.c.chat_id == chat_id))).first()
        if row is None:
            return Group(chat_id=chat_id, has_topics=True, trouble="")
        return Group(chat_id=row.moved_to or row.chat_id, has_topics=row.has_topics, trouble=row.trouble)

    async def set_ids(self, chat_id: int) -> tuple[int, ...]:
        of = select(desk_groups.c.chat_id).where(desk_groups.c.moved_to == chat_id)
        return (chat_id, *(await self._work.execute(of)).scalars())

    async def move(self, chat_id: int, to: int) -> bool:
        known = (await self.get(chat_id)).chat_id
        if known == to:
            return False
        await self.change(chat_id, moved_to=to)
        await self._work.execute(update(desk_threads).where(desk_threads.c.group_id == known).values(group_id=to))
        waiting = update(outbox).where(outbox.c.chat_id == known, outbox.c.state.in_(["new", "sending"]))
        await self._work.execute(waiting.values(chat_id=to))
        return True

    async def change(self, chat_id: int, **values: Any) -> None:
        put = upsert(desk_groups, is_sqlite=self._work.is_sqlite).values(chat_id=chat_id, **values)
        await self._work.execute(put.on_conflict_do_update(index_elements=["chat_id"], set_=values))


def _in_force(now: datetime) -> tuple[Any, ...]:
    return desk_bans.c.lifted_at.is_(None), or_(desk_bans.c.until.is_(None), desk_bans.c.until > now)
