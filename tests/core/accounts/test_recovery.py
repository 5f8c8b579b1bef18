from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.accounts.model import (
    BranchNeeded,
    ChatLocked,
    CodeNotAccepted,
    CodeOffer,
    KnownNumber,
    Linked,
    NotVerified,
    ShownContact,
    TooManyChats,
)
from core.accounts.recovery import plain_phone
from core.customers.model import ConsentNeeded
from core.storage.tables import audit, codes
from tests.fakes.town import TOWN, Household, Town, deliver

PAID, CLOSED, NO_METER, IN_TWO_BRANCHES = "000100100", "000100103", "000100107", "000200201"
CODE, TOKEN = "ONETIMECODEOF100100", "token-of-100100-on-the-paper-bill"
NEVER_PAID = Household(number="000800800", mobile="+77770000800", codes=("CODEFOR800800",))


async def show(
    town: Town, phone: str, *, number: str | None = None, chat: int = 1, branch: str | None = None
) -> ShownContact:
    return await town.ask(
        lambda cabinet: cabinet.recovery.prove_contact(
            customer=town.customer(chat),
            contact_user_id=chat,
            phone=phone,
            forwarded=False,
            number=number,
            branch=branch,
        )
    )


async def pay(town: Town, *, chat: int = 1, number: str = PAID, amount: int = 466_734) -> Linked:
    return await town.ask(
        lambda cabinet: cabinet.linking.link(customer=town.customer(chat), number=number, amount=amount)
    )


async def use(town: Town, code: str = CODE, *, chat: int = 1) -> Linked:
    return await town.ask(lambda cabinet: cabinet.recovery.use_code(customer=town.customer(chat), code=code))


async def read(town: Town, payload: str, *, chat: int = 1) -> KnownNumber | CodeOffer:
    return await town.ask(lambda cabinet: cabinet.recovery.open_payload(customer=town.customer(chat), payload=payload))


@pytest.mark.parametrize("phone", ["77771234567", "+77771234567", "77232261100"])
async def test_the_billing_phone_and_the_mobile_link_at_once_at_level_2(town: Town, phone: str) -> None:
    shown = await show(town, phone, number=PAID)

    assert shown.linked is not None
    assert shown.linked.account.level == 2
    assert shown.in_full == ()


async def test_somebody_who_never_paid_links_by_the_own_phone(town: Town) -> None:
    await deliver(town.database, (*TOWN, NEVER_PAID), generation=2)

    shown = await show(town, "77770000800", number="000800800")

    assert shown.linked is not None


async def test_somebody_who_never_paid_links_by_a_code(town: Town) -> None:
    await deliver(town.database, (*TOWN, NEVER_PAID), generation=2)

    assert (await use(town, "CODEFOR800800")).account.account_no == "000800800"


async def test_an_own_contact_raises_what_is_linked(town: Town) -> None:
    first = await pay(town)

    shown = await show(town, "77771234567")

    assert [account.level for account in shown.in_full] == [2]
    assert shown.in_full[0].link_id == first.account.link_id
    assert (await show(town, "77771234567")).in_full == shown.in_full
    async with town.database.work() as work:
        raises = select(func.count()).select_from(audit).where(audit.c.action == "link.raise")
        assert (await work.execute(raises)).scalar_one() == 1


async def test_naming_a_linked_account_raises_it_once(town: Town) -> None:
    await pay(town)

    shown = await show(town, "77771234567", number=PAID)

    assert shown.linked is not None
    assert shown.linked.already
    assert shown.linked.account.level == 2
    assert shown.in_full == ()
    async with town.database.work() as work:
        actions = (await work.execute(select(audit.c.action).order_by(audit.c.id))).scalars().all()
    assert actions == ["link", "link.raise"]


async def test_recovery_works_while_guessing_is_locked(town: Town) -> None:
    for _ in range(3):
        with pytest.raises(NotVerified):
            await pay(town, amount=1_234)
        town.wait(seconds=31)
    with pytest.raises(ChatLocked):
        await pay(town)

    assert (await show(town, "77771234567", number=PAID)).linked
    assert (await use(town, chat=2)).account.level == 2


@pytest.mark.parametrize("number", ["000999999", CLOSED, "000100101", PAID])
async def test_another_phone_links_nothing_whatever_the_number(town: Town, number: str) -> None:
    shown = await show(town, "77019999999", number=number)

    assert shown == ShownContact(linked=None, in_full=(), answer_at=town.now + timedelta(seconds=0.4))


async def test_a_phone_without_a_form_matches_no_file_without_one(town: Town) -> None:
    await deliver(town.database, (Household(number="000900900", phone="нет", mobile="-"),), generation=2)

    assert (await show(town, "нет", number="000900900")).linked is None


async def test_one_phone_on_file_in_two_branches_asks_which(town: Town) -> None:
    with pytest.raises(BranchNeeded):
        await show(town, "77015550201", number=IN_TWO_BRANCHES)

    shown = await show(town, "77015550201", number=IN_TWO_BRANCHES, branch="SEM")
    assert shown.linked is not None
    assert shown.linked.account.branch.code == "SEM"


async def test_nothing_is_looked_up_before_the_consent(town: Town) -> None:
    town.consent = None

    for act in (show(town, "77771234567", number=PAID), use(town), read(town, CODE)):
        with pytest.raises(ConsentNeeded):
            await act


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("8 (777) 123-45-67", "+77771234567"),
        ("+7 777 123 45 67", "+77771234567"),
        ("77771234567", "+77771234567"),
        ("777712345678", None),
        ("+4915112345678", "+4915112345678"),
        ("", None),
        ("тел.", None),
    ],
)
def test_a_phone_has_one_plain_form(text: str, plain: str | None) -> None:
    assert plain_phone(text) == plain


async def test_several_phones_in_one_field_are_each_on_file(town: Town) -> None:
    home = Household(number="000900901", phone="8 (7232) 26-11-00, 8 777 765-43-21")
    await deliver(town.database, (home,), generation=2)

    assert (await show(town, "77777654321", number="000900901")).linked


async def test_the_qr_of_a_bill_saves_the_typing_and_proves_nothing(town: Town) -> None:
    for _ in range(2):
        assert await read(town, TOKEN) == KnownNumber(account_no=PAID, branch_code="UKG")

    with pytest.raises(CodeNotAccepted):
        await use(town, TOKEN)


async def test_a_code_is_offered_masked_and_stays_good_until_it_is_used(town: Town) -> None:
    for chat in (1, 2):
        offer = await read(town, CODE, chat=chat)
        assert offer == CodeOffer(
            code=CODE,
            account_no=PAID,
            payer="А***ова К. С.",
            address_kk="Өскемен, Қ*** көшесі",
            address_ru="Өскемен, Қ*** көшесі",
        )

    assert (await use(town)).account.level == 2


@pytest.mark.parametrize("typed", ["onetime-codeof-100100", " ONETIME CODEOF 100100 "])
async def test_a_code_may_be_typed_with_spaces_and_in_small_letters(town: Town, typed: str) -> None:
    assert await use(town, typed)


async def test_a_code_lasts_to_the_end_of_its_last_day_in_kazakhstan(town: Town) -> None:
    town.wait(days=60, hours=12, minutes=59)
    assert await read(town, CODE)
    town.wait(minutes=1)
    with pytest.raises(CodeNotAccepted):
        await use(town)


async def test_a_full_account_keeps_the_code_good(town: Town) -> None:
    for chat in range(11, 16):
        await pay(town, chat=chat)
    with pytest.raises(TooManyChats):
        await use(town)

    await town.ask(lambda cabinet: cabinet.accounts.sign_out(customer=town.customer(11)))
    assert await use(town)


async def test_of_a_used_code_only_its_hash_is_kept(town: Town) -> None:
    await use(town)

    async with town.database.work() as work:
        (row,) = (await work.execute(select(codes))).mappings()
    assert CODE not in str(dict(row))
    assert row["used_at"] == town.now
