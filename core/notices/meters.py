"""Meters as notices speak of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from core.period import Period


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeMeter:
    """A meter in place; `due` is the last day of what is asked about: of its verification, where nothing else is."""

    account_id: int
    meter_id: str
    serial_no: str
    due: date | None


class Deadline(StrEnum):
    """A day by which something is to be done with a meter."""

    VERIFICATION = "verification_due"
    REPLACEMENT = "replacement_due"


class NoticeMeters(Protocol):
    """Those of any number of accounts with a few queries, in the order of account, metering point and meter."""

    async def unread(self, account_ids: Sequence[int], period: Period, since: date) -> Sequence[NoticeMeter]:
        """Return those that a consumer reads and has not read: nothing of the period is under way or accepted here,
        and one of their registers has no accepted reading of `since` or later in the book; an estimate is none.
        """

    async def due(
        self, account_ids: Sequence[int], deadline: Deadline, first: date, last: date
    ) -> Sequence[NoticeMeter]:
        """Return those whose day lies between these two, both included."""
