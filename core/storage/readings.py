"""Confirmed readings. The unique indexes have the last word: of two that come at once, one is kept."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    Executable,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    insert,
    or_,
    select,
    update,
)

from core.period import Period
from core.readings.model import ACTIVE, State, Submission
from core.readings.ports import NewSubmission, OwnReading
from core.storage.book import accounts
from core.storage.dialect import upsert
from core.storage.readings_rows import VALUE, kept, own_of, row_of, submission_of
from core.storage.tables import links, submission_values, submissions
from core.storage.types import Month
from core.storage.work import Work

_IS_ACTIVE = submissions.c.state.in_(ACTIVE)
_CHAT = bindparam("chat", type_=BigInteger)
_IS_LINKED = exists().where(
    links.c.chat_id == _CHAT,
    links.c.account_id == submissions.c.account_id,
    links.c.owner_mark == submissions.c.owner_mark,
    accounts.c.account_id == submissions.c.account_id,
    accounts.c.owner_mark == submissions.c.owner_mark,
)


def _submissions(*more: Any) -> Select[Any]:
    """Return a query of submissions, each with its values in the order of their zones."""
    values = (submission_values.c[name].label(f"its_{name}") for name in VALUE)
    return select(submissions, *values, *more).outerjoin(
        submission_values, submission_values.c.submission == submissions.c.id
    )


_BY_ZONE = (submission_values.c.zone, submission_values.c.register_id)
_OF_ONE = _submissions(_IS_LINKED.label("shown")).order_by(submissions.c.id, *_BY_ZONE)
_FIND = _OF_ONE.where(
    submissions.c.id == bindparam("submission", type_=BigInteger), or_(submissions.c.chat_id == _CHAT, _IS_LINKED)
)
_OF_CHAT = _OF_ONE.where(submissions.c.chat_id == _CHAT)
_ACTIVE = (
    _submissions()
    .where(
        submissions.c.meter_id == bindparam("meter"),
        submissions.c.period == bindparam("period", type_=Month),
        _IS_ACTIVE,
    )
    .order_by(*_BY_ZONE)
)
_PAGE = (
    select(submissions.c.id)
    .join(
        accounts,
        and_(accounts.c.account_id == submissions.c.account_id, accounts.c.owner_mark == submissions.c.owner_mark),
    )
    .where(
        submissions.c.account_id == bindparam("account_id", type_=BigInteger),
        submissions.c.id < bindparam("before", type_=BigInteger),
    )
    .order_by(submissions.c.id.desc())
    .limit(bindparam("limit", type_=Integer))
)
_OF_ACCOUNT = _submissions().where(submissions.c.id.in_(_PAGE)).order_by(submissions.c.id.desc(), *_BY_ZONE)
_OWN = (
    select(
        *(submissions.c[name] for name in ("id", "account_id", "meter_id", "period", "reading_date")),
        submission_values.c.register_id,
        submission_values.c.value,
    )
    .join(submission_values, submission_values.c.submission == submissions.c.id)
    .where(
        submissions.c.account_id.in_(bindparam("account_ids", expanding=True, type_=BigInteger)),
        submissions.c.period > bindparam("since", type_=Month),
        _IS_ACTIVE,
    )
    .order_by(submissions.c.account_id, submissions.c.id)
)
_ADD_VALUES = insert(submission_values)
_SET_STATE = (
    update(submissions)
    .where(submissions.c.id == bindparam("submission", type_=BigInteger))
    .values(state=bindparam("now_in"))
)
_NEWEST = 2**62


@cache
def _add(is_sqlite: bool) -> Executable:
    return upsert(submissions, is_sqlite=is_sqlite).on_conflict_do_nothing().returning(submissions.c.id)


class SqlSubmissions:
    """`Submissions` of core.readings.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, new: NewSubmission) -> Submission | None:
        row = row_of(new, self._work.vault)
        number = (await self._work.execute(_add(self._work.is_sqlite), row)).scalar()
        if number is None:
            return None
        values = [{"submission": number} | {name: getattr(value, name) for name in VALUE} for value in new.values]
        await self._work.execute(_ADD_VALUES, values)
        return kept(number, row["submission_id"], new)

    async def find(self, submission: int, chat_id: int) -> Submission | None:
        rows = await self._work.execute(_FIND, {"submission": submission, "chat": chat_id})
        return next(self._each(rows), None)

    async def of_chat(self, chat_id: int) -> tuple[Submission, ...]:
        return tuple(self._each(await self._work.execute(_OF_CHAT, {"chat": chat_id})))

    async def of_account(self, account_id: int, limit: int, before: int | None = None) -> tuple[Submission, ...]:
        asked = {"account_id": account_id, "limit": limit, "before": _NEWEST if before is None else before}
        return tuple(self._each(await self._work.execute(_OF_ACCOUNT, asked)))

    async def own(self, account_ids: tuple[int, ...], since: Period) -> dict[int, tuple[OwnReading, ...]]:
        rows = await self._work.execute(_OWN, {"account_ids": account_ids, "since": since})
        found: dict[int, list[OwnReading]] = {}
        for (account_id, _), same in groupby(rows, lambda row: (row.account_id, row.id)):
            found.setdefault(account_id, []).append(own_of(list(same)))
        return {account_id: tuple(each) for account_id, each in found.items()}

    async def active(self, meter_id: str, period: Period) -> Submission | None:
        rows = await self._work.execute(_ACTIVE, {"meter": meter_id, "period": period})
        return next(self._each(rows), None)

    async def set_state(self, submission: int, state: State) -> None:
        await self._work.execute(_SET_STATE, {"submission": submission, "now_in": state})

    def _each(self, rows: Iterable[Row[Any]]) -> Iterator[Submission]:
        for _, same in groupby(rows, attrgetter("id")):
            yield submission_of(list(same), self._work.vault)
