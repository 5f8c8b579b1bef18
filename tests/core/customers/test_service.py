"""Meeting a person, on both databases: language, consent, own data, erasure."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from core.customers.model import ConsentNeeded, Customer, OldConsentText
from core.customers.service import CustomerService, guess
from core.storage.audit import SqlAudit
from core.storage.customers import SqlCustomers
from core.storage.engine import Database
from core.storage.tables import audit, consents, customers, flows, inbox, link_tries, links, outbox
from core.storage.work import Work
from tests.databases import NOW

CHAT, OTHER = 7001, 7002


@pytest.fixture
async def work(database: Database) -> AsyncIterator[Work]:
    async with database.work() as work:
        yield work


def service(work: Work, *, version: str = "1", days: int = 0) -> CustomerService:
    now = NOW + timedelta(days=days)
    return CustomerService(
        work=work, customers=SqlCustomers(work), audit=SqlAudit(work, now), consent_version=version, now=now
    )


async def meet(work: Work, version: str = "1") -> Customer:
    return await service(work, version=version).meet(chat_id=CHAT, telegram_language="ru")


@pytest.mark.parametrize(
    ("telegram", "language"), [("kk", "kk"), ("ru-RU", "ru"), ("EN-gb", "en"), ("de", "kk"), ("", "kk"), (None, "kk")]
)
def test_the_language_is_guessed_from_telegrams(telegram: str | None, language: str) -> None:
    assert guess(telegram) == language


async def test_meeting_keeps_nothing(work: Work) -> None:
    customer = await meet(work)

    assert customer == Customer(chat_id=CHAT, language="ru", consent_version=None, current_link=None)
    assert not work.writing
    assert (await work.execute(select(customers))).all() == []


async def test_a_chosen_language_outweighs_telegrams(work: Work) -> None:
    await service(work).choose_language(customer=await meet(work), language="kk")

    assert (await meet(work)).language == "kk"


async def test_consent_is_kept_with_the_hash_of_its_text(work: Work) -> None:
    await service(work).agree(customer=await meet(work), version="1", text="Text", language="kk")

    customer = await meet(work)
    assert (customer.consent_version, customer.language) == ("1", "kk")
    given = await service(work).consent_in_force(customer=customer)
    assert given is not None
    assert given.text_hash == hashlib.sha256(b"Text").hexdigest()
    assert (given.language, given.given_at, given.withdrawn_at) == ("kk", NOW, None)


async def test_agreeing_twice_keeps_the_first(work: Work) -> None:
    customer = await meet(work)
    await service(work).agree(customer=customer, version="1", text="Text", language="kk")

    await service(work, days=1).agree(customer=customer, version="1", text="Other", language="ru")

    assert [row.given_at for row in await work.execute(select(consents))] == [NOW]


async def test_a_new_text_is_asked_anew_and_the_old_button_agrees_to_nothing(work: Work) -> None:
    await service(work).agree(customer=await meet(work), version="1", text="Text", language="kk")

    customer = await meet(work, version="2")

    assert customer.consent_version is None
    with pytest.raises(ConsentNeeded):
        service(work, version="2").require_consent(customer)
    with pytest.raises(OldConsentText):
        await service(work, version="2").agree(customer=customer, version="1", text="Text", language="kk")
    assert await service(work, version="2").consent_in_force(customer=customer) is None


async def test_blocking_is_noted_of_those_who_are_known(work: Work) -> None:
    await service(work).choose_language(customer=await meet(work), language="kk")

    await service(work).note_blocked(chat_id=CHAT, blocked=True)
    await service(work).note_blocked(chat_id=OTHER, blocked=True)

    assert (await work.execute(select(customers.c.chat_id, customers.c.blocked_at))).all() == [(CHAT, NOW)]
    await service(work).note_blocked(chat_id=CHAT, blocked=False)
    assert (await work.execute(select(customers.c.blocked_at))).scalar_one() is None


async def test_own_data_name_language_time_and_consents_and_leave_a_trace(work: Work) -> None:
    await service(work).agree(customer=await meet(work), version="1", text="Text", language="kk")

    own = await service(work).own_data(customer=await meet(work))

    assert (own.chat_id, own.language, own.joined_at) == (CHAT, "kk", NOW)
    assert [consent.version for consent in own.consents] == ["1"]
    assert "export.own_data" in (await work.execute(select(audit.c.action))).scalars().all()


async def test_erasure_forgets_this_chat_alone(work: Work) -> None:
    for chat_id in (CHAT, OTHER):
        await fill(work, chat_id)

    await service(work, days=1).erase(customer=await meet(work))

    for table in (customers, links, flows):
        assert (await work.execute(select(table.c.chat_id))).scalars().all() == [OTHER]
    given = (await work.execute(select(consents).order_by(consents.c.chat_id))).all()
    assert [row.withdrawn_at for row in given] == [NOW + timedelta(days=1), None]
    assert len((await work.execute(select(link_tries))).all()) == 2
    bodies = select(inbox.c.body).where(inbox.c.chat_id == CHAT, inbox.c.state == "done")
    assert (await work.execute(bodies)).scalars().all() == [None]
    in_hand = select(inbox.c.body).where(inbox.c.chat_id == CHAT, inbox.c.state == "new")
    assert (await work.execute(in_hand)).scalars().all() == [b"sealed"]
    waiting = select(outbox.c.state, outbox.c.payload).where(outbox.c.chat_id == CHAT)
    assert (await work.execute(waiting)).all() == [("cancelled", None)]
    others = select(outbox.c.state, outbox.c.payload).where(outbox.c.chat_id == OTHER)
    assert (await work.execute(others)).all() == [("new", b"sealed")]


async def fill(work: Work, chat_id: int) -> None:
    customer = Customer(chat_id=chat_id, language="kk", consent_version=None, current_link=None)
    await service(work).agree(customer=customer, version="1", text="Text", language="kk")
    link = {"chat_id": chat_id, "account_id": 1, "owner_mark": 1, "level": 1, "linked_at": NOW}
    await work.execute(insert(links).values(link))
    await work.execute(insert(flows).values(chat_id=chat_id, state="s", draft=b"sealed", changed_at=NOW))
    tried = {"at": NOW, "chat_mark": chat_id, "number_mark": 1, "right": False}
    await work.execute(insert(link_tries).values(tried))
    for place, state in enumerate(("done", "new")):
        update_id = chat_id * 10 + place
        row = {"update_id": update_id, "chat_id": chat_id, "received_at": NOW, "body": b"sealed", "state": state}
        await work.execute(insert(inbox).values(row))
    parcel = {"key": f"k{chat_id}", "channel": "telegram", "chat_id": chat_id, "priority": 3, "due": NOW}
    await work.execute(insert(outbox).values(**parcel, state="new", payload=b"sealed", created_at=NOW))
