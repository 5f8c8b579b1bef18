"""Campaigns from the command line: `python -m bot campaign …`."""

import getpass
import tomllib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.office import OfficeRefused
from bot.screens.campaigns_progress import state_name
from bot.screens.campaigns_report import facts
from bot.screens.notices_news import news as worded
from bot.screens.notices_refusals import refusal_words
from core.cabinet import Cabinet
from core.clock import system_clock
from core.documents import campaign_report
from core.i18n import LANGUAGES, translator
from core.notices.audience import Audience
from core.notices.described import read_moment
from core.notices.model import Campaign
from core.notices.refusals import CampaignRefused
from core.notices.wording import check_button, check_languages, check_text
from core.papers.model import Marks
from core.retailer import Retailer
from core.storage.engine import Database

_FIELDS = {"branches", "localities", "streets", "schemes", "languages", "debt_over", "not_submitted"}
_KNOWN = _FIELDS | {"verification_within", "accounts_file"}


def clerk() -> str:
    """Return who acts, as the audit log names him."""
    return f"office:{getpass.getuser()}"[:40]


def described(path: Path) -> dict[str, Any]:
    """Read a campaign as docs/examples/campaign.toml shows it.

    :raises OfficeRefused: it is broken, or cannot be sent so
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return _content(data, path)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, AttributeError, KeyError) as error:
        raise OfficeRefused(f"{path}: not a campaign as docs/examples/campaign.toml shows it: {error}") from None
    except CampaignRefused as refusal:
        raise OfficeRefused(f"{path}: {_words(refusal)}") from None


async def act(database: Database, retailer: Retailer, what: Callable[[Cabinet], Awaitable[Any]]) -> Any:
    """:raises OfficeRefused"""
    async with database.work() as work:
        try:
            done = await what(Cabinet(work, retailer, system_clock()))
        except CampaignRefused as refusal:
            raise OfficeRefused(_words(refusal)) from None
        await work.commit()
        return done


def line(campaign: Campaign) -> str:
    counts = campaign.counts
    return (
        f"{campaign.id}: {state_name(campaign, translator('en').plain)}; chats {campaign.size or '?'}, "
        f"queued {counts.queued}, sent {counts.sent}, blocked {counts.blocked}, refused {counts.failed}, "
        f"unclear {counts.unclear}, dropped {counts.dropped}"
    )


async def checked(cabinet: Cabinet, retailer: Retailer, number: int) -> str:
    def measure(values: Mapping[str, Any], language: str) -> str:
        return worded(values, translator(language), retailer).text

    campaign, found = await cabinet.launching.check(campaign_id=number, by=clerk(), measure=measure)
    spoken = ", ".join(f"{code} {count}" for code, count in sorted(found.by_language.items()))
    return f"{line(campaign)}\nchats {found.chats} ({spoken}), accounts {found.accounts}, switched off {found.off}"


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
            raise OfficeRefused(_words(refusal)) from None
        if files.pdf is not None:
            sums = await cabinet.campaign_reports.breakdown(campaign=campaign)
            marks = Marks(number=str(number), issued_at=now, code="", link="")
            files.pdf.write_bytes(campaign_report.draw(facts(campaign, sums, now, files.language), marks, retailer))
        if files.csv is not None:
            with files.csv.open("w", encoding="utf-8", newline="") as file:
                async for part in cabinet.campaign_reports.lines(campaign=campaign):
                    file.write(part)


def _content(data: dict[str, Any], path: Path) -> dict[str, Any]:
    if strange := set(data) - {"texts", "buttons", "audience"}:
        raise KeyError(f"unknown: {', '.join(sorted(strange))}")
    check_languages(data["texts"])
    texts = {code: check_text(data["texts"][code], language=code, with_file=False) for code in LANGUAGES}
    buttons = [
        check_button(each["text"], url=each.get("url", ""), command=each.get("command", ""))
        for each in data.get("buttons", ())
    ]
    asked = dict(data.get("audience", {}))
    if strange := set(asked) - _KNOWN:
        raise KeyError(f"unknown in audience: {', '.join(sorted(strange))}")
    if file := asked.pop("accounts_file", ""):
        asked["accounts"] = (path.parent / file).read_text(encoding="utf-8").split()
    return {"texts": texts, "buttons": buttons, "audience": Audience.from_json(asked).checked().to_json()}


def _words(refusal: CampaignRefused) -> str:
    return str(refusal_words(refusal, translator("en").plain))
