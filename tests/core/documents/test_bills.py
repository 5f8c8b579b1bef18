"""Several bills in one file: each one is the bill that it would be alone."""

import re

from core.documents.press import draw
from tests.core.documents.printouts import needs_poppler
from tests.core.documents.samples import MARKS, RETAILER, bills
from tests.journeys.papers import codes_on, pages_of


def file_of(language: str) -> bytes:
    return draw("bills", bills(language), MARKS, RETAILER)


@needs_poppler
def test_each_bill_keeps_its_number_its_code_and_its_own_count_of_pages() -> None:
    pages = pages_of(file_of("en"))

    for place, page in enumerate(pages, 1):
        assert re.search(rf"PDF {place} ?/ ?{len(pages)}$", page, re.MULTILINE)
    for number, code in (("B-2026-000121", "7K3M-9QXT-2B5D-W8R1"), ("B-2026-000122", "7K3M-9QXT-2B5D-W8R2")):
        own = [page for page in pages if f"№ {number} · Code to check: {code}" in page]
        assert [page for page in own if f"№ {number} · 22.11.2026" in page] == own[:1]
        for place, page in enumerate(own, 1):
            assert re.search(rf" {place} ?/ ?{len(own)}$", page, re.MULTILINE)
    assert all(MARKS.number not in page for page in pages)


@needs_poppler
def test_the_code_on_each_bill_leads_to_that_bill() -> None:
    links = [code for code in codes_on(file_of("kk")) if "start=d_" in code]

    assert links == ["https://t.me/zharyq_bot?start=d_7K3M9QXT2B5DW8R1"]


def test_equal_bills_are_equal_bytes_and_a_month_more_costs_little() -> None:
    assert file_of("ru") == file_of("ru")
    one = draw("bill", bills("ru")["bills"][0]["facts"], MARKS, RETAILER)
    assert len(file_of("ru")) < 2 * len(one)
