"""Who sees how much of a profile, and what becomes of a change."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.accounts.model import LinkedAccount, NoSuchLink
from core.profile.model import (
    Field,
    NotAPhone,
    NothingChanged,
    NotOfThisPayer,
    Profile,
    ProofNeededToChange,
    SameAsOnFile,
)
from core.storage.links import SqlLinks
from core.storage.tables import appeals, audit
from core.support.model import Appeal, Status, new_key
from tests.attacks.guesses import guess
from tests.fakes.town import Town

NUMBER, AMOUNT = "000100100", 466_734
CODE = "ONETIMECODEOF100100"
MOBILE = {Field.MOBILE: "+7 701 555 1234"}


async def proven(town: Town, chat: int = 1) -> LinkedAccount:
    return (await town.ask(lambda cabinet: cabinet.recovery.use_code(customer=town.customer(chat), code=CODE))).account


async def shown(town: Town, link_id: int, chat: int = 1) -> Profile:
    return await town.ask(lambda cabinet: cabinet.profile.show(customer=town.customer(chat), link_id=link_id))


async def send(town: Town, link_id: int, key: str, changes: dict[Field, str] | None = None, chat: int = 1) -> Appeal:
    asked = MOBILE if changes is None else changes
    return await town.ask(
        lambda cabinet: cabinet.profile.send(customer=town.customer(chat), link_id=link_id, changes=asked, key=key)
    )


async def test_after_the_payment_everything_is_masked_and_birth_date_and_sex_are_left_out(town: Town) -> None:
    mine = (await guess(town, 1, NUMBER, AMOUNT)).account

    profile = await shown(town, mine.link_id)

    assert profile.masked
    assert (profile.payer, profile.address_ru) == ("А***ова К. С.", "Өскемен, Қ*** көшесі")
    assert (profile.phone, profile.mobile, profile.email) == ("*** 00", "*** 67", "k***@mail.example")
    assert (profile.birth_date, profile.sex) == (None, "")


async def test_after_the_second_proof_everything_is_shown(town: Town) -> None:
    profile = await shown(town, (await proven(town)).link_id)

    assert not profile.masked
    assert (profile.payer, profile.mobile) == ("Ахметова Кәмила Серікқызы", "+7 777 123-45-67")
    assert (profile.birth_date, profile.sex) == (date(1960, 11, 22), "f")
    assert profile.address_ru == "Усть-Каменогорск, ул. Кабанбай батыра, 12, кв. 34"


async def test_every_view_is_in_the_audit_log(town: Town) -> None:
    mine = (await guess(town, 1, NUMBER, AMOUNT)).account
    await shown(town, mine.link_id)

    async with town.database.work() as work:
        rows = (await work.execute(select(audit.c.actor, audit.c.detail).where(audit.c.action == "view.profile"))).all()
    assert [tuple(row) for row in rows] == [("chat:1", "level 1")]


async def test_the_profile_of_another_chat_is_not_found(town: Town) -> None:
    mine = await proven(town)

    with pytest.raises(NoSuchLink):
        await shown(town, mine.link_id, chat=2)
    with pytest.raises(NoSuchLink):
        await send(town, mine.link_id, new_key(), chat=2)


async def test_whoever_knows_the_payment_only_changes_nothing(town: Town) -> None:
    mine = (await guess(town, 1, NUMBER, AMOUNT)).account
    customer = town.customer(1)

    with pytest.raises(ProofNeededToChange):
        await town.ask(lambda cabinet: cabinet.profile.form(customer=customer, link_id=mine.link_id, changes={}))
    with pytest.raises(ProofNeededToChange):
        await town.ask(
            lambda cabinet: cabinet.profile.write(customer=customer, link_id=mine.link_id, field=Field.SEX, text="m")
        )
    with pytest.raises(ProofNeededToChange):
        await send(town, mine.link_id, new_key())


async def write(town: Town, link_id: int, field: Field, text: str) -> str:
    return await town.ask(
        lambda cabinet: cabinet.profile.write(customer=town.customer(1), link_id=link_id, field=field, text=text)
    )


async def test_what_is_on_file_already_is_no_change(town: Town) -> None:
    mine = await proven(town)

    for field, text in ((Field.MOBILE, "87771234567"), (Field.BIRTH_DATE, "22.11.1960"), (Field.SEX, "f")):
        with pytest.raises(SameAsOnFile):
            await write(town, mine.link_id, field, text)
    with pytest.raises(NotAPhone):
        await write(town, mine.link_id, Field.MOBILE, "777")


async def test_a_company_has_no_birth_date(town: Town) -> None:
    mine = (await guess(town, 1, "000300301", 150_055)).account
    async with town.database.work() as work:
        await work.write()
        await SqlLinks(work).raise_level(mine.link_id, 2)
        await work.commit()

    assert Field.BIRTH_DATE not in (await shown(town, mine.link_id)).fields
    with pytest.raises(NotOfThisPayer):
        await write(town, mine.link_id, Field.BIRTH_DATE, "22.11.1960")


async def test_a_change_becomes_one_appeal_however_often_it_is_sent(town: Town) -> None:
    mine, key = await proven(town), new_key()

    first = await send(town, mine.link_id, key)
    again = await send(town, mine.link_id, key)
    replayed = await send(town, mine.link_id, key, changes={})

    assert first == again == replayed
    assert first.status is Status.NEW
    assert first.content == {"mobile": "+7 701 555 1234"}
    assert first.number == f"A-2026-{first.id:06}"
    assert first.held_until == town.now + timedelta(hours=24)
    assert first.due_on == date(2026, 12, 11), "three weeks of working days from Sunday the 22nd"
    async with town.database.work() as work:
        assert len((await work.execute(select(appeals.c.id))).all()) == 1


async def test_an_empty_form_is_not_sent(town: Town) -> None:
    mine = await proven(town)

    with pytest.raises(NothingChanged):
        await send(town, mine.link_id, new_key(), changes={})
