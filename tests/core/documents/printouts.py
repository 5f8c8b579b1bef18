"""PDFs as poppler sees them: pictures, words and where they stand."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")


def run(*command: str, pdf: bytes) -> bytes:
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


def text_of(pdf: bytes) -> str:
    return run("pdftotext", "-layout", "-", "-", pdf=pdf).decode().replace("\u00a0", " ")


def rows_of(pdf: bytes) -> list[list[str]]:
    """Return lines of text, cut at wide spaces."""
    return [re.split(r"\s{2,}", line.strip()) for line in text_of(pdf).splitlines() if line.strip()]


def fonts_of(pdf: bytes) -> list[dict[str, str]]:
    _, _, *lines = run("pdffonts", "-", pdf=pdf).decode().splitlines()
    return [dict(zip(("embedded", "subset", "unicode"), line.split()[-5:-2], strict=True)) for line in lines]


def pictures_of(pdf: bytes, dpi: int) -> list[Image.Image]:
    """Return the pages, grey levels as they are printed."""
    said = run("pdftoppm", "-r", str(dpi), "-", pdf=pdf)
    return list(_portable(said))


def _portable(said: bytes) -> list[Image.Image]:
    pages = []
    stream = BytesIO(said)
    while stream.tell() < len(said):
        head = b"".join(stream.readline() for _ in range(3)).split()
        size = int(head[1]), int(head[2])
        pages.append(Image.frombytes("RGB", size, stream.read(size[0] * size[1] * 3)))
    return pages


@dataclass(frozen=True)
class Word:
    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Word") -> bool:
        """Return whether two words stand on one another, by more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        along = min(self.bottom, other.bottom) - max(self.top, other.top)
        return self.page == other.page and across > 0.5 and along > 0.35 * min(self.height, other.height)

    @property
    def height(self) -> float:
        return self.bottom - self.top


def words_of(pdf: bytes) -> list[Word]:
    tree = ElementTree.fromstring(re.sub(rb' xmlns="[^"]*"', b"", run("pdftotext", "-bbox", "-", "-", pdf=pdf)))
    return [
        Word(number, word.text or "", *(float(word.attrib[edge]) for edge in ("xMin", "yMin", "xMax", "yMax")))
        for number, page in enumerate(tree.iter("page"))
        for word in page.iter("word")
    ]
