"""When a PIN is asked, how it is set and changed, and what takes it away."""

from datetime import datetime

import pytest
from sqlalchemy import select

from core.accounts.model import LinkedAccount, SerialNeeded
from core.cabinet import Cabinet
from core.pin import digits
from core.pin.model import (
    NoPin,
    Pin,
    PinChangedMeanwhile,
    PinLocked,
    PinNotReset,
    PinNotUnderstood,
    PinsDiffer,
    PinsOff,
    WrongPin,
)
from core.pin.policy import SecurityPolicy
from core.storage.tables import audit, pins
from tests.attacks.guesses import guess
from tests.fakes.town import Town

NUMBER, AMOUNT = "000100100", 466_734
CODE = "ONETIMECODEOF100100"


@pytest.fixture
async def guarded(town: Town) -> Town:
    """The town whose retailer has switched PINs on; chat 1 has linked an account and set 2580."""
    switch_on(town)
    await guess(town, 1, NUMBER, AMOUNT)
    await choose(town, "2580")
    return town


def switch_on(town: Town, *, on: bool = True) -> None:
    town.retailer = town.retailer.model_copy(update={"security": SecurityPolicy(pin=on)})


async def choose(town: Town, typed: str, *, again: str = "", replaces: datetime | None = None, chat: int = 1) -> None:
    secret = await digits.seal(typed)
    await town.ask(
        lambda cabinet: cabinet.pins.set(
            customer=town.customer(chat), text=again or typed, secret=secret, replaces=replaces
        )
    )


async def enter(town: Town, typed: str, chat: int = 1) -> Pin:
    return await town.ask(lambda cabinet: cabinet.pins.enter(customer=town.customer(chat), text=typed))


async def is_due(town: Town, chat: int = 1) -> bool:
    return await town.ask(lambda cabinet: cabinet.pins.is_due(customer=town.customer(chat)))


async def known(town: Town) -> Pin | None:
    return await town.ask(lambda cabinet: cabinet.pins.look(customer=town.customer(1)))


async def lock(town: Town) -> None:
    for _ in range(3):
        with pytest.raises(WrongPin):
            await enter(town, "9999")


async def pay(town: Town, amount: int, serial: str | None = None) -> None:
    await town.ask(
        lambda cabinet: cabinet.pins.reset_by_payment(customer=town.customer(1), amount=amount, serial=serial)
    )


async def test_it_is_asked_after_the_idle_time_and_each_use_puts_that_off(guarded: Town) -> None:
    assert not await is_due(guarded)
    for _ in range(4):
        guarded.wait(minutes=14)
        assert not await is_due(guarded)
    guarded.wait(minutes=15)
    assert await is_due(guarded)
    assert await is_due(guarded), "asking opens nothing"

    await enter(guarded, "2580")

    assert not await is_due(guarded)


async def test_a_look_right_after_another_writes_nothing(guarded: Town) -> None:
    async with guarded.database.work() as work:
        cabinet = Cabinet(work, guarded.retailer, guarded.now)
        assert not await cabinet.pins.is_due(customer=guarded.customer(1))
        assert not work.writing


async def test_three_wrong_ones_lock_it_for_a_right_one_too(guarded: Town) -> None:
    await lock(guarded)

    for typed in ("2580", "9999"):
        with pytest.raises(PinLocked):
            await enter(guarded, typed)
    with pytest.raises(PinLocked):
        await is_due(guarded)
    guarded.wait(days=365)
    with pytest.raises(PinLocked):
        await enter(guarded, "2580")


async def test_a_lock_shuts_what_was_open(guarded: Town) -> None:
    assert not await is_due(guarded)

    await lock(guarded)

    with pytest.raises(PinLocked):
        await is_due(guarded)


async def test_a_right_one_wipes_out_the_wrong_ones_before_it(guarded: Town) -> None:
    for _ in range(3):
        for _ in range(2):
            with pytest.raises(WrongPin):
                await enter(guarded, "9999")
        await enter(guarded, "2580")


async def test_what_is_no_pin_counts_for_nothing(guarded: Town) -> None:
    for typed in ("", "balance", "12345678", "/menu"):
        with pytest.raises(PinNotUnderstood):
            await enter(guarded, typed)

    found = await known(guarded)
    assert found is not None
    assert found.tries == 0


async def test_wrong_and_locked_are_told_at_one_moment(guarded: Town) -> None:
    moments = set()
    for typed in ("9999", "9998", "9997", "2580"):
        with pytest.raises((WrongPin, PinLocked)) as refusal:
            await enter(guarded, typed)
        moments.add(refusal.value.answer_at)

    assert len(moments) == 1


async def test_typed_otherwise_the_second_time_nothing_is_set(town: Town) -> None:
    switch_on(town)

    with pytest.raises(PinsDiffer):
        await choose(town, "2580", again="2581")

    assert await known(town) is None


async def test_a_pin_is_replaced_only_by_who_knew_the_one_in_force(guarded: Town) -> None:
    before = await known(guarded)
    assert before is not None
    with pytest.raises(PinChangedMeanwhile):
        await choose(guarded, "1357")
    guarded.wait(seconds=1)

    await choose(guarded, "1357", replaces=before.set_at)

    await enter(guarded, "1357")
    with pytest.raises(PinChangedMeanwhile):
        await choose(guarded, "8642", replaces=before.set_at)


async def test_it_is_removed_by_itself_only(guarded: Town) -> None:
    async def remove(typed: str) -> None:
        await guarded.ask(lambda cabinet: cabinet.pins.remove(customer=guarded.customer(1), text=typed))

    with pytest.raises(WrongPin):
        await remove("9999")
    await remove("2580")

    assert await known(guarded) is None
    with pytest.raises(NoPin):
        await remove("2580")


async def test_the_last_payment_resets_a_locked_one(guarded: Town) -> None:
    await lock(guarded)
    guarded.wait(seconds=10)
    with pytest.raises(PinNotReset):
        await pay(guarded, 100_001)
    guarded.wait(seconds=10)

    await pay(guarded, AMOUNT)

    assert await known(guarded) is None
    assert not await is_due(guarded)


async def test_a_common_payment_asks_for_the_serial_as_in_linking(town: Town) -> None:
    switch_on(town)
    await guess(town, 1, "000100101", 500_000, "54321")
    await choose(town, "2580")
    town.wait(seconds=10)

    with pytest.raises(SerialNeeded):
        await pay(town, 500_000)
    with pytest.raises(PinNotReset):
        await pay(town, 500_000, "99999")
    town.wait(seconds=10)
    await pay(town, 500_000, "54321")

    assert await known(town) is None


async def test_the_proof_has_the_limits_of_linking(guarded: Town) -> None:
    for amount in (100_001, 100_003, 100_007, AMOUNT):
        guarded.wait(seconds=31)
        with pytest.raises(PinNotReset):
            await pay(guarded, amount)

    assert await known(guarded) is not None


async def by_code(town: Town, code: str, chat: int = 1) -> None:
    await town.ask(lambda cabinet: cabinet.pins.reset_by_code(customer=town.customer(chat), code=code))


async def test_a_one_time_code_of_a_linked_account_resets_it_once(guarded: Town) -> None:
    with pytest.raises(PinNotReset):
        await by_code(guarded, "token-of-100100-on-the-paper-bill")

    await by_code(guarded, CODE)

    assert await known(guarded) is None
    await choose(guarded, "1357")
    with pytest.raises(PinNotReset):
        await by_code(guarded, CODE)


async def test_a_code_of_another_account_resets_nothing_and_stays_good(town: Town) -> None:
    switch_on(town)
    await guess(town, 1, "000200200", 111_111)
    await choose(town, "2580")

    with pytest.raises(PinNotReset):
        await by_code(town, CODE)

    linked: LinkedAccount = (
        await town.ask(lambda cabinet: cabinet.recovery.use_code(customer=town.customer(2), code=CODE))
    ).account
    assert linked.account_no == NUMBER


async def test_where_nothing_is_linked_any_more_a_pin_is_forgotten(guarded: Town) -> None:
    await lock(guarded)
    await guarded.ask(lambda cabinet: cabinet.accounts.sign_out(customer=guarded.customer(1)))

    assert not await is_due(guarded)
    assert await known(guarded) is None


async def test_where_the_retailer_has_switched_it_off_nothing_is_asked(guarded: Town) -> None:
    await lock(guarded)
    switch_on(guarded, on=False)

    assert not await is_due(guarded)
    with pytest.raises(PinsOff):
        await known(guarded)


async def test_erasure_takes_it_along(guarded: Town) -> None:
    await guarded.ask(lambda cabinet: cabinet.customers.erase(customer=guarded.customer(1)))

    async with guarded.database.work() as work:
        assert (await work.execute(select(pins.c.chat_id))).all() == []


async def test_the_audit_log_tells_what_was_done_and_never_the_digits(guarded: Town) -> None:
    await lock(guarded)
    await by_code(guarded, CODE)

    async with guarded.database.work() as work:
        rows = (await work.execute(select(audit).where(audit.c.action.like("pin.%")).order_by(audit.c.id))).all()
    assert [row.action for row in rows] == ["pin.set", "pin.wrong", "pin.wrong", "pin.lock", "pin.reset"]
    assert not any(word in str(row) for row in rows for word in ("2580", "9999"))


async def test_the_hash_lies_sealed(guarded: Town) -> None:
    async with guarded.database.work() as work:
        (secret,) = (await work.execute(select(pins.c.secret))).scalars().all()

    assert b"scrypt" not in secret
    assert guarded.database.vault.open(secret).startswith("scrypt$")


async def test_the_copy_of_the_data_says_that_there_is_one_and_not_which(guarded: Town) -> None:
    own = await guarded.ask(lambda cabinet: cabinet.pins.own(customer=guarded.customer(1)))

    assert own is not None
    assert (own.set_at, own.wrong_tries) == (guarded.now, 0)
    assert "scrypt" not in str(own)
