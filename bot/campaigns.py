"""Campaigns from the command line: `python -m bot campaign …`."""

import getpass
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import indent
from typing import Any

from bot.describing import described, in_words
from bot.office import OfficeRefused
from bot.screens.campaigns import sample_text
from bot.screens.campaigns_progress import state_name
from bot.screens.campaigns_report import facts
from bot.screens.notices_news import news as worded
from bot.screens.notices_refusals import language_name
from core.cabinet import Cabinet
from core.clock import system_clock
from core.documents import campaign_report
from core.i18n import translator
from core.notices.audience import Audience
from core.notices.checking import Checked
from core.notices.described import read_moment
from core.notices.model import Campaign
from core.notices.refusals import CampaignRefused
from core.notices.wording import plain
from core.papers.model import Marks
from core.retailer import Retailer
from core.storage.engine import Database


def clerk() -> str:
    """Return who acts, as the audit log names him."""
    return f"office:{getpass.getuser()}"[:40]


Upload = Callable[[str, Path], Awaitable[str]]


async def begin(database: Database, retailer: Retailer, path: Path, upload: Upload) -> Campaign:
    """Make a draft; `upload` gives a file to Telegram and returns its name there, by which every chat gets it.

    :raises OfficeRefused: something is wrong with it: nothing has been begun
    """
    told = described(path)
    content = dict(told.content)
    if told.accounts is not None:
        data = told.accounts.read_bytes()
        numbers = await act(database, retailer, lambda cabinet: cabinet.account_lists.read(data=data))
        content["audience"] = replace(Audience.from_json(content["audience"]), accounts=numbers).to_json()
    if told.file is not None:
        content["media"] = {"kind": told.kind, "file_id": await upload(told.kind, told.file)}
    made: Campaign = await act(
        database,
        retailer,
        lambda cabinet: cabinet.drafting.new(by=clerk(), content=content, repeats=told.repeats),
    )
    return made


async def act(database: Database, retailer: Retailer, what: Callable[[Cabinet], Awaitable[Any]]) -> Any:
    """:raises OfficeRefused"""
    async with database.work() as work:
        try:
            done = await what(Cabinet(work, retailer, system_clock()))
        except CampaignRefused as refusal:
            raise OfficeRefused(in_words(refusal)) from None
        await work.commit()
        return done


def line(campaign: Campaign) -> str:
    counts = campaign.counts
    sent = "deleted" if campaign.recalls else "corrected" if campaign.edits else "sent"
    refused = "not possible any more" if campaign.is_quiet else "refused"
    return (
        f"{campaign.id}: {state_name(campaign, translator('en').plain)}; chats {campaign.size or '?'}, "
        f"queued {counts.queued}, {sent} {counts.sent}, blocked {counts.blocked}, {refused} {counts.failed}, "
        f"unclear {counts.unclear}, dropped {counts.dropped}"
    )


async def checked(cabinet: Cabinet, retailer: Retailer, number: int) -> str:
    def measure(values: Mapping[str, Any], language: str) -> str:
        return worded(values, translator(language), retailer).text

    campaign, found = await cabinet.launching.check(campaign_id=number, by=clerk(), measure=measure)
    spoken = ", ".join(f"{code} {count}" for code, count in sorted(found.by_language.items()))
    reach = f"chats {found.chats} ({spoken}), accounts {found.accounts}, switched off {found.off}"
    return "\n".join([line(campaign), reach, *_samples(found, retailer)])


def _samples(found: Checked, retailer: Retailer) -> Iterator[str]:
    """Show what three of the chats would read; nobody can be recognised by it."""
    for number, sample in enumerate(found.samples, 1):
        language = language_name(sample.language, translator("en"))
        yield f"\nExample {number} ({language}):\n{indent(plain(sample_text(sample, retailer)), '  ')}"


async def sent(cabinet: Cabinet, number: int, at: str, *, pilot: bool) -> Campaign:
    due = read_moment(at) if at else None
    return await cabinet.launching.send(campaign_id=number, by=clerk(), due=due, pilot=pilot)


@dataclass(frozen=True, kw_only=True)
class Files:
    """Where the table and the page of a report go; None: not asked for."""

    csv: Path | None = None
    pdf: Path | None = None
    language: str = "kk"


async def report(database: Database, retailer: Retailer, number: int, files: Files) -> None:
    """:raises OfficeRefused: there is no such campaign"""
    now = system_clock()
    async with database.work() as work:
        cabinet = Cabinet(work, retailer, now)
        try:
            campaign = await cabinet.drafting.get(campaign_id=number)
        except CampaignRefused as refusal:
            raise OfficeRefused(in_words(refusal)) from None
        if files.pdf is not None:
            sums = await cabinet.campaign_reports.breakdown(campaign=campaign)
            marks = Marks(number=str(number), issued_at=now, code="", link="")
            files.pdf.write_bytes(campaign_report.draw(facts(campaign, sums, now, files.language), marks, retailer))
        if files.csv is not None:
            with files.csv.open("w", encoding="utf-8", newline="") as file:
                async for part in cabinet.campaign_reports.lines(campaign=campaign):
                    file.write(part)
