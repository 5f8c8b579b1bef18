"""The buttons of a campaign's card, for the operators."""

from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import Number, inline, tap
from core.i18n import Translator
from core.notices.model import Campaign, NoticeType, State

Field = Literal["text_kk", "text_ru", "text_en", "media", "button", "audience", "when"]
Act = Literal["show", "check", "pilot", "send", "sure", "approve", "pause", "resume", "cancel", "report"]


class AskCampaign(CallbackData, prefix="cmp_ask"):
    """Ask for a part of it: what is typed comes as a reply to the card."""

    campaign: Number
    field: Field


class DoCampaign(CallbackData, prefix="cmp_do"):
    """`send` asks once more, `sure` does it; `show` brings the card up to date."""

    campaign: Number
    act: Act


class AskRecall(CallbackData, prefix="cmp_rec"):
    """Ask once more whether what it has sent is to be deleted."""

    campaign: Number


class RecallCampaign(CallbackData, prefix="cmp_del"):
    """Delete what it has sent."""

    campaign: Number


class CorrectCampaign(CallbackData, prefix="cmp_fix"):
    """Put other words into what it has sent: a campaign of its own."""

    campaign: Number


def card(campaign: Campaign, tr: Translator) -> InlineKeyboardMarkup:
    """Return what can be done with it in its state."""
    match campaign.state:
        case State.DRAFT if campaign.edits:
            return inline(*_parts(campaign, tr), *_acts(campaign, tr, ("check",), ("send", "cancel")))
        case State.DRAFT:
            return inline(*_parts(campaign, tr), *_acts(campaign, tr, ("check", "pilot"), ("send", "cancel")))
        case State.WAITING:
            return inline(*_parts(campaign, tr), *_acts(campaign, tr, ("approve", "cancel")))
        case State.SCHEDULED:
            return inline(*_parts(campaign, tr), *_acts(campaign, tr, ("cancel",)))
        case State.RUNNING:
            return inline(*_acts(campaign, tr, ("pause", "cancel"), ("report", "show")))
        case State.PAUSED if campaign.is_quiet:
            return inline(*_acts(campaign, tr, ("resume", "cancel"), ("report",)))
        case State.PAUSED:
            return inline(*_parts(campaign, tr), *_acts(campaign, tr, ("check",), ("resume", "cancel"), ("report",)))
    repeated = campaign.repeats is not None and campaign.state is State.DONE
    return inline(*_acts(campaign, tr, ("report",), ("cancel",) if repeated else ()), *_afterwards(campaign, tr))


def sure(campaign: Campaign, tr: Translator) -> InlineKeyboardMarkup:
    back = tap(tr.pgettext("button", "Back"), DoCampaign(campaign=campaign.id, act="show"))
    yes = tap("📣 " + tr.pgettext("button", "Send"), DoCampaign(campaign=campaign.id, act="sure"))
    return inline([back, yes])


def sure_recall(campaign: Campaign, tr: Translator) -> InlineKeyboardMarkup:
    back = tap(tr.pgettext("button", "Back"), DoCampaign(campaign=campaign.id, act="show"))
    yes = tap("🗑 " + tr.pgettext("button", "Delete"), RecallCampaign(campaign=campaign.id))
    return inline([back, yes])


def _parts(campaign: Campaign, tr: Translator) -> list[list[InlineKeyboardButton]]:
    if campaign.recalls:
        return []

    def ask(label: str, field: Field) -> InlineKeyboardButton:
        return tap(label, AskCampaign(campaign=campaign.id, field=field))

    texts = [
        ask(tr.pgettext("button", "Text in Kazakh"), "text_kk"),
        ask(tr.pgettext("button", "Text in Russian"), "text_ru"),
        ask(tr.pgettext("button", "Text in English"), "text_en"),
    ]
    if campaign.edits:
        return [texts]
    return [
        texts,
        [
            ask(tr.pgettext("button", "Photo or document"), "media"),
            ask(tr.pgettext("button", "Button"), "button"),
        ],
        [ask(tr.pgettext("button", "Audience"), "audience"), ask(tr.pgettext("button", "When"), "when")],
    ]


def _afterwards(campaign: Campaign, tr: Translator) -> list[list[InlineKeyboardButton]]:
    if campaign.about is not NoticeType.NEWS or campaign.is_quiet or not campaign.counts.sent:
        return []
    correct = tap("✏️ " + tr.pgettext("button", "Correct the text"), CorrectCampaign(campaign=campaign.id))
    recall = tap("🗑 " + tr.pgettext("button", "Delete what was sent"), AskRecall(campaign=campaign.id))
    return [[correct], [recall]]


def _acts(campaign: Campaign, tr: Translator, *rows: tuple[Act, ...]) -> list[list[InlineKeyboardButton]]:
    labels: dict[Act, str] = {
        "check": "🔍 " + tr.pgettext("button", "Check"),
        "pilot": "🧪 " + tr.pgettext("button", "Pilot"),
        "send": "📣 " + tr.pgettext("button", "Send"),
        "approve": "✅ " + tr.pgettext("button", "Approve"),
        "pause": "⏸ " + tr.pgettext("button", "Pause"),
        "resume": "▶️ " + tr.pgettext("button", "Resume"),
        "cancel": "⏹ " + tr.pgettext("button", "Call off"),
        "report": "📄 " + tr.pgettext("button", "Report"),
        "show": "🔄 " + tr.pgettext("button", "Refresh"),
    }
    return [[tap(labels[act], DoCampaign(campaign=campaign.id, act=act)) for act in row] for row in rows]
