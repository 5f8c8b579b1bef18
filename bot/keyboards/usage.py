"""Which months, which meter, which account; all that a press means stands in the button itself."""

from collections.abc import Sequence
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from bot.keyboards import AnyMark, Number, back, inline, tap
from bot.keyboards.accounts import names_of
from bot.keyboards.documents_make import pdf
from bot.keyboards.submissions import ListSubmissions
from core.accounts.model import LinkedAccount
from core.i18n import Translator
from core.usage.model import YEAR, History, Place, Usage

_LONGEST_LABEL = 40
_MOST_PLACES = 90  # Telegram takes a hundred buttons
_YEARS = 4  # three years may begin and end within a year

Year = Annotated[str, Field(pattern=r"^(?:[1-9][0-9]{3})?$", max_length=4)]  # empty: the last twelve months
PageText = Annotated[str, Field(pattern=r"^[0-9]{1,3}$", max_length=3)]


class OpenUsage(CallbackData, prefix="usage"):
    link_id: int
    place: AnyMark = ""
    year: Year = ""


class MakeUsage(CallbackData, prefix="pdf_usage"):
    """Hand out what is on the screen as a document."""

    link_id: Number
    place: AnyMark = ""
    year: Year = ""


class OpenHistory(CallbackData, prefix="history"):
    """Show the table of readings."""

    link_id: int
    place: AnyMark = ""
    page: PageText = "0"


class PickPlace(CallbackData, prefix="place"):
    """Offer the metering points."""

    link_id: int
    place: AnyMark = ""


class UsageElsewhere(CallbackData, prefix="elsewhere"):
    """Show the linked accounts, to see the consumption of another one."""

    link_id: int


class UsageOf(CallbackData, prefix="usageof"):
    """Make it the current account and show its consumption."""

    link_id: int


def usage(shown: Usage, tr: Translator) -> InlineKeyboardMarkup:
    link_id, mark = shown.account.link_id, shown.place.mark if shown.place else ""
    table = tap("📋 " + tr.pgettext("button", "Table of readings"), OpenHistory(link_id=link_id, place=mark))
    place = tap("🔌 " + tr.pgettext("button", "Choose a meter"), PickPlace(link_id=link_id, place=mark))
    other = tap("🔄 " + tr.pgettext("button", "Another account"), UsageElsewhere(link_id=link_id))
    on_paper = pdf(MakeUsage(link_id=link_id, place=mark, year=str(shown.year or "")), tr)
    own = tap("🗂 " + tr.pgettext("button", "My submissions"), ListSubmissions(link_id=link_id))
    return inline(
        *_years(shown, mark, tr),
        [*([table] if shown.has_readings else []), *([on_paper] if shown.newest else [])],
        [own],
        [place] if len(shown.places) > 1 else [],
        [other] if shown.has_others else [],
    )


def _years(shown: Usage, mark: str, tr: Translator) -> list[list[InlineKeyboardButton]]:
    if not shown.months:
        return []

    def choose(label: str, year: int | None) -> InlineKeyboardButton:
        chosen = "✅ " if year == shown.year else ""
        intent = OpenUsage(link_id=shown.account.link_id, place=mark, year=str(year or ""))
        return tap(f"{chosen}{label}", intent)

    newest = choose(tr.plain.ngettext("{count} month", "{count} months", YEAR), None)
    return [[newest], [choose(str(year), year) for year in shown.years[:_YEARS]]]


def history(shown: History, tr: Translator) -> InlineKeyboardMarkup:
    link_id, mark = shown.account.link_id, shown.place.mark if shown.place else ""

    def turn(to: int) -> OpenHistory:
        return OpenHistory(link_id=link_id, place=mark, page=str(to))

    turns = [tap("◀️", turn(shown.page - 1))] if shown.page else []
    turns += [tap("▶️", turn(shown.page + 1))] if shown.page + 1 < shown.pages else []
    return inline(turns, [back(OpenUsage(link_id=link_id, place=mark), tr)])


def places(shown: Usage, asked: PickPlace, tr: Translator) -> InlineKeyboardMarkup:
    def choose(label: str, mark: str) -> InlineKeyboardButton:
        chosen = "✅ " if mark == asked.place else ""
        return tap(f"{chosen}{label}", OpenUsage(link_id=asked.link_id, place=mark))

    every = choose(tr.pgettext("button", "All meters together"), "")
    rows = [[choose(_named(each, tr), each.mark)] for each in shown.places[:_MOST_PLACES]]
    return inline([every], *rows, [back(OpenUsage(link_id=asked.link_id, place=asked.place), tr)])


def accounts(linked: Sequence[LinkedAccount], shown: int, tr: Translator) -> InlineKeyboardMarkup:
    names = names_of(linked, shown, tr)
    rows = [[tap(names[each.link_id], UsageOf(link_id=each.link_id))] for each in linked]
    return inline(*rows, [back(OpenUsage(link_id=shown), tr)])


def _named(place: Place, tr: Translator) -> str:
    serial = f"№ {place.serials[0]}" if place.serials else tr.pgettext("button", "Without a meter")
    name = " · ".join(filter(None, (serial, place.name)))
    return name if len(name) <= _LONGEST_LABEL else f"{name[: _LONGEST_LABEL - 1].rstrip()}…"
