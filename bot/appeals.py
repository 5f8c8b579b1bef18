"""Appeals at the command line of the office."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from rich.table import Table

from bot.office import OfficeRefused
from core.cabinet import Cabinet
from core.clock import ALMATY, system_clock
from core.retailer import Retailer
from core.storage.engine import Database
from core.support.model import LONGEST_ANSWER, Appeal, Status
from core.support.office import AnsweredBefore, NotAtTheOffice

_CLOSED = {
    Status.ANSWERED: "was answered already",
    Status.REFUSED: "was refused already",
    Status.WITHDRAWN: "was withdrawn by the consumer",
}
_LEFT = (
    "CAUTION: the chat that asked is not linked to the account any more (unlinked, or the account has another owner). "
    "Change nothing before you know who asks."
)


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"

    @property
    def status(self) -> Status:
        return Status.ANSWERED if self is Outcome.DONE else Status.REFUSED


async def open_ones(database: Database, retailer: Retailer) -> tuple[Appeal, ...]:
    async with database.work() as work:
        return await Cabinet(work, retailer, system_clock()).appeal_office.open_ones()


def table(listed: Iterable[Appeal], today: date) -> Table:
    found = Table("number", "kind", "account", "registered", "answer by", "", box=None)
    for one in listed:
        registered = f"{one.registered_at.astimezone(ALMATY):%d.%m.%Y %H:%M}"
        late = "overdue" if one.is_overdue(today) else ""
        found.add_row(one.number, one.kind, one.account_no or "-", registered, _day(one.due_on), late)
    return found


async def shown(database: Database, retailer: Retailer, number: str) -> str:
    """:raises OfficeRefused: no such appeal has come before the office"""
    async with database.work() as work:
        office = Cabinet(work, retailer, system_clock()).appeal_office
        try:
            appeal = await office.read(number=number)
        except NotAtTheOffice:
            raise OfficeRefused(_unknown(number)) from None
        left = appeal.status is Status.NEW and await office.sender_has_left(appeal=appeal)
        await work.commit()
    lines = [
        f"{appeal.number}: {appeal.kind}, {appeal.status}",
        f"account: {appeal.account_no or '-'}",
        f"registered: {appeal.registered_at.astimezone(ALMATY):%d.%m.%Y %H:%M}",
        f"answer by: {_day(appeal.due_on)}",
        *(f"{name}: {value}" for name, value in appeal.content.items()),
        *([f"papers: {len(appeal.papers)}, in the consumer's topic"] if appeal.papers else []),
        *([_LEFT] if left else []),
    ]
    return "\n".join([*lines, f"answer: {appeal.answer}"] if appeal.answer else lines)


async def answer(database: Database, retailer: Retailer, number: str, outcome: Outcome, text: str) -> str:
    """:raises OfficeRefused: no such appeal, closed before, no reason for a refusal, or too long a text"""
    said = text.strip()
    if outcome is Outcome.REFUSED and not said:
        raise OfficeRefused('A refusal needs a reason: python -m bot appeal NUMBER --answer refused "…".')
    if len(said) > LONGEST_ANSWER:
        raise OfficeRefused(f"The answer has {len(said):,} characters; {LONGEST_ANSWER:,} is the most.")
    async with database.work() as work:
        office = Cabinet(work, retailer, system_clock()).appeal_office
        try:
            told = await office.answer(number=number, status=outcome.status, text=said)
        except NotAtTheOffice:
            raise OfficeRefused(_unknown(number)) from None
        except AnsweredBefore as before:
            raise OfficeRefused(_closed(before.appeal)) from None
        await work.commit()
    to_whom = (
        "the consumer is told in the chat" if told else "its chat is not linked to the account any more: told to nobody"
    )
    return f"{number.strip().upper()}: {outcome}; {to_whom}."


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day is not None else "-"


def _closed(appeal: Appeal) -> str:
    at = f" on {appeal.closed_at.astimezone(ALMATY):%d.%m.%Y %H:%M}" if appeal.closed_at else ""
    return f"{appeal.number} {_CLOSED.get(appeal.status, 'is closed')}{at}; nothing has changed."


def _unknown(number: str) -> str:
    return f"No appeal {number.strip()[:40]} has come before the office: look at `appeals`."
