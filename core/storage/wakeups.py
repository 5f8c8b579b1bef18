"""PostgreSQL tells other processes that something was stored; a slow poll stands behind it."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from core.storage.engine import Database
from core.storage.leader import pause

log = logging.getLogger(__name__)

_CONFIRM = 10.0


async def listen(database: Database, channels: dict[str, Callable[[], None]], stop: asyncio.Event) -> None:
    """Call what belongs to a channel whenever it is notified, until `stop`; connects anew by itself."""
    while not stop.is_set():
        try:
            async with database.writer.connect() as connection:
                raw: Any = (await connection.get_raw_connection()).driver_connection
                for channel, wake in channels.items():
                    await raw.add_listener(channel, _caller(wake))
                while not stop.is_set():
                    await connection.execute(text("SELECT 1"))
                    await connection.commit()
                    await pause(stop, _CONFIRM)
                await connection.invalidate()
        except Exception as error:  # noqa: BLE001 - drivers raise what they like when the server is gone
            log.error("the database is away", extra={"error": type(error).__name__})
            await pause(stop, _CONFIRM)


def _caller(wake: Callable[[], None]) -> Callable[..., None]:
    def call(*_: object) -> None:
        wake()

    return call
