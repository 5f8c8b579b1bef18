"""Chats of the town that notices go to: put into the database directly, written to by the services alone."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from core.cabinet import Cabinet
from core.notices.model import Campaign
from core.notices.moment import Dropped, Later, Ready, Verdict, Waiting
from core.period import Period
from core.storage import book
from core.storage.tables import customers, links, outbox, submissions
from tests.fakes.town import Town


async def meets(town: Town, chat_id: int, *numbers: str, branch: str = "UKG", language: str = "kk") -> None:
    """Let a chat agree and link these accounts."""
    async with town.database.work() as work:
        await work.write()
        person = {"chat_id": chat_id, "language": language, "joined_at": town.now, "consent_version": town.consent}
        await work.execute(insert(customers).values(person))
        for number in numbers:
            account_id = town.database.vault.account_id(branch, number)
            account = select(book.accounts.c.owner_mark).where(book.accounts.c.account_id == account_id)
            link = {"chat_id": chat_id, "account_id": account_id, "level": 1, "linked_at": town.now}
            owner_mark = (await work.execute(account)).scalar_one()
            await work.execute(insert(links).values(owner_mark=owner_mark, **link))
        await work.commit()


async def reads(town: Town, number: str, meter_id: str, period: Period, state: str = "queued") -> None:
    """Let a reading of a meter be submitted."""
    row = {
        "submission_id": f"{meter_id}-{period}-{state}",
        "draft_id": abs(hash((meter_id, period.index, state))) % 2**40,
        "account_id": town.database.vault.account_id("UKG", number),
        "owner_mark": 1,
        "meter_id": meter_id,
        "period": period,
        "reading_date": date(2026, 11, 22),
        "submitted_at": town.now,
        "facts": b"",
        "flags": "",
        "linked": True,
        "state": state,
        "reason_code": "",
    }
    async with town.database.work() as work:
        await work.write()
        await work.execute(insert(submissions).values(row))
        await work.commit()


async def fires(town: Town) -> tuple[Campaign, ...]:
    """Let the calendar begin what it asks for now."""
    return await town.ask(lambda cabinet: cabinet.campaigns.fire())


async def goes_on(town: Town) -> int:
    """Let every active campaign go on till nothing more happens; return how many recipients were queued."""

    async def one_round(cabinet: Cabinet) -> list[int]:
        return [await cabinet.campaigns.go_on(campaign=each) for each in await cabinet.campaigns.active()]

    queued = 0
    for _ in range(5):
        queued += sum(await town.ask(one_round))
    return queued


async def rows(town: Town) -> list[Waiting]:
    """Return every row of a campaign, the oldest first."""
    query = select(outbox).where(outbox.c.campaign.is_not(None)).order_by(outbox.c.id)
    async with town.database.work() as work:
        found = (await work.execute(query)).all()
    return [Waiting(id=row.id, key=row.key, chat_id=row.chat_id, campaign=row.campaign) for row in found]


async def judged(town: Town) -> dict[int, Verdict]:
    """Return what becomes of each queued row, by its chat."""
    waiting = await rows(town)
    verdicts = await town.ask(lambda cabinet: cabinet.moment.judge(rows=waiting))
    return {row.chat_id: verdicts[row.id] for row in waiting}


def said(verdicts: dict[int, Verdict]) -> dict[int, str]:
    """Return «ready», «later» or why it was dropped, by chat."""
    return {chat: _word(verdict) for chat, verdict in verdicts.items()}


def _word(verdict: Verdict) -> str:
    match verdict:
        case Dropped(why=why):
            return why
        case Later():
            return "later"
    return "ready"


def values_of(verdict: Verdict) -> dict[str, Any]:
    assert isinstance(verdict, Ready)
    return dict(verdict.recipient.values)


def serials_of(values: dict[str, Any]) -> Sequence[str]:
    return [serial for account in values["accounts"] for _, serial in account["meters"]]
