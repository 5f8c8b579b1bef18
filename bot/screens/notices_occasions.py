"""What is said on each occasion of a notice to many; the values are those of its `Recipient`."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.screens import (
    notices_bills,
    notices_cutoff,
    notices_meters,
    notices_news,
    notices_outages,
    notices_payments,
    notices_tariffs,
    notices_unpaid,
)
from bot.screens.screen import Screen
from core.i18n import Translator
from core.notices.model import NoticeType
from core.retailer import Retailer

Values = Mapping[str, Any]
Words = Callable[[Values, Translator, Retailer], Screen]

OCCASIONS: dict[NoticeType, Words] = {
    NoticeType.CUTOFF: notices_cutoff.cutoff,
    NoticeType.NEWS: notices_news.news,
    NoticeType.READING_REMINDER: notices_meters.reading_reminder,
    NoticeType.VERIFICATION: notices_meters.verification,
    NoticeType.REPLACEMENT: notices_meters.replacement,
    NoticeType.BILL: notices_bills.bill,
    NoticeType.PAYMENT: notices_payments.payment,
    NoticeType.UNPAID: notices_unpaid.unpaid,
    NoticeType.OUTAGE: notices_outages.outage,
    NoticeType.TARIFF: notices_tariffs.tariff,
}
