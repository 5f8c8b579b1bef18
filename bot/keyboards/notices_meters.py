"""What may be tapped below a notice about meters."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import inline, tap
from bot.keyboards.balance import OpenCard
from bot.keyboards.readings import OpenReadings, read
from core.i18n import Translator


def to_read(meters: Sequence[tuple[int, str, str]], tr: Translator, *, more: bool) -> InlineKeyboardMarkup:
    """Return a button for each meter, given by link_id, meter_id and serial_no; `more`: and one for all the others."""
    rows = [[read(serial_no, meter_id, link_id)] for link_id, meter_id, serial_no in meters]
    others = tap("🔢 " + tr.pgettext("button", "Submit readings"), OpenReadings())
    return inline(*rows, [others] if more else [])


def to_account(link_id: int, tr: Translator) -> InlineKeyboardMarkup:
    return inline([tap("🏠 " + tr.pgettext("button", "Account card"), OpenCard(link_id=link_id))])
