"""Notices before a disconnection at the command line of the office."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from bot.office import OfficeRefused
from core.cabinet import Cabinet
from core.clock import today_in_almaty
from core.documents import cutoff_record
from core.exchange.cutoffs import write_paper, write_record
from core.notices.cutoff import Begun, Record
from core.notices.cutoff_list import Differs, ListRefused, Warned, read_list
from core.notices.model import NoSuchCampaign
from core.retailer import Retailer
from core.storage.engine import Database

_MOST_SHOWN = 20


async def begin(database: Database, retailer: Retailer, now: datetime, path: Path, *, by: str) -> str:
    """:raises OfficeRefused: something in the list is wrong: nothing is sent"""
    try:
        warned = _read(path, retailer, now)
        async with database.work() as work:
            begun = await Cabinet(work, retailer, now).cutoffs.begin(warned=warned, by=by)
            await work.commit()
    except ListRefused as refusal:
        raise OfficeRefused(f"{path}: nothing is sent.\n{refusal}") from None
    if begun is None:
        return "This very list has been handed in before: nothing more is sent."
    return "\n".join([*_begun(begun, len(warned), retailer.notices.approval_over), *_warnings(begun.differs)])


def _begun(begun: Begun, accounts: int, approval_over: int) -> list[str]:
    number, size = begun.campaign.id, begun.campaign.size or 0
    lines = [f"Campaign {number}: {accounts:,} accounts, {size:,} chats that have linked them."]
    if begun.waits:
        lines += [
            f"Nothing is sent yet: to more than {approval_over:,} chats another person has to approve.",
            f"To agree: python -m bot campaign approve {number}   To refuse: python -m bot campaign cancel {number}",
        ]
    else:
        lines.append(f"The bot sends it. To stop it: python -m bot campaign cancel {number}")
    return [*lines, f"When it is through: python -m bot cutoff-report {number} --csv RECORD.csv --paper PAPER.csv"]


def _warnings(differs: Sequence[Differs]) -> list[str]:
    """Name what the office may want to look at; nothing is held back for it, as the list may be newer than the data."""
    if not differs:
        return []
    left = len(differs) - _MOST_SHOWN
    return [
        f"Look at these: of {len(differs):,} accounts the listed debt is not the balance in the data.",
        *(_differs(each) for each in differs[:_MOST_SHOWN]),
        *([f"… and {left:,} more"] if left > 0 else []),
    ]


def _differs(each: Differs) -> str:
    known = "no balance in the data" if each.balance is None else f"{_tenge(each.balance)} in the data"
    return f"{each.warned.branch_code} {each.warned.account_no}: {_tenge(each.warned.debt)} listed, {known}"


def _tenge(tiyn: int) -> str:
    return f"{Decimal(tiyn) / 100:,.2f}"


def _read(path: Path, retailer: Retailer, now: datetime) -> tuple[Warned, ...]:
    """:raises OfficeRefused, ListRefused:"""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise OfficeRefused(f"{path}: cannot be read as UTF-8: {error}") from None
    days = retailer.documents.disconnection_days
    return read_list(text.splitlines(), today=today_in_almaty(now), days=days)


@dataclass(frozen=True, kw_only=True)
class Files:
    """Where the record goes as CSV and as PDF, and the list of those who need it on paper; None: not asked for."""

    record: Path | None = None
    paper: Path | None = None
    pdf: Path | None = None


async def report(database: Database, retailer: Retailer, now: datetime, campaign_id: int, files: Files) -> str:
    """:raises OfficeRefused: no campaign of this number is about disconnections"""
    async with database.work() as work:
        try:
            records = await Cabinet(work, retailer, now).cutoffs.records(campaign_id=campaign_id)
        except NoSuchCampaign:
            raise OfficeRefused(f"{campaign_id}: no such campaign of notices before a disconnection.") from None
        await work.commit()
    lines = [f"{len(records):,} accounts, {sum(each.reached for each in records):,} reached."]
    states = Counter(each.state for one in records for each in one.deliveries)
    lines += [f"messages {state}: {number:,}" for state, number in sorted(states.items())]
    if states["new"] or states["sending"]:
        lines.append("It is still under way: ask again when nothing is new.")
    why = Counter(each.paper for each in records if each.paper)
    lines += [f"on paper, {reason}: {number:,}" for reason, number in sorted(why.items())]
    _write(files, records, campaign_id, retailer, now)
    return "\n".join(lines)


def _write(files: Files, records: Sequence[Record], campaign: int, retailer: Retailer, now: datetime) -> None:
    if files.record is not None:
        write_record(files.record, records)
    if files.paper is not None:
        write_paper(files.paper, records)
    if files.pdf is not None:
        files.pdf.write_bytes(cutoff_record.draw(records, campaign=campaign, now=now, retailer=retailer))
