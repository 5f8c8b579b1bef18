"""The money of a household, month by month: charges, corrections, payments, balances, bills."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from core.exchange.demo import charging, payments
from core.exchange.demo.dwelling import Calendar, HungDial
from core.exchange.demo.household import Household
from core.exchange.demo.reference import ELECTRICITY, SUPPLIER_OF, half_up
from core.exchange.demo.sheets import Sheets, kwh, tenge

BILLS_OF = 3  # last months that have a bill


@dataclass(slots=True)
class _Row:
    """One service in one month, in tiyn."""

    opening: int
    accrued: int = 0
    corrections: int = 0
    paid: int = 0
    penalty: int = 0

    @property
    def closing(self) -> int:
        return self.opening + self.accrued + self.corrections + self.penalty - self.paid


@dataclass(slots=True)
class Ledger:
    place: int
    household: Household
    dials: list[HungDial]
    calendar: Calendar
    sheets: Sheets
    rng: Random
    _saldo: dict[str, int] = field(default_factory=dict)
    _billed: dict[str, int] = field(default_factory=dict)
    _written: int = 0

    def write(self) -> None:
        household, calendar = self.household, self.calendar
        services = [ELECTRICITY, *(name for name, _ in household.fixed)]
        self._saldo = {service: household.debt if service == ELECTRICITY else 0 for service in services}
        last = calendar.month_of(household.closed_on) if household.closed_on else calendar.closed
        paid_on = household.closed_on or calendar.paid_on
        first = calendar.closed if household.new else 0
        for month in range(first, last + 1):
            self._month(month, calendar.month_of(paid_on), paid_on)

    def _month(self, month: int, last_paid: int, paid_on: date) -> None:
        rows = {service: _Row(saldo) for service, saldo in self._saldo.items()}
        if month <= last_paid:
            self._pay(
                month, rows, payments.Month(self.calendar.firsts[month], self._billed, month == last_paid, paid_on)
            )
        self._billed = {}
        if month < self.calendar.closed:
            self._charge(month, rows)
            self._correct(month, rows)
            rows[ELECTRICITY].penalty = self.household.penalty
            self._billed = {service: row.accrued for service, row in rows.items()}
            self._bill(month, rows)
        for service, row in rows.items():
            self._balance(month, service, row)
        self._saldo = {service: row.closing for service, row in rows.items()}

    def _charge(self, month: int, rows: dict[str, _Row]) -> None:
        for service, amount in self.household.fixed:
            rows[service].accrued = self._fixed_charge(month, service, amount, "fixed", "")
        if self.household.fixed_electricity:
            amount = self.household.fixed_electricity
            rows[ELECTRICITY].accrued = self._fixed_charge(month, ELECTRICITY, amount, "norm", f"P{self.place}-1")
            return
        for hung in self.dials:
            if hung.first_month <= month < hung.last_month:
                rows[ELECTRICITY].accrued += self._metered_charge(month, hung)

    def _metered_charge(self, month: int, hung: HungDial) -> int:
        unread = hung.meter.unread_month
        first = month - 1 if unread is not None and unread == month - 1 else month
        since, until = self.calendar.ends[first], self.calendar.ends[month + 1]
        values, method = (str(hung.value(first)), str(hung.value(month + 1))), "meter"
        volume = hung.used(first, month + 1)
        if month == unread:
            values, method, volume = ("", ""), "average", hung.used(month - 1, month)
        elif first < month:
            volume -= hung.used(month - 2, month - 1)  # what has been charged by the average
        total = 0
        for line in charging.lines(self.household, hung.dial.zone, since, until, volume, self.calendar.moved_on):
            whole = line.since == since and line.until == until
            self._row(
                "charges",
                *(ELECTRICITY, SUPPLIER_OF[ELECTRICITY], hung.point_id, self.calendar.periods[month]),
                *(until.isoformat(), method),
                *(hung.register_id, line.since.isoformat(), values[0] if whole else "", line.until.isoformat()),
                *(values[1] if whole else "", str(line.level or ""), hung.dial.zone, kwh(line.volume)),
                *(_price(line.price), str(line.vat_rate), tenge(line.amount), tenge(line.vat)),
            )
            total += line.amount
        return total

    def _fixed_charge(self, month: int, service: str, amount: int, method: str, point_id: str) -> int:
        until = self.calendar.ends[month + 1].isoformat()
        rate = 16 if self.calendar.firsts[month] >= date(2026, 1, 1) else 12
        self._row(
            "charges",
            *(
                service,
                SUPPLIER_OF[service],
                point_id,
                self.calendar.periods[month],
                until,
                method,
                "",
                "",
                "",
                "",
                "",
                "",
                "",
            ),
            *("", "", str(rate), tenge(amount), tenge(half_up(amount * rate, 100 + rate))),
        )
        return amount

    def _correct(self, month: int, rows: dict[str, _Row]) -> None:
        if self.household.correction and month == self.calendar.closed - 2:
            rows[ELECTRICITY].corrections = self.household.correction
            self._row(
                "corrections",
                *(
                    ELECTRICITY,
                    SUPPLIER_OF[ELECTRICITY],
                    self.calendar.periods[month],
                    self.calendar.ends[month + 1].isoformat(),
                ),
                *("", tenge(self.household.correction), "RECALC", "Қайта есептеу / Перерасчёт по показаниям"),
            )

    def _pay(self, month: int, rows: dict[str, _Row], seen: payments.Month) -> None:
        for receipt in payments.receipts(self.household, seen, self.rng):
            day = receipt.day.isoformat()
            for service, amount in receipt.parts:
                rows[service].paid += amount
                self._row(
                    "payments",
                    *(service, SUPPLIER_OF[service], f"{day} {receipt.time}".rstrip()),
                    *((receipt.day + timedelta(days=1)).isoformat(), tenge(amount), receipt.channel, receipt.number),
                )

    def _bill(self, month: int, rows: dict[str, _Row]) -> None:
        if month < self.calendar.closed - BILLS_OF:
            return
        formed = self.calendar.firsts[month + 1]
        total = max(0, sum(row.closing for row in rows.values()))
        self.sheets["bills"].row(
            *(
                f"B{self.place}-{month}",
                self.household.branch,
                self.household.number,
                self.calendar.periods[month],
                "main",
            ),
            *(formed.replace(day=5).isoformat(), formed.replace(day=25).isoformat(), tenge(total), "", ""),
        )

    def _balance(self, month: int, service: str, row: _Row) -> None:
        household = self.household
        now = month == self.calendar.closed and service == ELECTRICITY
        until = self.calendar.as_of if month == self.calendar.closed else self.calendar.firsts[month + 1]
        self.sheets["balances"].row(
            *(household.branch, household.number, service, SUPPLIER_OF[service], self.calendar.periods[month]),
            *map(tenge, (row.opening, row.accrued, row.corrections, row.paid, row.penalty)),
            tenge(household.penalty_forecast) if now and household.penalty_forecast else "",
            tenge(household.advance) if now and household.advance else "",
            tenge(row.closing),
            (until - timedelta(days=1)).isoformat(),
        )

    def _row(self, file: str, *cells: str) -> None:
        self._written += 1
        self.sheets[file].row(f"{self.place}-{self._written}", self.household.branch, self.household.number, *cells)


def _price(price: int) -> str:
    return f"{price // 10_000},{price // 100 % 100:02}"
