"""What the office asks for at the command line, as lines and tables to print."""

import re
from collections.abc import Iterable
from datetime import datetime

from rich.table import Table

from core.accounts.attack import REAL_NUMBERS, Guessing, Opened, guessing, opened_in_a_day
from core.accounts.model import BranchNeeded, NumberNotUnderstood
from core.accounts.office import NoSuchAccount
from core.accounts.policy import LinkPolicy
from core.cabinet import Cabinet
from core.clock import ALMATY, system_clock
from core.readings.answers import Decision, NotOnList, NotSettled
from core.readings.handover import Listed
from core.retailer import Retailer
from core.storage.amounts import read_distribution
from core.storage.engine import Database

_NOT_SETTLED = {
    "closed": "it was withdrawn, replaced or answered, so there is nothing to send: settle it as accepted or refused",
    "another": "another reading of this meter and period has its place: settle it as refused",
}


class OfficeRefused(Exception):
    """One line that says what to do; exit 1."""


async def unlock(database: Database, retailer: Retailer, now: datetime, account: str, branch: str | None) -> str:
    async with database.work() as work:
        try:
            await Cabinet(work, retailer, now).office.unlock(number=account, branch=branch)
        except (NumberNotUnderstood, NoSuchAccount, BranchNeeded) as refusal:
            raise OfficeRefused(_explain(refusal)) from None
        await work.commit()
    return (
        "New chats may be linked to the account again. A chat that is locked itself waits, or uses a one-time code: "
        "`issue-code`."
    )


async def issue_code(database: Database, retailer: Retailer, now: datetime, account: str, branch: str | None) -> str:
    async with database.work() as work:
        try:
            code = await Cabinet(work, retailer, now).office.issue_code(number=account, branch=branch)
        except (NumberNotUnderstood, NoSuchAccount, BranchNeeded) as refusal:
            raise OfficeRefused(_explain(refusal)) from None
        await work.commit()
    return (
        f"{code.typed}\n"
        f"As a link: https://t.me/<the bot's name>?start={code.payload}\n"
        f"Good once, until {code.until.astimezone(ALMATY):%d.%m.%Y %H:%M}; it is not kept and cannot be shown again."
    )


async def unclear(database: Database, retailer: Retailer) -> tuple[Listed, ...]:
    async with database.work() as work:
        return await Cabinet(work, retailer, system_clock()).answers.listed()


async def settle(database: Database, retailer: Retailer, operators: int | None, number: str, decision: Decision) -> str:
    """:raises OfficeRefused: it is not on the list, or cannot be settled so"""
    found = re.fullmatch(r"[0-9]{6}-([0-9]{6,18})", number, re.ASCII)
    async with database.work() as work:
        cabinet = Cabinet(work, retailer, system_clock(), operators)
        try:
            settled = await cabinet.answers.settle(int(found[1]) if found else 0, decision)
        except NotSettled as refusal:
            raise OfficeRefused(f"{number}: {_NOT_SETTLED[refusal.why]}.") from None
        except NotOnList:
            settled = None
        if settled is None or settled.number != number:
            raise OfficeRefused(f"{number[:40]} is not on the list: look at `unclear`.")
        await cabinet.audit.record(
            actor="office", action="reading.settle", subject=f"reading:{number}", detail=decision
        )
        await work.commit()
    done = "the accounting system is asked about it, and gets it once more if it has it not"
    return f"{number}: {done if decision is Decision.RESEND else f'settled as {decision}'}."


def unclear_table(listed: Iterable[Listed]) -> Table:
    table = Table("number", "submission_id", "state", "why", "since", "settle it with", box=None)
    for one in listed:
        command = f"python -m bot settle {one.number} accepted|refused|resend"
        since = f"{one.since.astimezone(ALMATY):%d.%m.%Y %H:%M}"
        table.add_row(one.number, one.submission_id, one.state, one.why, since, command)
    return table


async def link_policy(database: Database, policy: LinkPolicy) -> list[Table]:
    """:raises OfficeRefused: no payments are loaded"""
    async with database.work() as work:
        known = await read_distribution(work)
    if not known.amounts:
        raise OfficeRefused("No payments are loaded: import a package first.")
    title = f"What a payment is worth alone: {known.payers:,} payers of {known.accounts:,} accounts"
    return [
        _guessing_table(title, guessing(known, policy), policy),
        _opened_table(opened_in_a_day(known, policy)),
    ]


def _guessing_table(title: str, worth: Guessing, policy: LinkPolicy) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("what the guesser does")
    table.add_column("opens", justify="right")
    for guesses, share in (("best single guess", worth.best), ("3 guesses", worth.three), ("10", worth.ten)):
        table.add_row(guesses, _percent(share))
    table.add_row("100", _percent(worth.hundred))
    table.add_row("a neighbour who knows it to 10 %: 3 tries", _percent(worth.neighbour))
    table.add_section()
    table.add_row("min-entropy of a payment", f"{worth.min_entropy:.1f} bit")
    table.add_row(f"payers whose amount fewer than 1 in {policy.common_amount_one_in:,} have", _percent(worth.rare))
    return table


def _opened_table(days: Iterable[Opened]) -> Table:
    title = f"Strangers' accounts opened in a day, {REAL_NUMBERS:.0%} of the tried numbers being real"
    table = Table(title=title, title_justify="left")
    table.add_column("attacker")
    rules = ("no lock, 1/s", "limits per chat", "+ brake", "+ serial: round amounts", "+ serial: rare amounts")
    for rule in rules:
        table.add_column(rule, justify="right")
    for day in days:
        figures = (day.unlimited, day.per_chat, day.braked, day.round_amounts, day.rare_amounts)
        table.add_row(f"{day.chats:,} chats" if day.chats > 1 else "1 chat", *map(_number, figures))
    return table


def _explain(refusal: NumberNotUnderstood | NoSuchAccount | BranchNeeded) -> str:
    if isinstance(refusal, BranchNeeded):
        codes = ", ".join(branch.code for branch in refusal.branches)
        return f"Several branches have this number: add --branch with one of {codes}."
    if isinstance(refusal, NumberNotUnderstood):
        return f"This is no account number; it looks like {refusal.example}."
    return "There is no account of this number in the imported data."


def _percent(share: float) -> str:
    return f"{share:.2%}" if share < 0.1 else f"{share:.0%}"


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    if value >= 10:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value >= 0.01 else f"{value:.2g}"
