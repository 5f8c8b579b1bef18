"""Who answers at the desk: administrators say so, and whoever leaves a group of the desk answers no more."""

from dataclasses import dataclass
from datetime import datetime

from core.desk.answering import AnsweringService
from core.desk.model import DeskRefused, Operator, Role, Seat
from core.desk.talks import Stores

LONGEST_NAME = 60
_LIST_NUMBER = 1000  # a smaller number is that of the list, a larger one an id of Telegram


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """Whom an administrator means: by what he has written, or by a message of his that was answered."""

    written: str = ""
    user_id: int | None = None
    name: str = ""  # as Telegram shows it


class StaffService:
    """What the office does by the command line has no seat: its actor is `office`."""

    def __init__(self, *, stores: Stores, answering: AnsweringService, now: datetime) -> None:
        self._stores = stores
        self._answering = answering
        self._now = now

    async def listed(self, *, seat: Seat | None = None) -> tuple[Operator, ...]:
        if seat is not None:
            await self._answering.operator(user_id=seat.user_id, is_anonymous=seat.is_anonymous)
        return await self._stores.operators.all()

    async def add(self, *, seat: Seat | None, whom: Named, role: Role = Role.OPERATOR) -> Operator:
        """Let somebody answer, or say anew who he is; a role that is higher is kept.

        :raises DeskRefused: not_admin; syntax
        """
        by = await self._administrator(seat)
        user_id, name = await self._read(whom)
        known = await self._stores.operators.get(user_id)
        if known is not None:
            role = Role.ADMINISTRATOR if Role.ADMINISTRATOR in (known.role, role) else role
            name = name or known.name
        await self._stores.operators.put(user_id=user_id, name=name, role=role, by=by, now=self._now)
        await self._record(by, "desk.operator.add", user_id, role.value)
        return Operator(user_id=user_id, name=name, role=role, added_at=self._now)

    async def remove(self, *, seat: Seat | None, whom: Named) -> Operator:
        """:raises DeskRefused: not_admin; syntax; no_operator"""
        by = await self._administrator(seat)
        user_id, _ = await self._read(whom)
        known = await self._stores.operators.get(user_id)
        if known is None:
            raise DeskRefused("no_operator", name=whom.written or str(user_id))
        await self._take_away(known, by)
        return known

    async def gone(self, *, user_id: int, group_id: int) -> bool:
        """Take the right of an operator who has left a group of the desk; the group is told. False: he had none."""
        await self._stores.work.write()
        known = await self._stores.operators.get(user_id)
        if known is None:
            return False
        await self._take_away(known, "membership")
        await self._stores.relay.tell_group(
            chat_id=group_id,
            name="operator_gone",
            values={"user": user_id, "name": known.name},
            key=f"operator:gone:{user_id}:{self._now.timestamp()}",
        )
        return True

    async def _take_away(self, operator: Operator, by: str) -> None:
        """Remove him; what he had taken is nobody's again."""
        await self._stores.operators.remove(operator.user_id)
        await self._record(by, "desk.operator.remove", operator.user_id)
        for talk in await self._stores.talks.all_open():
            if talk.assignee != operator.user_id:
                continue
            await self._stores.talks.change(talk.id, assignee=None)
            thread = await self._stores.threads.get(talk.thread_id)
            if thread is not None:
                await self._stores.relay.refresh(thread=thread, now=self._now)

    async def _administrator(self, seat: Seat | None) -> str:
        await self._stores.work.write()
        if seat is None:
            return "office"
        operator = await self._answering.operator(user_id=seat.user_id, is_anonymous=seat.is_anonymous)
        if operator.role is not Role.ADMINISTRATOR:
            raise DeskRefused("not_admin")
        return f"operator:{operator.user_id}"

    async def _read(self, whom: Named) -> tuple[int, str]:
        """Return the id and the name; a person whose message is answered may be given another name."""
        first, _, rest = whom.written.strip().partition(" ")
        if whom.user_id is not None and not _is_number(first):
            return whom.user_id, (whom.written.strip() or whom.name)[:LONGEST_NAME]
        if not _is_number(first):
            raise DeskRefused("syntax", command="operators")
        number = int(first)
        if number < _LIST_NUMBER:
            everybody = await self._stores.operators.all()
            if not 1 <= number <= len(everybody):
                raise DeskRefused("no_operator", name=first)
            number = everybody[number - 1].user_id
        return number, rest.strip()[:LONGEST_NAME]

    async def _record(self, by: str, action: str, user_id: int, detail: str = "") -> None:
        await self._stores.audit.record(actor=by, action=action, subject=f"operator:{user_id}", detail=detail)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 18
