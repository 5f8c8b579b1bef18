"""Who lives there and what hangs on the wall: the rows of accounts, points, meters, registers and readings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.exchange.demo.household import DemoMeter, Dial, Household
from core.exchange.demo.reference import ELECTRICITY, SUPPLIER, TOWNS
from core.exchange.demo.sheets import Sheets, kwh, quoted


@dataclass(frozen=True, slots=True)
class Calendar:
    """The months of a package; the last one is that of `as_of` and has no charges yet."""

    as_of: date
    firsts: tuple[date, ...]  # their first days
    ends: tuple[date, ...]  # the days of the readings that they begin with
    periods: tuple[str, ...]  # 2026-11
    paid_on: date  # when those who pay have paid last
    closed: int  # how many months have been charged

    @property
    def moved_on(self) -> date:
        """Return the day from which on a household lives with as many as now."""
        return self.firsts[len(self.firsts) // 2].replace(day=11)

    def month_of(self, day: date) -> int:
        """Return the month of a day; days before them all are in the first."""
        months = (day.year - self.firsts[0].year) * 12 + day.month - self.firsts[0].month
        return min(max(months, 0), self.closed)

    @classmethod
    def of(cls, as_of: date, months: int) -> "Calendar":
        first = as_of.replace(day=1)
        firsts = [first]
        for _ in range(months):
            first = (first - timedelta(days=1)).replace(day=1)
            firsts.insert(0, first)
        return cls(
            as_of=as_of,
            firsts=tuple(firsts),
            ends=tuple(first - timedelta(days=1) for first in firsts),
            periods=tuple(first.isoformat()[:7] for first in firsts),
            paid_on=as_of - timedelta(days=9),
            closed=months,
        )


@dataclass(frozen=True, slots=True)
class HungDial:
    """A register in its place: which months it counts and what it shows."""

    point_id: str
    register_id: str
    meter: DemoMeter
    dial: Dial
    first_month: int
    last_month: int

    def value(self, month: int) -> int:
        """Return what it shows when month `month` begins, whole kWh; it starts anew after its last digit."""
        turned = self.dial.start + self.dial.turned(self.first_month, month)
        capacity: int = 10**self.meter.digits
        return turned % capacity

    def used(self, first: int, month: int) -> int:
        """Return what is charged from the beginning of one month to that of another, 1/1000 kWh."""
        return self.dial.turned(first, month) * 1000 * self.meter.ratio + self.meter.losses * (month - first)


def write(place: int, household: Household, calendar: Calendar, sheets: Sheets, *, readings_of: int) -> list[HungDial]:
    """Write what does not change by month, and return the dials; `readings_of` so many last months are written."""
    _account(household, calendar, sheets)
    _history(household, calendar, sheets)
    if not household.meters:
        _point(household, f"P{place}-1", "", sheets)
    dials: list[HungDial] = []
    for number, meter in enumerate(household.meters, 1):
        same_place = meter.first_month > 0  # it replaces the one before
        point = f"P{place}-{number - same_place}"
        if not same_place:
            _point(household, point, meter.label, sheets)
        dials += _meter(point, f"M{place}-{number}", meter, household, calendar, sheets)
    for dial in dials:
        _readings(dial, calendar, sheets, readings_of)
    return dials


def _account(household: Household, calendar: Calendar, sheets: Sheets) -> None:
    street_kk, street_ru = household.street
    town_kk, town_ru = TOWNS[household.branch]
    opened = calendar.as_of - timedelta(days=5) if household.new else date(2019, 3, 1)
    sheets["accounts"].row(
        *(household.branch, household.number, household.kind, quoted(household.payer), household.bin),
        *(f"D-{household.number}", opened.isoformat(), town_ru, street_ru, household.house, household.flat),
        f"{town_kk}, {street_kk}, {household.house}-үй, {household.flat}-пәтер",
        f"{town_ru}, {street_ru}, д. {household.house}, кв. {household.flat}",
        *(str(household.residents), f"{household.area},5", household.stove, household.benefit),
        *(household.group, household.scheme, household.owner, household.phone, "", household.email, "", ""),
        *(household.status, opened.isoformat(), household.closed_on.isoformat() if household.closed_on else ""),
    )
    for kind, code_hash in household.code_hashes:
        until = "" if kind == "account_token" else (calendar.as_of + timedelta(days=60)).isoformat()
        sheets["link_codes"].row(code_hash, household.branch, household.number, kind, until)


def _history(household: Household, calendar: Calendar, sheets: Sheets) -> None:
    if household.lived_with is None:
        return
    for since, residents in ((date(2019, 3, 1), household.lived_with), (calendar.moved_on, household.residents)):
        sheets["account_history"].row(
            *(household.branch, household.number, since.isoformat(), str(residents), household.stove),
            *(household.benefit, household.group, household.scheme),
        )


def _point(household: Household, point_id: str, label: str, sheets: Sheets) -> None:
    sheets["points"].row(point_id, household.branch, household.number, ELECTRICITY, SUPPLIER, label, "")


def _meter(
    point_id: str, meter_id: str, meter: DemoMeter, household: Household, calendar: Calendar, sheets: Sheets
) -> Iterator[HungDial]:
    last = calendar.closed if meter.last_month is None else min(meter.last_month + 1, calendar.closed)
    first = min(meter.first_month, calendar.closed)
    verified = calendar.as_of.replace(day=1, year=calendar.as_of.year - meter.verified_years_ago)
    removed = calendar.ends[last].isoformat() if meter.last_month is not None else ""
    installed = calendar.ends[first] if meter.first_month else verified
    sheets["meters"].row(
        *(meter_id, point_id, meter.serial_no, meter.model, str(meter.phases), str(meter.ratio), kwh(meter.losses)),
        *(installed.isoformat(), removed, verified.isoformat()),
        verified.replace(year=verified.year + (8 if meter.verified_years_ago < 10 else 16)).isoformat(),
        *("", f"SEAL-{meter.serial_no}", "1" if meter.automatic else "0", "removed" if removed else "active"),
    )
    if household.new:
        first = last = calendar.closed
    for dial in meter.dials:
        register_id = f"{meter_id}-{dial.zone}"
        sheets["registers"].row(register_id, meter_id, dial.zone, str(meter.digits), "0", "кВт·ч")
        yield HungDial(point_id, register_id, meter, dial, first, last)


def _readings(hung: HungDial, calendar: Calendar, sheets: Sheets, readings_of: int) -> None:
    for month in range(max(hung.first_month, hung.last_month - readings_of), hung.last_month + 1):
        if month - 1 == hung.meter.unread_month:
            continue
        source = "install" if month == hung.first_month and hung.meter.first_month else "inspector"
        source = "removal" if month == hung.last_month and hung.meter.last_month is not None else source
        day, value = calendar.ends[month].isoformat(), str(hung.value(month))
        sheets["readings"].row(f"{hung.register_id}-{month}", hung.register_id, day, value, source, "1")
