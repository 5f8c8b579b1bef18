"""Notices before a disconnection at the command line of the office."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.office import OfficeRefused
from core.cabinet import Cabinet
from core.clock import today_in_almaty
from core.documents import cutoff_record
from core.exchange.cutoffs import write_paper, write_record
from core.notices.cutoff import Record
from core.notices.cutoff_list import ListRefused, Warned, read_list
from core.notices.model import NoSuchCampaign
from core.retailer import Retailer
from core.storage.engine import Database


async def begin(database: Database, retailer: Retailer, now: datetime, path: Path) -> str:
    """:raises OfficeRefused: something in the list is wrong: nothing is sent"""
    try:
        warned = _read(path, retailer, now)
        async with database.work() as work:
            campaign = await Cabinet(work, retailer, now).cutoffs.begin(warned=warned)
            await work.commit()
    except ListRefused as refusal:
        raise OfficeRefused(f"{path}: nothing is sent.\n{refusal}") from None
    if campaign is None:
        return "This very list has been handed in before: nothing more is sent."
    return (
        f"Campaign {campaign.id}: {len(warned):,} accounts. The bot sends it to the chats that have linked them.\n"
        f"When it is through: python -m bot cutoff-report {campaign.id} --csv RECORD.csv --paper PAPER.csv"
    )


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
