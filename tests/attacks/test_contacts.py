"""T9: only one's own contact proves anything, and only by equality."""

from datetime import timedelta

import pytest

from core.accounts.model import NotOwnContact, ShownContact
from tests.attacks.guesses import outcome
from tests.attacks.updates import Sender
from tests.fakes.town import TOWN, Household, Town, deliver

NUMBER = "000100100"


async def show(
    town: Town, phone: str, *, user: int | None = 1, forwarded: bool = False, number: str | None = NUMBER
) -> ShownContact:
    return await town.ask(
        lambda cabinet: cabinet.recovery.prove_contact(
            customer=town.customer(1), contact_user_id=user, phone=phone, forwarded=forwarded, number=number
        )
    )


@pytest.mark.parametrize(
    ("user", "forwarded"), [(None, False), (2, False), (0, False), (-1, False), (1, True), (None, True)]
)
async def test_a_contact_of_another_or_forwarded_proves_nothing(town: Town, user: int | None, forwarded: bool) -> None:
    with pytest.raises(NotOwnContact):
        await show(town, "77771234567", user=user, forwarded=forwarded)


async def test_a_contact_of_another_does_not_pass_the_brake(town: Town) -> None:
    town.set_policy(brake_wrong_per_hour=1)
    await outcome(
        town.ask(lambda cabinet: cabinet.linking.link(customer=town.customer(5), number="999999", amount=123_457))
    )
    assert await outcome(show(town, "77771234567", user=2)) == "NotOwnContact"

    assert await outcome(town.ask(lambda cabinet: cabinet.linking.check_open(customer=town.customer(1)))) == (
        "ContactFirst"
    )


@pytest.mark.parametrize("phone", ["87771234567", "+77771234567", "77771234567", "+7 (777) 123-45-67", "7771234567"])
async def test_the_forms_of_one_phone_are_equal(town: Town, phone: str) -> None:
    assert (await show(town, phone)).linked


@pytest.mark.parametrize(
    "phone",
    [
        "177771234567",
        "777712345670",
        "0077771234567",
        "1234567",
        "771234567",
        "+17771234567",
        "+97771234567",
        "",
        "+",
        "٧٧٧٧١٢٣٤٥٦٨",
        "7777123456７8",
        "tel:+77771234568",
    ],
)
async def test_an_ending_extra_digits_or_another_country_are_not_equal(town: Town, phone: str) -> None:
    assert (await show(town, phone)).linked is None


async def test_a_file_without_a_phone_equals_no_contact(town: Town) -> None:
    await deliver(town.database, (*TOWN, Household(number="000700700", phone="", mobile="")), generation=2)

    for phone in ("", "77771234567"):
        assert (await show(town, phone, number="000700700")).linked is None


@pytest.mark.parametrize("number", [NUMBER, "000100107", "000999999"])
async def test_what_a_phone_is_on_file_for_is_not_told_by_the_clock(town: Town, number: str) -> None:
    sender = Sender(town)
    await sender.agrees()
    await sender.taps("add")
    await sender.says(number)
    await sender.taps("contact:0")

    answer = await sender.shares_contact("77771234567")

    due = town.now + timedelta(seconds=town.retailer.linking.answer_seconds)
    assert [screen.not_before for screen in answer] == [due, due]
