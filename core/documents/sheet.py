"""The one design of every document: who issues it, what it is, its facts, its tables, and how to check it.

Everything moves the pen down and begins a new page by itself; a heading, a head of a table or a total never stands
alone.
"""

from collections.abc import Callable, Iterable, Sequence

from core.documents.frame import BODY, BOTTOM, GREAT, LEADING, LEFT, RIGHT, ROOM, SECTION, SMALL, TOP, Foot, letterhead
from core.documents.letters import PLAIN, STRONG, lines, printed, width
from core.documents.paper import GREY, HAIR, INK, TINT, Box, Code, Mark, Page, Text, mixed, pdf
from core.documents.rows import Column, Grid, Row
from core.i18n import Translator, translator
from core.papers.model import Marks
from core.papers.policy import Label
from core.retailer import Retailer

_KEEP = 72.0  # the one sum and the notes that follow a table stand on one page with its end
_PALE = 0.55  # how much of the paper is in the colour of the months before

__all__ = ["LEFT", "RIGHT", "ROOM", "Column", "Sheet"]


class Sheet:
    def __init__(self, *, title: str | Label, languages: Sequence[str], retailer: Retailer, marks: Marks) -> None:
        """`title` is a msgid, or a name that the retailer has given; it stands in each language."""
        self.trs: tuple[Translator, ...] = tuple(translator(language).plain for language in languages)
        self._retailer = retailer
        self._marks = marks
        self._accent = retailer.documents.accent
        self._titles = [title.of(tr.language) if isinstance(title, Label) else tr.gettext(title) for tr in self.trs]
        above, self._y = letterhead(self._titles, self.trs, retailer, marks)
        self._pages = [Page(above)]
        self._next = ""

    def both(self, label: str, joint: str = " / ") -> str:
        """Return a label, a msgid, in the languages of the page."""
        return joint.join(dict.fromkeys(tr.gettext(label) for tr in self.trs))

    def heading(self, text: str) -> None:
        """Say what comes next; it is written together with that."""
        self._next = text

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Show labels with their values, the labels on the left; what follows a line break in a value is plain."""
        share = ROOM * 0.36
        for label, value in pairs:
            first, _, rest = value.partition("\n")
            strong, plain = lines(first, STRONG, BODY, ROOM - share), lines(rest, PLAIN, BODY, ROOM - share)
            said = lines(label, PLAIN, BODY, share - 10)
            height = max(len(said), len(strong) + (len(plain) if rest else 0)) * BODY * LEADING
            self._fit(height)
            self._at(LEFT, said, PLAIN, BODY, GREY)
            self._at(LEFT + share, strong, STRONG, BODY, INK)
            self._at(LEFT + share, plain, PLAIN, BODY, INK, above=-len(strong) * BODY * LEADING)
            self._y -= height + 1.5

    def head(self, label: str) -> str:
        """Return a label for the head of a column: one language below the other."""
        return self.both(label, "\n")

    def table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[str]], total: Sequence[str] | None = None
    ) -> None:
        """Show rows under a head that every page repeats; the last two rows stay with the total."""
        grid = Grid(columns, LEFT, ROOM)
        head = grid.row([column.title for column in columns], STRONG, SMALL)
        body = [grid.row(row, PLAIN, BODY) for row in rows]
        last = grid.row(total, STRONG, BODY) if total is not None else None
        needed = _needed(body, (last.height if last else 0) + _KEEP)
        gap = 1.0 if self._next else 7.0  # a heading has room of its own below
        self._fit(gap + head.height + needed[0])
        self._y -= gap
        self._table_head(grid, head)
        for row, below in zip(body, needed, strict=False):
            if self._y - below < BOTTOM:
                self._turn()
                self._table_head(grid, head)
            self._row(grid, row, PLAIN, BODY, HAIR)
        if last is not None:
            self._page(Box(LEFT, self._y, ROOM, 1.0, self._accent))
            self._row(grid, last, STRONG, BODY, None)
        self._y -= 5

    def amount(self, label: str, value: str) -> None:
        """Show the one sum that matters."""
        self._fit(34)
        self._y -= 6
        self._page(Box(LEFT, self._y - 26, ROOM, 28, TINT), Box(LEFT, self._y - 26, 3, 28, self._accent))
        said = lines(label, STRONG, BODY, ROOM * 0.6)[:2]
        self._at(LEFT + 12, said, STRONG, BODY, INK, above=-5.0 if len(said) == 1 else 0.0)
        size = GREAT
        self._page(
            Text(RIGHT - 10 - width(printed(value), STRONG, size), self._y - 17, printed(value), STRONG, size, INK)
        )
        self._y -= 34

    def paragraph(self, text: str, *, small: bool = False) -> None:
        size, colour = (SMALL, GREY) if small else (BODY, INK)
        for line in lines(text, PLAIN, size, ROOM):
            self._fit(size * LEADING)
            self._write([line], PLAIN, size, colour)
        self._y -= 3

    def signatures(self, left: str, right: str, *, seal: str, hand: str) -> None:
        """Leave room for two hands and two seals; below each name stands whose hand it is."""
        half = ROOM / 2
        said = [lines(who, STRONG, BODY, half - 16) for who in (left, right)]
        depth = max(map(len, said)) * BODY * LEADING + 29
        self._fit(depth + 34)
        self._y -= 12
        for x, who in zip((LEFT, LEFT + half + 8), said, strict=True):
            self._at(x, who, STRONG, BODY, INK)
            self._page(Box(x, self._y - depth, half - 60, 0.6, INK))
            self._at(x, [hand], PLAIN, SMALL, GREY, above=-depth - 1)
            self._at(x + half - 50, [seal], PLAIN, SMALL, GREY, above=6 - depth)
        self._y -= depth + 20

    def chart(self, bars: Sequence[tuple[str, int]], height: float) -> None:
        """Draw months as bars, names below and values above, the last one in full colour; none is below zero."""
        self._fit(height + 24)
        self._y -= 4
        top = max([1, *(value for _, value in bars)])
        step = ROOM / max(1, len(bars))
        base = self._y - height
        self._page(Box(LEFT, base, ROOM, 0.6, HAIR))
        for place, (name, value) in enumerate(bars):
            x, tall = LEFT + place * step, (height - 14) * value / top
            colour = self._accent if place == len(bars) - 1 else mixed(self._accent, _PALE)
            self._page(Box(x + step * 0.22, base, step * 0.56, tall, colour))
            for text, y in ((name, base - 10), (self.trs[0].quantity(value), base + tall + 3)):
                centre = x + (step - width(text, PLAIN, SMALL - 0.5)) / 2
                self._page(Text(centre, y, text, PLAIN, SMALL - 0.5, GREY))
        self._y = base - 18

    @property
    def space(self) -> float:
        """Return the height that is left on this page."""
        return self._y - BOTTOM

    def keep(self, height: float) -> None:
        """Go to a page that has so much room."""
        self._fit(height)

    def panel(self, height: float, marks: Callable[[float], Iterable[Mark]]) -> None:
        """Give a drawing a band of the page of its own; `marks` is told the y of its upper edge."""
        self._fit(height)
        self._page(*marks(self._y))
        self._y -= height

    def qr(self, url: str, *said: tuple[str, str]) -> None:
        """Show a code to be scanned, and beside it texts, each with a plain one below."""
        side, x = 52.0, LEFT + 64
        beside = [
            piece
            for strong, plain in said
            for piece in (
                (lines(strong, STRONG, BODY, RIGHT - x), STRONG),
                (lines(plain, PLAIN, BODY, RIGHT - x), PLAIN),
            )
        ]
        height = max(side, sum(len(piece) for piece, _ in beside) * BODY * LEADING + 3 * len(said))
        self._fit(height + 8)
        self._y -= 4
        self._page(Code(LEFT, self._y - side, side, url))
        below = 0.0
        for piece, font in beside:
            self._at(x, piece, font, BODY, INK, above=-below)
            below += len(piece) * BODY * LEADING + (3 if font == PLAIN else 0)
        self._y -= height + 6

    def pages(self) -> list[Page]:
        """Return the finished pages; nothing can be added afterwards."""
        self._fit(0)
        how = self.both("Scan the QR code or send this code to the bot: it says whether the document is genuine.", " ")
        foot = Foot(self.both("Code to check"), how, self._marks)
        for place, page in enumerate(self._pages, 1):
            page.marks.extend(foot.of(place, len(self._pages)))
        return self._pages

    def bytes(self) -> bytes:
        name = self._retailer.name
        return pdf(
            self.pages(),
            title=f"{' / '.join(dict.fromkeys(self._titles))} № {self._marks.number}",
            author=name.of(self.trs[0].language),
            language=self.trs[0].language,
        )

    def _table_head(self, grid: Grid, head: Row) -> None:
        self._page(Box(LEFT, self._y - head.height, ROOM, head.height, TINT))
        self._row(grid, head, STRONG, SMALL, self._accent)

    def _row(self, grid: Grid, row: Row, font: str, size: float, rule: str | None) -> None:
        self._page(*grid.written(row, self._y, font, size))
        self._y -= row.height
        if rule:
            self._page(Box(LEFT, self._y, ROOM, 0.5, rule))

    def _write(self, said: Sequence[str], font: str, size: float, colour: str) -> None:
        self._at(LEFT, said, font, size, colour)
        self._y -= len(said) * size * LEADING

    def _at(self, x: float, said: Sequence[str], font: str, size: float, colour: str, *, above: float = 0.0) -> None:
        for row, line in enumerate(said):
            self._page(Text(x, self._y + above - size - row * size * LEADING, line, font, size, colour))

    def _fit(self, height: float) -> None:
        """Go to a page that has so much room, with the heading of what comes."""
        heading, self._next = lines(self._next, STRONG, SECTION, ROOM) if self._next else [], ""
        title = len(heading) * SECTION * LEADING + 10 if heading else 0.0
        if self._y - title - height < BOTTOM:
            self._turn()
        if heading:
            self._y -= 7
            self._write(heading, STRONG, SECTION, self._accent)
            self._y -= 3

    def _turn(self) -> None:
        self._pages.append(Page())
        self._y = TOP

    def _page(self, *marks: Mark) -> None:
        self._pages[-1].marks.extend(marks)


def _needed(rows: Sequence[Row], end: float) -> list[float]:
    """Return the room that each row needs with what may not be parted from it; without rows, that of the end."""
    heights = [row.height for row in rows] or [0.0]
    needed = [*heights[:-1], heights[-1] + end]
    if len(heights) > 1:
        needed[-2] += needed[-1]
        needed[0] = max(needed[0], heights[0] + heights[1])
    return needed
