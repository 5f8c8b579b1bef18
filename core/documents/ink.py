"""Pictures of at most sixteen colours, four bits a pixel: small, and quick to pack.

A picture is a plane of indices into `PALETTE` until it is packed. Letters are smooth: the palette has the shades
between ink and paper, so nothing but paper may lie under them.
"""

from functools import lru_cache
from io import BytesIO
from threading import Lock

from PIL import Image, ImageDraw, ImageFont

from core.documents.fonts import BOLD, REGULAR

PAPER = 0
INK = 9  # 1 to 8 are the shades on the way to it
GRID, STRONG, PALE, LINE, AXIS = 10, 11, 12, 13, 14
_PAPER_COLOUR, _INK_COLOUR = (250, 251, 249), (20, 33, 31)
_OTHERS = ((219, 226, 223), (15, 118, 110), (126, 158, 151), (194, 65, 12), (91, 107, 104), (0, 0, 0))
_EFFORT = 2  # of zlib: as quick as 1 on such pictures and an eighth smaller; 6 takes 1.5 ms more for 2 kB less
_STRIPE, _EVERY = 4, 9


def _shade(step: int) -> tuple[int, ...]:
    return tuple(
        round(paper + (ink - paper) * step / INK) for paper, ink in zip(_PAPER_COLOUR, _INK_COLOUR, strict=True)
    )


PALETTE = tuple(_shade(step) for step in range(INK + 1)) + _OTHERS
_FLAT_PALETTE = [part for colour in PALETTE for part in colour]
_SHADES = [round(grey / 255 * INK) for grey in range(256)]
_COVERED = [255 if shade else 0 for shade in _SHADES]
_drawing = Lock()  # a font serves one thread at a time


def sheet(width: int, height: int) -> Image.Image:
    return Image.new("L", (width, height), PAPER)


def packed(plane: Image.Image) -> bytes:
    """Return a plane as a PNG."""
    plane.putpalette(_FLAT_PALETTE)
    stream = BytesIO()
    plane.save(stream, "PNG", bits=4, compress_level=_EFFORT)
    return stream.getvalue()


def write(plane: Image.Image, at: tuple[float, float], text: str, size: int, *, bold: bool = False) -> None:
    """Write with the upper left corner of the line at a place."""
    shades, covered = _word(text, size, bold)
    plane.paste(shades, (round(at[0]), round(at[1])), covered)


def width_of(text: str, size: int, *, bold: bool = False) -> int:
    return _word(text, size, bold)[0].width


def hatch(plane: Image.Image, box: tuple[int, int, int, int], colour: int) -> None:
    """Fill a box with slanting stripes, and draw its outline."""
    plane.paste(colour, box, _stripes(plane.size).crop(box))
    ImageDraw.Draw(plane).rectangle((box[0], box[1], box[2] - 1, box[3] - 1), outline=colour, width=2)


@lru_cache(maxsize=1024)
def _word(text: str, size: int, bold: bool) -> tuple[Image.Image, Image.Image]:
    """Return a line of text as shades, and where they are."""
    with _drawing:
        font = _font(size, bold)
        left, _, right, _ = font.getbbox(text)
        line = Image.new("L", (max(1, round(right - left)), sum(font.getmetrics())), 0)
        ImageDraw.Draw(line).text((-left, 0), text, fill=255, font=font)
    return line.point(_SHADES), line.point(_COVERED)


@lru_cache(maxsize=16)
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(BOLD if bold else REGULAR), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4)
def _stripes(size: tuple[int, int]) -> Image.Image:
    width, height = size
    stripes = Image.new("L", size, 0)
    pen = ImageDraw.Draw(stripes)
    for start in range(-height, width, _EVERY):
        pen.polygon(
            [(start, height), (start + height, 0), (start + height + _STRIPE, 0), (start + _STRIPE, height)], 255
        )
    return stripes
