"""The balance that an alternative invoice begins with: of the service of its meter, or of all that the account has."""

from collections.abc import Sequence
from datetime import date

from core.alternative.model import Opening
from core.alternative.ports import Alternatives
from core.balance.model import ESTIMATES, ChargeLine, Service, ServiceBalance
from core.balance.ports import Balances
from core.billing.ports import Bills
from core.period import Period
from core.readings.model import Meter
from core.usage.model import is_energy

_MONTHS_BACK = 12


class Openings:
    def __init__(self, *, balances: Balances, bills: Bills, alternatives: Alternatives, now: Period) -> None:
        self._balances = balances
        self._bills = bills
        self._alternatives = alternatives
        self._now = now

    async def of(self, account_id: int, meter: Meter | None, opened: date | None) -> Opening:
        """Return what is owed; what has been accrued for days after `opened` is left out, for they are counted anew."""
        _, newest = await self._balances.newest(account_id)
        mine = _of_services(newest, await self._alternatives.service_of(meter.point_id) if meter else None)
        period = max((each.period for each in mine), default=self._now)
        names = [each.service for each in mine]
        billed = [each for each in await self._bills.services(account_id, period) if each.service in names]
        replaced = 0
        if meter and opened:
            replaced = await self._accrued_since(account_id, meter, names, opened, period)
        return Opening(
            balance=sum(each.amounts.closing for each in mine) - replaced,
            period=period,
            paid_until=min((each.paid_until for each in mine if each.paid_until), default=None),
            services=tuple(billed),
            replaced=replaced,
        )

    async def _accrued_since(
        self, account_id: int, meter: Meter, services: Sequence[Service], opened: date, newest: Period
    ) -> int:
        """Return what this meter has been charged for days after its last reading: by an average, as a rule."""
        began = Period.of(opened)
        period, found = max(began, newest.plus(-_MONTHS_BACK)), 0
        while period <= newest:
            lines = await self._balances.charges(account_id, period)
            of_meter = (each for each in lines if each.service in services and each.serial_no in ("", meter.serial_no))
            found += sum(each.amount for each in of_meter if _is_after(each, opened, later=period > began))
            period = period.plus(1)
        return found


def _is_after(line: ChargeLine, opened: date, *, later: bool) -> bool:
    """Say whether a line is of days after a reading; one that began before it stays: the bill is right about those."""
    if line.date_from is not None and line.date_to is not None:
        return line.date_from >= opened and line.date_to > opened
    return later and line.method in ESTIMATES


def _of_services(newest: Sequence[ServiceBalance], codes: tuple[str, str] | None) -> list[ServiceBalance]:
    if codes:
        service, supplier = codes
        same = [each for each in newest if each.service.service_code == service]
        return [each for each in same if each.service.supplier_code == supplier] or same
    energy = [each for each in newest if each.service.unit and is_energy(each.service.unit, metered=None)]
    return energy or list(newest)
