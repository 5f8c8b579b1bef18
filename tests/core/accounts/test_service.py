import pytest
from sqlalchemy import select

from core.accounts.model import (
    AliasTooLong,
    LinkedAccount,
    NoAccountLinked,
    NoSuchLink,
    NotVerified,
    SecondProofNeeded,
)
from core.cabinet import Cabinet
from core.customers.model import ConsentNeeded
from core.storage.tables import audit, customers, links, outbox
from tests.fakes.town import Household, Town, deliver

FIRST, OTHER = "000100100", "000100106"


async def link(town: Town, number: str = FIRST, *, chat: int = 1) -> LinkedAccount:
    amount = {FIRST: 466_734, OTHER: 123_411}[number]
    town.wait(seconds=10)
    linked = await town.ask(
        lambda cabinet: cabinet.linking.link(customer=town.customer(chat), number=number, amount=amount)
    )
    return linked.account


async def raise_level(town: Town, chat: int = 1) -> None:
    await town.ask(
        lambda cabinet: cabinet.recovery.prove_contact(
            customer=town.customer(chat), contact_user_id=chat, phone="77771234567", forwarded=False
        )
    )


async def numbers(town: Town, chat: int = 1) -> list[str]:
    linked = await town.ask(lambda cabinet: cabinet.accounts.linked(customer=town.customer(chat)))
    return [account.account_no for account in linked]


async def test_without_an_account_there_is_nothing_to_speak_of(town: Town) -> None:
    with pytest.raises(NoAccountLinked):
        await town.ask(lambda cabinet: cabinet.accounts.current(customer=town.customer(1)))


async def test_the_chosen_account_is_the_current_one_else_the_first(town: Town) -> None:
    first, second = await link(town), await link(town, OTHER)

    chosen = town.customer(1, current_link=second.link_id)
    gone = town.customer(1, current_link=999)

    assert await town.ask(lambda cabinet: cabinet.accounts.current(customer=chosen)) == second
    assert await town.ask(lambda cabinet: cabinet.accounts.current(customer=gone)) == first


async def test_linking_and_switching_are_kept_with_the_customer(town: Town) -> None:
    await town.ask(
        lambda cabinet: cabinet.customers.agree(customer=town.customer(1), version="2026-01", text="…", language="kk")
    )
    town.consent = "2026-01"
    first, second = await link(town), await link(town, OTHER)
    assert await kept_current(town) == second.link_id

    await town.ask(lambda cabinet: cabinet.accounts.switch(customer=town.customer(1), link_id=first.link_id))
    assert await kept_current(town) == first.link_id


async def kept_current(town: Town) -> int | None:
    async with town.database.work() as work:
        return (await work.execute(select(customers.c.current_link))).scalar_one()


async def test_level_1_sees_the_payer_and_the_address_masked(town: Town) -> None:
    account = await link(town)

    card = await town.ask(lambda cabinet: cabinet.accounts.card(customer=town.customer(1), link_id=account.link_id))

    assert card.masked
    assert (card.payer, card.address_kk, card.address_ru) == ("А***ова К. С.", *["Өскемен, Қ*** көшесі"] * 2)
    assert card.account.account_no == FIRST
    assert (card.residents, card.stove, card.branch.code) == (3, "E", "UKG")
    assert [meter.serial_no for point in card.points for meter in point.meters] == ["CU0012345"]


async def test_level_2_sees_them_in_full(town: Town) -> None:
    account = await link(town)
    await raise_level(town)

    card = await town.ask(lambda cabinet: cabinet.accounts.card(customer=town.customer(1), link_id=account.link_id))

    assert not card.masked
    assert card.payer == "Ахметова Кәмила Серікқызы"
    assert card.address_kk == "Өскемен, Қабанбай батыр көшесі, 12, 34-пәтер"
    assert card.address_ru == "Усть-Каменогорск, ул. Кабанбай батыра, 12, кв. 34"


async def test_every_view_of_the_card_is_in_the_audit_log(town: Town) -> None:
    account = await link(town)
    await town.ask(lambda cabinet: cabinet.accounts.card(customer=town.customer(1), link_id=account.link_id))

    async with town.database.work() as work:
        rows = (await work.execute(select(audit.c.action, audit.c.subject, audit.c.detail))).all()
    assert tuple(rows[-1]) == ("view.card", f"account:{account.account_id}", "level 1")


async def test_a_function_may_ask_for_the_second_proof(town: Town) -> None:
    account = await link(town)

    async with town.database.work() as work:
        accounts = Cabinet(work, town.retailer, town.now).accounts

    accounts.require_level(account, 1)
    with pytest.raises(SecondProofNeeded) as refusal:
        accounts.require_level(account, 2)
    assert refusal.value.link_id == account.link_id


async def test_an_account_gets_a_name_of_ones_own_and_loses_it(town: Town) -> None:
    account = await link(town)

    async def rename(alias: str) -> str:
        renamed = await town.ask(
            lambda cabinet: cabinet.accounts.rename(customer=town.customer(1), link_id=account.link_id, alias=alias)
        )
        return renamed.alias

    assert await rename("  Мама\n үйі \u202e") == "Мама үйі"
    async with town.database.work() as work:
        sealed = (await work.execute(select(links.c.alias))).scalar_one()
    assert "Мама".encode() not in sealed
    assert await rename("Ә" * 32) == "Ә" * 32
    with pytest.raises(AliasTooLong):
        await rename("Ә" * 33)
    assert await rename(" ") == ""


async def test_unlinking_leaves_the_other_accounts(town: Town) -> None:
    first = await link(town)
    await link(town, OTHER)

    await town.ask(lambda cabinet: cabinet.accounts.unlink(customer=town.customer(1), link_id=first.link_id))

    assert await numbers(town) == [OTHER]


async def test_an_old_button_never_finds_a_newer_link(town: Town) -> None:
    first = await link(town)
    await town.ask(lambda cabinet: cabinet.accounts.unlink(customer=town.customer(1), link_id=first.link_id))
    newer = await link(town, OTHER)

    assert newer.link_id != first.link_id
    with pytest.raises(NoSuchLink):
        await town.ask(lambda cabinet: cabinet.accounts.get(customer=town.customer(1), link_id=first.link_id))


async def test_signing_out_unlinks_everything_from_this_chat_only(town: Town) -> None:
    await link(town)
    await link(town, OTHER)
    await link(town, chat=2)

    assert await town.ask(lambda cabinet: cabinet.accounts.sign_out(customer=town.customer(1))) == 2

    assert await numbers(town) == []
    assert await numbers(town, chat=2) == [FIRST]


async def test_the_chats_of_an_account_are_told_by_order_and_time(town: Town) -> None:
    await link(town, chat=5)
    second = await link(town, chat=6)

    chats = await town.ask(lambda cabinet: cabinet.accounts.chats(customer=town.customer(6), link_id=second.link_id))

    assert [(chat.order, chat.is_this) for chat in chats] == [(1, False), (2, True)]
    assert chats[0].linked_at < chats[1].linked_at
    assert not hasattr(chats[0], "chat_id")


async def test_any_linked_chat_unlinks_another_and_that_one_is_told(town: Town) -> None:
    first, second = await link(town, chat=5), await link(town, chat=6)

    await town.ask(
        lambda cabinet: cabinet.accounts.revoke(
            customer=town.customer(6), link_id=second.link_id, other_id=first.link_id
        )
    )

    assert await numbers(town, chat=5) == []
    assert await numbers(town, chat=6) == [FIRST]
    async with town.database.work() as work:
        rows = (await work.execute(select(outbox.c.chat_id, outbox.c.payload).order_by(outbox.c.id))).all()
    assert rows[-1].chat_id == 5
    told = town.database.vault.open(rows[-1].payload)
    assert told == {"name": "unlinked_elsewhere", "values": {"account_no": FIRST}}
    again = town.ask(
        lambda cabinet: cabinet.accounts.revoke(
            customer=town.customer(6), link_id=second.link_id, other_id=first.link_id
        )
    )
    with pytest.raises(NoSuchLink):
        await again


async def test_a_chat_cannot_revoke_itself_or_a_chat_of_another_account(town: Town) -> None:
    own = await link(town, chat=5)
    foreign = await link(town, OTHER, chat=6)

    for other_id in (own.link_id, foreign.link_id):
        with pytest.raises(NoSuchLink):
            await town.ask(
                lambda cabinet, other=other_id: cabinet.accounts.revoke(
                    customer=town.customer(5), link_id=own.link_id, other_id=other
                )
            )
    assert await numbers(town, chat=6) == [OTHER]


async def test_not_me_unlinks_the_new_chat_and_freezes_new_links_for_30_days(town: Town) -> None:
    mine, strange = await link(town, chat=5), await link(town, chat=6)

    await town.ask(
        lambda cabinet: cabinet.accounts.not_me(
            customer=town.customer(5), link_id=mine.link_id, other_id=strange.link_id
        )
    )

    assert await numbers(town, chat=6) == []
    assert await numbers(town, chat=5) == [FIRST]
    with pytest.raises(NotVerified):
        await link(town, chat=7)
    shown = await town.ask(
        lambda cabinet: cabinet.recovery.prove_contact(
            customer=town.customer(8), contact_user_id=8, phone="77771234567", forwarded=False, number=FIRST
        )
    )
    assert shown.linked is None

    town.wait(days=30)
    assert await link(town, chat=7)


async def test_not_me_freezes_though_the_strange_chat_has_left_again(town: Town) -> None:
    mine, strange = await link(town, chat=5), await link(town, chat=6)
    await town.ask(lambda cabinet: cabinet.accounts.sign_out(customer=town.customer(6)))

    await town.ask(
        lambda cabinet: cabinet.accounts.not_me(
            customer=town.customer(5), link_id=mine.link_id, other_id=strange.link_id
        )
    )

    with pytest.raises(NotVerified):
        await link(town, chat=6)


async def test_a_new_delivery_of_the_same_owner_keeps_the_link(town: Town) -> None:
    await link(town)

    await deliver(town.database, (Household(number=FIRST, payer="Ахметова К."),), generation=2)

    assert await numbers(town) == [FIRST]


async def test_without_the_consent_in_force_nothing_is_looked_up_and_leaving_is_free(town: Town) -> None:
    await town.ask(lambda cabinet: cabinet.linking.link(customer=town.customer(1), number="000100100", amount=466_734))
    town.consent = None

    for read in (
        lambda cabinet: cabinet.accounts.linked(customer=town.customer(1)),
        lambda cabinet: cabinet.accounts.current(customer=town.customer(1)),
        lambda cabinet: cabinet.accounts.card(customer=town.customer(1), link_id=1),
    ):
        with pytest.raises(ConsentNeeded):
            await town.ask(read)

    assert await town.ask(lambda cabinet: cabinet.accounts.sign_out(customer=town.customer(1))) == 1
