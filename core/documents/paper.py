"""A4 pages as lists of marks, and the PDF that is made of them. Points, from the lower left corner."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from core.documents import letters
from core.documents.qr import runs

WIDTH, HEIGHT = 595.28, 841.89
INK, GREY, HAIR, TINT, WHITE = "#14211f", "#5b6b68", "#cfd8d5", "#eef4f2", "#ffffff"


@dataclass(frozen=True, slots=True)
class Text:
    x: float
    y: float
    text: str
    font: str
    size: float
    colour: str


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code with its lower left corner at a place, so many points a side."""

    x: float
    y: float
    side: float
    text: str


@dataclass(frozen=True, slots=True)
class Logo:
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
    letters.register()
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
    for page in pages:
        _draw(canvas, page.marks)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _draw(canvas: Canvas, marks: Sequence[Mark]) -> None:
    for each in marks:  # colours first: text stands on them
        match each:
            case Box():
                canvas.setFillColor(HexColor(each.colour))
                canvas.rect(each.x, each.y, each.width, each.height, stroke=0, fill=1)
            case Code():
                _code(canvas, each)
            case Logo():
                canvas.drawImage(
                    each.file,
                    each.x - each.width,
                    each.y - each.height,
                    each.width,
                    each.height,
                    mask="auto",
                    preserveAspectRatio=True,
                    anchor="ne",
                )
    writing = canvas.beginText()
    font, colour = None, None
    for each in marks:
        if isinstance(each, Text):
            if font != (each.font, each.size):
                font = (each.font, each.size)
                writing.setFont(*font)
            if colour != each.colour:
                colour = each.colour
                writing.setFillColor(HexColor(colour))
            writing.setTextOrigin(each.x, each.y)
            writing.textOut(each.text)
    canvas.drawText(writing)


def _code(canvas: Canvas, code: Code) -> None:
    side, dark = runs(code.text)
    module = code.side / side
    canvas.setFillColor(HexColor("#000000"))
    path = canvas.beginPath()
    for column, row, length in dark:
        path.rect(code.x + column * module, code.y + code.side - (row + 1) * module, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)
