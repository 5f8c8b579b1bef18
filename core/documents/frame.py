"""What stands on every page: who issues the document and what it is above, how it is checked below."""

from collections.abc import Iterator, Sequence

from core.clock import ALMATY
from core.documents.letters import PLAIN, STRONG, lines, width
from core.documents.paper import GREY, HAIR, HEIGHT, INK, WIDTH, Box, Code, Logo, Mark, Text
from core.i18n import Translator
from core.papers.model import Marks
from core.retailer import Retailer

LEFT, RIGHT, TOP, BOTTOM = 42.0, WIDTH - 42.0, HEIGHT - 30.0, 58.0
ROOM = RIGHT - LEFT
BODY, SMALL, SECTION, TITLE, GREAT = 8.5, 7.0, 10.0, 15.0, 13.0
LEADING = 1.3
_NAME = 10.5
_QR, _GAP = 62.0, 12.0
_LOGO = (110.0, 34.0)


def letterhead(
    titles: Sequence[str], trs: Sequence[Translator], retailer: Retailer, marks: Marks
) -> tuple[list[Mark], float]:
    """Return what stands above the first page, and where the pen goes on; a title for each language."""
    accent, logo = retailer.documents.accent, retailer.documents.logo
    found: list[Mark] = [Box(0, HEIGHT - 7, WIDTH, 7, accent)]
    edge = RIGHT
    if marks.link:
        found.append(Code(RIGHT - _QR, TOP - _QR + 4, _QR, marks.link))
        edge -= _QR + _GAP
    if logo:
        found.append(Logo(edge, TOP + 2, *_LOGO, logo))
    pen = _Pen(TOP + 2)
    room = edge - LEFT - (_LOGO[0] + _GAP if logo else 0)
    for place, tr in enumerate(trs):
        size, colour = (_NAME, INK) if not place else (_NAME - 2, GREY)
        pen.write(retailer.name.of(tr.language), STRONG, size, colour, room)
    contacts = retailer.contacts
    pen.write(" · ".join(filter(None, (*contacts.phones, contacts.site, contacts.email))), PLAIN, SMALL, GREY, room)
    pen.y -= 7
    for place, title in enumerate(titles):
        size, colour = (TITLE, accent) if not place else (TITLE - 3, GREY)
        pen.write(title, STRONG, size, colour, RIGHT - LEFT - _QR - _GAP)
    day = marks.issued_at.astimezone(ALMATY).strftime("%d.%m.%Y")
    pen.write(f"№ {marks.number} · {day}", PLAIN, BODY, GREY, ROOM)
    return [*found, *pen.written], min(pen.y, TOP - _QR) - 8


class _Pen:
    def __init__(self, y: float) -> None:
        self.y = y
        self.written: list[Text] = []

    def write(self, text: str, font: str, size: float, colour: str, room: float) -> None:
        for line in lines(text, font, size, room):
            self.written.append(Text(LEFT, self.y - size, line, font, size, colour))
            self.y -= size * LEADING


class Foot:
    """What stands below each page; its words are broken into lines once."""

    def __init__(self, code: str, how: str, marks: Marks) -> None:
        self._said = lines(f"№ {marks.number} · {code}: {marks.code}", PLAIN, SMALL, ROOM - 60)[0]
        self._how = lines(how, PLAIN, SMALL - 1, ROOM - 40)[:2]

    def of(self, place: int, pages: int) -> Iterator[Mark]:
        yield Box(LEFT, 46, ROOM, 0.6, HAIR)
        yield Text(LEFT, 35, self._said, PLAIN, SMALL, GREY)
        for row, line in enumerate(self._how):
            yield Text(LEFT, 26 - row * 8, line, PLAIN, SMALL - 1, GREY)
        number = f"{place} / {pages}"
        yield Text(RIGHT - width(number, PLAIN, SMALL), 35, number, PLAIN, SMALL, GREY)
