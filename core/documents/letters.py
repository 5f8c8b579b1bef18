"""The letters of printed pages: how wide a text is, and where its lines break."""

from functools import lru_cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from core.documents.fonts import BOLD, REGULAR

PLAIN, STRONG = "Sheet", "Sheet-Bold"
# A page has one minus for all: the letters have no U+2212, and the trade writes (–).
_PRINTED = str.maketrans({"−": "–", "\u202f": "\u00a0", "\t": " ", "\r": " "})


@lru_cache(maxsize=1)
def register() -> None:
    pdfmetrics.registerFont(TTFont(PLAIN, str(REGULAR)))
    pdfmetrics.registerFont(TTFont(STRONG, str(BOLD)))


def printed(text: str) -> str:
    """Return a text as the letters can show it; what they lack becomes a box that can be seen."""
    return text.translate(_PRINTED)


@lru_cache(maxsize=65_536)
def width(text: str, font: str, size: float) -> float:
    """Return points."""
    register()
    return float(pdfmetrics.stringWidth(text, font, size))


def lines(text: str, font: str, size: float, room: float) -> list[str]:
    """Return a text in lines that fit into `room` points; a word that does not is cut."""
    return [line for part in printed(text).split("\n") for line in _broken(part, font, size, room)]


def _broken(text: str, font: str, size: float, room: float) -> list[str]:
    found: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, font, size) <= room:
            line = longer
            continue
        if line:
            found.append(line)
        *full, line = _cut(word, font, size, room)
        found.extend(full)
    return [*found, line]


def _cut(word: str, font: str, size: float, room: float) -> list[str]:
    parts = [""]
    for sign in word:
        if parts[-1] and width(parts[-1] + sign, font, size) > room:
            parts.append("")
        parts[-1] += sign
    return parts
