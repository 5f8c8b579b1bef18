from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from core.clock import today_in_almaty


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A billing month in Kazakhstan; `index` (202611) is how it is stored."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def at(cls, now: datetime) -> Self:
        return cls.of(today_in_almaty(now))

    @classmethod
    def from_index(cls, index: int) -> Self:
        return cls(*divmod(index, 100))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read «2026-11».

        :raises ValueError: any other form
        """
        first = date.fromisoformat(f"{text}-01")
        if len(text) != 7:
            raise ValueError(text)
        return cls(first.year, first.month)

    @property
    def index(self) -> int:
        return self.year * 100 + self.month

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return self.plus(1).first_day - timedelta(days=1)

    def plus(self, months: int) -> Self:
        years, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return type(self)(years, month + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"
