"""The chart of the consumption sheet, in vectors: two years of months as bars on one scale."""

from collections.abc import Iterator
from typing import Any

from core.documents.letters import PLAIN, STRONG, printed, width
from core.documents.paper import GREY, HAIR, INK, Box, Mark, Text, mixed
from core.documents.scale import Scale, scale_of
from core.documents.sheet import LEFT, RIGHT
from core.i18n import translator
from core.period import Period

HEIGHT = 190.0
_PLOT = 128.0
_SIZE = 7.0
_STRIPE, _EVERY = 0.9, 2.6  # of a hatched bar: what is estimated looks thinner than what was measured
_OUTLINE = 0.6
_DASH, _GAP = 5.0, 3.0
_MEAN = "#c2410c"
_PALE = 0.55  # of the year before: so much nearer to white


class Bars:
    """Bars for the months, beside each that of a year before, and the mean; labels are in the reader's language."""

    def __init__(self, facts: dict[str, Any], accent: str) -> None:
        self._tr = translator(facts["reader"]).plain
        self._months: list[list[Any]] = facts["months"]
        self._mean: int | None = facts["mean"]
        self._accent, self._pale = accent, mixed(accent, _PALE)
        volumes = [each for _, now, _, before, _ in self._months for each in (now, before) if each is not None]
        self._scale: Scale = scale_of(volumes)
        self._ticks = {tick: printed(self._tr.quantity(tick)) for tick in self._scale.ticks}
        self._left = LEFT + max(width(text, PLAIN, _SIZE) for text in self._ticks.values()) + 6
        self._slot = (RIGHT - self._left) / len(self._months)
        self._base = 0.0

    def marks(self, top: float) -> Iterator[Mark]:
        self._base = top - 24 - _PLOT
        yield from self._legend(top - 10)
        yield from self._axes()
        for place, month in enumerate(self._months):
            yield from self._pair(place, month)
        if self._mean is not None and self._scale.low <= self._mean <= self._scale.high:
            yield from _dashes(self._left, RIGHT, self._y(self._mean))

    def _legend(self, y: float) -> Iterator[Mark]:
        at = LEFT
        firsts = [Period.from_index(index) for index, *_ in (self._months[0], self._months[-1])]
        before = [each.plus(-12) for each in firsts]
        for span, colour in ((before, self._pale), (firsts, self._accent)):
            yield Box(at, y, 9, 7, colour)
            words = "–".join(self._tr.short_month(each) for each in span)
            yield Text(at + 13, y + 1, words, PLAIN, _SIZE, INK)
            at += 13 + width(words, PLAIN, _SIZE) + 14
        if any(guess or guess_before for _, _, guess, _, guess_before in self._months):
            yield from _hatched(at, y, 9, 7, GREY)
            words = printed(self._tr.gettext("estimated"))
            yield Text(at + 13, y + 1, words, PLAIN, _SIZE, INK)
            at += 13 + width(words, PLAIN, _SIZE) + 14
        if self._mean is not None:
            yield from _dashes(at, at + 21, y + 3)
            words = printed(self._tr.gettext("mean {value}", value=self._tr.quantity(self._mean)))
            yield Text(at + 25, y + 1, words, PLAIN, _SIZE, INK)

    def _axes(self) -> Iterator[Mark]:
        for tick, text in self._ticks.items():
            y = self._y(tick)
            yield Box(self._left, y - 0.25, RIGHT - self._left, 0.5, HAIR if tick else GREY)
            yield Text(self._left - 4 - width(text, PLAIN, _SIZE), y - 2.4, text, PLAIN, _SIZE, GREY)
        for place, (index, *_) in enumerate(self._months):
            period = Period.from_index(index)
            centre = self._left + self._slot * (place + 0.5)
            name = self._tr.month_name(period.month)[:3].lower()
            yield Text(centre - width(name, PLAIN, _SIZE) / 2, self._base - 10, name, PLAIN, _SIZE, INK)
            if place == 0 or period.month == 1:
                year = str(period.year)
                yield Text(centre - width(year, STRONG, _SIZE) / 2, self._base - 19, year, STRONG, _SIZE, INK)

    def _pair(self, place: int, month: list[Any]) -> Iterator[Mark]:
        _, now, guess, before, guess_before = month
        alone = all(each[3] is None for each in self._months)
        thick = self._slot * (0.5 if alone else 0.36)
        centre = self._left + self._slot * (place + 0.5)
        if before is not None:
            yield from self._bar(centre - thick - 0.6, thick, before, self._pale, hatched=guess_before)
        if now is not None:
            left = centre - thick / 2 if alone else centre + 0.6
            yield from self._bar(left, thick, now, self._accent, hatched=guess)

    def _bar(self, left: float, thick: float, volume: int, colour: str, *, hatched: bool) -> Iterator[Mark]:
        low, high = sorted((self._y(volume), self._y(0)))
        tall = max(high - low, 0.8)  # no use at all is seen, too
        if hatched:
            yield from _hatched(left, low, thick, tall, colour)
        else:
            yield Box(left, low, thick, tall, colour)

    def _y(self, volume: int) -> float:
        return self._base + _PLOT * self._scale.share(volume)


def _hatched(left: float, low: float, wide: float, tall: float, colour: str) -> Iterator[Mark]:
    """Draw the outline of a bar, and stripes in it."""
    for y in (low, low + tall - _OUTLINE):
        yield Box(left, y, wide, _OUTLINE, colour)
    for x in (left, left + wide - _OUTLINE):
        yield Box(x, low, _OUTLINE, tall, colour)
    at = low + _EVERY
    while at + _STRIPE < low + tall:
        yield Box(left, at, wide, _STRIPE, colour)
        at += _EVERY


def _dashes(left: float, right: float, y: float) -> Iterator[Mark]:
    at = left
    while at < right:
        yield Box(at, y - 0.5, min(_DASH, right - at), 1.0, _MEAN)
        at += _DASH + _GAP
