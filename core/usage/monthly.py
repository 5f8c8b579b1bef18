"""What was used in each month: as it was charged; where nothing was, as readings say, by days.

A charge for several months, of which only the last was billed, is shared among them; so nothing counts twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.balance.model import ESTIMATES
from core.period import Period
from core.usage.intervals import Interval, length, months_of
from core.usage.model import MOST_MONTHS, SoFar, UsageMonth
from core.usage.ports import Charged
from core.usage.rounding import shared

_ONE_MONTH = 45  # days: more is more than one month, and its parts are averages
_MEAN_MONTH = 30.4


@dataclass(slots=True)
class _Sum:
    """A month of one place while it is summed up."""

    volume: int = 0
    estimated: bool = False
    charged: bool = False
    zones: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    days: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # by zone, where readings are the source
    until: date = date.min

    def add(self, volume: int, zone: str, *, estimated: bool) -> None:
        self.volume += volume
        self.zones[zone] += volume
        self.estimated = self.estimated or estimated

    def is_whole(self, period: Period) -> bool:
        return self.charged or all(days >= length(period) for days in self.days.values())


_Sums = dict[tuple[str, Period], _Sum]


def months(
    charged: Sequence[Charged], measured: Iterable[Interval], corrected: Mapping[Period, int]
) -> tuple[tuple[UsageMonth, ...], SoFar | None]:
    """Return the known months in order, gaps included, and the one after them that is known in part."""
    sums: _Sums = defaultdict(_Sum)
    billed = {(each.point_id, each.period) for each in charged}
    for each in charged:
        _charge(sums, each, billed)
    for interval in measured:
        _measure(sums, interval)
    by_period: dict[Period, list[_Sum]] = defaultdict(list)
    for (_, period), one in sums.items():
        by_period[period].append(one)
    so_far = _pop_unfinished(by_period)
    known = {period: _month(period, parts, corrected.get(period, 0)) for period, parts in by_period.items()}
    return _laid_out(known), so_far


def _charge(sums: _Sums, each: Charged, billed: set[tuple[str, Period]]) -> None:
    periods = _unbilled_before(each, billed)
    parts = shared(each.volume, [length(period) for period in periods])
    for period, part in zip(periods, parts, strict=True):
        one = sums[each.point_id, period]
        one.charged = True
        one.add(part, each.zone, estimated=each.method in ESTIMATES or len(periods) > 1)


def _unbilled_before(each: Charged, billed: set[tuple[str, Period]]) -> list[Period]:
    """Return the month of a charge, and those before it that it covers and that were not billed by themselves."""
    periods = [each.period]
    if each.since is None or each.until is None or (each.until - each.since).days <= _ONE_MONTH:
        return periods
    for _ in range(round((each.until - each.since).days / _MEAN_MONTH) - 1):
        if (each.point_id, periods[0].plus(-1)) in billed:
            break
        periods.insert(0, periods[0].plus(-1))
    return periods


def _measure(sums: _Sums, interval: Interval) -> None:
    if interval.volume is None:
        return
    spans = months_of(interval.since, interval.until)
    parts = shared(interval.volume, [days for _, days in spans])
    end = interval.since
    for (period, days), part in zip(spans, parts, strict=True):
        end += timedelta(days=days)
        one = sums[interval.register.point_id, period]
        if one.charged:
            continue
        one.add(part, interval.register.zone, estimated=interval.estimated or interval.days > _ONE_MONTH)
        one.days[interval.register.zone] += days
        one.until = max(one.until, end)


def _pop_unfinished(by_period: dict[Period, list[_Sum]]) -> SoFar | None:
    """Take out the last month where readings end in the middle of it and nothing of it is charged yet."""
    last = max(by_period, default=None)
    if last is None or any(one.charged for one in by_period[last]):
        return None
    until = max(one.until for one in by_period[last])
    if until >= last.plus(1).first_day - timedelta(days=1):
        return None
    parts = by_period.pop(last)
    estimated = any(one.estimated for one in parts)
    return SoFar(period=last, volume=sum(one.volume for one in parts), until=until, estimated=estimated)


def _month(period: Period, parts: Sequence[_Sum], corrected: int) -> UsageMonth:
    zones: dict[str, int] = defaultdict(int)
    for one in parts:
        for zone, volume in one.zones.items():
            zones[zone] += volume
    return UsageMonth(
        period=period,
        volume=sum(one.volume for one in parts) + corrected,
        estimated=any(one.estimated or not one.is_whole(period) for one in parts),
        zones=tuple(sorted(zones.items(), key=_in_order)) if set(zones) - {"", "T0"} else (),
        corrected=corrected,
    )


def _in_order(zone: tuple[str, int]) -> tuple[bool, str]:
    """Return a key that puts what was counted without zones last."""
    return zone[0] in ("", "T0"), zone[0]


def _laid_out(known: Mapping[Period, UsageMonth]) -> tuple[UsageMonth, ...]:
    if not known:
        return ()
    last = max(known)
    first = max(min(known), last.plus(1 - MOST_MONTHS))
    found: list[UsageMonth] = []
    while first <= last:
        found.append(known.get(first) or UsageMonth(period=first, volume=None))
        first = first.plus(1)
    return tuple(found)
