"""What follows from the pace of a period: the month it is a part of, and whether a dial may have passed zero."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from core.errors import DomainError
from core.readings.model import Meter
from core.readings.policy import ReadingPolicy
from core.tariffs.average import average_daily
from core.tariffs.average import forecast as at_this_pace
from core.tariffs.calculator import calculate
from core.tariffs.found import Forecast
from core.tariffs.model import Case, TariffBook, Use
from core.tariffs.registers import added, register_volume

_FEWEST_DAYS = 3  # a pace taken from less tells nothing
_DAY = timedelta(days=1)


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def forecast(case: Case, book: TariffBook, today: date) -> Forecast | None:
    """Return the month of the closing day, if it is not over and the case is not that very month."""
    days, end = (case.closed - case.opened).days, month_end(case.closed)
    opened = end.replace(day=1) - _DAY
    if days < _FEWEST_DAYS or end < today or (case.opened, case.closed) == (opened, end):
        return None
    volumes = {use.zone: at_this_pace(register_volume(use), days, end.day) for use in case.uses}
    month = replace(
        case, opened=opened, closed=end, uses=tuple(Use(zone=zone, volume=kwh) for zone, kwh in volumes.items())
    )
    try:
        total = calculate(month, book).total
    except DomainError:  # no price for the rest of the month
        return None
    return Forecast(month=end.replace(day=1), volume=added(volumes.values()), total=total)


def may_have_passed_zero(case: Case, meter: Meter, policy: ReadingPolicy) -> bool:
    """Say whether a dial that shows less than before would have counted no more than may be, had it passed zero."""
    registers = {register.zone: register for register in meter.registers}
    days = (case.closed - case.opened).days
    for use in case.uses:
        if use.opening is None or use.closing is None or use.closing >= use.opening:
            continue
        register = registers[use.zone]
        mean = average_daily(register.intervals) or Decimal(0)
        most = max(policy.high_times * mean * days, Decimal(policy.high_kwh))
        if register_volume(replace(use, rollover=True)) > most:
            return False
    return True
