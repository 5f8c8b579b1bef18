"""What stands on the pages, read back: the data to the tiyn, every font inside, nothing upon anything else."""

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageChops
from pypdf import PdfReader

from core.documents.press import draw
from core.i18n import LANGUAGES, translator
from core.papers.facts import languages_of
from tests.core.documents.printouts import (
    Word,
    fonts_of,
    needs_poppler,
    pictures_of,
    rows_of,
    run,
    text_of,
    words_of,
)
from tests.core.documents.samples import (
    LAST,
    MARKS,
    PAY,
    RETAILER,
    SAMPLES,
    WITHOUT_CODE,
    drawn,
    service,
    services,
    statement,
)

pytestmark = needs_poppler

LONG = "Ұ" * 120
KINDS = [(kind, language) for kind in SAMPLES for language in LANGUAGES]
every_page = pytest.mark.parametrize(("kind", "language"), KINDS, ids=lambda each: str(each))


def with_long_names() -> list[dict[str, Any]]:
    long = {"kk": LONG, "ru": LONG.lower(), "en": LONG, "supplier_kk": LONG, "supplier_ru": LONG.lower()}
    huge = {"amounts": [-99_999_999_999, 123_456_789_012, -5, 1, 99_999_999_999, -123_456_789_012]}
    first, second, *others = services(12)
    return [first | long, second | huge, *others]


STRESSED: dict[str, tuple[str, dict[str, Any]]] = {
    "a bill of twelve services with long names": (
        "bill",
        {"payer": LONG, "address_kk": LONG, "address_ru": LONG * 2, "services": with_long_names(), "masked": True},
    ),
    "an invoice with long names": ("invoice", {"services": with_long_names()}),
    "a status with long names": ("status", {"services": [[each, each["amounts"]] for each in with_long_names()]}),
    "a status of nothing": ("status", {"services": []}),
    "a bill of nothing": ("bill", {"services": [], "lines": [], "chart": [], "due": 0}),
    "a bill of no use": ("bill", {"chart": [[LAST.plus(at - 11).index, int(at == 5)] for at in range(12)]}),
    "an act with long names": (
        "act",
        {
            "payer": LONG,
            "points": [[LONG, "04512377"]] * 9,
            "service": with_long_names()[0],
            "entries": [["2026-10-31", "payment", 202610, -123_456_789_012, "", LONG, LONG[:64]]] * 40,
            "closing": -123_456_789_012,
        },
    ),
    "an act of nothing with a person": ("act", {"legal": False, "entries": [], "points": [], "closing": 0}),
    "a report on a large campaign with long names": (
        "campaign_report",
        {
            "audience": dict.fromkeys(LANGUAGES, LONG * 5),
            "hands": [LONG] * 3,
            "texts": dict.fromkeys(LANGUAGES, LONG * 3),
            "by_language": None,
            "by_branch": None,
            "dropped": {},
        },
    ),
    "a report of nobody": ("campaign_report", {"by_language": [], "by_branch": [], "texts": {}, "hands": []}),
    "a statement of ten years": ("statement", {"months": statement("kk", 120)["months"]}),
}


def overlapping(words: list[Word]) -> list[tuple[str, str]]:
    pages: dict[int, list[Word]] = {}
    for word in words:
        pages.setdefault(word.page, []).append(word)
    return [
        (one.text, other.text) for page in pages.values() for one, other in combinations(page, 2) if one.covers(other)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", STRESSED)
def test_nothing_stands_on_anything_else_whatever_comes(case: str, language: str) -> None:
    kind, more = STRESSED[case]
    words = words_of(drawn(kind, language, **more))

    assert words
    assert overlapping(words) == []
    assert all(word.left > 41 and word.right < 554.5 and word.top > 20 and word.bottom < 835 for word in words)


@every_page
def test_a_page_is_as_a_page_should_be(kind: str, language: str) -> None:
    pdf = drawn(kind, language)
    info = run("pdfinfo", "-", pdf=pdf).decode()
    tr = translator(languages_of(language)[0]).plain

    assert overlapping(words_of(pdf)) == []
    assert len(pdf) <= 40_000
    assert fonts_of(pdf) == [{"embedded": "yes", "subset": "yes", "unicode": "yes"}] * 2
    assert f"№ {MARKS.number}" in info
    assert f"Author:          {RETAILER.name.of(tr.language)}" in info
    assert "A4" in info
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert root["/Lang"] == {"kk": "kk-KZ", "ru": "kk-KZ", "en": "en-GB"}[language]


@every_page
def test_equal_data_give_equal_bytes_in_any_thread(kind: str, language: str) -> None:
    first = drawn(kind, language)

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: drawn(kind, language), range(8))) == {first}


@pytest.mark.parametrize(("kind", "language"), [each for each in KINDS if each[0] not in WITHOUT_CODE], ids=str)
def test_the_code_on_a_page_leads_back_and_can_be_typed(kind: str, language: str) -> None:
    pdf = drawn(kind, language)
    codes = {code.text for page in pictures_of(pdf, 150) for code in zxingcpp.read_barcodes(page)}

    assert MARKS.link in codes
    assert MARKS.code in text_of(pdf)


def test_a_bill_that_owes_has_a_code_to_pay_by() -> None:
    pages = pictures_of(drawn("bill", "kk"), 150)
    codes = {code.text for page in pages for code in zxingcpp.read_barcodes(page)}
    link = PAY.address(account_no="000123456", amount=1_834_848, period=LAST, service="13")

    assert codes == {MARKS.link, link}


@pytest.mark.parametrize(
    ("language", "name", "total"), [("kk", "Барлығы / Итого", "18 348,48"), ("en", "Total", "18,348.48")]
)
def test_the_eleven_lines_of_a_bill_add_up(language: str, name: str, total: str) -> None:
    rows = [row for row in rows_of(drawn("bill", language)) if len(row) == 7]
    accrued = {row[0]: int(re.sub(r"\D", "", row[2])) for row in rows if re.search(r"\d[.,]\d\d$", row[2])}

    assert accrued.pop(name) == 1_834_848
    assert len(accrued) == 11
    assert sum(accrued.values()) == 1_834_848
    assert f"{total} ₸" in text_of(drawn("bill", language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bill_of_a_household_is_one_page_with_its_payee_and_its_year(language: str) -> None:
    pdf = drawn("bill", language, services=services(5))

    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    assert "KZ86125KZT5004100100" in text_of(pdf)
    assert "11.2025" in text_of(pdf)


@pytest.mark.parametrize("language", ["kk", "en"])
def test_a_statement_says_every_month_to_the_tiyn(language: str) -> None:
    facts = statement(language, 36)
    tr = translator(language)
    said = [row for row in rows_of(draw("statement", facts, MARKS, RETAILER)) if len(row) == 6]
    wanted = [
        [f"{index % 100:02}.{index // 100}", *(_printed(tr, place, each) for place, each in enumerate(amounts))]
        for index, amounts in facts["months"]
    ]
    assert [row for row in said if re.fullmatch(r"\d\d\.\d{4}", row[0])] == [row[:4] + row[5:] for row in wanted]


def _printed(tr: Any, place: int, tiyn: int) -> str:
    text: str = tr.signed(tiyn) if place in (0, 5) else tr.amount(tiyn)
    return text.replace("\u00a0", " ").replace("−", "–")


def test_ten_thousand_rows_repeat_their_heads_and_never_part_from_the_total() -> None:
    facts = statement("kk", 60)
    months = (facts["months"] * 167)[:10_000]
    pdf = draw("statement", facts | {"months": months}, MARKS, RETAILER)
    pages = text_of(pdf).split("\f")[:-1]
    per_page = [len(re.findall(r"^\s*\d\d\.\d{4} ", page, re.MULTILINE)) for page in pages]

    assert len(pdf) <= 2_000_000
    assert sum(per_page) == 10_000
    assert min(per_page) >= 2
    assert all("Ай/Жыл" in page for page in pages)
    assert "Барлығы" in pages[-1]
    assert f"{len(pages)} / {len(pages)}" in pages[-1]


@pytest.mark.parametrize("months", range(18, 34))
def test_the_end_of_a_table_has_company(months: int) -> None:
    pages = text_of(draw("statement", statement("kk", months), MARKS, RETAILER)).split("\f")[:-1]
    last = pages[-1]

    assert len(re.findall(r"^\s*\d\d\.\d{4} ", last, re.MULTILINE)) >= 2
    assert "Барлығы" in last
    assert " ₸" in last


@pytest.mark.parametrize("lines", range(8))
def test_a_heading_is_never_left_behind(lines: int) -> None:
    used = [SAMPLES["bill"]("kk")["lines"][0]] * lines
    pages = text_of(drawn("bill", "kk", lines=used)).split("\f")[:-1]

    for heading, first in (("Қызметтер / Услуги", "Тұрғын үйді ұстау"), ("Тұтыну, кВт·сағ / Расход", "10.2026")):
        [page] = [page for page in pages if heading in page]
        assert first in page.partition(heading)[2]


def test_a_logo_stands_beside_the_code(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGBA", (300, 120), (200, 60, 10, 255)).save(logo)
    documents = RETAILER.documents.model_copy(update={"logo": str(logo)})
    pdf = draw("status", SAMPLES["status"]("kk"), MARKS, RETAILER.model_copy(update={"documents": documents}))
    page = pictures_of(pdf, 72)[0]
    red, _, blue = page.crop((0, 0, page.width, 90)).split()
    orange = ImageChops.subtract(red, blue).point(lambda level: 255 * (level > 150))

    assert orange.histogram()[255] > 2000
    left, _, right, _ = orange.getbbox() or (0, 0, 0, 0)
    assert 360 < left < right < 483
    assert MARKS.link in {code.text for code in zxingcpp.read_barcodes(pictures_of(pdf, 150)[0])}


def test_names_are_hidden_only_where_they_are(tmp_path: Path) -> None:
    said = "Аты-жөні мен мекенжайы"
    hidden, shown = (text_of(drawn("status", "kk", masked=masked)) for masked in (True, False))

    assert said in hidden
    assert said not in shown


def test_a_name_in_one_language_is_printed_once() -> None:
    lift = service("Лифт", "Лифт", "Lift")
    rows = text_of(drawn("status", "kk", services=[[lift, [0] * 6]])).splitlines()

    assert sum("Лифт" in row for row in rows) == 1
