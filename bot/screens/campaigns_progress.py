"""How far a campaign is: a bar, and recipients by what has become of them."""

from datetime import datetime

from bot.screens.campaigns_recall import not_sent, sent_and_left
from core.i18n import Html, Translator
from core.notices.breakdown import left
from core.notices.model import Campaign, State

_WIDTH = 12


def state_name(campaign: Campaign, tr: Translator) -> str:
    return {
        State.DRAFT: tr.plain.gettext("draft"),
        State.WAITING: tr.plain.gettext("waits for approval"),
        State.SCHEDULED: tr.plain.gettext("planned"),
        State.RUNNING: tr.plain.gettext("under way"),
        State.PAUSED: tr.plain.gettext("held"),
        State.DONE: tr.plain.gettext("done"),
        State.CANCELLED: tr.plain.gettext("called off"),
    }[campaign.state]


def progress(campaign: Campaign, tr: Translator, *, rate: float = 0.0, ends: datetime | None = None) -> Html:
    """`rate` is messages a second of late, and `ends` when it will be done at that; unknown ones are not said."""
    counts = campaign.counts
    closed, remaining = counts.queued - counts.open, left(campaign)
    lines = [
        bar(closed, closed + remaining),
        sent_and_left(campaign, remaining, tr),
        not_sent(campaign, tr),
    ]
    if rate >= 0.1 and campaign.state is State.RUNNING:
        lines.append(tr.gettext("Pace: {rate} a second", rate=f"{rate:.1f}"))
    if ends is not None and campaign.state is State.RUNNING:
        lines.append(tr.gettext("Done at about {time}", time=tr.time(ends)))
    if campaign.ended_at is not None:
        lines.append(tr.gettext("Ended: {time}", time=tr.time(campaign.ended_at)))
    return Html("\n".join(lines))


def bar(done: int, whole: int) -> str:
    """Return a bar of fixed width; full only when everything is done."""
    share = done / whole if whole else 0.0
    full = min(_WIDTH, int(share * _WIDTH))
    return f"{'▓' * full}{'░' * (_WIDTH - full)} {int(share * 100)} %"
