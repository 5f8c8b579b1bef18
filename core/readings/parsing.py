"""Readings as people type them: «12 345», «12345,6 кВт·ч», «4531 2210», «день 4531 ночь 2210».

What may be read in several ways is given back in all of them: which one is meant shows at the meter (`fitting.py`).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from core.readings.model import ReadingNotNumeric
from core.typed import visible

LONGEST = 200
MOST_GROUPS = 10  # of digits; more are no reading
MOST_VALUES = 5  # a meter has at most four registers; one more is told to be too many

_ZONES = {
    "T0": "t0 т0 total жалпы барлығы общий общая общее всего итого",
    "T1": "t1 т1 күндізгі күндіз күн кундизги кун день днем днём дневной дневная дневное day",
    "T2": "t2 т2 түнгі түнде түн тунги тун ночь ночью ночной ночная ночное night",
    "T3": "t3 т3 қарбалас карбалас пик пиковый пиковая пиковое peak",
}
_ZONE_OF = {word: zone for zone, words in _ZONES.items() for word in words.split()}
_WORD = re.compile(r"[^\W\d_]+[0-3]?(?![0-9])")
_UNIT = re.compile(r"(?<=[0-9])[ ]?(?:квт|kw)(?:[ ]?[-.·∙•⋅*/]?[ ]?(?:часов|час|ч|сағат|сағ|саг|h))?(?!\w)\.?")
_LINES = re.compile(r"[\r\n|]+")
_BEGIN = re.compile(r"^[ ;]+")
_END = re.compile(r"[ ;/]*[.,]?[ ;/]*$")
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_AFTER_VALUE = re.compile(r"^[ ;,/]+")
_AFTER_ZONE = re.compile(r"^(?: ?[:=] ?| [-–—] |[-–—] ?| )")
_BETWEEN = re.compile(r" ?[;/,]? ?|[.'’]|\. |(?: ?; ?[,;/]? ?)+")
_GROUP = re.compile(r"[0-9]+")
_THOUSANDS = " ,.'"
_DECIMAL = ",."
_APART = " ,;"  # what may stand between two values


@dataclass(frozen=True, slots=True)
class Number:
    """A number as typed: its digits before and after the separator, without the zeros that say nothing."""

    text: str
    whole: str
    fraction: str

    @property
    def thousandths(self) -> int:
        """Return the value; only for one of at most three digits after the separator."""
        return int(self.whole or "0") * 1000 + int(self.fraction.ljust(3, "0"))


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read a line; `zones` names the register of each value, or of none."""

    numbers: tuple[Number, ...]
    zones: tuple[str, ...] = ()


@dataclass(slots=True)
class _Run:
    """Groups of digits up to the next word, with the separator after each but the last."""

    groups: list[str]
    gaps: list[str]


def read(text: str) -> tuple[Way, ...]:
    """Return every way to read what was typed, at least one.

    :raises ReadingNotNumeric: any sign that belongs to no reading, a minus and foreign digits included
    """
    if len(text) > LONGEST:
        raise ReadingNotNumeric(text)
    plain = _LINES.sub(";", unicodedata.normalize("NFC", visible(text)).casefold())
    plain = _BEGIN.sub("", _END.sub("", _UNIT.sub(";", _SPACES.sub(" ", plain))))
    words = [(found, _ZONE_OF.get(found[0])) for found in _WORD.finditer(plain)]
    if len(words) > MOST_VALUES or any(zone is None for _, zone in words):
        raise ReadingNotNumeric(text)
    ways = _named(plain, words) if words else tuple(map(Way, _ways(_run(plain))))
    if not ways:
        raise ReadingNotNumeric(text)
    return ways


def _named(plain: str, words: Sequence[tuple[re.Match[str], str | None]]) -> tuple[Way, ...]:
    """Return the one way to read values that each have the name of their zone before them, or each after them."""
    borders = [0, *(at for found, _ in words for at in found.span()), len(plain)]
    pieces = [plain[start:end] for start, end in zip(borders[::2], borders[1::2], strict=True)]
    if not pieces[0].strip():
        pieces = [_END.sub("", _AFTER_ZONE.sub("", piece)) for piece in pieces[1:]]
    elif not pieces[-1].strip():
        pieces = [_END.sub("", _AFTER_VALUE.sub("", piece)) for piece in pieces[:-1]]
    else:
        return ()
    zones = tuple(zone for _, zone in words if zone)
    return tuple(Way(numbers, zones) for numbers in product(*map(_alone, pieces)))


def _alone(piece: str) -> list[Number]:
    """Return every way to read a text as one number."""
    return [way[0] for way in _ways(_run(piece)) if len(way) == 1]


def _run(plain: str) -> _Run | None:
    """Return the groups of digits of a text that has nothing else but separators; None: it has."""
    groups = list(_GROUP.finditer(plain))
    if not 0 < len(groups) <= MOST_GROUPS or groups[0].start() or groups[-1].end() != len(plain):
        return None
    between = [plain[one.end() : other.start()] for one, other in pairwise(groups)]
    if not all(map(_BETWEEN.fullmatch, between)):
        return None
    return _Run([group[0] for group in groups], list(map(_gap, between)))


def _gap(between: str) -> str:
    """Return a space, the comma, point or apostrophe that stands alone, or «;» for everything that parts values."""
    if between in (" ", ",", "."):
        return between
    return "'" if between in ("'", "’") else ";"


def _ways(run: _Run | None) -> tuple[tuple[Number, ...], ...]:
    if run is None:
        return ()
    numbers = [list(_numbers(run, start)) for start in range(len(run.groups))]
    return tuple(dict.fromkeys(_values(run, numbers, 0, MOST_VALUES)))


def _values(
    run: _Run, numbers: Sequence[Sequence[tuple[Number, int]]], start: int, most: int
) -> Iterator[tuple[Number, ...]]:
    for number, end in numbers[start]:
        if end == len(run.groups):
            yield (number,)
        elif most > 1 and run.gaps[end - 1] in _APART:
            for rest in _values(run, numbers, end, most - 1):
                yield (number, *rest)


def _numbers(run: _Run, start: int) -> Iterator[tuple[Number, int]]:
    """Yield each number that may begin at a group, and the group after it."""
    for end, separator in _wholes(run, start):
        yield _number(run, start, end, end), end
        if end < len(run.groups) and run.gaps[end - 1] in _DECIMAL and run.gaps[end - 1] != separator:
            yield _number(run, start, end, end + 1), end + 1


def _wholes(run: _Run, start: int) -> Iterator[tuple[int, str]]:
    """Yield where the whole part may end, and what parts its thousands."""
    yield start + 1, ""
    if start + 1 == len(run.groups) or len(run.groups[start]) > 3 or run.gaps[start] not in _THOUSANDS:
        return
    separator = run.gaps[start]
    for end in range(start + 1, len(run.groups)):
        if run.gaps[end - 1] != separator or len(run.groups[end]) != 3:
            return
        yield end + 1, separator


def _number(run: _Run, start: int, whole: int, end: int) -> Number:
    text = run.groups[start] + "".join(
        gap + group for gap, group in zip(run.gaps[start : end - 1], run.groups[start + 1 : end], strict=True)
    )
    digits = "".join(run.groups[start:whole]).lstrip("0")
    fraction = run.groups[whole].rstrip("0") if whole < end else ""
    return Number(text, digits, fraction)
