"""Two years of consumption as a picture for a phone: each month beside the same month a year before.

Nothing on it says whose it is. It has its own paper, so that it reads the same in a light and in a dark chat, and no
letter on it is smaller than 20 pixels of the 800.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from PIL import Image, ImageDraw

from core.documents.ink import AXIS, GRID, LINE, PALE, STRONG, hatch, packed, sheet, width_of, write
from core.documents.scale import scale_of
from core.i18n import Translator, translator
from core.period import Period

WIDTH, HEIGHT = 800, 450
_YEAR = 12
_TITLE, _TEXT = 30, 22
_MARGIN, _TOP, _BOTTOM = 22, 112, 372
_MONTHS_AT, _YEARS_AT = 377, 406
_DASH, _GAP = 12, 8
_THICK = 3
_UNITS = {
    "kk": ("кВт·сағ", "МВт·сағ", "ГВт·сағ"),
    "ru": ("кВт·ч", "МВт·ч", "ГВт·ч"),
    "en": ("kWh", "MWh", "GWh"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    period: Period
    volume: int | None  # thousandths of a kWh; None: nothing is known
    estimated: bool


@dataclass(frozen=True, slots=True)
class Facts:
    language: str
    bars: tuple[Bar, ...]  # 24 months in order
    mean: int | None  # of the last twelve

    @classmethod
    def of(cls, facts: dict[str, Any]) -> Self:
        """Read `{"language": "kk", "months": [[202611, 345000, 0], …], "mean": 345000}`."""
        bars = (Bar(Period.from_index(index), volume, bool(guess)) for index, volume, guess in facts["months"])
        return cls(facts["language"], tuple(bars), facts["mean"])

    @property
    def before(self) -> tuple[Bar, ...]:
        return self.bars[:_YEAR]

    @property
    def now(self) -> tuple[Bar, ...]:
        return self.bars[_YEAR:]

    @property
    def volumes(self) -> list[int]:
        return [bar.volume for bar in self.bars if bar.volume is not None]


def draw(facts: dict[str, Any]) -> bytes:
    """Return the PNG; equal facts give equal bytes."""
    chart = _Chart(Facts.of(facts))
    chart.heading()
    chart.axes()
    chart.columns()
    chart.mean()
    return packed(chart.plane)


class _Chart:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.tr = translator(facts.language).plain
        largest = max(map(abs, facts.volumes), default=0)
        self.unit = 0 if largest < 10**9 else 1 if largest < 10**12 else 2
        self.scale = scale_of(facts.volumes)
        self.plane = _base(facts.language, self.unit).copy()
        self.pen = ImageDraw.Draw(self.plane)
        self.ticks = {tick: self._number(tick) for tick in self.scale.ticks}
        self.left = _MARGIN + max(width_of(text, _TEXT) for text in self.ticks.values()) + 10
        self.slot = (WIDTH - _MARGIN - self.left) / _YEAR

    def heading(self) -> None:
        at = float(_MARGIN)
        for bars, colour in ((self.facts.before, PALE), (self.facts.now, STRONG)):
            if any(bar.volume is not None for bar in bars):
                at = self._key(at, colour, _span(bars, self.tr))
        if any(bar.estimated for bar in self.facts.bars):
            self._key(at, None, self.tr.gettext("estimated"))

    def axes(self) -> None:
        for tick, text in self.ticks.items():
            y = self._y(tick)
            colour = GRID if tick else AXIS
            self.pen.line((self.left, y, WIDTH - _MARGIN, y), fill=colour, width=2)
            write(self.plane, (self.left - 10 - width_of(text, _TEXT), y - 16), text, _TEXT)
        for place, bar in enumerate(self.facts.now):
            centre = self.left + self.slot * (place + 0.5)
            name = self.tr.month_name(bar.period.month)[:3].lower()
            write(self.plane, (centre - width_of(name, _TEXT) / 2, _MONTHS_AT), name, _TEXT)
            if place == 0 or bar.period.month == 1:
                year = str(bar.period.year)
                write(self.plane, (centre - width_of(year, _TEXT) / 2, _YEARS_AT), year, _TEXT, bold=True)

    def columns(self) -> None:
        if not self.facts.volumes:
            words = self.tr.gettext("no data")
            middle = (self.left + WIDTH - _MARGIN - width_of(words, _TITLE)) / 2
            write(self.plane, (middle, (_TOP + _BOTTOM) / 2 - 40), words, _TITLE)
        alone = all(bar.volume is None for bar in self.facts.before)
        thick = round(self.slot * (0.5 if alone else 0.4))
        for place, (now, before) in enumerate(zip(self.facts.now, self.facts.before, strict=True)):
            centre = round(self.left + self.slot * (place + 0.5))
            self._column(before, centre - thick - 1, thick, PALE)
            self._column(now, centre - thick // 2 if alone else centre + 1, thick, STRONG)

    def mean(self) -> None:
        mean = self.facts.mean
        if mean is None or not self.scale.low <= mean <= self.scale.high:
            return
        words = self.tr.gettext("mean {value}", value=self._number(self._rounded(mean)))
        at = WIDTH - _MARGIN - width_of(words, _TEXT)
        write(self.plane, (at, 21), words, _TEXT)
        self._dashes(at - 62, at - 10, 37)
        self._dashes(self.left, WIDTH - _MARGIN, self._y(mean))

    def _column(self, bar: Bar, left: int, thick: int, colour: int) -> None:
        if bar.volume is None:
            return
        top, bottom = sorted((self._y(bar.volume), self._y(0)))
        box = (left, min(top, bottom - 2), left + thick, bottom)  # no use at all is seen, too
        if bar.estimated:
            hatch(self.plane, box, colour)
        else:
            self.plane.paste(colour, box)

    def _key(self, at: float, colour: int | None, words: str) -> float:
        """Draw one entry of the legend and return where the next one begins."""
        box = (round(at), 68, round(at) + 26, 90)
        if colour is None:
            hatch(self.plane, box, AXIS)
        else:
            self.plane.paste(colour, box)
        write(self.plane, (at + 36, 62), words, _TEXT)
        return at + 36 + width_of(words, _TEXT) + 24

    def _dashes(self, left: float, right: float, y: int) -> None:
        at = round(left)
        while at < right:
            self.pen.rectangle((at, y - 1, min(at + _DASH, round(right)) - 1, y - 2 + _THICK), fill=LINE)
            at += _DASH + _GAP

    def _y(self, volume: int) -> int:
        return round(_BOTTOM - (_BOTTOM - _TOP) * self.scale.share(volume))

    def _number(self, volume: int) -> str:
        return self.tr.quantity(volume // 1000**self.unit).replace("−", "–")  # the font has no minus sign

    def _rounded(self, volume: int) -> int:
        """Return a volume to a tenth of the unit that the picture has."""
        tenth: int = 100 * 1000**self.unit
        return (volume + tenth // 2) // tenth * tenth


@lru_cache(maxsize=16)
def _base(language: str, unit: int) -> Image.Image:
    """Return what all pictures of a language have in common."""
    tr = translator(language).plain
    plane = sheet(WIDTH, HEIGHT)
    title = tr.gettext("Consumption, {unit}", unit=_UNITS[tr.language][unit])
    write(plane, (_MARGIN, 12), title, _TITLE, bold=True)
    return plane


def _span(bars: Sequence[Bar], tr: Translator) -> str:
    first, last = bars[0].period, bars[-1].period
    return str(first.year) if first.year == last.year else f"{tr.short_month(first)}–{tr.short_month(last)}"
