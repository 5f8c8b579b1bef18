"""What has become of a campaign: a page for the files, and a table of its chats beside it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.screens.campaigns import audience, when
from bot.screens.campaigns_progress import progress, state_name
from bot.screens.notices_refusals import language_name
from bot.screens.screen import REPORT, Document, Paper, Screen
from core.i18n import LANGUAGES, Html, Translator, translator
from core.notices.breakdown import Breakdown, Part, left, pace
from core.notices.model import Campaign
from core.notices.reports import MOST_REPORTED, ShortReport
from core.notices.wording import plain
from core.papers.facts import languages_of

_LONGEST, _MOST_LINES = 400, 4  # of a text on the page: the whole is in the chats


def report(
    campaign: Campaign, short: ShortReport, sums: Breakdown | None, now: datetime, tr: Translator
) -> tuple[Screen, ...]:
    title = tr.gettext("📄 Report on campaign № {number}", number=campaign.id)
    paper = Paper(
        document=0,
        kind=REPORT,
        name=f"campaign-{campaign.id}.pdf",
        number=str(campaign.id),
        issued_at=now,
        code="",
        facts=facts(campaign, sums, now, tr.language),
        trouble=tr.gettext("The page could not be drawn. Press «Report» once more."),
    )
    table = Document(kind=REPORT, name=f"campaign-{campaign.id}.csv", content=short.content.encode())
    return (
        Screen(text=f"{title}\n\n{progress(campaign, tr)}", paper=paper),
        Screen(text="\n\n".join([tr.gettext("Each chat by itself"), *_lacks(campaign, short, tr)]), document=table),
    )


def _lacks(campaign: Campaign, short: ShortReport, tr: Translator) -> list[Html]:
    """Say what the table leaves out, and how the whole is got."""
    if not short.unsent:
        return []
    command = tr.gettext(
        "The whole: <code>{command}</code>",
        command=f"python -m bot campaign report {campaign.id} --csv campaign-{campaign.id}.csv",
    )
    if short.cut:
        said = tr.gettext(
            "⚠️ It has the first {number} of those that it has not been sent to.", number=tr.count(MOST_REPORTED)
        )
    else:
        said = tr.gettext("⚠️ The campaign is large: it has those only that it has not been sent to.")
    return [said, command]


def facts(campaign: Campaign, sums: Breakdown | None, now: datetime, language: str) -> dict[str, Any]:
    """Return all that the page shows; without `sums` it has no tables of languages and branches."""
    words = {code: translator(code).plain for code in LANGUAGES}
    first = words[languages_of(language)[0]]
    content, counts, remaining = campaign.content, campaign.counts, left(campaign)
    asked = content.get("audience") or {}
    return {
        "languages": languages_of(language),
        "state": {code: state_name(campaign, tr) for code, tr in words.items()},
        "audience": {code: audience(asked, tr) for code, tr in words.items()},
        "extras": {code: _extras(content, tr) for code, tr in words.items()},
        "when": {code: when(campaign, tr) for code, tr in words.items()},
        "hands": sorted({campaign.created_by, *content.get("hands", ())}),
        "approved_by": campaign.approved_by or "",
        "made": first.time(campaign.created_at),
        "span": _span(campaign, first),
        "pace": f"{found:.1f}" if (found := pace(campaign, now)) else "",
        "counts": {name: getattr(counts, name) for name in ("sent", "blocked", "failed", "unclear", "dropped")},
        "dropped": dict(sums.dropped) if sums else {},
        "left": remaining,
        "total": counts.queued - counts.open + remaining,
        "by_language": _parts(sums.by_language, first) if sums else None,
        "by_branch": _parts(sums.by_branch) if sums else None,
        "texts": {code: _short(text) for code, text in (content.get("texts") or {}).items() if text},
    }


def _extras(content: Mapping[str, Any], tr: Translator) -> str:
    kinds = {"photo": tr.gettext("photo"), "document": tr.gettext("document")}
    media = content.get("media")
    labels = [f"«{button['text'][tr.language]}»" for button in content.get("buttons") or ()]
    return ", ".join([*([kinds[media["kind"]]] if media else []), *labels])


def _span(campaign: Campaign, tr: Translator) -> str:
    if campaign.started_at is None:
        return ""
    return f"{tr.time(campaign.started_at)} – {tr.time(campaign.ended_at) if campaign.ended_at else '…'}"


def _parts(parts: Sequence[Part], tr: Translator | None = None) -> list[dict[str, Any]]:
    return [{"name": language_name(part.name, tr) if tr else part.name, **part.counts} for part in parts]


def _short(text: str) -> str:
    """Return a text as it is read, without its marks; a long one is cut, so that the page holds all three."""
    whole = plain(text)
    cut = "\n".join(whole[:_LONGEST].splitlines()[:_MOST_LINES])
    return cut if cut == whole else f"{cut.rstrip()} …"
