import logging

from core.cabinet import Cabinet
from core.clock import Clock
from core.retailer import Retailer
from core.storage.engine import Database

log = logging.getLogger(__name__)


class Alarms:
    """What the operators have to know about the bot itself; each thing once an hour at most."""

    def __init__(self, database: Database, retailer: Retailer, operators: int | None, clock: Clock) -> None:
        self._database = database
        self._retailer = retailer
        self._operators = operators
        self._clock = clock

    async def raise_(self, name: str, **values: str | int) -> None:
        """Log it at once and queue it for the operators' chat; `name` is that of a notice, `values` name nobody."""
        log.error("alarm", extra={"alarm": name, **values})
        now = self._clock()
        try:
            async with self._database.work() as work:
                notices = Cabinet(work, self._retailer, now, self._operators).notices
                await notices.alarm(key=f"{name}:{now:%Y-%m-%dT%H}", name=name, values=values)
                await work.commit()
        except Exception as error:  # noqa: BLE001 - an alarm that cannot be stored has been logged
            log.error("alarm cannot be stored", extra={"error": type(error).__name__})
