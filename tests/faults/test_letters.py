"""A bot that dies or stops while it sends letters: none is lost, and one that comes twice is the same one."""

import asyncio
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from core.mail.model import CONFIRM_WITHIN, hash_of
from core.retailer import DEMO_FILE, Retailer
from core.storage import schema
from core.storage.emails import SqlAddresses
from core.storage.letters import SqlLetters
from core.storage.tables import customers
from sandbox import Person
from tests.databases import postgres_marks
from tests.fakes import mail
from tests.fakes.mail import MailServer
from tests.faults.conftest import Ledger, Nursery

KILLS = [
    "bot.jobs.smtp:MailRoute.send:before:2",
    "bot.jobs.smtp:MailRoute.send:after:2",  # taken by the server, not recorded
    "core.storage.outbox:Outbox.close:before:2",
    "core.storage.outbox:Outbox.close:after:2",
]


@pytest.fixture
async def post() -> AsyncIterator[MailServer]:
    async with mail.serve() as running:
        yield running


@pytest.fixture
def mailing(bots: Nursery, post: MailServer) -> Nursery:
    bots.place.more = {"SMTP_URL": post.url, "MAIL_FROM": "noreply@zharyq.example"}
    return bots


def address(person: Person) -> str:
    return f"{person.name.lower()}@posta.example"


async def queue(ledger: Ledger, people: list[Person]) -> None:
    """Queue a letter with a link for each, as if they had typed their addresses just now."""
    now = datetime.now(UTC)
    await schema.migrate(ledger.database, now)
    version = Retailer.from_file(DEMO_FILE).consent.version
    async with ledger.database.work(book=False) as work:
        await work.write()
        for person in people:
            known = {"chat_id": person.id, "language": "kk", "joined_at": now, "consent_version": version}
            await work.execute(insert(customers).values(known))
            token, expires_at = f"token-of-{person.name}", now + CONFIRM_WITHIN
            await SqlAddresses(work).await_confirmation(
                person.id, address(person), token_hash=hash_of(token), expires_at=expires_at, document=0
            )
            await SqlLetters(work, now).queue(
                key=f"email:confirm:{hash_of(token)}",
                chat_id=person.id,
                to=address(person),
                name="confirm",
                values={"token": token, "expires_at": expires_at.isoformat()},
            )
        await work.commit()


async def over(ledger: Ledger, state: str = "sent") -> None:
    async with asyncio.timeout(30):
        while set(await ledger.outbox()) != {state}:  # noqa: ASYNC110 - the database is looked at
            await asyncio.sleep(0.1)


@pytest.mark.parametrize(
    ("step", "server"),
    [
        *((step, "sqlite") for step in KILLS),
        *(pytest.param(step, "postgresql", marks=postgres_marks()) for step in KILLS[1:3]),
    ],
    indirect=["server"],
)
async def test_a_kill_loses_no_letter_and_what_comes_twice_is_the_same(
    step: str, people: list[Person], post: MailServer, mailing: Nursery, ledger: Ledger
) -> None:
    await queue(ledger, people)
    await mailing.start(kill=step, flows=True)
    assert await mailing.ended() == -signal.SIGKILL

    await mailing.start(flows=True)
    await over(ledger)
    assert await mailing.stop() == 0

    for person in people:
        letters = post.to(address(person))
        assert 1 <= len(letters) <= 2
        assert len({letter.content for letter in letters}) == 1
        assert len({letter.message["Message-ID"] for letter in letters}) == 1
    assert len({letter.message["Message-ID"] for letter in post.letters}) == len(people)
    assert len(post.letters) == len(people) + (step in KILLS[1:3])


async def test_a_stop_waits_for_the_letter_in_hand_and_takes_no_other(
    people: list[Person], post: MailServer, mailing: Nursery, ledger: Ledger
) -> None:
    post.before_answer = asyncio.Event()
    await queue(ledger, people)
    await mailing.start(flows=True)
    async with asyncio.timeout(30):
        while not post.letters:  # noqa: ASYNC110 - what the server has is looked at
            await asyncio.sleep(0.05)

    async with asyncio.TaskGroup() as group:
        stopped = group.create_task(mailing.stop())
        await asyncio.sleep(1)
        post.before_answer.set()
    assert stopped.result() == 0
    assert sorted(await ledger.outbox()) == ["new", "new", "sent"]

    await mailing.start(flows=True)
    await over(ledger)
    await mailing.stop()
    assert len(post.letters) == len(people)
