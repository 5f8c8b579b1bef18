"""A font that every PDF carries whole and that is made ready once, not for each document anew.

It has at most 223 letters, so that one byte is one letter: ASCII stands where it always does, the others above.
"""

import zlib
from functools import cached_property
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFont, makeToUnicodeCMap

_FIRST, _LAST, _ABOVE = 32, 126, 128
_SYMBOLIC, _NONSYMBOLIC = 4, 32
_SPACES = {0x20: " ", 0xA0: " "}
_OWN_MEANING = {ord(sign): f"\\{sign}" for sign in "()\\"}


class Face(TTFont):
    def __init__(self, name: str, file: Path) -> None:
        super().__init__(name, str(file), shapable=False)
        above = sorted(code for code in self.face.charToGlyph if code > _LAST and code not in _SPACES)
        ascii_codes = range(_FIRST, _LAST + 1)
        self._codes = [0] * _FIRST + [*ascii_codes] + [0] * (_ABOVE - _LAST - 1) + above
        self._printed = {code: chr(code) for code in ascii_codes} | _OWN_MEANING | _SPACES
        self._printed |= {code: f"\\{_ABOVE + place:03o}" for place, code in enumerate(above)}
        self.letters = frozenset(map(chr, self._printed))
        self.widths = {sign: width_in(self, sign) for sign in self.letters}

    def literal(self, text: str) -> str:
        """Return a text of `letters` as a string of a PDF."""
        return f"({text.translate(self._printed)})"

    def name_in(self, document: Any) -> str:
        """Return the name of this font in a document, which will carry it from now on."""
        return self.getSubsetInternalName(0, document)

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:  # noqa: N802 - ReportLab asks for it by this name
        if self.fontName not in doc.fontMapping:
            doc.fontMapping[self.fontName] = f"/F{len(doc.fontMapping) + 1}"
            doc.delayedFonts.append(self)
        return str(doc.fontMapping[self.fontName])

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - as above
        """Put the font into a document."""
        name = self.name_in(doc)[1:]

        def put(content: bytes, what: str) -> str:
            return str(doc.Reference(_Ready(content), f"{what}{name}").format(doc).decode())

        unicode, file = put(self._unicode, "unicode:"), put(self._file, "file:")
        descriptor = put(f"<< {self._descriptor} /FontFile2 {file} >>".encode(), "descriptor:")
        font = _Ready(f"<< {self._font} /Name /{name} /FontDescriptor {descriptor} /ToUnicode {unicode} >>".encode())
        doc.Reference(font, name)
        doc.idToObject["BasicFonts"].dict[name] = font

    @property
    def _base(self) -> str:
        return f"ZHARYQ+{self.face.name.decode()}"

    @cached_property
    def _font(self) -> str:
        widths = " ".join(f"{width_in(self, chr(code)) * 1000:g}" for code in self._codes)
        codes = f"/FirstChar 0 /LastChar {len(self._codes) - 1} /Widths [{widths}]"
        return f"/Type /Font /Subtype /TrueType /BaseFont /{self._base} {codes}"

    @cached_property
    def _descriptor(self) -> str:
        face = self.face
        flags = face.flags & ~_NONSYMBOLIC | _SYMBOLIC
        names = ("Ascent", "CapHeight", "Descent", "ItalicAngle", "StemV")
        sizes = " ".join(f"/{name} {getattr(face, name[0].lower() + name[1:]):g}" for name in names)
        box = " ".join(f"{edge:g}" for edge in face.bbox)
        return f"/Type /FontDescriptor /FontName /{self._base} /Flags {flags} /FontBBox [{box}] {sizes}"

    @cached_property
    def _file(self) -> bytes:
        return _stream(self.face.makeSubset(self._codes))

    @cached_property
    def _unicode(self) -> bytes:
        return _stream(makeToUnicodeCMap(self._base, self._codes).encode())


class _Ready(pdfdoc.PDFObject):
    """An object of a PDF that need not be put together any more."""

    __RefOnly__ = 1  # it stands for itself; others refer to it

    def __init__(self, content: bytes) -> None:
        self._content = content

    def format(self, _document: Any) -> bytes:
        return self._content


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    head = f"<< /Filter /FlateDecode /Length {len(packed)} /Length1 {len(content)} >>"
    return b"\n".join((head.encode(), b"stream", packed, b"endstream", b""))


def width_in(font: TTFont, sign: str) -> float:
    """Return how wide a sign is, in parts of the size."""
    return float(font.face.getCharWidth(ord(sign))) / 1000  # type: ignore[no-untyped-call]
