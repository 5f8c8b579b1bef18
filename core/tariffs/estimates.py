"""What a reading that is being submitted would cost: the calculator's own engine, on the account's own data."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby

from core.errors import DomainError
from core.readings.model import Meter, Register, Value
from core.tariffs.calculator import calculate
from core.tariffs.model import TOTAL, Case, NormPolicy, Use
from core.tariffs.ports import Tariffs

_KWH, _RATIO = -3, -4  # how readings and ratios are scaled in storage


class TariffEstimates:
    """`Estimates` of core.readings.ports."""

    def __init__(self, *, tariffs: Tariffs, norms: NormPolicy) -> None:
        self._tariffs = tariffs
        self._norms = norms

    async def estimate(self, *, account_id: int, meter: Meter, values: tuple[Value, ...], until: date) -> int | None:
        since = [value.previous_date for value in values if value.previous_date and value.previous is not None]
        if len(since) < len(values) or not since or min(since) >= until:
            return None
        account = await self._tariffs.of_account(account_id)
        if account is None:
            return None
        book = await self._tariffs.book(account.groups, min(since), until)
        try:
            return sum(
                calculate(
                    Case(
                        households=account.households,
                        uses=uses,
                        opened=opened,
                        closed=until,
                        policy=self._norms,
                        legal=account.legal,
                    ),
                    book,
                ).total
                for opened, uses in _by_day(meter, values)
            )
        except DomainError:  # no price for a day, or a reading that is refused before long
            return None


def _by_day(meter: Meter, values: tuple[Value, ...]) -> Iterator[tuple[date, tuple[Use, ...]]]:
    """Yield the registers that start from readings of one day together: the norm of a household is one."""
    zones = [value for value in values if value.zone != TOTAL]
    dated = [(value.previous_date, value) for value in zones or values if value.previous_date]
    for day, same in groupby(sorted(dated, key=lambda each: each[0]), key=lambda each: each[0]):
        yield day, tuple(use_of(meter, value) for _, value in same)


def use_of(meter: Meter, value: Value) -> Use:
    register = next(each for each in meter.registers if each.register_id == value.register_id)
    assert value.previous is not None
    return register_use(meter, register, opening=kwh(value.previous), closing=kwh(value.value), rollover=value.rollover)


def register_use(meter: Meter, register: Register, *, opening: Decimal, closing: Decimal, rollover: bool) -> Use:
    return Use(
        zone=register.zone,
        opening=opening,
        closing=closing,
        ratio=Decimal(meter.ratio).scaleb(_RATIO),
        losses=kwh(meter.losses),
        digits_int=register.digits_int,
        rollover=rollover,
    )


def kwh(thousandths: int) -> Decimal:
    return Decimal(thousandths).scaleb(_KWH)
