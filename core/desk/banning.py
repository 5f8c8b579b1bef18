"""Who may not write to the desk: till when, why, and by whose word."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.desk.answering import AnsweringService
from core.desk.model import Ban, DeskRefused, Seat, Thread
from core.desk.talks import Stores

_UNLESS_SAID = timedelta(days=1)
_TERM = re.compile(r"([1-9][0-9]{0,3})([hdwчдн])")
_UNITS = {"h": 1, "ч": 1, "d": 24, "д": 24, "w": 24 * 7, "н": 24 * 7}
_FOREVER = frozenset({"forever", "навсегда", "біржола"})
LONGEST_REASON = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Barred:
    """A ban and whose it is; `thread` None: he has never written, or has been forgotten."""

    ban: Ban
    thread: Thread | None


class BanService:
    def __init__(self, *, stores: Stores, answering: AnsweringService, now: datetime) -> None:
        self._stores = stores
        self._answering = answering
        self._now = now

    async def ban(self, *, seat: Seat, asked: str) -> Ban:
        """Ban for `2h`, `3d`, `1w` or `forever`, a day if no term is named; a ban before takes this one's term.

        :raises DeskRefused: syntax: there has to be a reason
        """
        await self._stores.work.write()
        operator, thread = await self._answering.whose(seat=seat)
        until, reason = read_ban(asked, self._now)
        assert thread.chat_id is not None
        await self._stores.bans.lift(thread.chat_id, self._now)
        await self._stores.bans.add(
            chat_id=thread.chat_id, reason=reason, by=operator.user_id, until=until, now=self._now
        )
        term = "forever" if until is None else f"until {until:%Y-%m-%dT%H:%MZ}"
        await self._record(operator.user_id, "desk.ban", thread, term)
        await self._stores.relay.refresh(thread=thread, now=self._now)
        found = await self._stores.bans.of_chat(thread.chat_id, self._now)
        assert found is not None
        return found

    async def unban(self, *, seat: Seat, number: str) -> Thread:
        """Let a consumer write again: the one of the topic, or that of a number.

        :raises DeskRefused: syntax; not_banned
        """
        await self._stores.work.write()
        if number:
            operator = await self._answering.operator(user_id=seat.user_id, is_anonymous=seat.is_anonymous)
            thread = await self._numbered(number)
        else:
            operator, thread = await self._answering.whose(seat=seat)
        if thread.chat_id is None or not await self._stores.bans.lift(thread.chat_id, self._now):
            raise DeskRefused("not_banned")
        await self._record(operator.user_id, "desk.unban", thread)
        await self._stores.relay.refresh(thread=thread, now=self._now)
        return thread

    async def listed(self, *, seat: Seat) -> tuple[Barred, ...]:
        """Return the bans in force."""
        await self._answering.operator(user_id=seat.user_id, is_anonymous=seat.is_anonymous)
        bans = await self._stores.bans.all(self._now)
        return tuple([Barred(ban=ban, thread=await self._stores.threads.of_chat(ban.chat_id)) for ban in bans])

    async def _numbered(self, number: str) -> Thread:
        word = number.strip().lstrip("№#")
        if not (word.isascii() and word.isdigit() and len(word) < 18):
            raise DeskRefused("syntax", command="unban")
        found = await self._stores.threads.get(int(word))
        if found is None:
            raise DeskRefused("not_banned")
        return found

    async def _record(self, user_id: int, action: str, thread: Thread, detail: str = "") -> None:
        await self._stores.audit.record(
            actor=f"operator:{user_id}", action=action, subject=f"thread:{thread.id}", detail=detail
        )


def read_ban(asked: str, now: datetime) -> tuple[datetime | None, str]:
    """Return until when and why.

    :raises DeskRefused: there is no reason
    """
    first, rest = [*asked.split(maxsplit=1), "", ""][:2]
    until: datetime | None = now + _UNLESS_SAID
    reason = asked.strip()
    if (term := _TERM.fullmatch(first.casefold())) is not None:
        until, reason = now + timedelta(hours=int(term[1]) * _UNITS[term[2]]), rest.strip()
    elif first.casefold() in _FOREVER:
        until, reason = None, rest.strip()
    if not reason:
        raise DeskRefused("syntax", command="ban")
    return until, reason[:LONGEST_REASON]
