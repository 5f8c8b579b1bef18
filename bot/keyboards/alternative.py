"""What may be tapped while a consumer forms an invoice of his own; a button names the invoice that it is of."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import AnyMark, Number, back, inline, tap
from bot.keyboards.cancel import cancel
from bot.keyboards.documents import OpenDocuments, beside_rows
from bot.keyboards.documents_make import OpenAlternative
from core.alternative.model import Choice, Formed, Proposal
from core.i18n import Translator
from core.marks import mark_of
from core.period import Period
from core.readings.model import Meter
from core.retailer import Retailer

_LONGEST_LABEL = 40
_MOST_METERS = 90  # Telegram takes a hundred buttons


class InvoiceByReading(CallbackData, prefix="alt_read"):
    link_id: Number
    mark: AnyMark = ""


class InvoiceBySum(CallbackData, prefix="alt_sum"):
    link_id: Number
    mark: AnyMark = ""


class InvoicePassedZero(CallbackData, prefix="alt_zero"):
    of: Number


class ShowInvoice(CallbackData, prefix="alt_show"):
    """Show it as it stands; 0: the one that is under way."""

    of: Number = 0


class FormAlternative(CallbackData, prefix="alt_form"):
    """Put it on record and hand it out."""

    of: Number


def meters(found: Choice, tr: Translator) -> InlineKeyboardMarkup:
    link_id = found.account.link_id
    rows = [
        [tap(_named(meter), OpenAlternative(link_id=link_id, mark=mark_of(meter.meter_id)))]
        for meter in found.meters[:_MOST_METERS]
    ]
    return inline(*rows, [back(OpenDocuments(link_id=link_id), tr), cancel(tr)])


def ways(found: Choice, tr: Translator) -> InlineKeyboardMarkup:
    link_id, mark = found.account.link_id, mark_of(found.meter.meter_id) if found.meter else ""
    reading = tap("🔢 " + tr.pgettext("button", "By my reading"), InvoiceByReading(link_id=link_id, mark=mark))
    own_sum = tap("💰 " + tr.pgettext("button", "My own sum"), InvoiceBySum(link_id=link_id, mark=mark))
    several = len(found.meters) > 1
    leave = OpenAlternative(link_id=link_id) if several else OpenDocuments(link_id=link_id)
    return inline([reading] if found.can_read else [], [own_sum], [back(leave, tr), cancel(tr)])


def question(found: Proposal, tr: Translator) -> InlineKeyboardMarkup:
    return inline([back(_begun(found), tr), cancel(tr)])


def passed_zero(found: Proposal, of: int, tr: Translator) -> InlineKeyboardMarkup:
    yes = tap("✅ " + tr.pgettext("button", "Yes, it has passed zero"), InvoicePassedZero(of=of))
    return inline([yes], [_again(found, tr)], [back(_begun(found), tr), cancel(tr)])


def proposal(found: Proposal, of: int, tr: Translator) -> InlineKeyboardMarkup:
    form = tap("📥 " + tr.pgettext("button", "Make the invoice"), FormAlternative(of=of))
    return inline([form], [_again(found, tr)], [back(_begun(found), tr), cancel(tr)])


def formed(found: Formed, retailer: Retailer, tr: Translator) -> InlineKeyboardMarkup:
    """Return where to pay, and what else may be done beside the invoice."""
    pay = [[button] for button in _pay(found, retailer, tr)]
    return inline(*pay, *beside_rows(found.made, tr))


def refused(tr: Translator) -> InlineKeyboardMarkup:
    """Return the ways on from a refusal; what was right before it still stands."""
    return inline([back(ShowInvoice(), tr), cancel(tr)])


def gone(link_id: int, tr: Translator) -> InlineKeyboardMarkup:
    begin = tap("🆕 " + tr.pgettext("button", "Start over"), OpenAlternative(link_id=link_id))
    return inline([begin] if link_id else [], [cancel(tr)])


def other_way(link_id: int, mark: str, tr: Translator) -> InlineKeyboardMarkup:
    own_sum = tap("💰 " + tr.pgettext("button", "My own sum"), InvoiceBySum(link_id=link_id, mark=mark))
    return inline([own_sum], [back(OpenAlternative(link_id=link_id), tr), cancel(tr)])


def _pay(found: Formed, retailer: Retailer, tr: Translator) -> Sequence[InlineKeyboardButton]:
    facts = found.made.facts
    if not found.proposal.due or not facts["services"]:
        return ()
    return [
        InlineKeyboardButton(
            text=f"💳 {link.name(tr.language)}",
            url=link.address(
                account_no=found.made.account.account_no,
                amount=found.proposal.due,
                period=Period.from_index(facts["period"]),
                service=facts["services"][0]["code"],
            ),
        )
        for link in retailer.payment_links
    ]


def _begun(found: Proposal) -> OpenAlternative:
    return OpenAlternative(link_id=found.account.link_id, mark=found.wanted.mark)


def _again(found: Proposal, tr: Translator) -> InlineKeyboardButton:
    link_id, mark = found.account.link_id, found.wanted.mark
    if found.look is None:
        return tap("✏️ " + tr.pgettext("button", "Another sum"), InvoiceBySum(link_id=link_id, mark=mark))
    return tap("✏️ " + tr.pgettext("button", "Other numbers"), InvoiceByReading(link_id=link_id, mark=mark))


def _named(meter: Meter) -> str:
    name = " · ".join(filter(None, (f"№ {meter.serial_no}" if meter.serial_no else "", meter.point_name))) or "—"
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1].rstrip()}…"
