"""A4 pages as lists of marks, and the PDF that is made of them. Points, from the lower left corner."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from core.documents import letters
from core.documents.qr import mask

WIDTH, HEIGHT = 595.28, 841.89
INK, GREY, HAIR, TINT, WHITE = "#14211f", "#5b6b68", "#cfd8d5", "#eef4f2", "#ffffff"
_BLACK = "#000000"
rl_config.useA85 = 0  # nobody reads a PDF as ASCII any more; pages are a fifth smaller without


class Text(NamedTuple):
    x: float
    y: float
    text: str
    font: str
    size: float
    colour: str


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    colour: str


class Code(NamedTuple):
    """A QR code with its lower left corner at a place, so many points a side."""

    x: float
    y: float
    side: float
    text: str


class Logo(NamedTuple):
    """A picture, its upper right corner at a place, within so many points."""

    x: float
    y: float
    width: float
    height: float
    file: str


Mark = Text | Box | Code | Logo


@dataclass(slots=True)
class Page:
    marks: list[Mark] = field(default_factory=list)


def pdf(pages: Sequence[Page], *, title: str, author: str, language: str) -> bytes:
    """Return equal bytes for equal pages; letters are embedded, text can be selected."""
    letters.face(letters.PLAIN)
    stream = BytesIO()
    canvas = Canvas(
        stream,
        pagesize=(WIDTH, HEIGHT),
        invariant=1,
        pageCompression=1,
        initialFontName=letters.PLAIN,  # type: ignore[arg-type]  # a name, whatever the stubs say
        lang={"kk": "kk-KZ", "ru": "ru-KZ"}.get(language, "en-GB"),
    )
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator(author)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    for page in pages:
        _draw(canvas, page.marks)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _draw(canvas: Canvas, marks: Sequence[Mark]) -> None:
    for logo in marks:  # colours first: text stands on them
        if isinstance(logo, Logo):
            _picture(canvas, logo)
    canvas.addLiteral("\n".join(_coloured(marks)))
    canvas.addLiteral("\n".join(_written(canvas, marks)))


def _coloured(marks: Sequence[Mark]) -> Iterator[str]:
    colour = None
    for each in marks:
        if isinstance(each, Box):
            if colour != each.colour:
                colour = each.colour
                yield _fill(colour)
            yield f"{each.x:.2f} {each.y:.2f} {each.width:.2f} {each.height:.2f} re f"
        elif isinstance(each, Code):
            colour = _BLACK
            yield _fill(colour)
            yield _code(each)


def _written(canvas: Canvas, marks: Sequence[Mark]) -> Iterator[str]:
    """Yield the operators of all texts; they go to the page at once, which is what makes it quick."""
    document: Any = canvas._doc  # type: ignore[attr-defined]  # noqa: SLF001 - what a canvas itself hands to its fonts
    style, colour, face = None, None, letters.face(letters.PLAIN)
    yield "BT"
    for each in marks:
        if not isinstance(each, Text):
            continue
        x, y, text, font, size, now = each
        if colour != now:
            colour = now
            yield _fill(now)
        if style != (font, size):
            style = (font, size)
            face = letters.face(font)
            yield f"{face.name_in(document)} {size:g} Tf"
        if not face.letters.issuperset(text):
            style = None
            yield from _rare(document, each)
            continue
        yield f"1 0 0 1 {x:.2f} {y:.2f} Tm {face.literal(text)} Tj"
    yield "ET"


def _rare(document: Any, mark: Text) -> Iterator[str]:
    """Yield a text of which some letters are in the whole font alone."""
    yield f"1 0 0 1 {mark.x:.2f} {mark.y:.2f} Tm"
    for text, rare in letters.pieces(mark.text, mark.font):
        if not rare:
            face = letters.face(mark.font)
            yield f"{face.name_in(document)} {mark.size:g} Tf {face.literal(text)} Tj"
            continue
        font = letters.whole(mark.font)
        for subset, codes in font.splitString(text, document):
            yield f"{font.getSubsetInternalName(subset, document)} {mark.size:g} Tf <{codes.hex()}> Tj"


def mixed(colour: str, paper: float) -> str:
    """Return a colour with so much of the paper in it, from 0 to 1."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * paper):02x}" for part in parts)


@lru_cache(maxsize=64)
def _fill(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return f"{red:.3f} {green:.3f} {blue:.3f} rg"


def _code(code: Code) -> str:
    """Return a code as an image of one bit a module."""
    bits = mask(code.text)
    place = f"q {code.side:.2f} 0 0 {code.side:.2f} {code.x:.2f} {code.y:.2f} cm"
    image = f"BI /W {bits.side} /H {bits.side} /IM true /BPC 1 /D [1 0] /F /AHx ID {''.join(bits.rows)}> EI"
    return f"{place} {image} Q"


def _picture(canvas: Canvas, logo: Logo) -> None:
    canvas.drawImage(
        logo.file,
        logo.x - logo.width,
        logo.y - logo.height,
        logo.width,
        logo.height,
        mask="auto",
        preserveAspectRatio=True,
        anchor="ne",
    )
