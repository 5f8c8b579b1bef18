"""A campaign from its first word to the outbox; who may send it, and to whom it goes."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from core.cabinet import Cabinet
from core.notices.audience import Audience
from core.notices.checking import Checked
from core.notices.model import Campaign, NoticeSettings, NoticeType, State
from core.notices.refusals import CampaignRefused
from core.period import Period
from core.storage import book
from core.storage.chats import SqlNoticeSettings
from core.storage.tables import audit, customers, links, outbox
from core.storage.work import Work
from tests.core.storage.test_balance import fill, month
from tests.fakes.town import METERED, TOWN, Household, Town, TownMeter, deliver

ANNA, BORIS = "operator:11", "operator:12"
TEXTS = {"kk": "Жаңалық", "ru": "Новость", "en": "News"}
PEOPLE = {1: ("kk", ("000100100",)), 2: ("ru", ("000100101", "000400102")), 3: ("ru", ()), 4: ("en", ("000400104",))}


@pytest.fixture
async def full(town: Town) -> Town:
    due = Household(number="000900900", meters=(TownMeter(serial="V1", verification_days=20),))
    await deliver(town.database, (*TOWN, *METERED, due), generation=2, now=town.now)
    vault = town.database.vault
    mine = vault.account_id("UKG", "000100100")
    await fill(town.database, {book.balances: [month(Period(2026, 11), 700_000, account=mine)]})
    async with town.database.work() as work:
        await work.write()
        for chat, (language, numbers) in PEOPLE.items():
            person = {"chat_id": chat, "language": language, "joined_at": town.now, "consent_version": "2026-01"}
            await work.execute(insert(customers).values(person))
            for number in numbers:
                link = {"chat_id": chat, "account_id": vault.account_id("UKG", number), "level": 1}
                more = {"owner_mark": vault.mark("owner", "first"), "linked_at": town.now}
                await work.execute(insert(links).values(link | more))
        await work.commit()
    return town


def measure(values: Mapping[str, Any], _language: str) -> str:
    return str(values["text"])


async def draft(town: Town, audience: Audience | None = None, by: str = ANNA) -> int:
    campaign = await town.ask(lambda cabinet: cabinet.drafting.new(by=by))
    for language, text in TEXTS.items():
        await say(town, campaign.id, language, text)
    if audience is not None:
        await town.ask(lambda of: of.drafting.set_audience(campaign_id=campaign.id, by=ANNA, audience=audience))
    return campaign.id


async def say(town: Town, number: int, language: str, text: str, by: str = ANNA) -> Campaign:
    return await town.ask(lambda of: of.drafting.set_text(campaign_id=number, by=by, language=language, text=text))


async def check(town: Town, number: int) -> Checked:
    _, checked = await town.ask(lambda of: of.launching.check(campaign_id=number, by=ANNA, measure=measure))
    return checked


async def send(town: Town, number: int, **more: Any) -> Campaign:
    return await town.ask(lambda of: of.launching.send(campaign_id=number, by=ANNA, **more))


async def fired(town: Town) -> list[Campaign]:
    """Let the calendar begin what it asks for; return what is news of it."""
    begun = await town.ask(lambda of: of.campaigns.fire())
    return [each for each in begun if each.about is NoticeType.NEWS]


async def chats_of(town: Town, audience: Audience) -> list[int]:
    """Return who is put into the outbox for this audience."""
    number = await draft(town, audience)
    await check(town, number)
    await send(town, number)
    return await queued(town, number)


async def queued(town: Town, number: int) -> list[int]:
    campaign = await town.ask(lambda of: of.campaigns.get(campaign_id=number))
    await town.ask(lambda of: of.campaigns.go_on(campaign=campaign))
    async with town.database.work() as work:
        query = select(outbox.c.chat_id).where(outbox.c.campaign == number).order_by(outbox.c.chat_id)
        return list((await work.execute(query)).scalars())


async def refused(attempt: Any) -> str:
    with pytest.raises(CampaignRefused) as found:
        await attempt
    return found.value.why


@pytest.mark.parametrize(
    ("audience", "chats"),
    [
        (Audience(), [1, 2, 3, 4]),
        (Audience(languages=frozenset({"ru"})), [2, 3]),
        (Audience(branches=frozenset({"ukg"})), [1, 2, 4]),
        (Audience(localities=frozenset({"ӨСКЕМЕН"}), streets=frozenset({"қабанбай  батыр көшесі"})), [1, 2, 4]),
        (Audience(debt_over=699_999), [1]),
        (Audience(accounts=frozenset({"000400102", "000100100"})), [1, 2]),
        (Audience(not_submitted=True), [1, 2]),  # what an automatic meter shows nobody has to submit
    ],
)
async def test_those_are_chosen_who_fit_everything(full: Town, audience: Audience, chats: list[int]) -> None:
    assert await chats_of(full, audience) == chats


@pytest.mark.parametrize("audience", [Audience(branches=frozenset({"SEM"})), Audience(debt_over=700_000)])
async def test_a_campaign_to_nobody_is_refused(full: Town, audience: Audience) -> None:
    assert await refused(check(full, await draft(full, audience))) == "nobody"


async def test_who_has_submitted_is_taken_off_the_list_before_it_is_sent(full: Town) -> None:
    number = await draft(full, Audience(not_submitted=True))
    await check(full, number)
    campaign = await send(full, number)
    rows = [{"reading_id": "new", "register_id": "M0-0-T0", "reading_date": date(2026, 11, 22), "value": 1}]
    await fill(full.database, {book.readings: [{**row, "source": "web", "accepted": True} for row in rows]})

    assert await queued(full, campaign.id) == [2]


async def test_one_chat_gets_one_message_with_all_its_accounts(full: Town) -> None:
    number = await draft(full)
    await say(full, number, "ru", "{account}; {address}; {period}; {last_day}")
    checked = await check(full, number)
    values = next(each.values for each in checked.samples if each.language == "ru")

    assert (checked.chats, checked.accounts) == (3, 4)  # who has no account cannot be told its number
    assert values["account"] == ["000100101", "000400102"]
    assert values["address_ru"][0] == "Өскемен, Қ*** көшесі"
    assert (values["period"], values["last_day"]) == (202611, "2026-11-30")


async def test_an_account_without_a_balance_is_not_told_one(full: Town) -> None:
    number = await draft(full)
    await say(full, number, "kk", "{debt}")

    assert (await check(full, number)).chats == 1


async def test_a_filled_text_that_is_too_long_is_refused(full: Town) -> None:
    number = await draft(full)
    await say(full, number, "ru", "я" * 4090 + "{account}")

    with pytest.raises(CampaignRefused) as found:
        await full.ask(
            lambda of: of.launching.check(
                campaign_id=number, by=ANNA, measure=lambda values, _: values["text"].replace("{account}", "0" * 9)
            )
        )
    assert found.value.why == "text_long"


async def test_who_has_switched_news_off_is_counted_apart(full: Town) -> None:
    off = NoticeSettings(off=frozenset({NoticeType.NEWS}))
    async with full.database.work() as work:
        await work.write()
        await SqlNoticeSettings(work).save(1, off)
        await work.commit()

    checked = await check(full, await draft(full))

    assert (checked.chats, checked.off, checked.by_language) == (3, 1, {"ru": 2, "en": 1})


async def test_nothing_is_sent_unchecked_or_changed_after_the_check(full: Town) -> None:
    number = await draft(full)
    assert await refused(send(full, number)) == "not_checked"
    await check(full, number)
    await say(full, number, "en", "Other news")
    assert await refused(send(full, number)) == "not_checked"
    await check(full, number)

    assert (await send(full, number)).state is State.RUNNING
    assert await refused(send(full, number)) == "state"  # a second press
    assert await refused(say(full, number, "en", "Too late")) == "state"


async def test_a_large_one_waits_for_another_person(full: Town) -> None:
    policy = full.retailer.notices.model_copy(update={"approval_over": 3})
    full.retailer = full.retailer.model_copy(update={"notices": policy})
    number = await draft(full)
    await check(full, number)

    assert (await send(full, number)).state is State.WAITING
    for person in (ANNA,):
        attempt = full.ask(lambda of, by=person: of.launching.approve(campaign_id=number, by=by))
        assert await refused(attempt) == "same_person"
    await say(full, number, "en", "Changed")  # the check is void, and so is what waited
    assert (await full.ask(lambda of: of.drafting.get(campaign_id=number))).state is State.DRAFT
    await check(full, number)
    await send(full, number)
    done = await full.ask(lambda of: of.launching.approve(campaign_id=number, by=BORIS))

    assert (done.state, done.approved_by) == (State.RUNNING, BORIS)
    async with full.database.work() as work:
        query = select(audit.c.actor, audit.c.action).where(audit.c.subject == f"campaign:{number}")
        said = [tuple(row) for row in await work.execute(query.order_by(audit.c.id))]
    assert said[-3:] == [(ANNA, "campaign.ask"), (BORIS, "campaign.approve"), (BORIS, "campaign.start")]


async def test_a_pilot_reaches_a_few_and_then_waits(full: Town) -> None:
    policy = full.retailer.notices.model_copy(update={"pilot": 2, "approval_over": 3})
    full.retailer = full.retailer.model_copy(update={"notices": policy})
    number = await draft(full)
    await check(full, number)
    await send(full, number, pilot=True)

    assert await queued(full, number) == [1, 2]
    async with full.database.work() as work:
        await work.write()
        await work.execute(update(outbox).values(state="sent"))
        await work.commit()
    await full.ask(lambda of: of.campaigns.pause(campaign_id=number, by=ANNA))
    waits = await full.ask(lambda of: of.launching.resume(campaign_id=number, by=ANNA))
    assert waits.state is State.WAITING  # to all it is a large one
    await full.ask(lambda of: of.launching.approve(campaign_id=number, by=BORIS))

    assert await queued(full, number) == [1, 2, 3, 4]


async def test_one_for_later_begins_then_and_repeats(full: Town) -> None:
    number = await draft(full)
    due = full.now + timedelta(hours=3)
    await full.ask(lambda of: of.drafting.set_time(campaign_id=number, by=ANNA, due=due, repeats="daily"))
    await check(full, number)

    assert (await send(full, number)).state is State.SCHEDULED
    full.wait(days=1, hours=4)
    (again,) = await fired(full)
    assert (again.key, again.state) == (f"news:{number}:20261123", State.RUNNING)
    assert await fired(full) == []
    await full.ask(lambda of: of.launching.cancel(campaign_id=number, by=ANNA))
    full.wait(days=1)
    assert await fired(full) == []


async def test_a_pilot_alone_is_not_repeated_to_everybody(full: Town) -> None:
    policy = full.retailer.notices.model_copy(update={"pilot": 2, "approval_over": 3})
    full.retailer = full.retailer.model_copy(update={"notices": policy})
    number = await draft(full)
    await full.ask(lambda of: of.drafting.set_time(campaign_id=number, by=ANNA, due=None, repeats="daily"))
    await check(full, number)
    assert (await send(full, number, pilot=True)).state is State.RUNNING

    full.wait(days=1, hours=1)
    assert await fired(full) == []


async def at_once(town: Town, *acts: Any) -> None:
    """Let each act be half done, with all that it has read, when the others begin."""
    async with AsyncExitStack() as stack:
        works = [await stack.enter_async_context(town.database.work()) for _ in acts]
        cabinets = [Cabinet(work, town.retailer, town.now) for work in works]
        for cabinet in cabinets:
            await cabinet.drafting.get(campaign_id=1)

        async def done(act: Any, cabinet: Cabinet, work: Work) -> None:
            await act(cabinet.drafting)
            await asyncio.sleep(0.05)
            await work.commit()

        async with asyncio.TaskGroup() as group:
            for act, cabinet, work in zip(acts, cabinets, works, strict=True):
                group.create_task(done(act, cabinet, work))


async def test_of_what_two_people_do_at_once_nothing_is_lost(full: Town) -> None:
    number = await draft(full)
    assert number == 1

    await at_once(
        full,
        lambda of: of.note(campaign_id=1, awaits={"11": "when"}),
        lambda of: of.note(campaign_id=1, awaits={"12": "audience"}, language="ru"),
        lambda of: of.set_text(campaign_id=1, by=ANNA, language="kk", text="Екінші"),
        lambda of: of.set_text(campaign_id=1, by=BORIS, language="ru", text="Вторая"),
    )
    campaign = await full.ask(lambda of: of.drafting.note(campaign_id=1, awaits={"11": None}))

    assert campaign.content["awaits"] == {"12": "audience"}
    assert campaign.content["language"] == "ru"
    assert campaign.content["texts"] == {"kk": "Екінші", "ru": "Вторая", "en": "News"}
    assert campaign.content["hands"] == [ANNA, BORIS]
