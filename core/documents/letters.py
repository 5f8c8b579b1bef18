"""The letters of printed pages: how wide a text is, and where its lines break.

Nearly every text is of the letters that each PDF carries. A text with others is cut into pieces: what those letters
lack is written in the whole font, and what that lacks, too, is shown as «�», never left out.
"""

import unicodedata
from functools import lru_cache
from itertools import groupby

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from core.documents import fonts
from core.documents.face import Face, width_in

PLAIN, STRONG = "Sheet", "Sheet-Bold"
_FILES = {PLAIN: (fonts.CUT_REGULAR, fonts.REGULAR), STRONG: (fonts.CUT_BOLD, fonts.BOLD)}
_UNKNOWN = "\ufffd"
# A page has one minus for all: the letters have no U+2212, and the trade writes (–).
_PRINTED = str.maketrans({"−": "–", "\u202f": "\u00a0", "\u2007": "\u00a0", "\t": " ", "\r": None})
_UNSEEN = {"Cc", "Cf"}


@lru_cache(maxsize=2)
def face(font: str) -> Face:
    """Return PLAIN or STRONG, made ready with the first document."""
    made = Face(font, _FILES[font][0])
    pdfmetrics.registerFont(made)
    return made


@lru_cache(maxsize=2)
def whole(font: str) -> TTFont:
    """Return the same letters and all others that the font has; half a megabyte, rarely needed."""
    made = TTFont(f"{font}-Whole", str(_FILES[font][1]), shapable=False)
    pdfmetrics.registerFont(made)
    return made


def printed(text: str) -> str:
    """Return a text as the letters can show it; a line break stays one."""
    known = _known()
    if known.issuperset(text):
        return text
    text = text.translate(_PRINTED)
    if known.issuperset(text):
        return text
    return "".join(sign if sign in known else _shown(sign) for sign in unicodedata.normalize("NFC", text))


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return face(PLAIN).letters | {"\n"}


def _shown(sign: str) -> str:
    if unicodedata.category(sign) in _UNSEEN:
        return ""
    return sign if ord(sign) in whole(PLAIN).face.charToGlyph else _UNKNOWN


def pieces(text: str, font: str) -> list[tuple[str, bool]]:
    """Return a printed text in pieces, and of each whether only the whole font has it."""
    letters = face(font).letters
    return [("".join(signs), rare) for rare, signs in groupby(text, key=lambda sign: sign not in letters)]


@lru_cache(maxsize=16_384)
def width(text: str, font: str, size: float) -> float:
    """Return points."""
    widths = face(font).widths
    try:
        return sum(map(widths.__getitem__, text)) * size
    except KeyError:
        return sum(widths[sign] if sign in widths else width_in(whole(font), sign) for sign in text) * size


def lines(text: str, font: str, size: float, room: float) -> list[str]:
    """Return a text in lines that fit into `room` points; a word that does not is cut."""
    said = printed(text)
    if "\n" not in said and width(said, font, size) <= room:
        return [said]
    return [line for part in said.split("\n") for line in _broken(part, font, size, room)]


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
