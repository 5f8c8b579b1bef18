"""What the calculator is asked, what it asks in return, and what it shows."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from core.errors import DomainError

MOST_RESIDENTS = 99
CHOICES = {"stove": ("E", "G"), "benefit": ("none", "single")}


class Unit(StrEnum):
    """What the typed numbers are."""

    READINGS = "readings"
    KWH = "kwh"


class Question(StrEnum):
    """What has to be known before anything can be calculated, in this order."""

    METER = "meter"
    GROUP = "group"
    SCHEME = "scheme"
    STOVE = "stove"
    BENEFIT = "benefit"
    RESIDENTS = "residents"
    NUMBERS = "numbers"
    ROLLOVER = "rollover"  # has the dial passed zero?


class TariffsUnknown(DomainError):
    """The accounting system has delivered no tariff book yet, or none for these days."""


class CalculationGone(DomainError):
    """What was chosen is forgotten: another calculation, or something else, has begun since."""


class DayOutside(DomainError):
    def __init__(self, given: date, first: date, last: date) -> None:
        super().__init__()
        self.given = given
        self.first = first
        self.last = last


class ResidentsOutOfRange(DomainError):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text[:40]
        self.most = MOST_RESIDENTS


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """What was typed for a register: kWh, or its closing reading; `opening` where nobody knows it otherwise."""

    zone: str
    value: Decimal
    opening: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Everything that may be chosen. What is empty is as the account has it; without an account it is asked for."""

    link_id: int | None = None  # None: nobody's account
    meter_id: str = ""
    group: str = ""
    scheme: str = ""
    stove: str = ""
    benefit: str = ""
    residents: int | None = None
    opened: date | None = None
    closed: date | None = None
    unit: Unit | None = None  # None: readings where there is a meter to read
    numbers: tuple[Number, ...] = ()
    rollover: bool = False

    def back(self) -> "Asked | None":
        """Return it without what was chosen last; None: nothing was."""
        if self.numbers:
            return replace(self, numbers=(), rollover=False)
        if self.residents is not None:
            return replace(self, residents=None)
        if self.benefit:
            return replace(self, benefit="")
        if self.stove:
            return replace(self, stove="")
        if self.scheme:
            return replace(self, scheme="")
        return replace(self, group="") if self.group else None

    def again(self) -> "Asked":
        """Return it with the numbers to be typed anew; one number stays until there is another."""
        return replace(self, numbers=(), rollover=False) if len(self.numbers) > 1 else self

    def chosen(self, fact: str, to: str) -> "Asked":
        """Return it with another choice; numbers of another meter or unit are let go.

        :raises CalculationGone: there is no such choice (any more)
        """
        try:
            changes = self._changes(fact, to)
        except ValueError:
            changes = {}
        if not changes:
            raise CalculationGone
        return replace(self, **changes)

    def _changes(self, fact: str, to: str) -> dict[str, Any]:
        """:raises ValueError: no such choice; so says an empty answer"""
        match fact:
            case "scheme" | "group":
                return {fact: to}
            case "stove" | "benefit":
                return {fact: to} if to in CHOICES[fact] else {}
            case "residents":
                return {"residents": int(to)} if 1 <= int(to) <= MOST_RESIDENTS else {}
            case "meter":
                return {"meter_id": to, "numbers": (), "rollover": False}
            case "unit":
                return {"unit": Unit(to), "numbers": (), "rollover": False}
            case _:
                return {"rollover": True} if fact == "rollover" else {}

    def as_typed(self) -> str:
        """Return the numbers as a consumer would type them to submit them."""
        if len(self.numbers) == 1:
            return f"{self.numbers[0].value.normalize():f}"
        return " ".join(f"{number.zone} {number.value.normalize():f}" for number in self.numbers)

    def dated(self, day: date, *, opening: bool) -> "Asked":
        """Return it with another day; an opening one that would not be before the closing one is let go."""
        if opening:
            return replace(self, opened=day)
        return replace(self, closed=day, opened=self.opened if self.opened and self.opened < day else None)
