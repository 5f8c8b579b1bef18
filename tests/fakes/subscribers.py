"""Chats that notices go to, put into the database directly, and what the calendar and the outbox make of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, delete, insert, select

from core.cabinet import Cabinet
from core.notices.model import Campaign, NoticeSettings, NoticeType, Recipient
from core.notices.moment import Verdict, Waiting
from core.storage import book
from core.storage.chats import SqlNoticeSettings
from core.storage.tables import customers, links, outbox
from tests.core.storage.test_balance import fill
from tests.fakes.town import Town

LINKED_AT = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)


@dataclass
class Subscribers:
    town: Town

    async def join(
        self, chat_id: int, *numbers: str, branch: str = "UKG", level: int = 1, since: datetime = LINKED_AT
    ) -> dict[str, int]:
        """Let a chat have linked these accounts; return the ids of its links."""
        vault, found = self.town.database.vault, {}
        async with self.town.database.work() as work:
            await work.write()
            person = {"chat_id": chat_id, "language": "kk", "joined_at": since, "consent_version": self.town.consent}
            await work.execute(insert(customers).values(person))
            for number in numbers:
                account_id = vault.account_id(branch, number)
                owner = select(book.accounts.c.owner_mark).where(book.accounts.c.account_id == account_id)
                mark = (await work.execute(owner)).scalar_one()
                row = {"chat_id": chat_id, "account_id": account_id, "owner_mark": mark, "level": level}
                added = insert(links).values(linked_at=since, **row).returning(links.c.id)
                found[number] = (await work.execute(added)).scalar_one()
            await work.commit()
        return found

    async def choose(self, chat_id: int, settings: NoticeSettings) -> None:
        async with self.town.database.work() as work:
            await work.write()
            await SqlNoticeSettings(work).save(chat_id, settings)
            await work.commit()

    async def deliver(self, rows: dict[Table, list[dict[str, Any]]]) -> None:
        await fill(self.town.database, rows)

    async def take_away(self, table: Table) -> None:
        """Empty a table of the live book, as the next generation might have it."""
        await fill(self.town.database, {}, then=delete(table))

    def account_id(self, number: str, branch: str = "UKG") -> int:
        return self.town.database.vault.account_id(branch, number)

    async def fired(self, about: NoticeType) -> list[Campaign]:
        """Let the calendar make its campaigns, and return the new ones of a type."""
        return [each for each in await self.town.ask(lambda cabinet: cabinet.campaigns.fire()) if each.about is about]

    async def queued(self, campaign: Campaign) -> list[Recipient]:
        """Fill the outbox with one page of a campaign, and return what it holds of it."""
        await self.town.ask(lambda cabinet: cabinet.campaigns.go_on(campaign=campaign))
        query = select(outbox).where(outbox.c.campaign == campaign.id).order_by(outbox.c.chat_id, outbox.c.id)
        async with self.town.database.work() as work:
            return [
                Recipient(
                    chat_id=row.chat_id, key=row.key, values=work.vault.open(row.payload), account_id=row.account_id
                )
                for row in await work.execute(query)
            ]

    async def judged(self, campaign: Campaign, recipients: Sequence[Recipient]) -> list[Verdict]:
        """Return what becomes of queued recipients at the moment of sending."""
        rows = [
            Waiting(id=place, key=each.key, chat_id=each.chat_id, campaign=campaign.id)
            for place, each in enumerate(recipients)
        ]

        async def judge(cabinet: Cabinet) -> dict[int, Verdict]:
            return await cabinet.moment.judge(rows=rows)

        verdicts = await self.town.ask(judge)
        return [verdicts[row.id] for row in rows]
