"""What makes a document: these buttons stand on the screens of other flows as well."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from bot.keyboards import AnyMark, Number, tap
from bot.keyboards.calendar import MonthText
from core.i18n import Translator
from core.retailer import Retailer

Monthly = Literal["bill", "reverse", "invoice"]


class OpenAct(CallbackData, prefix="act"):
    """Begin a reconciliation act: of what and for which months is asked next."""

    link_id: Number


class MakeStatus(CallbackData, prefix="pdf_status"):
    link_id: Number


class MakeStatement(CallbackData, prefix="pdf_st"):
    """`service` and `span` as in the statement on the screen."""

    link_id: Number
    service: AnyMark = ""
    span: Annotated[str, Field(pattern=r"^[0-9]{1,6}(?:-[0-9]{6})?$", max_length=13)]


class MakeMonthly(CallbackData, prefix="pdf_month"):
    link_id: Number
    kind: Monthly
    month: MonthText


class OpenAlternative(CallbackData, prefix="alt"):
    """Begin an alternative invoice; of several meters `mark` is the one that was chosen."""

    link_id: Number
    mark: AnyMark = ""


def alternative_label(retailer: Retailer, tr: Translator) -> str:
    """Return what the retailer calls an invoice that the consumer forms himself."""
    label = retailer.documents.alternative_label
    return label.of(tr.language) if label else tr.pgettext("button", "Alternative invoice")


def pdf(intent: CallbackData, tr: Translator) -> InlineKeyboardButton:
    """Return the button that the cabinets on the web call print preview."""
    return tap("📥 " + tr.pgettext("button", "PDF"), intent)
