"""What operators see of a campaign that takes back or corrects what another one has sent."""

from bot.keyboards import campaigns as keyboard
from bot.screens.screen import Screen
from core.i18n import Html, Translator
from core.notices.model import Campaign


def sure_recall(campaign: Campaign, tr: Translator) -> Screen:
    """Ask below the card, which stays as it is."""
    head = tr.gettext("🗑 <b>Campaign № {number}</b>: delete what was sent?", number=campaign.id)
    asked = tr.ngettext(
        "{count} message will be deleted from its chat. Whoever has read it has read it.",
        "{count} messages will be deleted from their chats. Whoever has read them has read them.",
        campaign.counts.sent,
    )
    return Screen(text=f"{head}\n\n{asked}", keyboard=keyboard.sure_recall(campaign, tr), anew=True)


def sure_correction(campaign: Campaign, tr: Translator) -> Screen:
    head = tr.gettext("📣 <b>Campaign № {number}</b>: correct the text?", number=campaign.id)
    asked = tr.ngettext(
        "The text of {count} message that has arrived is replaced, without a sound.",
        "The text of {count} messages that have arrived is replaced, without a sound.",
        campaign.size or 0,
    )
    return Screen(text=f"{head}\n\n{asked}", keyboard=keyboard.sure(campaign, tr))


def what_it_does(campaign: Campaign, tr: Translator) -> Html:
    """Return the line of the card that names the campaign whose messages it touches; nothing of any other one."""
    if campaign.recalls:
        return tr.gettext("🗑 Deletes what campaign № {number} has sent.", number=campaign.parent or 0)
    if campaign.edits:
        return tr.gettext("✏️ Corrects the text of what campaign № {number} has sent.", number=campaign.parent or 0)
    return Html("")


def sent_and_left(campaign: Campaign, left: int, tr: Translator) -> Html:
    sent = campaign.counts.sent
    if campaign.recalls:
        return tr.gettext("Deleted: {sent} · left: {left}", sent=sent, left=left)
    if campaign.edits:
        return tr.gettext("Corrected: {sent} · left: {left}", sent=sent, left=left)
    return tr.gettext("Sent: {sent} · left: {left}", sent=sent, left=left)


def not_sent(campaign: Campaign, tr: Translator) -> Html:
    counts = campaign.counts
    numbers = {
        "blocked": counts.blocked,
        "failed": counts.failed,
        "unclear": counts.unclear,
        "dropped": counts.dropped,
    }
    if campaign.recalls:
        return tr.gettext(
            "Blocked: {blocked} · cannot be deleted any more: {failed} · unclear: {unclear} · left out: {dropped}",
            **numbers,
        )
    if campaign.edits:
        return tr.gettext(
            "Blocked: {blocked} · cannot be corrected any more: {failed} · unclear: {unclear} · left out: {dropped}",
            **numbers,
        )
    return tr.gettext(
        "Blocked: {blocked} · refused: {failed} · unclear: {unclear} · not sent any more: {dropped}", **numbers
    )
