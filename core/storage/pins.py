"""PINs of chats; the hash is sealed on top, so that a copy of the database alone gives nothing to try digits on."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, Row, bindparam, delete, select, update

from core.pin.model import Pin
from core.storage.dialect import upsert
from core.storage.tables import pins
from core.storage.types import UtcTime
from core.storage.work import Work

_MINE = pins.c.chat_id == bindparam("chat", type_=BigInteger)
_GET = select(pins).where(_MINE)
_TAKE_TRY = (
    update(pins)
    .where(_MINE, pins.c.tries < bindparam("most", type_=Integer))
    .values(tries=pins.c.tries + 1)
    .returning(*pins.c)
)
_OPEN = (
    update(pins).where(_MINE).values(tries=0, open_until=bindparam("until", type_=UtcTime)).returning(pins.c.chat_id)
)
_REMOVE = delete(pins).where(_MINE).returning(pins.c.chat_id)


class SqlPins:
    """`Pins` of core.pin.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of_chat(self, chat_id: int) -> Pin | None:
        row = (await self._work.execute(_GET, {"chat": chat_id})).first()
        return self._pin(row) if row is not None else None

    async def set(self, chat_id: int, pin: Pin) -> None:
        values = {
            "secret": self._work.vault.seal(pin.secret),
            "set_at": pin.set_at,
            "tries": pin.tries,
            "open_until": pin.open_until,
        }
        row = upsert(pins, is_sqlite=self._work.is_sqlite).values(chat_id=chat_id, **values)
        await self._work.execute(row.on_conflict_do_update(index_elements=["chat_id"], set_=values))

    async def take_try(self, chat_id: int, most: int) -> Pin | None:
        row = (await self._work.execute(_TAKE_TRY, {"chat": chat_id, "most": most})).first()
        return self._pin(row) if row is not None else None

    async def open(self, chat_id: int, until: datetime) -> None:
        (await self._work.execute(_OPEN, {"chat": chat_id, "until": until})).all()

    async def remove(self, chat_id: int) -> bool:
        return (await self._work.execute(_REMOVE, {"chat": chat_id})).first() is not None

    def _pin(self, row: Row[Any]) -> Pin:
        secret: str = self._work.vault.open(row.secret)
        return Pin(secret=secret, set_at=row.set_at, tries=row.tries, open_until=row.open_until)


async def forget_chat(work: Work, chat_id: int) -> None:
    await SqlPins(work).remove(chat_id)
