"""Hours of work by day of the week, and the days on which nobody works, in the time of Kazakhstan."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Self

import holidays
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from core.clock import ALMATY, today_in_almaty

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_FURTHEST = 60  # days that may lie between two days of work


class Span(BaseModel):
    """From one time of the day to another, the end not included; midnight at the end is 23:59:59.999999."""

    model_config = ConfigDict(frozen=True)

    begins: time
    ends: time


class OpeningHours(BaseModel):
    """`mon = "08:00-18:00"`, with a break `mon = "08:00-13:00, 14:00-18:00"`; a day without a value is a day off."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mon: tuple[Span, ...] = ()
    tue: tuple[Span, ...] = ()
    wed: tuple[Span, ...] = ()
    thu: tuple[Span, ...] = ()
    fri: tuple[Span, ...] = ()
    sat: tuple[Span, ...] = ()
    sun: tuple[Span, ...] = ()
    holidays: bool = False  # works on the public holidays of Kazakhstan as well
    days_off: tuple[date, ...] = Field((), description="further days without work")

    @field_validator(*DAYS, mode="before")
    @classmethod
    def _spans(cls, written: object) -> object:
        if not isinstance(written, str):
            return written
        return tuple(_span(each.strip()) for each in written.split(",") if each.strip())

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for name in DAYS:
            spans: tuple[Span, ...] = getattr(self, name)
            edges = [edge for span in spans for edge in (span.begins, span.ends)]
            if edges != sorted(edges) or len(set(edges)) != len(edges):
                raise ValueError(f"{name}: the hours do not follow one another")
        return self

    def of_day(self, day: date) -> tuple[Span, ...]:
        """Return the hours of a day; empty: nobody works."""
        if day in self.days_off or (not self.holidays and day in _public_holidays(day.year)):
            return ()
        spans: tuple[Span, ...] = getattr(self, DAYS[day.weekday()])
        return spans

    def is_open(self, now: datetime) -> bool:
        moment = now.astimezone(ALMATY)
        return any(span.begins <= moment.time() < span.ends for span in self.of_day(moment.date()))

    def closes_at(self, now: datetime) -> datetime | None:
        """Return when the hours that run now end; None: nobody works now."""
        moment = now.astimezone(ALMATY)
        for span in self.of_day(moment.date()):
            if span.begins <= moment.time() < span.ends:
                return datetime.combine(moment.date(), span.ends, ALMATY)
        return None

    def opens_at(self, now: datetime) -> datetime | None:
        """Return when somebody works again: `now` if it is so already; None: not within two months."""
        if self.is_open(now):
            return now
        moment, first = now.astimezone(ALMATY), today_in_almaty(now)
        for day in (first + timedelta(days=ahead) for ahead in range(_FURTHEST)):
            for span in self.of_day(day):
                begins = datetime.combine(day, span.begins, ALMATY)
                if begins > moment:
                    return begins
        return None

    def worked(self, since: datetime, until: datetime) -> timedelta:
        """Return how much of the time between lies within the hours of work."""
        first, last = today_in_almaty(since), today_in_almaty(until)
        days: Iterable[date] = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
        total = timedelta()
        for day in days:
            for span in self.of_day(day):
                begins = max(since, datetime.combine(day, span.begins, ALMATY))
                ends = min(until, datetime.combine(day, span.ends, ALMATY))
                total += max(timedelta(), ends - begins)
        return total


@cache
def _public_holidays(year: int) -> frozenset[date]:
    """Return those of Kazakhstan; to work them out takes longer than everything else here together."""
    return frozenset(holidays.country_holidays("KZ", years=year))


def _span(written: str) -> Span:
    found = _SPAN.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} are no hours: 08:00-18:00")
    begin, end = time(int(found[1]), int(found[2])), (int(found[3]), int(found[4]))
    if end[0] == 24:
        if end[1]:
            raise ValueError(f"{written!r}: a day ends at 24:00")
        return Span(begins=begin, ends=time.max)
    return Span(begins=begin, ends=time(*end))
