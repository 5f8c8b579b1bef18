"""Appeals between chats and the office: held back, taken back, handed over, answered once."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from core.accounts.model import LinkedAccount, NoSuchLink
from core.desk.model import Banned
from core.profile.model import Field
from core.storage.desk_people import SqlBans
from core.storage.tables import appeals, outbox
from core.support.model import (
    Appeal,
    AppealClosed,
    AppealUnderWay,
    Asked,
    Kind,
    NoSuchAppeal,
    Status,
    new_key,
    read_appeal_number,
)
from core.support.office import AnsweredBefore, NotAtTheOffice
from tests.attacks.guesses import guess, outcome
from tests.core.profile.test_service import AMOUNT, NUMBER, proven, send
from tests.fakes.town import OPERATORS, TOWN, Household, Town, deliver


async def told(town: Town) -> list[tuple[int, str]]:
    async with town.database.work() as work:
        rows = (await work.execute(select(outbox.c.chat_id, outbox.c.payload).order_by(outbox.c.id))).all()
    names = [(row.chat_id, town.database.vault.open(row.payload).get("name", "")) for row in rows if row.payload]
    return [each for each in names if each[1].startswith(("appeal", "change"))]


async def hand_over(town: Town) -> int:
    return await town.ask(lambda cabinet: cabinet.support.hand_over(most=10))


async def withdraw(town: Town, link_id: int, appeal: Appeal, chat: int = 1) -> Appeal:
    return await town.ask(
        lambda cabinet: cabinet.support.withdraw(customer=town.customer(chat), link_id=link_id, appeal_id=appeal.id)
    )


async def answer(town: Town, appeal: Appeal, text: str = "Done.") -> bool:
    return await town.ask(
        lambda cabinet: cabinet.appeal_office.answer(number=appeal.number, status=Status.ANSWERED, text=text)
    )


async def sent(town: Town) -> tuple[LinkedAccount, LinkedAccount, Appeal]:
    """Return the links of chats 1 and 2 to one account, and what chat 1 has asked for."""
    mine = await proven(town)
    other = (await guess(town, 2, NUMBER, AMOUNT)).account
    return mine, other, await send(town, mine.link_id, new_key())


async def test_the_other_chats_are_told_at_once_and_the_office_a_day_later(town: Town) -> None:
    _, _, appeal = await sent(town)

    assert await told(town) == [(2, "change_asked")]
    assert await hand_over(town) == 0
    town.wait(hours=23, minutes=59)
    assert await hand_over(town) == 0
    with pytest.raises(NotAtTheOffice):
        await town.ask(lambda cabinet: cabinet.appeal_office.read(number=appeal.number))
    assert await town.ask(lambda cabinet: cabinet.appeal_office.open_ones()) == ()

    town.wait(minutes=1)

    assert await hand_over(town) == 1
    assert await hand_over(town) == 0
    assert await told(town) == [(2, "change_asked"), (OPERATORS, "appeal_arrived")]
    (waiting,) = await town.ask(lambda cabinet: cabinet.appeal_office.open_ones())
    assert waiting == replace(appeal, handed_over=True)


async def test_nothing_is_registered_for_a_link_that_has_ended_meanwhile(town: Town) -> None:
    mine = await proven(town)
    customer = town.customer(1)
    await town.ask(lambda cabinet: cabinet.accounts.sign_out(customer=customer))
    asked = Asked(
        kind=Kind.PROFILE_CHANGE, content={"sex": "m"}, key=new_key(), due_on=town.now.date(), held_until=town.now
    )

    with pytest.raises(NoSuchLink):
        await town.ask(lambda cabinet: cabinet.support.register(customer=customer, account=mine, asked=asked))

    async with town.database.work() as work:
        assert (await work.execute(select(appeals.c.id))).all() == []


async def test_the_operators_are_told_no_personal_value(town: Town) -> None:
    await sent(town)
    town.wait(hours=24)
    await hand_over(town)

    async with town.database.work() as work:
        rows = (await work.execute(select(outbox.c.payload).where(outbox.c.chat_id == OPERATORS))).all()
    (values,) = [content["values"] for row in rows if "values" in (content := town.database.vault.open(row.payload))]
    assert "+7 701 555 1234" not in str(values)
    assert values["fields"] == "mobile"


async def test_another_chat_stops_it_and_the_office_never_sees_it(town: Town) -> None:
    _, other, appeal = await sent(town)

    stopped = await withdraw(town, other.link_id, appeal, chat=2)

    assert stopped.status is Status.WITHDRAWN
    town.wait(days=2)
    assert await hand_over(town) == 0
    assert await told(town) == [(2, "change_asked"), (1, "appeal_taken_back")]
    with pytest.raises(NotAtTheOffice):
        await answer(town, appeal)


async def test_one_taken_back_from_the_office_is_told_there(town: Town) -> None:
    mine, _, appeal = await sent(town)
    town.wait(hours=25)
    await hand_over(town)

    await withdraw(town, mine.link_id, appeal)

    assert (OPERATORS, "appeal_gone") in await told(town)
    with pytest.raises(AnsweredBefore) as before:
        await answer(town, appeal)
    assert before.value.appeal.status is Status.WITHDRAWN


async def test_it_is_taken_back_once(town: Town) -> None:
    mine, other, appeal = await sent(town)
    await withdraw(town, mine.link_id, appeal)

    with pytest.raises(AppealClosed) as refusal:
        await withdraw(town, other.link_id, appeal, chat=2)

    assert refusal.value.appeal.status is Status.WITHDRAWN


async def test_an_answer_reaches_the_chat_once(town: Town) -> None:
    _, _, appeal = await sent(town)
    town.wait(hours=24)

    assert await answer(town, appeal)
    with pytest.raises(AnsweredBefore):
        await answer(town, appeal, "Another.")

    assert await told(town) == [(2, "change_asked"), (1, "appeal_answered")]
    own = await town.ask(lambda cabinet: cabinet.support.own(customer=town.customer(1), link_id=1))
    assert [(each.status, each.answer) for each in own] == [(Status.ANSWERED, "Done.")]


async def test_answered_by_two_at_once_it_is_answered_once(town: Town) -> None:
    _, _, appeal = await sent(town)
    town.wait(hours=24)

    found = await asyncio.gather(*(answer(town, appeal, f"{each}") for each in range(5)), return_exceptions=True)

    assert sorted(type(each).__name__ for each in found) == ["AnsweredBefore"] * 4 + ["bool"]
    assert [name for _, name in await told(town)].count("appeal_answered") == 1


async def test_a_chat_that_has_left_the_account_is_not_told(town: Town) -> None:
    mine, _, appeal = await sent(town)
    await town.ask(lambda cabinet: cabinet.accounts.unlink(customer=town.customer(1), link_id=mine.link_id))
    town.wait(hours=24)

    assert not await answer(town, appeal)
    assert (1, "appeal_answered") not in await told(town)


async def test_an_account_has_one_open_change_and_after_it_another(town: Town) -> None:
    mine, _, first = await sent(town)

    with pytest.raises(AppealUnderWay) as refusal:
        await send(town, mine.link_id, new_key(), {Field.EMAIL: "a@mail.kz"})
    assert refusal.value.appeal == first

    await withdraw(town, mine.link_id, first)
    second = await send(town, mine.link_id, new_key(), {Field.EMAIL: "a@mail.kz"})
    assert second.id != first.id


async def test_twenty_presses_at_once_send_one(town: Town) -> None:
    mine, key = await proven(town), new_key()

    found = await asyncio.gather(*(send(town, mine.link_id, key) for _ in range(20)))

    assert len({each.number for each in found}) == 1
    assert await rows(town) == 1


async def test_twenty_forms_at_once_open_one(town: Town) -> None:
    mine = await proven(town)

    found = await asyncio.gather(*(outcome(send(town, mine.link_id, new_key())) for _ in range(20)))

    assert sorted(found) == ["AppealUnderWay"] * 19 + ["right"]
    assert await rows(town) == 1


async def rows(town: Town) -> int:
    async with town.database.work() as work:
        return len((await work.execute(select(appeals.c.id))).all())


async def test_foreign_and_forged_ones_are_not_found(town: Town) -> None:
    _, other, appeal = await sent(town)
    neighbour = (await guess(town, 3, "000200200", 111_111)).account

    for chat, link_id, appeal_id in (
        (2, other.link_id, appeal.id),  # of the same account, but what was asked is the other chat's
        (3, neighbour.link_id, appeal.id),
        (1, 1, appeal.id + 1),
        (1, 1, 0),
    ):
        with pytest.raises(NoSuchAppeal):
            await read(town, chat, link_id, appeal_id)
    with pytest.raises(NoSuchAppeal):
        await withdraw(town, neighbour.link_id, appeal, chat=3)
    with pytest.raises(NoSuchLink):
        await withdraw(town, other.link_id, appeal, chat=3)


async def read(town: Town, chat: int, link_id: int, appeal_id: int) -> Appeal:
    return await town.ask(
        lambda cabinet: cabinet.support.get(customer=town.customer(chat), link_id=link_id, appeal_id=appeal_id)
    )


async def test_a_former_owner_sees_and_stops_nothing(town: Town) -> None:
    mine, _, appeal = await sent(town)
    sold = tuple(Household(number=home.number, owner="second") if home.number == NUMBER else home for home in TOWN)
    await deliver(town.database, sold, generation=2)

    with pytest.raises(NoSuchLink):
        await read(town, 1, mine.link_id, appeal.id)
    town.wait(hours=24)
    assert not await answer(town, appeal), "the answer is for the one who had asked, and he has left"


async def erase(town: Town) -> None:
    await town.ask(lambda cabinet: cabinet.customers.erase(customer=town.customer(1)))


async def kept(town: Town) -> list[tuple[str, int | None, dict[str, str]]]:
    async with town.database.work() as work:
        found = (await work.execute(select(appeals.c.status, appeals.c.chat_id, appeals.c.content))).all()
    return [(row.status, row.chat_id, town.database.vault.open(row.content)["asked"]) for row in found]


async def test_erasure_takes_back_what_the_office_has_not_got(town: Town) -> None:
    await sent(town)

    await erase(town)

    assert await kept(town) == [("withdrawn", None, {})]
    town.wait(days=2)
    assert await hand_over(town) == 0


async def test_what_the_office_works_on_loses_its_content_when_it_is_answered(town: Town) -> None:
    _, _, appeal = await sent(town)
    town.wait(hours=24)
    await erase(town)
    assert await kept(town) == [("new", None, {"mobile": "+7 701 555 1234"})]

    assert not await answer(town, appeal)

    assert await kept(town) == [("answered", None, {})]


async def test_erasure_empties_what_was_answered_before(town: Town) -> None:
    _, _, appeal = await sent(town)
    town.wait(hours=24)
    await answer(town, appeal)

    await erase(town)

    assert await kept(town) == [("answered", None, {})]


@pytest.mark.parametrize(
    ("text", "found"),
    [("A-2026-000123", 123), (" a-2026-000123 ", 123), ("A-2026-123", 0), ("x", 0), ("A-2026-" + "9" * 30, 0)],
)
def test_a_number_is_read_as_it_is_written(text: str, found: int) -> None:
    assert read_appeal_number(text) == found


async def test_a_chat_that_the_desk_has_barred_sends_no_appeal(town: Town) -> None:
    mine = await proven(town)
    async with town.database.work() as work:
        await work.write()
        await SqlBans(work).add(chat_id=1, reason="spam", by=9, until=None, now=town.now)
        await work.commit()

    with pytest.raises(Banned):
        await send(town, mine.link_id, new_key())
