"""The agreement to notices of law without paper: who may give it, what is kept, when it ends."""

import hashlib

import pytest
from sqlalchemy import select, update

from core.accounts.model import NoSuchLink, SecondProofNeeded
from core.cabinet import Cabinet
from core.notices.agreeing import OldAgreementText
from core.storage.tables import audit, electronic_agreements, links
from tests.core.notices.test_cutoff import FIRST, begin, fill, link
from tests.databases import NOW
from tests.fakes.town import Town

VERSION = "2026-12"


async def linked(town: Town, chat_id: int = 1, *, level: int = 2) -> int:
    await link(town, chat_id, FIRST)
    async with town.database.work() as work:
        await work.write()
        mine = links.c.chat_id == chat_id
        await work.execute(update(links).where(mine).values(level=level))
        link_id: int = (await work.execute(select(links.c.id).where(mine))).scalar_one()
        await work.commit()
    return link_id


async def give(town: Town, link_id: int, *, chat_id: int = 1, version: str = VERSION) -> None:
    async def act(cabinet: Cabinet) -> object:
        words = {"version": version, "text": "the text", "language": "kk"}
        return await cabinet.agreements.give(customer=town.customer(chat_id), link_id=link_id, **words)

    await town.ask(act)


async def in_force(town: Town, chat_id: int = 1) -> bool:
    (one,) = await town.ask(lambda cabinet: cabinet.agreements.look(customer=town.customer(chat_id)))
    return one.agreement is not None


async def rows(town: Town) -> list[tuple[object, ...]]:
    table = electronic_agreements.c
    async with town.database.work() as work:
        found = await work.execute(select(table.chat_id, table.version, table.text_hash, table.withdrawn_at))
        return [tuple(row) for row in found]


async def test_it_is_kept_with_version_and_hash_and_given_twice_it_is_the_first(town: Town) -> None:
    link_id = await linked(town)

    await give(town, link_id)
    await give(town, link_id)

    assert await rows(town) == [(1, VERSION, hashlib.sha256(b"the text").hexdigest(), None)]
    async with town.database.work() as work:
        actions = (await work.execute(select(audit.c.action))).scalars().all()
    assert actions.count("agreement.give") == 1


async def test_the_last_payment_alone_is_not_enough(town: Town) -> None:
    link_id = await linked(town, level=1)

    with pytest.raises(SecondProofNeeded):
        await give(town, link_id)

    assert await rows(town) == []


async def test_an_old_text_and_a_foreign_account_are_refused(town: Town) -> None:
    link_id = await linked(town)
    with pytest.raises(OldAgreementText):
        await give(town, link_id, version="2025-01")
    with pytest.raises(NoSuchLink):
        await give(town, link_id, chat_id=2)

    assert not await in_force(town)


async def test_any_chat_of_the_account_takes_it_back_and_the_record_stays(town: Town) -> None:
    await give(town, await linked(town))
    other = await linked(town, 2, level=1)
    assert await in_force(town, 2)

    for _ in range(2):
        await town.ask(lambda cabinet: cabinet.agreements.withdraw(customer=town.customer(2), link_id=other))

    assert not await in_force(town)
    assert [(row[0], row[3]) for row in await rows(town)] == [(1, NOW)]


async def test_it_ends_with_the_owner(town: Town) -> None:
    await give(town, await linked(town))
    async with town.database.work() as work:
        await work.write()
        await work.execute(update(electronic_agreements).values(owner_mark=5))
        await work.commit()

    assert not await in_force(town)


async def test_erasure_ends_it_and_forgets_who_gave_it(town: Town) -> None:
    await give(town, await linked(town))

    await town.ask(lambda cabinet: cabinet.customers.erase(customer=town.customer(1)))

    assert [(row[0], row[3]) for row in await rows(town)] == [(None, NOW)]


async def test_the_notice_says_that_no_paper_comes_and_the_copy_of_the_data_holds_it(town: Town) -> None:
    await give(town, await linked(town))
    campaign = await begin(town, FIRST)
    await fill(town, campaign)

    (record,) = await town.ask(lambda cabinet: cabinet.cutoffs.records(campaign_id=campaign.id))
    own = await town.ask(lambda cabinet: cabinet.customers.own_data(customer=town.customer(1)))

    assert [each.state for each in record.deliveries] == ["new"]
    assert [each.version for each in own.agreements] == [VERSION]
