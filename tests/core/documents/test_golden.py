"""Each document looks as somebody has looked at it and found it good; `make golden` draws the pictures anew."""

import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from core.i18n import LANGUAGES
from tests.core.documents.printouts import needs_poppler, pictures_of
from tests.core.documents.samples import SAMPLES, drawn

pytestmark = needs_poppler

GOLDEN = Path(__file__).with_name("golden")
DPI = 60
BLOCK = 8  # pixels: letters may be smoothed otherwise by another poppler, a block as a whole looks the same
TOLERANCE = 20  # of 255, mean of a block
RENEW = "RENEW_GOLDEN" in os.environ


def file_of(kind: str, language: str) -> Path:
    """Return the picture of a page; a reader of Russian mostly has the very page of a reader of Kazakh."""
    same = language == "ru" and drawn(kind, "ru") == drawn(kind, "kk")
    return GOLDEN / f"{kind}.{'kk' if same else language}.png"


def picture(pdf: bytes) -> Image.Image:
    """Return the pages side by side, in shades of sixteen colours."""
    pages = pictures_of(pdf, DPI)
    whole = Image.new("RGB", (sum(page.width for page in pages), max(page.height for page in pages)), "white")
    left = 0
    for page in pages:
        whole.paste(page, (left, 0))
        left += page.width
    return whole.quantize(16, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return by how much the block that differs most differs, from 0 to 255."""
    if one.size != other.size:
        return 255.0
    apart = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).convert("L")
    blocks = apart.reduce(BLOCK)
    return float(blocks.getextrema()[1])  # type: ignore[arg-type]  # one band has one pair


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SAMPLES)
def test_a_document_looks_as_it_did(kind: str, language: str, tmp_path: Path) -> None:
    shown, golden = picture(drawn(kind, language)), file_of(kind, language)
    if RENEW:
        GOLDEN.mkdir(exist_ok=True)
        shown.save(golden, optimize=True, bits=4)
    shown.save(tmp_path / golden.name)
    assert golden.exists(), f"`make golden` draws {golden.name}; look at it, and commit it"

    with Image.open(golden) as kept:
        assert difference(shown, kept) <= TOLERANCE, f"{golden} is not {tmp_path / golden.name}: is that meant?"


def test_no_picture_is_left_of_a_kind_that_is_gone() -> None:
    assert {file.name for file in GOLDEN.iterdir()} == {
        file_of(kind, language).name for kind in SAMPLES for language in LANGUAGES
    }


ALTERED: dict[str, dict[str, object]] = {
    "another sum": {"due": 1_834_948},
    "another account": {"account_no": "000123457"},
    "a line more": {"address_ru": "г. Усть-Каменогорск\nул. Казахстан"},
    "hidden names": {"masked": True},
    "no chart": {"chart": []},
}


@pytest.mark.parametrize("case", ALTERED)
def test_what_looks_otherwise_is_noticed(case: str) -> None:
    with Image.open(file_of("bill", "kk")) as golden:
        assert difference(picture(drawn("bill", "kk", **ALTERED[case])), golden) > TOLERANCE
