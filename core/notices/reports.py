"""What has become of each recipient of a campaign, as a table that any spreadsheet opens safely."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.clock import ALMATY
from core.notices.breakdown import Breakdown, BreakdownRows, parts_of
from core.notices.model import Campaign

HEAD = ("row", "chat", "account_id", "state", "time", "message", "said", "outcome", "tries")
MOST_REPORTED = 20_000  # rows of a report in the chat
_PAGE = 1_000
_BOM = "\ufeff"  # so that a spreadsheet takes it for UTF-8


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportRow:
    """`said`: language, version and hash of the words; `outcome`: what Telegram answered, or why nothing was sent."""

    id: int
    chat_id: int
    account_id: int | None
    state: str
    closed_at: datetime | None
    message_id: int | None
    said: str
    outcome: str
    tries: int


class ReportRows(Protocol):
    async def after(self, campaign_id: int, row: int, most: int, *, unsent: bool) -> Sequence[ReportRow]:
        """Return the next rows; `unsent`: those only that have not been sent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ShortReport:
    """`unsent`: it names those only that have not been reached; `cut`: not even all of these."""

    content: str
    unsent: bool
    cut: bool


class CampaignReports:
    def __init__(self, *, rows: ReportRows, sums: BreakdownRows) -> None:
        self._rows = rows
        self._sums = sums

    async def lines(self, *, campaign: Campaign, unsent: bool = False) -> AsyncIterator[str]:
        """Give the CSV a page at a time, its head first."""
        yield _BOM + _csv([HEAD])
        last = 0
        while page := await self._rows.after(campaign.id, last, _PAGE, unsent=unsent):
            last = page[-1].id
            yield _csv([_cells(row) for row in page])

    async def short(self, *, campaign: Campaign, most: int) -> ShortReport:
        """Return the CSV of a campaign; of one to more than `most` chats those only that have not been reached."""
        unsent, parts, cut = campaign.counts.queued > most, list[str](), False
        async for part in self.lines(campaign=campaign, unsent=unsent):
            if cut := len(parts) > most // _PAGE:
                break
            parts.append(part)
        return ShortReport(content="".join(parts), unsent=unsent, cut=cut)

    async def breakdown(self, *, campaign: Campaign) -> Breakdown:
        """Add up what has become of a campaign; it takes seconds where there are many hundred thousand chats."""
        return Breakdown(
            dropped=await self._sums.dropped(campaign.id),
            by_language=parts_of(await self._sums.by_language(campaign.id)),
            by_branch=parts_of(await self._sums.by_branch(campaign.id)),
        )


def _cells(row: ReportRow) -> Sequence[object]:
    at = row.closed_at.astimezone(ALMATY).isoformat(sep=" ", timespec="seconds") if row.closed_at else ""
    outcome = (row.state, at, row.message_id or "", row.said, row.outcome, row.tries)
    return (row.id, row.chat_id, row.account_id or "", *outcome)


def _csv(rows: Sequence[Sequence[object]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return written.getvalue()


def safe(cell: object) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
