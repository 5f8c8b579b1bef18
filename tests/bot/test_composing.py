"""A notice whose occasion fails holds up no other, and is given up in the end."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import insert

from bot.alarms import Alarms
from bot.jobs.composing import Composer, Message
from bot.screens import notices_occasions
from bot.screens.screen import Screen
from core.cabinet import Cabinet
from core.notices.model import Campaign, Chat, NoticeType, Recipient, State
from core.retailer import DEMO_FILE, Retailer
from core.storage.campaigns import SqlCampaigns
from core.storage.engine import Database
from core.storage.ledger import Ended, GivenBack, Ledger
from core.storage.outbox import TRIES
from core.storage.tables import customers
from tests.databases import NOW

RETAILER = Retailer.from_file(DEMO_FILE)


class Fails:
    about = NoticeType.TARIFF

    async def recipients(self, *_: object) -> Sequence[Recipient]:
        raise RuntimeError("its data are damaged")


class Works:
    about = NoticeType.NEWS

    async def recipients(self, campaign: Campaign, chats: Sequence[Chat], _now: datetime) -> Sequence[Recipient]:
        return [Recipient(chat_id=one.chat_id, key=f"{campaign.id}:{one.chat_id}") for one in chats]


@pytest.fixture
def composer(database: Database, monkeypatch: pytest.MonkeyPatch) -> Composer:
    occasions: Any = property(lambda _cabinet: {NoticeType.TARIFF: Fails(), NoticeType.NEWS: Works()})
    monkeypatch.setattr(Cabinet, "_occasions", occasions)
    words = dict.fromkeys((NoticeType.TARIFF, NoticeType.NEWS), lambda *_: Screen(text="words"))
    monkeypatch.setattr(notices_occasions, "OCCASIONS", words)
    monkeypatch.setattr("bot.jobs.composing.OCCASIONS", words)
    return Composer(database, RETAILER, lambda: NOW, Alarms(database, RETAILER, None, lambda: NOW))


async def begin(database: Database, about: NoticeType) -> None:
    async with database.work() as work:
        await work.write()
        campaign = await SqlCampaigns(work).add(
            about=about, content={}, created_by="clock", now=NOW, state=State.RUNNING
        )
        assert campaign is not None
        await SqlCampaigns(work).enqueue(campaign, [Recipient(chat_id=1, key=f"{campaign.id}:1")], NOW)
        await work.commit()


async def test_an_occasion_that_fails_holds_up_no_other(database: Database, composer: Composer) -> None:
    async with database.work() as work:
        await work.write()
        known = {"chat_id": 1, "language": "kk", "joined_at": NOW, "consent_version": RETAILER.consent.version}
        await work.execute(insert(customers), [known])
        await work.commit()
    for about in (NoticeType.TARIFF, NoticeType.NEWS):
        await begin(database, about)
    ledger = Ledger(database)

    failed, composed = await composer.compose(await ledger.turn([], 10, NOW))

    assert isinstance(composed, Message)
    assert composed.screen.text == "words"
    assert isinstance(failed, GivenBack)
    for _ in range(TRIES - 1):
        assert isinstance(failed, GivenBack)
        [again] = await ledger.turn([failed], 10, failed.due)
        [failed] = await composer.compose([again])
    assert isinstance(failed, Ended)
    assert (failed.state, failed.counter, failed.outcome) == ("dead", "failed", "RuntimeError")
