"""What a service was charged for in one month: its own use apart from what settles an earlier estimate.

A reading after months that were charged by the average or the norm counts their energy as well. Of such a line the
own part is that of the days that no estimate has been charged for, in proportion; the rest, and every estimate that
is taken back, settles what was charged before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import TypeVar

from core.changes.model import ChargedLine, worth

Cell = tuple[str, int]  # zone and level
Key = TypeVar("Key")


@dataclass(frozen=True, kw_only=True, slots=True)
class Used:
    """A volume at a price."""

    point_id: str
    estimated: str  # average | norm; empty: by a reading
    zone: str
    level: int
    volume: Fraction
    price: int
    days: frozenset[int]

    @property
    def value(self) -> Fraction:
        return worth(self.volume, self.price)


@dataclass(frozen=True, kw_only=True, slots=True)
class Month:
    """accrued = value of `uses` + settled + by_estimate + fixed + slack + unexplained"""

    uses: tuple[Used, ...]
    settled: Fraction
    by_estimate: int  # lines by average or norm that say no volume or no price
    bare_method: str  # of such lines
    fixed: int  # other lines that say none
    slack: Fraction  # by how much sums of lines differ from volume × price
    unexplained: int  # of the accrued sum no line
    lines: int

    @property
    def value(self) -> Fraction:
        return sum((each.value for each in self.uses), Fraction(0))

    @property
    def volume(self) -> Fraction:
        return sum((each.volume for each in self.uses), Fraction(0))

    @property
    def days(self) -> int | None:
        """Return on how many days the volumes were used; None: a line does not say it."""
        if not self.uses or not all(each.days for each in self.uses if each.volume):
            return None
        return len(frozenset[int]().union(*(each.days for each in self.uses))) or None

    @property
    def span(self) -> tuple[date, date] | None:
        """Return the days of the readings around it; None: its days have a gap, or are not said."""
        days, known = self.days, frozenset[int]().union(*(each.days for each in self.uses))
        if days is None or max(known) - min(known) + 1 != days:
            return None
        return date.fromordinal(min(known) - 1), date.fromordinal(max(known))

    @property
    def estimated(self) -> str:
        return next((each.estimated for each in self.uses if each.estimated), self.bare_method)

    @property
    def estimated_points(self) -> frozenset[str]:
        return frozenset(each.point_id for each in self.uses if each.estimated)

    def by_point(self) -> dict[str, Fraction]:
        return _summed((each.point_id, each.volume) for each in self.uses)

    def by_cell(self) -> dict[Cell, Fraction]:
        """Return the volumes by zone and level."""
        return _summed(((each.zone, each.level), each.volume) for each in self.uses)

    def by_zone(self) -> dict[str, Fraction]:
        return _summed((each.zone, each.volume) for each in self.uses)

    def prices(self) -> dict[Cell, Fraction]:
        """Return the mean price of each zone and level that has a volume."""
        values = _summed(((each.zone, each.level), each.volume * each.price) for each in self.uses)
        return {cell: values[cell] / volume for cell, volume in self.by_cell().items() if volume}


def month_of(lines: Sequence[ChargedLine], accrued: int, before: Sequence[ChargedLine]) -> Month:
    """Take a month of one service apart; `before` are the lines by estimate of the months before it."""
    priced = [line for line in lines if line.volume is not None and line.price is not None]
    bare = [line for line in lines if line.volume is None or line.price is None]
    nominal = sum((worth(line.volume or 0, line.price or 0) for line in priced), Fraction(0))
    uses = tuple(_uses(priced, before))
    value = sum((each.value for each in uses), Fraction(0))
    return Month(
        uses=uses,
        settled=nominal - value,
        by_estimate=sum(line.amount for line in bare if line.is_estimated),
        bare_method=next((line.method for line in bare if line.is_estimated), ""),
        fixed=sum(line.amount for line in bare if not line.is_estimated),
        slack=sum(line.amount for line in priced) - nominal,
        unexplained=accrued - sum(line.amount for line in lines),
        lines=len(lines),
    )


def _uses(priced: Sequence[ChargedLine], before: Sequence[ChargedLine]) -> Iterator[Used]:
    for _, same in groupby(sorted(priced, key=_measured), key=_measured):
        lines = list(same)
        if lines[0].is_estimated:
            yield from (_used(line, line.volume or 0, line.days) for line in lines if not _takes_back(line))
        else:
            yield from _read(lines, before)


def _measured(line: ChargedLine) -> tuple[object, ...]:
    since, until = line.since or date.min, line.until or date.min
    return line.point_id, line.register_id, line.zone, since, until, line.method


def _takes_back(line: ChargedLine) -> bool:
    return line.is_estimated and (line.volume or 0) < 0


def _read(lines: Sequence[ChargedLine], before: Sequence[ChargedLine]) -> Iterator[Used]:
    """Yield the own part of what two readings have counted."""
    first, volume = lines[0], sum(line.volume or 0 for line in lines)
    known = [each for each in before if (each.point_id, each.zone) == (first.point_id, first.zone)]
    covered = first.days & frozenset[int]().union(*(each.days for each in known))
    if not covered:
        yield from (_used(line, line.volume or 0, line.days) for line in lines)
        return
    days = first.days - covered
    own = Fraction(volume if first.counted is None else first.counted) * len(days) / len(first.days)
    if volume > 0:
        yield from (_used(line, (line.volume or 0) * own / volume, days) for line in lines)
    else:  # more was taken back than was used: what the own use would cost at the price that is named first
        yield _used(first, own, days)


def _used(line: ChargedLine, volume: Fraction | int, days: frozenset[int]) -> Used:
    return Used(
        point_id=line.point_id,
        estimated=line.method if line.is_estimated else "",
        zone=line.zone,
        level=line.level,
        volume=Fraction(volume),
        price=line.price or 0,
        days=days,
    )


def _summed(pairs: Iterable[tuple[Key, Fraction]]) -> dict[Key, Fraction]:
    found: dict[Key, Fraction] = defaultdict(Fraction)
    for key, value in pairs:
        found[key] += value
    return dict(found)
