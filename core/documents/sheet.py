"""The one design of every document: who issues it, what it is, its facts, its tables, and how to check it.

Everything moves the pen down and begins a new page by itself; a heading, a head of a table or a total never stands
alone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from core.clock import ALMATY
from core.documents.letters import PLAIN, STRONG, lines, printed, width
from core.documents.paper import GREY, HAIR, HEIGHT, INK, TINT, WIDTH, Box, Code, Logo, Mark, Page, Text, pdf
from core.documents.rows import Column, Grid, Row, with_next
from core.i18n import Translator, translator
from core.papers.model import Marks
from core.retailer import Retailer

LEFT, RIGHT, TOP, BOTTOM = 42.0, WIDTH - 42.0, HEIGHT - 36.0, 62.0
ROOM = RIGHT - LEFT
BODY, SMALL, SECTION, TITLE, GREAT = 8.5, 7.0, 10.0, 15.0, 13.0
_LEADING = 1.3
_QR = 62.0
_LOGO = (110.0, 34.0)
_KEEP = 46.0  # what must stand below a heading, at least; and what follows a table stands on one page with its end

__all__ = ["Column", "Sheet"]


class Sheet:
    def __init__(self, *, title: str, languages: Sequence[str], retailer: Retailer, marks: Marks) -> None:
        """`title` is a msgid; it stands in each language."""
        self.trs: tuple[Translator, ...] = tuple(translator(language).plain for language in languages)
        self._retailer = retailer
        self._marks = marks
        self._accent = retailer.documents.accent
        self._title = title
        self._pages = [Page()]
        self._y = TOP
        self._letterhead()

    def both(self, label: str, joint: str = " / ") -> str:
        """Return a label, a msgid, in the languages of the page."""
        return joint.join(dict.fromkeys(tr.gettext(label) for tr in self.trs))

    def heading(self, text: str) -> None:
        self._fit(_KEEP)
        self._y -= 7
        self._write(lines(text, STRONG, SECTION, ROOM), STRONG, SECTION, self._accent)
        self._y -= 3

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Show labels with their values, the labels on the left."""
        share = ROOM * 0.36
        for label, value in pairs:
            said = lines(label, PLAIN, BODY, share - 10), lines(value, STRONG, BODY, ROOM - share)
            height = max(map(len, said)) * BODY * _LEADING
            self._fit(height)
            self._at(LEFT, said[0], PLAIN, BODY, GREY)
            self._at(LEFT + share, said[1], STRONG, BODY, INK)
            self._y -= height + 1.5

    def head(self, label: str) -> str:
        """Return a label for the head of a column: one language below the other."""
        return self.both(label, "\n")

    def table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[str]], total: Sequence[str] | None = None
    ) -> None:
        """Show rows under a head that every page repeats; the last row is never parted from the total."""
        grid = Grid(columns, LEFT, ROOM)
        head = grid.row([column.title for column in columns], STRONG, SMALL)
        body = (grid.row(row, PLAIN, BODY) for row in rows)
        last = grid.row(total, STRONG, BODY) if total is not None else None
        end = (last.height if last else 0) + _KEEP
        first = next(body, None)
        self._y -= 4
        self._fit(head.height + (first.height if first else 0) + end)
        self._table_head(grid, head)
        for row, following in with_next(chain([first] if first else [], body)):
            if self._y - row.height - (end if following is None else 0) < BOTTOM:
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
            self._fit(size * _LEADING)
            self._write([line], PLAIN, size, colour)
        self._y -= 3

    def signatures(self, left: str, right: str, *, seal: str, hand: str) -> None:
        """Leave room for two hands and two seals."""
        self._fit(74)
        self._y -= 12
        half = ROOM / 2
        for x, who in ((LEFT, left), (LEFT + half + 8, right)):
            self._at(x, lines(who, STRONG, BODY, half - 16), STRONG, BODY, INK)
            self._page(Box(x, self._y - 40, half - 60, 0.6, INK))
            self._at(x, [hand], PLAIN, SMALL, GREY, above=-41.0)
            self._at(x + half - 50, [seal], PLAIN, SMALL, GREY, above=-34.0)
        self._y -= 60

    def chart(self, bars: Sequence[tuple[str, int]], height: float = 92.0) -> None:
        """Draw months as bars with their names below and their values above; values are not below zero."""
        self._fit(height + 30)
        self._y -= 10
        top = max([1, *(value for _, value in bars)])
        step = ROOM / max(1, len(bars))
        base = self._y - height
        self._page(Box(LEFT, base, ROOM, 0.6, HAIR))
        for place, (name, value) in enumerate(bars):
            x, tall = LEFT + place * step, (height - 14) * value / top
            self._page(Box(x + step * 0.2, base, step * 0.6, tall, self._accent))
            for text, y in ((name, base - 10), (self.trs[0].quantity(value), base + tall + 3)):
                centre = x + (step - width(text, PLAIN, SMALL - 0.5)) / 2
                self._page(Text(centre, y, text, PLAIN, SMALL - 0.5, GREY))
        self._y = base - 18

    def panel(self, height: float, marks: Callable[[float], Iterable[Mark]]) -> None:
        """Give a drawing a band of the page of its own; `marks` is told the y of its upper edge."""
        self._fit(height)
        self._page(*marks(self._y))
        self._y -= height

    def qr(self, url: str, caption: str) -> None:
        """Show a code to be scanned, and beside it what it is for and where it leads."""
        side = 68.0
        self._fit(side + 8)
        self._y -= 4
        self._page(Code(LEFT, self._y - side, side, url))
        room = ROOM - side - 12
        said = lines(caption, STRONG, BODY, room)
        self._at(LEFT + side + 12, said, STRONG, BODY, INK)
        address = lines(url, PLAIN, SMALL, room)
        self._at(LEFT + side + 12, address, PLAIN, SMALL, GREY, above=-len(said) * BODY * _LEADING - 2)
        self._y -= side + 6

    def bytes(self) -> bytes:
        for place, page in enumerate(self._pages, 1):
            page.marks.extend(self._foot(place, len(self._pages)))
        name = self._retailer.name
        return pdf(
            self._pages,
            title=f"{self.both(self._title)} № {self._marks.number}",
            author=name.of(self.trs[0].language),
            language=self.trs[0].language,
        )

    def _letterhead(self) -> None:
        self._page(Box(0, HEIGHT - 7, WIDTH, 7, self._accent))
        contacts, y = self._retailer.contacts, TOP - 6
        for place, tr in enumerate(self.trs):
            name = self._retailer.name.of(tr.language)
            self._page(Text(LEFT, y, printed(name), STRONG, 10.5 if not place else 8.5, INK if not place else GREY))
            y -= 12
        where = " · ".join([*contacts.phones, *(one for one in (contacts.site, contacts.email) if one)])
        self._page(Text(LEFT, y, printed(where), PLAIN, SMALL, GREY))
        edge = RIGHT
        if self._marks.link:
            self._page(Code(RIGHT - _QR, TOP - _QR + 4, _QR, self._marks.link))
            edge -= _QR + 12
        if self._retailer.documents.logo:
            self._page(Logo(edge, TOP + 2, *_LOGO, self._retailer.documents.logo))
        self._y = y - 16
        for place, tr in enumerate(self.trs):
            size = TITLE if not place else TITLE - 3
            title = lines(tr.gettext(self._title), STRONG, size, ROOM - _QR - 14)
            self._write(title, STRONG, size, self._accent if not place else GREY)
        day = self._marks.issued_at.astimezone(ALMATY).strftime("%d.%m.%Y")
        self._write([f"№ {self._marks.number} · {day}"], PLAIN, BODY, GREY)
        self._y = min(self._y, TOP - _QR) - 8

    def _foot(self, place: int, pages: int) -> Iterator[Mark]:
        yield Box(LEFT, 46, ROOM, 0.6, HAIR)
        code = self.both("Code to check")
        said = f"№ {self._marks.number} · {code}: {self._marks.code}"
        yield Text(LEFT, 35, printed(said), PLAIN, SMALL, GREY)
        how = self.both("Scan the QR code or send this code to the bot: it says whether the document is genuine.", " ")
        for row, line in enumerate(lines(how, PLAIN, SMALL - 1, ROOM - 40)[:2]):
            yield Text(LEFT, 26 - row * 8, line, PLAIN, SMALL - 1, GREY)
        number = f"{place} / {pages}"
        yield Text(RIGHT - width(number, PLAIN, SMALL), 35, number, PLAIN, SMALL, GREY)

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
        self._y -= len(said) * size * _LEADING

    def _at(self, x: float, said: Sequence[str], font: str, size: float, colour: str, *, above: float = 0.0) -> None:
        for row, line in enumerate(said):
            self._page(Text(x, self._y + above - size - row * size * _LEADING, line, font, size, colour))

    def _fit(self, height: float) -> None:
        if self._y - height < BOTTOM:
            self._turn()

    def _turn(self) -> None:
        self._pages.append(Page())
        self._y = TOP

    def _page(self, *marks: Mark) -> None:
        self._pages[-1].marks.extend(marks)
