"""The page and the table of a campaign, as the operators' chat and the command line give them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.screens.campaigns_report import facts, report
from bot.screens.screen import REPORT
from core.documents.press import draw
from core.i18n import LANGUAGES, translator
from core.notices.breakdown import Breakdown, Part
from core.notices.model import Campaign, Counts, NoticeType, State
from core.notices.reports import ShortReport
from core.papers.model import Marks
from core.retailer import DEMO_FILE, Retailer
from tests.core.documents.printouts import needs_poppler, text_of
from tests.databases import NOW

SUMS = Breakdown(
    dropped={"off": 2, "unheard_of": 1},
    by_language=[Part(name="ru", counts={"sent": 5, "missed": 1, "dropped": 3, "left": 1})],
    by_branch=[],
)
CONTENT: dict[str, Any] = {
    "texts": {"kk": "<b>Назар</b> аударыңыз &amp; оқыңыз: {account}", "ru": "я" * 900, "en": "a\nb\nc\nd\ne\nf"},
    "media": {"kind": "photo", "file_id": "x"},
    "buttons": [{"text": {"kk": "Ашу", "ru": "Открыть", "en": "Open"}, "command": "readings"}],
    "audience": {"branches": ["UKG"], "debt_over": 500_000},
    "hands": ["operator:12", "operator:11"],
}
CAMPAIGN = Campaign(
    id=5,
    about=NoticeType.NEWS,
    state=State.RUNNING,
    content=CONTENT,
    created_by="operator:11",
    created_at=NOW - timedelta(hours=2),
    approved_by="operator:13",
    started_at=NOW - timedelta(seconds=10),
    size=10,
    counts=Counts(queued=9, sent=5, blocked=1, dropped=3),
)
WHOLE = ShortReport(content="row", unsent=False, cut=False)


@needs_poppler
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_what_was_said_by_whom_and_what_became_of_it(language: str) -> None:
    marks = Marks(number="5", issued_at=NOW, code="", link="")
    shown = facts(CAMPAIGN, SUMS, NOW, language)
    text = text_of(draw(REPORT, shown, marks, Retailer.from_file(DEMO_FILE)))
    said = " ".join(text.split())

    assert "Назар аударыңыз & оқыңыз: {account}" in said
    for words in ("operator:11, operator:12", "operator:13", "UKG", "22.11.2026 09:00", "№ 5", "0.9"):
        assert words in said
    assert translator(language).plain.gettext("– for another reason") in said
    assert text.count("\f") == 1  # one page


def test_long_texts_are_cut_and_say_so() -> None:
    texts = facts(CAMPAIGN, None, NOW, "en")["texts"]

    assert texts["ru"] == "я" * 400 + " …"
    assert texts["en"] == "a\nb\nc\nd …"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_table_lacks_is_said_with_the_command_for_the_whole(language: str) -> None:
    tr = translator(language)
    command = "python -m bot campaign report 5 --csv campaign-5.csv"

    def said(short: ShortReport) -> str:
        page, table = report(CAMPAIGN, short, None, NOW, tr)
        assert page.paper is not None
        assert table.document is not None
        assert (page.paper.kind, table.document.kind) == (REPORT, REPORT)
        return table.text.replace("\u00a0", " ")

    assert command not in said(WHOLE)
    assert command in said(replace(WHOLE, unsent=True))
    cut = said(replace(WHOLE, unsent=True, cut=True))
    assert command in cut
    assert tr.count(20_000).replace("\u00a0", " ") in cut
