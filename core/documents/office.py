"""The sheet of what the office keeps for itself: nobody checks it by a code."""

from core.documents.frame import LEFT, RIGHT, ROOM, SMALL
from core.documents.letters import PLAIN, width
from core.documents.paper import GREY, HAIR, Box, Page, Text
from core.documents.sheet import Sheet


class OfficeSheet(Sheet):
    def pages(self) -> list[Page]:
        self._fit(0)
        for place, page in enumerate(self._pages, 1):
            number = f"{place} / {len(self._pages)}"
            page.marks.append(Box(LEFT, 46, ROOM, 0.6, HAIR))
            page.marks.append(Text(LEFT, 35, f"№ {self._marks.number}", PLAIN, SMALL, GREY))
            page.marks.append(Text(RIGHT - width(number, PLAIN, SMALL), 35, number, PLAIN, SMALL, GREY))
        return self._pages
