"""T1, T2, T4, T5: guessing amounts, spraying them, locking somebody out, going round the limits."""

import asyncio
import random
from collections import Counter

import pytest
from sqlalchemy import func, select

from core.accounts.limits import is_number_locked
from core.accounts.model import NotVerified
from core.storage.engine import Database
from core.storage.link_limits import SqlLinkLimits
from core.storage.tables import link_tries, outbox
from tests.attacks.guesses import guess, outcome
from tests.fakes.town import OPERATORS, Household, Town, deliver

VICTIM, AMOUNT = "000100100", 466_734


def street(homes: int, round_share: float) -> tuple[Household, ...]:
    """Return households that pay like people: many round sums, the others to the tiyn."""
    chance = random.Random(20261122)
    return tuple(
        Household(
            number=f"{place:09}",
            paid=(chance.choice((5000_00, 7000_00, 10_000_00)) if chance.random() < round_share else 300_001 + place,),
            serials=(f"CU{chance.randrange(10**7):07}",),
        )
        for place in range(100_000, 100_000 + homes)
    )


async def test_spraying_opens_no_more_than_the_policy_allows(database: Database, town: Town) -> None:
    homes = street(300, round_share=0.4)
    await deliver(database, homes, generation=2)
    held = Counter(amount for home in homes for amount in home.paid)
    commonest = [amount for amount, _ in held.most_common(3)]
    outcomes: Counter[str] = Counter()
    for chat in range(1000, 1060):
        for turn in range(4):
            number = homes[(chat * 4 + turn) % len(homes)].number
            outcomes[await outcome(guess(town, chat, number, commonest[turn % 3], f"{chat:04}"))] += 1
            town.wait(seconds=31)

    assert outcomes["right"] == 0, "with the serial a commonest amount opens one account in 10,000 tries"
    assert outcomes["NotVerified"] == 60 * 3
    assert outcomes["ChatLocked"] == 60


async def test_one_account_is_guessed_at_ten_times_a_month_by_all_the_world(town: Town) -> None:
    live = 0
    for day in range(30):
        for chat in range(day * 5, day * 5 + 5):
            live += not await is_locked(town, VICTIM)
            with pytest.raises(NotVerified):
                await guess(town, 5000 + chat, VICTIM, 100_001 + chat)
        town.wait(days=1)

    assert live <= 10


async def is_locked(town: Town, number: str) -> bool:
    async with town.database.work() as work:
        since = town.now.replace(year=2020)
        wrong = await SqlLinkLimits(work).wrong_at_number(number, since, 1000)
    return is_number_locked(wrong, town.retailer.linking, town.now)


async def test_a_thousand_chats_are_braked_within_300_wrong_tries(town: Town) -> None:
    outcomes: Counter[str] = Counter()
    for turn in range(3):
        for first in range(0, 1000, 50):
            batch = [
                outcome(guess(town, 7000 + chat, f"{800_000 + turn * 1000 + chat}", 5000_00))
                for chat in range(first, first + 50)
            ]
            outcomes.update(await asyncio.gather(*batch))
            town.wait(seconds=40)

    assert outcomes == {"NotVerified": 300, "ContactFirst": 2700}
    async with town.database.work() as work:
        rows = (await work.execute(select(outbox.c.chat_id, outbox.c.payload))).all()
    alarms = [town.database.vault.open(row.payload)["name"] for row in rows if row.chat_id == OPERATORS]
    assert sorted(alarms) == ["linking_alarm", "linking_brake"]


async def test_a_locked_account_still_serves_its_linked_chat_and_its_payer(town: Town) -> None:
    mine = (await guess(town, 1, VICTIM, AMOUNT)).account
    for chat in range(11, 20):
        await outcome(guess(town, chat, VICTIM, 100_001))
    assert await outcome(guess(town, 2, VICTIM, AMOUNT)) == "NotVerified"

    card = await town.ask(lambda cabinet: cabinet.accounts.card(customer=town.customer(1), link_id=mine.link_id))
    assert card.account.account_no == VICTIM
    shown = await town.ask(
        lambda cabinet: cabinet.recovery.prove_contact(
            customer=town.customer(3), contact_user_id=3, phone="77771234567", forwarded=False, number=VICTIM
        )
    )
    assert shown.linked


async def batch_of_20(town: Town, chat: int = 1) -> Counter[str]:
    numbers = [f"{900_000 + place}" for place in range(19)]
    tries = [guess(town, chat, number, 100_001) for number in numbers]
    return Counter(await asyncio.gather(*map(outcome, [*tries, guess(town, chat, VICTIM, AMOUNT)])))


async def evaluated(town: Town) -> int:
    async with town.database.work() as work:
        wrong = select(func.count()).select_from(link_tries).where(~link_tries.c.right)
        return int((await work.execute(wrong)).scalar_one())


async def test_of_20_guesses_at_once_three_are_judged(town: Town) -> None:
    town.set_policy(pace_seconds=0, pace_after_second_wrong_seconds=0)

    outcomes = await batch_of_20(town)

    assert outcomes["NotVerified"] == 3
    assert outcomes["right"] + outcomes["ChatLocked"] == 17, "the right one may come before the third wrong one"
    assert await evaluated(town) == 3


async def test_with_the_pace_only_one_of_20_guesses_at_once_is_judged(town: Town) -> None:
    assert await batch_of_20(town) == {"NotVerified": 1, "TooSoon": 19}


async def test_20_chats_at_once_try_one_number_three_times(town: Town) -> None:
    tries = [guess(town, chat, VICTIM, 100_001) for chat in range(20)]
    await asyncio.gather(*map(outcome, tries))

    assert await outcome(guess(town, 99, VICTIM, AMOUNT)) == "NotVerified"
    town.wait(hours=25)
    assert await outcome(guess(town, 99, VICTIM, AMOUNT)) == "NotVerified", "20 wrong tries in a month"


async def test_neither_a_restart_nor_an_erasure_nor_a_success_wins_another_guess(town: Town) -> None:
    town.set_policy(pace_seconds=0, pace_after_second_wrong_seconds=0)
    await batch_of_20(town)

    again = Database(town.database.url.render_as_string(hide_password=False), town.database.vault)
    restarted = Town(again, town.retailer, town.now)
    assert await batch_of_20(restarted) == {"ChatLocked": 20}
    await again.dispose()

    await town.ask(lambda cabinet: cabinet.customers.erase(customer=town.customer(1)))
    assert await batch_of_20(town) == {"ChatLocked": 20}

    await guess(town, 2, VICTIM, AMOUNT)
    outcomes = await batch_of_20(town, chat=2)
    assert outcomes["NotVerified"] == 3
    assert outcomes["right"] + outcomes["ChatLocked"] == 17, "the right one may come before the third wrong one"
    assert await evaluated(town) == 6
