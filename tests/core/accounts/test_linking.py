import pytest
from sqlalchemy import func, select

from core.accounts.model import (
    BranchNeeded,
    ChatLocked,
    ContactFirst,
    Linked,
    NotVerified,
    SerialNeeded,
    TooManyAccounts,
    TooManyChats,
    TooSoon,
)
from core.customers.model import ConsentNeeded
from core.storage.tables import audit, link_tries, outbox
from tests.fakes.town import OPERATORS, Household, Town, deliver

RARE, COMMON, NEVER_PAID, CLOSED, OLD, ZERO, TWICE, NO_METER = (f"00010010{last}" for last in range(8))


async def link(
    town: Town,
    number: str = RARE,
    amount: int = 466_734,
    serial: str | None = None,
    *,
    chat: int = 1,
    branch: str | None = None,
) -> Linked:
    return await town.ask(
        lambda cabinet: cabinet.linking.link(
            customer=town.customer(chat), number=number, amount=amount, serial=serial, branch=branch
        )
    )


async def wrong(town: Town, *, chat: int = 1, number: str = RARE) -> None:
    with pytest.raises(NotVerified):
        await link(town, number, 1_234, chat=chat)
    town.wait(seconds=31)


async def test_the_last_payment_links_at_level_1(town: Town) -> None:
    linked = await link(town)

    assert not linked.already
    assert linked.account.account_no == "000100100"
    assert linked.account.level == 1
    accounts = await town.ask(lambda cabinet: cabinet.accounts.linked(customer=town.customer(1)))
    assert accounts == (linked.account,)


@pytest.mark.parametrize("number", ["100100", "0000000100100"])
async def test_leading_zeros_may_stand_or_be_left_out(town: Town, number: str) -> None:
    assert (await link(town, number)).account.account_no == "000100100"


async def test_nothing_is_looked_up_before_the_consent(town: Town) -> None:
    town.consent = None

    with pytest.raises(ConsentNeeded):
        await link(town)
    with pytest.raises(ConsentNeeded):
        await town.ask(lambda cabinet: cabinet.linking.needs_serial(customer=town.customer(1), amount=1))


async def test_linking_again_changes_nothing(town: Town) -> None:
    first = await link(town)
    town.wait(seconds=10)

    again = await link(town)

    assert again.already
    assert again.account == first.account


@pytest.mark.parametrize(
    ("number", "amount", "serial"),
    [
        ("000999999", 466_734, None),
        (RARE, 466_733, None),
        (NEVER_PAID, 466_734, None),
        (CLOSED, 333_311, None),
        (OLD, 777_713, None),
        (ZERO, 0, "0000"),
        (TWICE, 222_133, None),
        (COMMON, 500_000, "9999"),
        (COMMON, 500_100, "4321"),
        (NO_METER, 600_000, "0000"),
    ],
)
async def test_whatever_is_wrong_the_refusal_is_the_same(
    town: Town, number: str, amount: int, serial: str | None
) -> None:
    with pytest.raises(NotVerified) as refusal:
        await link(town, number, amount, serial)

    assert vars(refusal.value) == {"answer_at": town.now.replace(microsecond=400_000)}


@pytest.mark.parametrize("amount", [123_411, 98_722])
async def test_each_of_two_payments_of_one_moment_links(town: Town, amount: int) -> None:
    assert await link(town, TWICE, amount)


async def test_a_common_amount_asks_for_the_serial_right_or_wrong(town: Town) -> None:
    for number in (COMMON, RARE, NO_METER, "000999999"):
        with pytest.raises(SerialNeeded):
            await link(town, number, 500_000)
    town.wait(seconds=0)

    assert await link(town, COMMON, 500_000, "4321")


async def test_what_was_asked_only_is_not_counted(town: Town) -> None:
    for _ in range(5):
        with pytest.raises(SerialNeeded):
            await link(town, RARE, 500_000)

    assert await link(town)


@pytest.mark.parametrize(("amount", "asked"), [(500_000, True), (333_300_00, True), (466_734, False), (444_444, True)])
async def test_the_question_for_the_serial_is_judged_by_the_amount(town: Town, amount: int, asked: bool) -> None:
    needs = await town.ask(lambda cabinet: cabinet.linking.needs_serial(customer=town.customer(1), amount=amount))

    assert needs is asked


async def test_the_branch_is_found_by_the_proof(town: Town) -> None:
    assert (await link(town, "000200200", 222_222)).account.branch.code == "SEM"


async def test_the_branch_is_asked_only_after_a_proof_that_fits_several(town: Town) -> None:
    twins = tuple(
        Household(number="000777000", branch=branch, paid=(444_455,), serials=("AA1111",)) for branch in ("UKG", "SEM")
    )
    await deliver(town.database, twins, generation=2)
    with pytest.raises(NotVerified):
        await link(town, "000777000", 444_456)
    town.wait(seconds=31)

    with pytest.raises(BranchNeeded) as refusal:
        await link(town, "000777000", 444_455, "1111")
    assert [branch.code for branch in refusal.value.branches] == ["SEM", "UKG"]

    linked = await link(town, "000777000", 444_455, "1111", branch="UKG")
    assert linked.account.branch.code == "UKG"


async def test_the_fourth_entry_is_locked_right_or_wrong(town: Town) -> None:
    for number in (RARE, COMMON, "000999999"):
        await wrong(town, number=number)

    with pytest.raises(ChatLocked) as refusal:
        await link(town)
    assert refusal.value.until is not None
    with pytest.raises(ChatLocked):
        await link(town, "000999999", 1_234)
    with pytest.raises(ChatLocked):
        await town.ask(lambda cabinet: cabinet.linking.check_open(customer=town.customer(1)))

    town.wait(hours=24)
    assert await link(town)


async def test_the_second_lock_is_a_week_and_the_third_for_the_office(town: Town) -> None:
    town.set_policy(account_wrong_per_day=99, account_wrong_per_week=99, account_wrong_per_month=99)
    terms = []
    for _ in range(3):
        for _ in range(3):
            await wrong(town)
        with pytest.raises(ChatLocked) as refusal:
            await link(town)
        terms.append(refusal.value.until and (refusal.value.until - town.now).days)
        town.wait(days=8)

    assert terms == [0, 6, None]
    town.wait(days=400)
    with pytest.raises(ChatLocked):
        await link(town)


async def test_success_does_not_wipe_out_wrong_tries(town: Town) -> None:
    await wrong(town)
    await wrong(town)
    await link(town)
    town.wait(seconds=31)
    await wrong(town)

    with pytest.raises(ChatLocked):
        await link(town, COMMON, 500_000, "4321")


async def test_a_number_is_locked_for_all_chats_by_three_wrong_tries(town: Town) -> None:
    for chat in (11, 12, 13):
        await wrong(town, chat=chat)

    with pytest.raises(NotVerified):
        await link(town)

    town.wait(hours=25)
    assert await link(town, chat=2)


async def test_tries_are_paced(town: Town) -> None:
    with pytest.raises(NotVerified):
        await link(town, RARE, 1_234)
    town.wait(seconds=2)
    with pytest.raises(TooSoon) as refusal:
        await link(town)
    assert refusal.value.seconds == 1
    town.wait(seconds=1)
    with pytest.raises(NotVerified):
        await link(town, RARE, 1_234)
    town.wait(seconds=29)
    with pytest.raises(TooSoon):
        await link(town)

    town.wait(seconds=1)
    assert await link(town)


async def test_a_linked_chat_is_told_once_a_day_that_its_account_is_guessed_at(town: Town) -> None:
    await link(town, chat=5)
    for chat in (11, 12, 13, 14):
        await wrong(town, chat=chat)

    notices = await posted(town, "account_locked")
    assert [chat_id for chat_id, _ in notices] == [5]
    assert notices[0][1] == {"account_no": "000100100"}

    town.wait(days=1, hours=1)
    for chat in (21, 22, 23):
        await wrong(town, chat=chat)
    assert [chat_id for chat_id, _ in await posted(town, "account_locked")] == [5, 5]


async def test_the_other_chats_are_told_of_a_new_one(town: Town) -> None:
    first = await link(town, chat=5)
    second = await link(town, chat=6)

    assert await posted(town, "linked_elsewhere") == [
        (
            5,
            {
                "account_no": "000100100",
                "at": town.now.isoformat(),
                "link_id": first.account.link_id,
                "other_id": second.account.link_id,
            },
        )
    ]


async def test_five_chats_see_an_account_and_no_sixth(town: Town) -> None:
    for chat in range(1, 6):
        await link(town, chat=chat)

    with pytest.raises(TooManyChats) as refusal:
        await link(town, chat=6)
    assert refusal.value.limit == 5


async def test_a_chat_sees_ten_accounts_and_no_eleventh(town: Town) -> None:
    street = tuple(Household(number=f"0005005{place:02}", paid=(100_001 + place,)) for place in range(11))
    await deliver(town.database, street, generation=2)
    for place in range(10):
        await link(town, f"0005005{place:02}", 100_001 + place)
        town.wait(seconds=10)

    for amount in (100_011, 100_010):
        with pytest.raises(TooManyAccounts):  # right or wrong: a full chat is no place to guess in
            await link(town, "000500510", amount)
    with pytest.raises(TooManyAccounts):
        await town.ask(lambda cabinet: cabinet.linking.check_open(customer=town.customer(1)))


async def test_the_brake_asks_for_the_own_contact_and_any_phone_will_do(town: Town) -> None:
    town.set_policy(brake_wrong_per_hour=2)
    await wrong(town, chat=11)
    await wrong(town, chat=12)

    with pytest.raises(ContactFirst):
        await link(town, COMMON, 500_000, "4321")
    shown = await town.ask(
        lambda cabinet: cabinet.recovery.prove_contact(
            customer=town.customer(1), contact_user_id=1, phone="+4915112345678", forwarded=False
        )
    )
    assert (shown.linked, shown.in_full) == (None, ())

    assert await link(town, COMMON, 500_000, "4321")
    assert {chat for chat, _ in await posted(town, "linking_brake")} == {OPERATORS}


async def test_a_try_names_nobody_in_the_database(town: Town) -> None:
    await wrong(town, chat=987_654_321)

    async with town.database.work() as work:
        (tried,) = (await work.execute(select(link_tries))).mappings()
        rows = (await work.execute(select(audit.c.action, audit.c.subject, audit.c.detail))).all()

    assert "987654321" not in str(dict(tried))
    assert "100100" not in str(dict(tried))
    assert [tuple(row) for row in rows] == [("link.refused", "chat:987654321", "")]


async def test_every_link_is_in_the_audit_log(town: Town) -> None:
    linked = await link(town)

    async with town.database.work() as work:
        (row,) = (await work.execute(select(audit.c.actor, audit.c.action, audit.c.subject, audit.c.detail))).all()
    assert tuple(row) == ("chat:1", "link", f"account:{linked.account.account_id}", "level 1, payment")


async def test_a_refused_try_leaves_one_row_and_a_refused_question_none(town: Town) -> None:
    await wrong(town)
    with pytest.raises(SerialNeeded):
        await link(town, RARE, 500_000)

    async with town.database.work() as work:
        assert (await work.execute(select(func.count()).select_from(link_tries))).scalar() == 1


async def posted(town: Town, name: str) -> list[tuple[int, dict[str, object]]]:
    async with town.database.work() as work:
        rows = (await work.execute(select(outbox.c.chat_id, outbox.c.payload).order_by(outbox.c.id))).all()
    opened = [(row.chat_id, town.database.vault.open(row.payload)) for row in rows]
    return [(chat_id, message["values"]) for chat_id, message in opened if message["name"] == name]
