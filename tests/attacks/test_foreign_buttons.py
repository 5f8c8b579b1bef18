"""T7, T17: buttons of others, of former times, and of former owners."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select

from core.accounts.model import LinkedAccount, NoAccountLinked, NoSuchLink
from core.accounts.service import AccountService
from core.storage.tables import audit
from tests.attacks.guesses import guess
from tests.fakes.town import TOWN, Household, Town, deliver

NUMBER, AMOUNT = "000100100", 466_734

Press = Callable[[AccountService, Any, int], Awaitable[object]]

BUTTONS: dict[str, Press] = {
    "meant": lambda accounts, customer, link: accounts.meant(customer=customer, link_id=link),
    "get": lambda accounts, customer, link: accounts.get(customer=customer, link_id=link),
    "card": lambda accounts, customer, link: accounts.card(customer=customer, link_id=link),
    "read_card": lambda accounts, customer, link: accounts.read_card(customer=customer, link_id=link),
    "switch": lambda accounts, customer, link: accounts.switch(customer=customer, link_id=link),
    "rename": lambda accounts, customer, link: accounts.rename(customer=customer, link_id=link, alias="x"),
    "unlink": lambda accounts, customer, link: accounts.unlink(customer=customer, link_id=link),
    "chats": lambda accounts, customer, link: accounts.chats(customer=customer, link_id=link),
    "revoke": lambda accounts, customer, link: accounts.revoke(customer=customer, link_id=link, other_id=link),
    "not_me": lambda accounts, customer, link: accounts.not_me(customer=customer, link_id=link, other_id=link),
}


def test_every_button_of_the_accounts_is_pressed_here() -> None:
    asked = {name for name in vars(AccountService) if not name.startswith("_")}

    assert asked - {"linked", "current", "branches", "sign_out", "require_level"} == set(BUTTONS)


async def link(town: Town, chat: int = 1) -> LinkedAccount:
    return (await guess(town, chat, NUMBER, AMOUNT)).account


async def press(town: Town, button: str, chat: int, link_id: int) -> object:
    return await town.ask(lambda cabinet: BUTTONS[button](cabinet.accounts, town.customer(chat, link_id), link_id))


async def last_trace(town: Town) -> tuple[str, str, str]:
    async with town.database.work() as work:
        columns = (audit.c.actor, audit.c.action, audit.c.subject)
        row = (await work.execute(select(*columns).order_by(audit.c.id.desc()).limit(1))).one()
    return tuple(row)


@pytest.mark.parametrize("button", BUTTONS)
async def test_a_button_of_another_chat_finds_nothing_and_leaves_a_trace(town: Town, button: str) -> None:
    foreign = await link(town)

    with pytest.raises(NoSuchLink):
        await press(town, button, 2, foreign.link_id)

    assert await last_trace(town) == ("chat:2", "link.foreign", f"link:{foreign.link_id}")
    assert await press(town, "get", 1, foreign.link_id) == foreign


@pytest.mark.parametrize("link_id", [0, -1, 10**18])
async def test_a_forged_button_finds_nothing(town: Town, link_id: int) -> None:
    await link(town)

    for button in BUTTONS:
        with pytest.raises(NoSuchLink):
            await press(town, button, 1, link_id)


@pytest.mark.parametrize("button", BUTTONS)
async def test_a_button_from_before_the_unlinking_finds_nothing(town: Town, button: str) -> None:
    mine = await link(town)
    await press(town, "unlink", 1, mine.link_id)

    with pytest.raises(NoSuchLink):
        await press(town, button, 1, mine.link_id)


@pytest.mark.parametrize("button", BUTTONS)
async def test_with_a_new_owner_the_old_chat_loses_the_account_in_the_same_delivery(town: Town, button: str) -> None:
    mine = await link(town)
    sold = tuple(Household(number=home.number, owner="second") if home.number == NUMBER else home for home in TOWN)

    await deliver(town.database, sold, generation=2)

    with pytest.raises(NoSuchLink):
        await press(town, button, 1, mine.link_id)
    with pytest.raises(NoAccountLinked):
        await town.ask(lambda cabinet: cabinet.accounts.current(customer=town.customer(1, mine.link_id)))


async def test_a_former_owner_gets_no_notice_and_takes_no_room(town: Town) -> None:
    for chat in range(1, 6):
        await link(town, chat)
    sold = tuple(
        Household(number=home.number, owner="second", paid=(777_123,)) if home.number == NUMBER else home
        for home in TOWN
    )
    await deliver(town.database, sold, generation=2)

    mine = (await guess(town, 9, NUMBER, 777_123)).account

    chats = await town.ask(lambda cabinet: cabinet.accounts.chats(customer=town.customer(9), link_id=mine.link_id))
    assert [chat.is_this for chat in chats] == [True]


async def test_a_former_owner_may_prove_himself_anew(town: Town) -> None:
    first = await link(town)
    again = tuple(
        Household(number=home.number, owner="second", paid=(AMOUNT,)) if home.number == NUMBER else home
        for home in TOWN
    )
    await deliver(town.database, again, generation=2)
    town.wait(seconds=10)

    second = await guess(town, 1, NUMBER, AMOUNT)

    assert not second.already
    assert second.account.link_id != first.link_id
