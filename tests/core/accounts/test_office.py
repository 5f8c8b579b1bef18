import pytest
from sqlalchemy import select

from core.accounts.model import BranchNeeded, CodeNotAccepted, NotVerified, NumberNotUnderstood
from core.accounts.office import IssuedCode, NoSuchAccount
from core.storage.tables import audit, codes
from tests.fakes.town import Household, Town, deliver

NUMBER = "000100100"


async def issue(town: Town, number: str = NUMBER, branch: str | None = None) -> IssuedCode:
    return await town.ask(lambda cabinet: cabinet.office.issue_code(number=number, branch=branch))


async def use(town: Town, code: str, chat: int = 1) -> str:
    linked = await town.ask(lambda cabinet: cabinet.recovery.use_code(customer=town.customer(chat), code=code))
    return linked.account.account_no


async def pay(town: Town, chat: int = 1, amount: int = 466_734) -> int:
    linked = await town.ask(
        lambda cabinet: cabinet.linking.link(customer=town.customer(chat), number=NUMBER, amount=amount)
    )
    return linked.account.link_id


async def test_a_code_has_128_bits_and_is_kept_as_a_hash_only(town: Town) -> None:
    code = await issue(town)

    assert len(code.payload) == 26
    assert code.typed.replace("-", "") == code.payload
    async with town.database.work() as work:
        (kept,) = (await work.execute(select(codes))).mappings()
        (traced,) = (await work.execute(select(audit))).mappings()
    assert code.payload not in f"{dict(kept)}{dict(traced)}"
    assert (traced["actor"], traced["action"]) == ("office", "code.issue")


@pytest.mark.parametrize("form", ["payload", "typed"])
async def test_a_code_of_the_office_links_once(town: Town, form: str) -> None:
    code = getattr(await issue(town), form)

    assert await use(town, code) == NUMBER
    with pytest.raises(CodeNotAccepted):
        await use(town, code, chat=2)


async def test_a_code_of_the_office_lasts_60_days(town: Town) -> None:
    code = await issue(town)
    town.wait(days=60)

    with pytest.raises(CodeNotAccepted):
        await use(town, code.payload)


async def test_a_code_of_a_former_owner_is_worth_nothing(town: Town) -> None:
    code = await issue(town)
    await deliver(town.database, (Household(number=NUMBER, owner="second"),), generation=2)

    with pytest.raises(CodeNotAccepted):
        await use(town, code.payload)


async def test_the_branch_is_named_where_the_number_is_not_enough(town: Town) -> None:
    with pytest.raises(BranchNeeded):
        await issue(town, "000200201")

    assert await issue(town, "000200201", "SEM")


async def test_the_office_is_told_plainly_what_is_wrong(town: Town) -> None:
    with pytest.raises(NoSuchAccount):
        await issue(town, "000999999")
    with pytest.raises(NumberNotUnderstood):
        await issue(town, "Ахметова")


async def test_unlocking_forgets_the_wrong_tries_at_a_number(town: Town) -> None:
    for chat in (11, 12, 13):
        with pytest.raises(NotVerified):
            await pay(town, chat, 1_234)
    with pytest.raises(NotVerified):
        await pay(town, 1)
    town.wait(minutes=1)

    await town.ask(lambda cabinet: cabinet.office.unlock(number=NUMBER))

    assert await pay(town, 2)
    async with town.database.work() as work:
        actions = (await work.execute(select(audit.c.action).order_by(audit.c.id))).scalars().all()
    assert actions[-2:] == ["unlock", "link"]


async def test_unlocking_ends_a_freeze(town: Town) -> None:
    own = await pay(town, 1)
    await town.ask(lambda cabinet: cabinet.accounts.not_me(customer=town.customer(1), link_id=own, other_id=99))
    with pytest.raises(NotVerified):
        await pay(town, 2)

    await town.ask(lambda cabinet: cabinet.office.unlock(number=NUMBER))

    town.wait(seconds=30)
    assert await pay(town, 2)


async def test_a_code_that_the_office_gives_after_a_freeze_links(town: Town) -> None:
    before = await issue(town)
    town.wait(minutes=1)
    own = await pay(town, 1)
    await town.ask(lambda cabinet: cabinet.accounts.not_me(customer=town.customer(1), link_id=own, other_id=99))
    town.wait(minutes=1)

    with pytest.raises(CodeNotAccepted):
        await use(town, before.payload, chat=2)
    with pytest.raises(CodeNotAccepted):
        await use(town, "ONETIMECODEOF100100", chat=2)
    after = await issue(town)
    assert await use(town, after.payload, chat=2) == NUMBER
