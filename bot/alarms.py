import logging

from core.cabinet import Cabinet
from core.clock import Clock
from core.retailer import Retailer
from core.storage.engine import Database

log = logging.getLogger(__name__)


class Alarms:
    """What the operators have to know about the bot itself; what lasts is said once an hour, a change each time."""

    def __init__(self, database: Database, retailer: Retailer, operators: int | None, clock: Clock) -> None:
        self._database = database
        self._retailer = retailer
        self._operators = operators
        self._clock = clock

    async def raise_(self, name: str, **values: str | int) -> None:
        """Log it at once and queue it for the operators' chat; `name` is that of a notice, `values` name nobody."""
        log.error("alarm", extra={"alarm": name, **values})
        await self._queue(f"{name}:{self._clock():%Y-%m-%dT%H}", name, values)

    async def say(self, name: str) -> None:
        """Queue word of a change for the operators' chat; whoever calls says each change once."""
        log.warning("change", extra={"change": name})
        await self._queue(f"{name}:{self._clock().isoformat()}", name, {})

    async def _queue(self, key: str, name: str, values: dict[str, str | int]) -> None:
        try:
            async with self._database.work() as work:
                notices = Cabinet(work, self._retailer, self._clock(), self._operators).notices
                await notices.alarm(key=key, name=name, values=values)
                await work.commit()
        except Exception as error:  # noqa: BLE001 - an alarm that cannot be stored has been logged
            log.error("alarm cannot be stored", extra={"error": type(error).__name__})
