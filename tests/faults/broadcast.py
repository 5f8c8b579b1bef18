"""A town that a campaign goes to, and what each of its chats has got."""

import asyncio
from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select

from core.notices.model import Campaign, NoticeType, State
from core.retailer import DEMO_FILE, Retailer
from core.storage import schema
from core.storage.campaigns import SqlCampaigns
from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import customers, outbox
from sandbox import Sandbox, acts
from sandbox.state import BOT_ID, Account
from tests.running import Place

FIRST = 6_000_000_000
_PAGE = 5_000


def paced(folder: Path, per_second: int) -> Path:
    """Return the file of a retailer who writes so fast and has no quiet hours."""
    text = DEMO_FILE.read_text(encoding="utf-8").replace("per_second = 25 ", f"per_second = {per_second} ")
    text = text.replace("quiet_from = 21:00:00", "quiet_from = 09:00:00")
    file = folder / "retailer.toml"
    file.write_text(text, encoding="utf-8")
    assert Retailer.from_file(file).notices.per_second == per_second
    return file


class Broadcast:
    """`number` chats that have agreed to the text in force.

    The `blocked` among them block the bot, the `deleted` have left Telegram, the `unknown` it has never heard of.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        place: Place,
        number: int,
        blocked: Collection[int],
        *,
        deleted: Collection[int] = (),
        unknown: Collection[int] = (),
    ) -> None:
        self.sandbox = sandbox
        self.database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
        self.chats = range(FIRST, FIRST + number)
        self.blocked, self.deleted, self.unknown = (
            {FIRST + nth for nth in each} for each in (blocked, deleted, unknown)
        )

    async def settle(self) -> None:
        now = datetime.now(UTC)
        version = Retailer.from_file(DEMO_FILE).consent.version
        await schema.migrate(self.database, now)
        for start in range(0, len(self.chats), _PAGE):
            page = self.chats[start : start + _PAGE]
            rows = [{"chat_id": chat, "language": "kk", "joined_at": now, "consent_version": version} for chat in page]
            async with self.database.work() as work:
                await work.write()
                await work.execute(insert(customers), rows)
                await work.commit()
        world = self.sandbox.world
        for chat in self.chats:
            world.accounts[chat] = Account(chat, f"P{chat}", "", "", "kk", "")
            world.accounts[chat].blocked = chat in self.blocked
            world.accounts[chat].deactivated = chat in self.deleted
            if chat not in self.unknown:
                world.private_chat(chat).bot = "kicked" if chat in self.blocked else "member"

    async def begin(self, state: State = State.RUNNING) -> int:
        now = datetime.now(UTC)
        async with self.database.work() as work:
            await work.write()
            campaign = await SqlCampaigns(work).add(
                about=NoticeType.NEWS,
                content={"text": "news"},
                created_by="office",
                now=now,
                state=state,
                size=len(self.chats),
                started_at=now,
            )
            await work.commit()
        assert campaign is not None
        return campaign.id

    async def put(self, campaign_id: int, state: State) -> None:
        async with self.database.work() as work:
            await work.write()
            await SqlCampaigns(work).change(campaign_id, tuple(State), state=state)
            if state is State.CANCELLED:
                await SqlCampaigns(work).drop_waiting(campaign_id, datetime.now(UTC))
            await work.commit()

    async def look(self, campaign_id: int) -> Campaign:
        async with self.database.work() as work:
            found = await SqlCampaigns(work).get(campaign_id)
        assert found is not None
        return found

    async def unclear(self) -> set[int]:
        async with self.database.work() as work:
            rows = await work.execute(select(outbox.c.chat_id).where(outbox.c.state == "unclear"))
            return set(rows.scalars())

    def come_back(self, chat: int) -> None:
        """Let who has blocked the bot allow it again, and anybody else say a word."""
        world, account = self.sandbox.world, self.sandbox.world.accounts[chat]
        if account.blocked:
            acts.block(world, account, blocked=False)
        else:
            acts.say(world, account, world.private_chat(chat), "?")

    async def marked(self) -> set[int]:
        """Return the chats that are known to be out of reach."""
        async with self.database.work() as work:
            rows = await work.execute(select(customers.c.chat_id).where(customers.c.blocked_at.is_not(None)))
            return set(rows.scalars())

    async def over(self, campaign_id: int, *, but: int = 0) -> None:
        """Wait until all but so many have been seen to."""
        while True:
            found = await self.look(campaign_id)
            if found.complete and found.counts.open <= but:
                return
            await asyncio.sleep(0.5)

    def arrived(self) -> Counter[int]:
        """Return how many messages of the bot each chat has."""
        return Counter(one.chat_id for one in self.sandbox.world.messages.values() if one.sender == BOT_ID)
