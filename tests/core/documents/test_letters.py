"""Every letter comes out as itself: of those that each PDF carries, of the whole font, and of no font at all."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents import fonts, letters
from core.documents.letters import PLAIN, STRONG, face, lines, printed, width
from core.documents.qr import mask
from tests.core.documents.printouts import fonts_of, needs_poppler, pictures_of, text_of
from tests.core.documents.samples import drawn
from tests.fonts import CUTS, cut
from tests.house.test_catalogues import messages, translations

RARE = "Łukasz Ångström Ελένη Ђорђе"  # in the whole font, not in what each PDF carries


@pytest.mark.parametrize(("source", "target"), CUTS, ids=["regular", "bold"])
def test_the_cut_fonts_are_those_that_make_fonts_cuts(source: Path, target: Path) -> None:
    assert target.read_bytes() == cut(source), "`make fonts`"


@pytest.mark.parametrize("font", [PLAIN, STRONG])
def test_every_pdf_carries_all_letters_that_documents_need(font: str) -> None:
    needed = set(fonts.LETTERS)
    for language in ("kk", "ru"):
        needed |= {sign for each in messages(language) for text in translations(each)
                   for sign in text if sign.isalpha() and "\u0400" <= sign <= "\u04ff"}  # fmt: skip

    assert needed - face(font).letters == set()
    assert len(face(font).letters) <= 223


@needs_poppler
def test_a_rare_letter_comes_from_the_whole_font() -> None:
    pdf = drawn("status", "en", payer=RARE)

    assert RARE in text_of(pdf)
    assert all(font == {"embedded": "yes", "subset": "yes", "unicode": "yes"} for font in fonts_of(pdf))
    assert len(fonts_of(pdf)) > 2
    assert len(fonts_of(drawn("status", "en"))) == 2


@needs_poppler
def test_what_no_font_has_is_seen_to_be_missing() -> None:
    assert "Ван � �" in text_of(drawn("status", "en", payer="Ван 王 🎉"))


@needs_poppler
def test_a_rare_letter_looks_like_itself() -> None:
    usual, rare = (pictures_of(drawn("status", "en", payer=name), 100)[0] for name in ("Lukasz", "Łukasz"))
    box = (300, 150, 450, 190)

    assert usual.crop(box).tobytes() != rare.crop(box).tobytes()


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("−5", "–5"),
        ("и\u0306", "й"),
        ("е\u0308", "ё"),
        ("a\u200bb\ufeff\u00adc", "abc"),
        ("1\u202f000", "1\u00a0000"),
        ("a\tb\r\nc", "a b\nc"),
        ("\x07Ұ", "Ұ"),
    ],
)
def test_signs_that_mean_the_same_are_printed_the_same(written: str, shown: str) -> None:
    assert printed(written) == shown


@given(st.text(max_size=200), st.floats(20, 500), st.sampled_from([PLAIN, STRONG]))
def test_whatever_is_written_fits_its_lines_and_nothing_is_lost(text: str, room: float, font: str) -> None:
    broken = lines(text, font, 8.5, room)

    assert all(width(line, font, 8.5) <= room for line in broken)
    assert "".join(broken).replace(" ", "") == printed(text).replace("\n", "").replace(" ", "")


def test_words_are_as_wide_as_reportlab_says() -> None:
    whole = letters.whole(PLAIN)

    for text in ("Қызмет атауы", "12 345,67", "AVAW", RARE):
        assert width(text, PLAIN, 8.5) == pytest.approx(whole.stringWidth(text, 8.5))


def test_a_mask_has_a_row_of_whole_bytes_for_each_row_of_modules() -> None:
    found = mask("https://t.me/zharyq_bot?start=d_7K3M9QXT2B5DW8RV")

    assert len(found.rows) == found.side
    assert {len(row) for row in found.rows} == {-(-found.side // 8) * 2}
    assert found.rows[0].startswith("fe")  # the seven dark modules of a finder pattern, and its light edge
