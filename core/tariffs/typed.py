"""Numbers and days as people type them into the calculator."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from core.errors import DomainError
from core.readings import days, parsing
from core.readings.model import ReadingNotNumeric, as_typed
from core.typed import visible

MOST_DIGITS, MOST_PLACES = 8, 3
_ISO = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII)

Typed = tuple[tuple[str, Decimal], ...]  # the zone, empty where none was named, and the number


class NumbersNotUnderstood(DomainError):
    """No numbers, not as many as were asked for, or such as may be read in several ways; named as they were typed."""

    def __init__(self, text: str, wanted: int) -> None:
        super().__init__()
        self.text = as_typed(text)
        self.wanted = wanted


class NumberTooLong(DomainError):
    def __init__(self, text: str, digits: int, places: int) -> None:
        super().__init__()
        self.text = as_typed(text)
        self.digits = digits
        self.places = places


def read_numbers(text: str, wanted: Sequence[int]) -> Typed:
    """Return as many numbers as one of `wanted`, the first that fits: «12 345,5 кВт·ч», «4531 2210», «4306 4531».

    :raises NumbersNotUnderstood: something else
    :raises NumberTooLong: more digits than any meter has
    """
    try:
        ways = parsing.read(text)
    except ReadingNotNumeric:
        raise NumbersNotUnderstood(text, wanted[0]) from None
    words = visible(text).split()  # «225,5 136» is two numbers, though it might be 225 and 5136
    for count in wanted:
        fitting = [way for way in ways if len(way.numbers) == count]
        fitting = [way for way in fitting if [number.text for number in way.numbers] == words] or fitting
        if len(fitting) == 1:
            (way,) = fitting
            zones = way.zones or ("",) * count
            return tuple((zone, _number(number)) for zone, number in zip(zones, way.numbers, strict=True))
        if fitting:
            break
    raise NumbersNotUnderstood(text, wanted[0])


def read_day(text: str, latest: date) -> date:
    """Return the day of «22.11.2026», «22.11» or «2026-11-22»; without a year the last such day up to `latest`.

    :raises DayNotUnderstood: something else, or no such day
    """
    plain = visible(text).strip()
    if not _ISO.fullmatch(plain):
        return days.read_day(text, latest)
    try:
        return date.fromisoformat(plain)
    except ValueError:
        raise days.DayNotUnderstood(text) from None


def _number(number: parsing.Number) -> Decimal:
    if len(number.whole) > MOST_DIGITS or len(number.fraction) > MOST_PLACES:
        raise NumberTooLong(number.text, MOST_DIGITS, MOST_PLACES)
    return Decimal(number.thousandths).scaleb(-3)
