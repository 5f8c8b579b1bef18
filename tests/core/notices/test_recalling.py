"""What has been sent is taken back or corrected: by whom, in which chats, and with which words."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from core.notices.audience import Audience
from core.notices.model import Campaign, NoticeSettings, NoticeType, State
from core.notices.moment import Dropped, Ready, Verdict, Waiting
from core.notices.refusals import CampaignRefused
from core.storage.campaigns import SqlCampaigns
from core.storage.chats import SqlNoticeSettings
from core.storage.ledger import Ended, Ledger
from core.storage.outbox import LEASE, Outbox
from core.storage.tables import customers, links, outbox
from tests.databases import NOW
from tests.fakes.noticed import goes_on, meets, rows
from tests.fakes.town import Town

ANNA, BORIS = "operator:11", "operator:12"
TEXTS = {"kk": "Қате: {account}", "ru": "Ошибка: {account}", "en": "Wrong: {account}"}
RIGHT = {"kk": "Дұрыс: {account}", "ru": "Верно: {account}", "en": "Right: {account}"}
BUTTON = {"text": {"kk": "Ашу", "ru": "Открыть", "en": "Open"}, "command": "readings"}
NUMBERS = {1: ("kk", "000100100"), 2: ("ru", "000100101"), 3: ("ru", "000100102")}
NIGHT = NOW.replace(hour=18)  # 23:00 in Kazakhstan


@pytest.fixture
async def people(town: Town) -> Town:
    for chat, (language, number) in NUMBERS.items():
        await meets(town, chat, number, language=language)
    return town


def measure(values: Mapping[str, Any], _language: str) -> str:
    return str(values["text"])


async def check(town: Town, number: int) -> Campaign:
    found, _ = await town.ask(lambda of: of.launching.check(campaign_id=number, by=ANNA, measure=measure))
    return found


async def send(town: Town, number: int, **more: Any) -> Campaign:
    return await town.ask(lambda of: of.launching.send(campaign_id=number, by=ANNA, **more))


async def approve(town: Town, number: int, by: str) -> Campaign:
    return await town.ask(lambda of: of.launching.approve(campaign_id=number, by=by))


async def cancel(town: Town, number: int) -> Campaign:
    return await town.ask(lambda of: of.launching.cancel(campaign_id=number, by=ANNA))


async def recall(town: Town, number: int) -> Campaign:
    return await town.ask(lambda of: of.recalling.recall(campaign_id=number, by=ANNA))


async def correct(town: Town, number: int, texts: Mapping[str, str] | None = None) -> Campaign:
    return await town.ask(lambda of: of.recalling.correct(campaign_id=number, by=ANNA, texts=texts))


async def get(town: Town, number: int) -> Campaign:
    return await town.ask(lambda of: of.campaigns.get(campaign_id=number))


async def goes_through(town: Town, *, but: int = 0) -> None:
    """Let everything in the outbox go; to one chat, named by `but`, nothing can be sent."""
    await goes_on(town)
    ledger = Ledger(town.database)
    over = [
        Ended(parcel=each, state="dead", counter="failed")
        if each.chat_id == but
        else Ended(parcel=each, state="sent", counter="sent", message_id=1000 + each.chat_id)
        for each in await ledger.turn([], 100, town.now)
    ]
    await ledger.turn(over, 0, town.now)
    await goes_on(town)


async def sent(town: Town, *, but: int = 0, audience: Audience | None = None, **more: Any) -> int:
    """Let a campaign go out to its end; return its number."""
    asked = (audience or Audience()).to_json()
    content = {"texts": TEXTS, "buttons": [BUTTON], "audience": asked, **more}
    number = (await town.ask(lambda of: of.drafting.new(by=ANNA, content=content))).id
    await check(town, number)
    assert (await send(town, number)).state is State.RUNNING
    await goes_through(town, but=but)
    assert (await get(town, number)).state is State.DONE
    return number


async def verdicts(town: Town, number: int) -> dict[int, Verdict]:
    """Return what becomes of each row of a campaign at the moment of sending, by its chat."""
    own: list[Waiting] = [each for each in await rows(town) if each.campaign == number]
    found = await town.ask(lambda of: of.moment.judge(rows=own))
    return {each.chat_id: found[each.id] for each in own}


async def begun(town: Town, number: int, texts: Mapping[str, str] = RIGHT) -> int:
    """Begin a correction."""
    draft = await correct(town, number, texts)
    await check(town, draft.id)
    assert (await send(town, draft.id)).state is State.RUNNING
    return draft.id


async def refused(attempt: Any) -> str:
    with pytest.raises(CampaignRefused) as found:
        await attempt
    return found.value.why


def values_of(verdict: Verdict) -> Mapping[str, Any]:
    assert isinstance(verdict, Ready)
    return verdict.recipient.values


async def large(town: Town, over: int) -> None:
    policy = town.retailer.notices.model_copy(update={"approval_over": over})
    town.retailer = town.retailer.model_copy(update={"notices": policy})


async def test_new_words_go_into_each_message_that_has_arrived_and_no_other(people: Town) -> None:
    number = await sent(people, but=3)
    assert (await check(people, (await correct(people, number, RIGHT)).id)).size == 2
    correction = await begun(people, number)
    await goes_on(people)

    found = await verdicts(people, correction)

    assert {chat: values_of(each)["edits"] for chat, each in found.items()} == {1: 1001, 2: 1002}
    assert values_of(found[1])["text"] == RIGHT["kk"]
    assert values_of(found[2])["text"] == RIGHT["ru"]
    assert values_of(found[2])["account"] == ["000100101"]
    assert values_of(found[2])["buttons"] == [BUTTON]


async def test_whoever_does_not_fit_any_more_is_corrected_all_the_same(people: Town) -> None:
    number = await sent(people, audience=Audience(languages=frozenset({"ru"}), accounts=frozenset({"000100101"})))
    async with people.database.work() as work:
        await work.write()
        await work.execute(update(customers).where(customers.c.chat_id == 2).values(language="kk"))
        await SqlNoticeSettings(work).save(2, NoticeSettings(off=frozenset({NoticeType.NEWS})))
        await work.commit()
    correction = await begun(people, number)
    await goes_on(people)
    people.now = NIGHT  # no phone rings

    found = await verdicts(people, correction)

    assert found.keys() == {2}
    assert values_of(found[2])["text"] == RIGHT["kk"]


async def test_who_has_no_account_any_more_is_told_no_number(people: Town) -> None:
    number = await sent(people)
    correction = await begun(people, number)
    await goes_on(people)
    async with people.database.work() as work:
        await work.write()
        await work.execute(delete(links).where(links.c.chat_id == 2))
        await work.commit()

    assert (await verdicts(people, correction))[2] == Dropped(why="no_reason")


async def test_a_correction_is_checked_as_a_campaign_is(people: Town) -> None:
    number = await sent(people, media={"kind": "photo", "file_id": "file"})

    assert await refused(correct(people, number, {"ru": "Здравствуйте, {name}"})) == "placeholder_unknown"
    assert await refused(correct(people, number, {"ru": "я" * 1025})) == "text_long"  # under a photo
    draft = await correct(people, number, RIGHT)
    assert await refused(send(people, draft.id)) == "not_checked"
    await check(people, draft.id)
    await people.ask(lambda of: of.drafting.set_text(campaign_id=draft.id, by=ANNA, language="en", text="Other"))
    assert await refused(send(people, draft.id)) == "not_checked"


async def test_nothing_but_its_texts_is_changed_by_a_correction(people: Town) -> None:
    draft = await correct(people, await sent(people))
    number = draft.id

    assert draft.content["texts"] == TEXTS
    attempts = (
        people.ask(lambda of: of.drafting.set_audience(campaign_id=number, by=ANNA, audience=Audience())),
        people.ask(lambda of: of.drafting.set_media(campaign_id=number, by=ANNA)),
        people.ask(lambda of: of.drafting.drop_buttons(campaign_id=number, by=ANNA)),
        people.ask(lambda of: of.drafting.set_time(campaign_id=number, by=ANNA, due=None, repeats="daily")),
        send(people, number, pilot=True),
    )
    assert [await refused(attempt) for attempt in attempts] == ["only_texts"] * 5


async def test_a_large_one_is_corrected_and_taken_back_by_two_persons(people: Town) -> None:
    number = await sent(people)
    await large(people, 2)
    draft = await correct(people, number, RIGHT)
    await check(people, draft.id)

    for waiting in (await send(people, draft.id), await recall(people, number)):
        assert waiting.state is State.WAITING
        assert await refused(approve(people, waiting.id, ANNA)) == "same_person"
        done = await approve(people, waiting.id, BORIS)
        assert (done.state, done.approved_by, done.started_at) == (State.RUNNING, BORIS, people.now)
    await goes_on(people)
    assert len(await verdicts(people, waiting.id)) == 3


async def test_a_notice_of_law_is_neither_corrected_nor_taken_back(people: Town) -> None:
    async with people.database.work() as work:
        await work.write()
        facts: dict[str, Any] = {"content": {}, "created_by": "office:x", "now": people.now, "state": State.DONE}
        legal = await SqlCampaigns(work).add(about=NoticeType.CUTOFF, sent=3, **facts)
        bill = await SqlCampaigns(work).add(about=NoticeType.BILL, sent=3, **facts)
        await work.commit()
    assert legal is not None
    assert bill is not None

    assert await refused(correct(people, legal.id, RIGHT)) == "legal"
    assert await refused(recall(people, legal.id)) == "legal"
    assert await refused(correct(people, bill.id, RIGHT)) == "no_campaign"


async def test_a_second_press_goes_on_with_the_same_draft(people: Town) -> None:
    number = await sent(people)
    first = await correct(people, number)

    again = await correct(people, number, {"ru": "Верно"})

    assert (again.id, again.content["texts"]) == (first.id, {**TEXTS, "ru": "Верно"})


async def test_corrections_follow_one_another_and_the_newest_words_stay(people: Town) -> None:
    number = await sent(people)
    first = await begun(people, number)
    newer = {**RIGHT, "ru": "Ещё вернее: {account}"}
    second = await correct(people, number, {"ru": newer["ru"]})
    await check(people, second.id)

    assert second.content["texts"] == newer  # on what stands in the chats now
    assert second.version > (await get(people, first)).version
    words = people.ask(lambda of: of.drafting.set_text(campaign_id=first, by=ANNA, language="ru", text="Иначе"))
    assert await refused(words) == "state"  # half of the chats would keep its first words
    assert await refused(send(people, second.id)) == "correcting"
    await goes_through(people)
    assert (await send(people, second.id)).state is State.RUNNING
    await goes_through(people)
    assert [(await get(people, each)).counts.sent for each in (first, second.id)] == [3, 3]


async def test_a_correction_waits_for_what_is_on_its_way_of_one_that_was_called_off(people: Town) -> None:
    number = await sent(people)
    first = await begun(people, number)
    await goes_on(people)
    ledger = Ledger(people.database)
    (in_hand,) = await ledger.turn([], 1, people.now)
    await cancel(people, first)
    second = await correct(people, number, {"ru": "Иначе"})
    await check(people, second.id)

    assert await refused(send(people, second.id)) == "correcting"
    await ledger.turn([Ended(parcel=in_hand, state="unclear", counter="unclear")], 0, people.now)
    assert (await send(people, second.id)).state is State.RUNNING


async def test_what_is_taken_back_is_not_corrected(people: Town) -> None:
    number = await sent(people)
    draft = await correct(people, number, RIGHT)
    await check(people, draft.id)
    await recall(people, number)

    assert await refused(send(people, draft.id)) == "recalled"
    assert await refused(correct(people, number)) == "recalled"


async def test_what_was_sent_is_taken_back_once_and_again_where_that_was_called_off(people: Town) -> None:
    number = await sent(people)
    first = await recall(people, number)
    assert await refused(recall(people, number)) == "recalled"
    await goes_on(people)
    await cancel(people, first.id)

    second = await recall(people, number)
    await goes_on(people)

    found = await verdicts(people, second.id)
    assert {chat: values_of(each)["erase"] for chat, each in found.items()} == {1: 1001, 2: 1002, 3: 1003}


async def test_what_telegram_does_not_delete_any_more_can_still_be_corrected(people: Town) -> None:
    number = await sent(people)
    people.now += timedelta(days=2)

    assert await refused(recall(people, number)) == "recall_late"
    assert (await correct(people, number)).state is State.DRAFT


async def test_only_what_has_ended_and_was_sent_is_touched(people: Town) -> None:
    nothing = await people.ask(lambda of: of.drafting.new(by=ANNA, content={"texts": TEXTS}))
    await check(people, nothing.id)
    await send(people, nothing.id)
    assert await refused(correct(people, nothing.id)) == "state"
    await goes_on(people)
    (in_hand,) = await Ledger(people.database).turn([], 1, people.now)
    await cancel(people, nothing.id)
    assert await refused(recall(people, nothing.id)) == "state"  # nobody knows yet whether one has arrived
    over = Ended(parcel=in_hand, state="sent", counter="sent", message_id=1)
    await Ledger(people.database).turn([over], 0, people.now)

    taken_back = await recall(people, nothing.id)
    assert taken_back.size == 1
    await goes_through(people)
    assert await refused(recall(people, taken_back.id)) == "state"
    assert await refused(correct(people, taken_back.id)) == "state"


async def test_what_a_crash_leaves_unclear_is_reached_by_the_same_words_once_more(people: Town) -> None:
    number = await sent(people)
    first = await begun(people, number)
    await goes_on(people)
    (in_hand,) = await Ledger(people.database).turn([], 1, people.now)
    people.now += LEASE * 2
    await Outbox(people.database).recover(people.now)
    await goes_through(people)
    done = await get(people, first)
    assert (done.state, done.counts.sent, done.counts.unclear) == (State.DONE, 2, 1)

    second = await begun(people, number)
    await goes_on(people)

    assert in_hand.chat_id in await verdicts(people, second)


async def test_the_record_of_what_was_sent_first_stays(people: Town) -> None:
    number = await sent(people)
    correction = await begun(people, number)
    await goes_through(people)

    async with people.database.work() as work:
        query = outbox.select().where(outbox.c.campaign.in_([number, correction])).order_by(outbox.c.id)
        found = [(row.campaign, row.chat_id, row.message_id, row.state) for row in await work.execute(query)]
    assert found == [(each, chat, 1000 + chat, "sent") for each in (number, correction) for chat in (1, 2, 3)]
