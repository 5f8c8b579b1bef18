"""Appeals: what was asked and answered is sealed, what the office is held to by the day stands open."""

from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Date, Executable, Integer, Row, and_, bindparam, or_, select, update

from core.accounts.model import LinkedAccount
from core.desk.model import Spot
from core.storage.dialect import upsert
from core.storage.tables import appeals
from core.storage.types import UtcTime
from core.storage.work import Work
from core.support.model import Appeal, Asked, Kind, Paper, Status

_ID = appeals.c.id == bindparam("appeal", type_=BigInteger)
_MINE = appeals.c.chat_id == bindparam("chat", type_=BigInteger)
_OF_ACCOUNT = appeals.c.account_id == bindparam("account", type_=BigInteger)
_IS_OPEN = appeals.c.status == Status.NEW.value
_IS_DUE = appeals.c.held_until <= bindparam("now", type_=UtcTime)

_GET = select(appeals).where(_ID)
_BY_KEY = select(appeals).where(_MINE, appeals.c.key == bindparam("key"))
_OPEN_ALONE = select(appeals).where(_OF_ACCOUNT, appeals.c.alone_in == bindparam("alone_in"), _IS_OPEN)
_OF_CHAT = select(appeals).where(_MINE).order_by(appeals.c.id.desc())
_OF_CHAT_AND_ACCOUNT = _OF_CHAT.where(_OF_ACCOUNT)
_CLOSE = (
    update(appeals)
    .where(_ID, _IS_OPEN)
    .values(status=bindparam("status_now"), closed_at=bindparam("now"))
    .returning(appeals.c.content)
)
_AT_THE_OFFICE = (
    select(appeals).where(_IS_OPEN, _IS_DUE).order_by(appeals.c.due_on.is_(None), appeals.c.due_on, appeals.c.id)
)
_LAST_CALL = 2
_TO_REMIND = (
    select(appeals)
    .where(
        _IS_OPEN,
        _IS_DUE,
        or_(
            and_(appeals.c.reminded < _LAST_CALL, appeals.c.due_on <= bindparam("last", type_=Date)),
            and_(appeals.c.reminded == 0, appeals.c.remind_on <= bindparam("today", type_=Date)),
        ),
    )
    .order_by(appeals.c.due_on, appeals.c.id)
    .limit(bindparam("most", type_=Integer))
)
_TO_HAND_OVER = (
    select(appeals)
    .where(_IS_OPEN, _IS_DUE, appeals.c.handed_over_at.is_(None))
    .order_by(appeals.c.id)
    .limit(bindparam("most", type_=Integer))
)


@cache
def _add(is_sqlite: bool) -> Executable:
    return upsert(appeals, is_sqlite=is_sqlite).on_conflict_do_nothing().returning(appeals.c.id)


class SqlAppeals:
    """`Appeals` of core.support.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, *, chat_id: int, account: LinkedAccount | None, asked: Asked, now: datetime) -> Appeal | None:
        content: dict[str, Any] = {
            "account_no": account.account_no if account is not None else "",
            "asked": dict(asked.content),
            "answer": "",
            "papers": [paper.to_json() for paper in asked.papers],
        }
        row = {
            "kind": asked.kind.value,
            "chat_id": chat_id,
            "account_id": account.account_id if account is not None else None,
            "key": asked.key,
            "alone_in": asked.alone_in,
            "registered_at": now,
            "held_until": asked.held_until,
            "due_on": asked.due_on,
            "remind_on": asked.remind_on,
            "status": Status.NEW.value,
            "content": self._work.vault.seal(content),
        }
        added = (await self._work.execute(_add(self._work.is_sqlite), row)).first()
        return await self.get(added.id) if added is not None else None

    async def by_key(self, chat_id: int, key: str) -> Appeal | None:
        return await self._first(_BY_KEY, {"chat": chat_id, "key": key})

    async def open_one(self, account_id: int, alone_in: str) -> Appeal | None:
        return await self._first(_OPEN_ALONE, {"account": account_id, "alone_in": alone_in})

    async def get(self, appeal_id: int) -> Appeal | None:
        return await self._first(_GET, {"appeal": appeal_id})

    async def of_chat(self, chat_id: int, account_id: int | None = None) -> tuple[Appeal, ...]:
        if account_id is None:
            return await self._all(_OF_CHAT, {"chat": chat_id})
        return await self._all(_OF_CHAT_AND_ACCOUNT, {"chat": chat_id, "account": account_id})

    async def close(self, appeal_id: int, status: Status, answer: str, now: datetime) -> bool:
        found = await self._work.execute(_CLOSE, {"appeal": appeal_id, "status_now": status.value, "now": now})
        row = found.first()
        if row is None:
            return False
        if answer:
            await self._keep_content(appeal_id, self._work.vault.open(row.content) | {"answer": answer})
        return True

    async def add_answer_paper(self, appeal_id: int, paper: Paper) -> int:
        row = (await self._work.execute(_GET, {"appeal": appeal_id})).first()
        assert row is not None
        content = self._work.vault.open(row.content)
        kept: list[dict[str, Any]] = content.get("answer_papers", [])
        known = [each["file_id"] for each in kept]
        if paper.file_id in known:
            return known.index(paper.file_id)
        await self._keep_content(appeal_id, content | {"answer_papers": [*kept, paper.to_json()]})
        return len(kept)

    async def to_hand_over(self, now: datetime, most: int) -> tuple[Appeal, ...]:
        return await self._all(_TO_HAND_OVER, {"now": now, "most": most})

    async def mark_handed_over(self, appeal_id: int, now: datetime) -> None:
        await self._work.execute(update(appeals).where(appeals.c.id == appeal_id).values(handed_over_at=now))

    async def at_the_office(self, now: datetime) -> tuple[Appeal, ...]:
        return await self._all(_AT_THE_OFFICE, {"now": now})

    async def mark_shown(self, appeal_id: int, spot: Spot) -> None:
        values = {"desk_chat": spot.chat_id, "desk_message": spot.message_id}
        await self._work.execute(update(appeals).where(appeals.c.id == appeal_id).values(values))

    async def at(self, spot: Spot) -> Appeal | None:
        there = (appeals.c.desk_chat == spot.chat_id, appeals.c.desk_message == spot.message_id)
        return await self._first(select(appeals).where(*there).limit(1), {})

    async def answered_since(self, moment: datetime) -> tuple[Appeal, ...]:
        by_answer = appeals.c.status.in_((Status.ANSWERED.value, Status.REFUSED.value))
        since = select(appeals).where(appeals.c.closed_at > moment, by_answer)
        return await self._all(since.order_by(appeals.c.id.desc()), {})

    async def to_remind(self, now: datetime, today: date, last: date, most: int) -> tuple[Appeal, ...]:
        return await self._all(_TO_REMIND, {"now": now, "today": today, "last": last, "most": most})

    async def mark_reminded(self, appeal_id: int, times: int) -> None:
        await self._work.execute(update(appeals).where(appeals.c.id == appeal_id).values(reminded=times))

    async def forget_content(self, appeal_id: int) -> None:
        found = await self.get(appeal_id)
        if found is not None:
            await self._keep_content(appeal_id, {"account_no": found.account_no, "asked": {}, "answer": ""})

    async def _keep_content(self, appeal_id: int, content: dict[str, Any]) -> None:
        sealed = self._work.vault.seal(content)
        await self._work.execute(update(appeals).where(appeals.c.id == appeal_id).values(content=sealed))

    async def _first(self, query: Executable, values: dict[str, Any]) -> Appeal | None:
        row = (await self._work.execute(query, values)).first()
        return self._appeal(row) if row is not None else None

    async def _all(self, query: Executable, values: dict[str, Any]) -> tuple[Appeal, ...]:
        return tuple(self._appeal(row) for row in (await self._work.execute(query, values)).all())

    def _appeal(self, row: Row[Any]) -> Appeal:
        content: dict[str, Any] = self._work.vault.open(row.content)
        return Appeal(
            id=row.id,
            kind=Kind(row.kind),
            account_id=row.account_id,
            account_no=content["account_no"],
            chat_id=row.chat_id,
            content=content["asked"],
            registered_at=row.registered_at,
            held_until=row.held_until,
            due_on=row.due_on,
            status=Status(row.status),
            answer=content["answer"],
            closed_at=row.closed_at,
            papers=tuple(Paper(**each) for each in content.get("papers", ())),
            answer_papers=tuple(Paper(**each) for each in content.get("answer_papers", ())),
            handed_over=row.handed_over_at is not None,
        )


async def forget_sender(work: Work, chat_id: int, now: datetime) -> None:
    """Erase the chat of what it has sent, with what was asked, unless the office still works on it.

    What the office has not been given is taken back.
    """
    known = SqlAppeals(work)
    for appeal in await known.of_chat(chat_id):
        if appeal.is_held(now):
            await known.close(appeal.id, Status.WITHDRAWN, "", now)
        if appeal.is_held(now) or appeal.status is not Status.NEW:
            await known.forget_content(appeal.id)
        await work.execute(update(appeals).where(appeals.c.id == appeal.id).values(chat_id=None))
