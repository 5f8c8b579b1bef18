"""The tariff book: what a kWh costs whom, and when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from core.errors import DomainError

ANY = "*"
_ALL_HOURS = ("", "T0")


class NoTariff(DomainError):
    """The book has no price for this household, register and day."""

    def __init__(self, group: str, scheme: str, zone: str, day: date) -> None:
        super().__init__()
        self.group = group
        self.scheme = scheme
        self.zone = zone
        self.day = day


class LevelsBroken(NoTariff):
    """The levels of a day leave a gap, overlap, or end below what was used."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """One row of the book; norms are kWh per resident and month."""

    tariff_group: str
    scheme: str  # flat | level | zone
    stove: str  # E | G | *
    benefit: str  # none | single | *
    zone: str  # empty: none
    level: int  # 0: none
    valid_from: date
    valid_to: date | None  # the last day; None: until a newer row takes its place
    norm_from: Decimal | None
    norm_to: Decimal | None  # None: no limit
    price_ex_vat: Decimal
    vat_rate: Decimal
    price_inc_vat: Decimal  # as delivered, never recomputed

    @property
    def rank(self) -> tuple[bool, bool, date]:
        """Return what decides between rows: a named benefit, then a named stove, then the newer row."""
        return self.benefit != ANY, self.stove != ANY, self.valid_from


@dataclass(frozen=True, kw_only=True, slots=True)
class Household:
    """What decides on the price, from a day on."""

    valid_from: date | None = None  # None: from ever
    residents: int | None = None
    stove: str = ""
    benefit: str = ""
    tariff_group: str
    tariff_scheme: str

    @property
    def known(self) -> Self:
        """Return what counts where something is unknown: one resident, no electric stove, no benefit."""
        return replace(
            self,
            valid_from=None,
            residents=self.residents or 1,
            stove="E" if self.stove == "E" else "G",
            benefit=self.benefit or "none",
        )


@dataclass(frozen=True, slots=True)
class TariffBook:
    rates: tuple[Rate, ...]
    _groups: Mapping[str, tuple[Rate, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        groups: dict[str, list[Rate]] = {}
        for rate in self.rates:
            groups.setdefault(rate.tariff_group, []).append(rate)
        object.__setattr__(self, "_groups", {group: tuple(rates) for group, rates in groups.items()})

    def on(self, household: Household, zone: str, day: date) -> tuple[Rate, ...]:
        """Return what the kWh of a day cost on a register: one rate, or the levels in their order.

        A named stove or benefit wins over «*». Under the zone scheme a register of all hours has the flat price where
        the book has no row T0 for it.

        :raises NoTariff: the book does not say it
        """
        scheme, rates = household.tariff_scheme, self._in_force(household.known, day)
        found = _levels(rates) if scheme == "level" else _single(rates, scheme, zone)
        if not found:
            raise NoTariff(household.tariff_group, scheme, zone, day)
        if scheme == "level" and not _fit_together(found):
            raise LevelsBroken(household.tariff_group, scheme, zone, day)
        return found

    def changes(self, group: str) -> set[date]:
        """Return the days on which another row of a group may come into force."""
        rates = self._groups.get(group, ())
        ends = {rate.valid_to for rate in rates if rate.valid_to and rate.valid_to < date.max}
        return {rate.valid_from for rate in rates} | {end + timedelta(days=1) for end in ends}

    def _in_force(self, household: Household, day: date) -> list[Rate]:
        return [
            rate
            for rate in self._groups.get(household.tariff_group, ())
            if rate.valid_from <= day
            and (rate.valid_to is None or day <= rate.valid_to)
            and rate.stove in (ANY, household.stove)
            and rate.benefit in (ANY, household.benefit)
        ]


def _single(rates: Iterable[Rate], scheme: str, zone: str) -> tuple[Rate, ...]:
    """Return the one price of a register, or nothing."""
    flat: list[Rate] = []
    zoned: list[Rate] = []
    for rate in rates:
        if rate.scheme == "flat" and rate.zone in _ALL_HOURS:
            flat.append(rate)
        elif rate.scheme == "zone" and rate.zone == zone:
            zoned.append(rate)
    if scheme == "zone":
        priced = zoned or (flat if zone in _ALL_HOURS else [])
    else:
        priced = flat if scheme == "flat" else []
    return (max(priced, key=lambda rate: rate.rank),) if priced else ()


def _levels(rates: Iterable[Rate]) -> tuple[Rate, ...]:
    """Return the best row of each level, up to the one without a limit: what lies above it is of an older version."""
    best: dict[int, Rate] = {}
    for rate in rates:
        if rate.scheme == "level" and rate.zone in _ALL_HOURS:
            best[rate.level] = max(best.get(rate.level, rate), rate, key=lambda each: each.rank)
    found: list[Rate] = []
    for level in sorted(best):
        found.append(best[level])
        if best[level].norm_to is None:
            break
    return tuple(found)


def _fit_together(levels: tuple[Rate, ...]) -> bool:
    """Return whether each level begins where the one below it ends; a bound that is not said, fits."""
    end = Decimal(0)
    for rate in levels:
        if rate.norm_from not in (None, end):
            return False
        if rate.norm_to is None:
            return True
        if rate.norm_to <= end:
            return False
        end = rate.norm_to
    return True
