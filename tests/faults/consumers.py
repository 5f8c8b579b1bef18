"""A crowd that submits readings while everything breaks, and the judge who goes through the whole history.

The judge trusts nobody: he compares what each consumer typed and confirmed, what the database keeps, what the
accounting system got, and what the consumers were told.
"""

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import Row, insert, select

from core.retailer import DEMO_FILE, Retailer
from core.storage import schema
from core.storage.engine import Database
from core.storage.tables import customers, links, outbox, submission_values, submissions
from sandbox import Person, Sandbox
from tests.fakes.accounting import Accounting
from tests.fakes.town import Household, deliver

IMPATIENCE = 6.0  # seconds without an answer, after which a person tries once more
IN_HAND = 20  # messages that a bot sends at once: so many may be sent and not marked when it dies
BEFORE = 12_193  # what every meter showed last

PROOF, ACCEPTED = "Proof №", "Readings accepted. Thank you!"
REFUSED, UNCLEAR = "has not accepted your reading", "is being checked by an operator"


@dataclass
class Consumer:
    """One person with one account and one meter."""

    person: Person
    meter_id: str
    value: int

    async def submits(self, chance: random.Random) -> None:
        """Say a number and confirm it; be impatient now and then, and try again where nothing comes, as people do.

        An update that was in hand at three deaths is buried like one that kills, so now and then nothing does come.
        """
        while not self.has_proof():
            if self.person.screen.find("Send") is None:
                await self.person.says(str(self.value), answered=False)
            with contextlib.suppress(AssertionError, TimeoutError):
                await self.person.taps("Send", answered=False, timeout=IMPATIENCE)
                if chance.random() < 0.3:
                    await asyncio.sleep(0.01)
                    self.person.repeats_press()
                async with asyncio.timeout(IMPATIENCE):
                    while not self.has_proof():  # noqa: ASYNC110 - hundreds who listen to every change are a crowd
                        await asyncio.sleep(0.2)

    def has_proof(self) -> bool:
        return any(PROOF in said for said in self.told())

    def told(self) -> list[str]:
        return [line.text for line in self.person.history if not line.mine]


async def crowd(database: Database, sandbox: Sandbox, number: int) -> list[Consumer]:
    """Settle consumers who have linked their accounts and know the bot."""
    now = datetime.now(UTC)
    homes = tuple(Household(number=f"{700000 + place:09}", serials=(f"CU{place:07}",)) for place in range(number))
    await schema.migrate(database, now)
    await deliver(database, homes, now=now)
    people = [sandbox.world.person(f"C{place}", language="en") for place in range(number)]
    await _link(database, people, homes, now)
    return [Consumer(one, f"M{place}-0", BEFORE + 100 + place % 50) for place, one in enumerate(people)]


async def _link(database: Database, people: Sequence[Person], homes: Sequence[Household], now: datetime) -> None:
    version = Retailer.from_file(DEMO_FILE).consent.version
    owner = database.vault.mark("owner", "first")
    async with database.work() as work:
        await work.write()
        known = [{"chat_id": one.id, "language": "en", "joined_at": now, "consent_version": version} for one in people]
        await work.execute(insert(customers), known)
        linked = [
            {
                "chat_id": one.id,
                "account_id": database.vault.account_id(home.branch, home.number),
                "owner_mark": owner,
                "level": 1,
                "linked_at": now,
            }
            for one, home in zip(people, homes, strict=True)
        ]
        await work.execute(insert(links), linked)
        await work.commit()


@dataclass(frozen=True)
class Kept:
    """A confirmed reading as the database has it."""

    submission_id: str
    number: str
    chat_id: int
    meter_id: str
    value: int
    state: str


async def kept(database: Database) -> list[Kept]:
    joined = submissions.join(submission_values, submission_values.c.submission == submissions.c.id)
    query = select(submissions, submission_values.c.value).select_from(joined).order_by(submissions.c.id)
    async with database.work() as work:
        rows = (await work.execute(query)).all()
    return [_kept(row) for row in rows]


def _kept(row: Row[tuple[object, ...]]) -> Kept:
    number = f"{row.period.index}-{row.id:06}"
    return Kept(row.submission_id, number, row.chat_id, row.meter_id, row.value, row.state)


async def still_queued(database: Database) -> int:
    """Return how many rows of the outbox, of whatever channel, are not done with."""
    query = select(outbox.c.id).where(outbox.c.state.in_(["new", "sending"]))
    async with database.work() as work:
        return len((await work.execute(query)).all())


def judge(consumers: Sequence[Consumer], stored: Sequence[Kept], there: Accounting, *, kills: int) -> list[str]:
    """Return every breach of what is promised; nothing: it has been kept.

    Who was refused may try again; of all others there is one reading.
    """
    breaches = _in_accounting(stored, there)
    by_chat: dict[int, list[Kept]] = {}
    for one in stored:
        by_chat.setdefault(one.chat_id, []).append(one)
    repeats = 0
    for consumer in consumers:
        mine = by_chat.get(consumer.person.id, [])
        standing = [one for one in mine if one.state != "refused"]
        if not mine or len(standing) > 1:
            breaches.append(f"{consumer.person.name} confirmed one reading, kept are {len(mine)}")
        if any((one.meter_id, one.value) != (consumer.meter_id, consumer.value * 1000) for one in mine):
            breaches.append(f"{consumer.person.name} confirmed another reading than the one that is kept")
        for one in mine:
            found, again = _told(consumer, one, there)
            breaches += found
            repeats += again
    if repeats > kills * IN_HAND:
        breaches.append(f"{repeats} messages repeated by {kills} kills")
    return breaches


def _in_accounting(stored: Sequence[Kept], there: Accounting) -> list[str]:
    """Compare what was confirmed with what the accounting system got, reading by reading."""
    breaches = [
        f"{key}: nobody has confirmed it" for key in there.taken if key not in {one.submission_id for one in stored}
    ]
    for one in stored:
        taken = there.taken.get(one.submission_id)
        if taken is None:
            breaches.append(f"{one.number}: lost")
            continue
        if there.effects[one.submission_id] != 1:
            breaches.append(f"{one.number}: {there.effects[one.submission_id]} times")
        values = [Decimal(value["value"]) * 1000 for value in taken.sent["values"]]
        if (taken.sent["meter_id"], values) != (one.meter_id, [one.value]):
            breaches.append(f"{one.number}: another reading than the one confirmed")
    meters = Counter(taken.sent["meter_id"] for taken in there.taken.values() if taken.status != "rejected")
    return breaches + [f"{meter}: {times} readings of one meter" for meter, times in meters.items() if times > 1]


def _told(consumer: Consumer, mine: Kept, there: Accounting) -> tuple[list[str], int]:
    """Compare what the consumer was told of a reading with what is so; return the breaches and the repeated words."""
    taken = there.taken.get(mine.submission_id)
    of_it = [text for text in consumer.told() if mine.number in text]
    said = Counter(words for text in of_it for words in (ACCEPTED, REFUSED, UNCLEAR) if words in text)
    truth = {"accepted": ACCEPTED, "rejected": REFUSED}.get(taken.status if taken else "", "")
    lie = {ACCEPTED: REFUSED, REFUSED: ACCEPTED}.get(truth)
    breaches = []
    if not any(PROOF in text for text in of_it):
        breaches.append(f"{mine.number}: confirmed, and no proof was given")
    if truth and not said[truth]:
        breaches.append(f"{mine.number}: {mine.state}, and the consumer was never told")
    if lie and said[lie]:
        breaches.append(f"{mine.number}: the consumer was told what is not so")
    return breaches, sum(times - 1 for times in said.values())
