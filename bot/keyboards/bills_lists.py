"""The two lists of the flow, which other files of it lead back to."""

from typing import Literal

from aiogram.filters.callback_data import CallbackData

from bot.keyboards import Number
from bot.keyboards.balance_statement import AtText, PageText, SpanText, span_text
from core.balance.model import Months, Span

What = Literal["bills", "payments"]
DEFAULT = "12"  # months


class OpenBills(CallbackData, prefix="bills"):
    """`span` is a count of newest months or a pair of months; `at` a month of the page to be shown."""

    link_id: Number
    span: SpanText = DEFAULT
    at: AtText = ""


class OpenPayments(CallbackData, prefix="payments"):
    link_id: Number
    span: SpanText = DEFAULT
    page: PageText = "0"


def span_word(span: Span) -> str:
    """Return a span as a button carries it. A count stays one: the two lists need not end with the same month."""
    return span_text(span) if isinstance(span, Months) else str(span.count)


def list_of(what: What, link_id: int, span: str) -> OpenBills | OpenPayments:
    """Return the intent that shows the first page of a list."""
    if what == "bills":
        return OpenBills(link_id=link_id, span=span)
    return OpenPayments(link_id=link_id, span=span)
