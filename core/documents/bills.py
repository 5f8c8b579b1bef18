"""The bills of several months in one file: each keeps its number, its code and its own count of pages."""

from datetime import datetime
from typing import Any

from core.documents import bill
from core.documents.frame import RIGHT, SMALL
from core.documents.letters import PLAIN, width
from core.documents.paper import GREY, Text, pdf
from core.documents.sheet import Sheet
from core.i18n import msgid, translator
from core.papers.model import Marks
from core.retailer import Retailer

_BELOW = 26.0  # the count of the bill's own pages


def draw(facts: dict[str, Any], marks: Marks, retailer: Retailer) -> bytes:
    pages = [page for each in facts["bills"] for page in _sheet(each, marks, retailer).pages()]
    for place, page in enumerate(pages, 1):
        said = f"PDF {place} / {len(pages)}"
        page.marks.append(Text(RIGHT - width(said, PLAIN, SMALL - 1), _BELOW, said, PLAIN, SMALL - 1, GREY))
    languages = facts["languages"]
    title = " / ".join(translator(language).plain.gettext(msgid("Bills")) for language in languages)
    return pdf(
        pages,
        title=f"{title} № {marks.number}",
        author=retailer.name.of(languages[0]),
        language=languages[0],
    )


def _sheet(each: dict[str, Any], marks: Marks, retailer: Retailer) -> Sheet:
    own = marks.of(number=each["number"], issued_at=datetime.fromisoformat(each["issued_at"]), code=each["code"])
    return bill.laid_out(each["facts"], own, retailer)
