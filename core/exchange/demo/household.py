"""What an account of the demo is made of before its months are played."""

import hashlib
from dataclasses import dataclass
from datetime import date

from core.exchange.demo.reference import POPULATION


@dataclass(frozen=True, kw_only=True, slots=True)
class Dial:
    """One register: its value at the beginning, whole kWh, and what it turns in a month."""

    zone: str
    start: int
    monthly: int
    swing: tuple[int, ...] = ()  # kWh more or less in each month, from the first one on; later months have none

    def turned(self, first: int, month: int) -> int:
        """Return what it turns from the beginning of one month to that of another."""
        return self.monthly * (month - first) + sum(self.swing[first:month])


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoMeter:
    serial_no: str
    dials: tuple[Dial, ...]
    digits: int = 6
    ratio: int = 1
    losses: int = 0  # 1/1000 kWh a month
    model: str = "Пример-М1"
    phases: int = 1
    automatic: bool = False
    first_month: int = 0  # of the months that are written; before it another meter hung there
    last_month: int | None = None  # taken away at its end
    unread_month: int | None = None  # charged by the average: nobody read it at the end; the next reading settles it
    verified_years_ago: int = 3
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Household:
    """`habit` says how it pays (`payments.py`)."""

    branch: str
    number: str
    payer: str
    meters: tuple[DemoMeter, ...]
    owner: str
    habit: str = "pays"
    last_payment: int = 0  # tiyn, where a habit pays a certain sum last
    kind: str = "person"
    bin: str = ""
    residents: int = 1
    area: int = 54
    stove: str = "G"
    benefit: str = "none"
    group: str = POPULATION
    scheme: str = "flat"
    status: str = "active"
    closed_on: date | None = None
    street: tuple[str, str] = ("Мысал к-сі", "ул. Примерная")
    house: str = "1"
    flat: str = "1"
    phone: str = ""
    email: str = ""
    debt: int = 0  # tiyn, at the beginning; below zero an overpayment
    penalty: int = 0  # tiyn a month
    penalty_forecast: int = 0
    advance: int = 0
    correction: int = 0  # tiyn, in the month before the last
    fixed: tuple[tuple[str, int], ...] = ()  # other services and their tiyn a month
    fixed_electricity: int = 0  # tiyn a month where it is not counted by a meter
    new: bool = False  # has only just moved in: one month, nothing paid
    lived_with: int | None = None  # residents until the middle of the months
    codes: tuple[tuple[str, str], ...] = ()  # kind and code

    @property
    def code_hashes(self) -> tuple[tuple[str, str], ...]:
        return tuple((kind, hashlib.sha256(code.encode()).hexdigest()) for kind, code in self.codes)
