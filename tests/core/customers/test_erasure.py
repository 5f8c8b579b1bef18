"""After an erasure nothing of what was said or asked is left, wherever it stood; what stays names nobody."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import LargeBinary, MetaData, select

from core.cabinet import Cabinet
from core.desk.model import About, Incoming, Operator, Role, Spot, Subject, Thread, Words
from core.storage.desk import SqlSayings
from core.storage.tables import desk_talks, desk_threads, metadata, outbox
from core.support.appealing import Form
from core.support.model import Kind, Paper, Status, new_key
from tests.databases import NOW
from tests.fakes.town import OPERATORS, Town

CHAT, OTHER = 7_770_001, 7_770_002
WORD = "жасырын сөз"
OPERATOR = Operator(user_id=5, name="Мария", role=Role.OPERATOR, added_at=NOW)
NAMES_THE_CHAT = {"audit", "consents", "inbox"}  # who saw what, what was agreed to, which updates were handled


def incoming(chat: int = CHAT, number: int = 1, text: str = WORD, **more: object) -> Incoming:
    return Incoming(spot=Spot(chat_id=chat, message_id=number), words=Words(kind="text", text=text), **more)


def paper() -> Paper:
    return Paper(kind="document", file_id=WORD, name=WORD, caption=WORD)


async def asks(town: Town, text: str = "open", number: int = 1) -> Thread:
    heard = await town.ask(
        lambda cabinet: cabinet.talks.say(customer=town.customer(CHAT), incoming=incoming(number=number, text=text))
    )
    async with town.database.work() as work:
        found = await Cabinet(work, town.retailer, town.now, OPERATORS).threads.get(heard.talk.thread_id)
    assert found is not None
    return found


async def says(town: Town) -> None:
    await asks(town, WORD)


async def quotes(town: Town) -> None:
    await asks(town)
    said = incoming(number=2, text="x", reply_to=1, quote=WORD)
    await town.ask(lambda cabinet: cabinet.talks.say(customer=town.customer(CHAT), incoming=said))


async def sends_an_album(town: Town) -> None:
    said = Incoming(
        spot=Spot(chat_id=CHAT, message_id=1),
        words=Words(kind="photo", text=WORD, file_id=WORD, file_name=WORD),
        album="77",
    )
    await town.ask(lambda cabinet: cabinet.talks.say(customer=town.customer(CHAT), incoming=said))


async def changes_a_word(town: Town) -> None:
    await asks(town)
    await town.ask(
        lambda cabinet: cabinet.talks.edit(
            customer=town.customer(CHAT), spot=Spot(chat_id=CHAT, message_id=1), words=Words(kind="text", text=WORD)
        )
    )


async def asks_about_something(town: Town) -> None:
    subject = Subject(kind=About.BILL, account_id=1, account_no=WORD, ref=WORD)
    await town.ask(
        lambda cabinet: cabinet.talks.say(customer=town.customer(CHAT), incoming=incoming(text="x"), subject=subject)
    )


async def is_answered(town: Town) -> None:
    thread = await asks(town)
    await town.ask(
        lambda cabinet: cabinet.answering.say(operator=OPERATOR, thread=thread, incoming=incoming(OPERATORS, 50))
    )


async def is_noted_upon(town: Town) -> None:
    thread = await asks(town)
    await town.ask(
        lambda cabinet: cabinet.answering.note(operator=OPERATOR, thread=thread, incoming=incoming(OPERATORS, 51))
    )


async def comments(town: Town) -> None:
    await asks(town)
    customer = town.customer(CHAT)
    await town.ask(lambda cabinet: cabinet.talks.close(customer=customer, talk_id=1))
    await town.ask(lambda cabinet: cabinet.talks.comment(customer=customer, talk_id=1, text=WORD))


async def appeals(town: Town) -> str:
    form = Form(kind=Kind.RECEPTION, link_id=0, key=new_key(), text=WORD, papers=(paper(),))
    sent = await town.ask(lambda cabinet: cabinet.appealing.send(customer=town.customer(CHAT), key=form.key, form=form))
    return sent.number


async def appeals_and_withdraws(town: Town) -> None:
    await appeals(town)
    await town.ask(lambda cabinet: cabinet.support.withdraw(customer=town.customer(CHAT), link_id=0, appeal_id=1))


async def appeals_and_is_answered(town: Town) -> None:
    number = await appeals(town)
    await town.ask(
        lambda cabinet: cabinet.appeal_office.answer(number=number, status=Status.REFUSED, text=WORD, paper=paper())
    )


WAYS = [
    says,
    quotes,
    sends_an_album,
    changes_a_word,
    asks_about_something,
    is_answered,
    is_noted_upon,
    comments,
    appeals_and_withdraws,
    appeals_and_is_answered,
]


async def erase(town: Town, chat: int = CHAT) -> None:
    await town.ask(lambda cabinet: cabinet.customers.erase(customer=town.customer(chat)))


async def standing(town: Town, tables: MetaData = metadata) -> dict[str, list[str]]:
    """Return what stands in each table of the bot's own, with everything sealed opened."""
    found: dict[str, list[str]] = {}
    async with town.database.work() as work:
        for table in tables.sorted_tables:
            sealed = {column.name for column in table.columns if isinstance(column.type, LargeBinary)}
            for row in (await work.execute(select(table))).mappings():
                values = {
                    name: town.database.vault.open(value) if name in sealed and value is not None else value
                    for name, value in row.items()
                }
                found.setdefault(table.name, []).append(str(values))
    return found


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_nothing_of_the_words_is_left_and_nothing_names_the_chat(
    town: Town, way: Callable[[Town], Awaitable[object]]
) -> None:
    await way(town)
    before = await standing(town)
    assert any(WORD in row for rows in before.values() for row in rows), "what is looked for has stood there"

    await erase(town)

    after = await standing(town)
    assert not [row for rows in after.values() for row in rows if WORD in row]
    naming = {name for name, rows in after.items() for row in rows if str(CHAT) in row} - NAMES_THE_CHAT
    assert naming <= {"outbox"}, "and there the numbers alone"


async def test_what_the_office_still_works_on_is_forgotten_with_its_answer(town: Town) -> None:
    number = await appeals(town)
    await erase(town)
    assert [row for row in (await standing(town))["appeals"] if WORD in row]

    told = await town.ask(
        lambda cabinet: cabinet.appeal_office.answer(number=number, status=Status.ANSWERED, text="x", paper=paper())
    )

    assert not told
    assert not [row for rows in (await standing(town)).values() for row in rows if WORD in row]


async def test_the_talk_stays_as_a_number_closed_and_the_topic_is_told(town: Town) -> None:
    await asks(town, WORD)
    await erase(town)

    async with town.database.work() as work:
        (talk,) = (await work.execute(select(desk_talks))).all()
        (thread,) = (await work.execute(select(desk_threads))).all()
        rows = (await work.execute(select(outbox.c.payload, outbox.c.state).where(outbox.c.chat_id == OPERATORS))).all()
    assert (talk.state, talk.closed_by, talk.waits_since) == ("closed", "consumer", None)
    assert thread.chat_id is None
    waiting = [town.database.vault.open(row.payload) for row in rows if row.state == "new" and row.payload]
    assert [each["name"] for each in waiting if each["act"] == "tell"] == ["data_erased"]


async def test_what_was_not_passed_on_yet_goes_nowhere(town: Town) -> None:
    await asks(town, WORD)
    await erase(town)

    async with town.database.work() as work:
        (said,) = await SqlSayings(work).of_talk(1)
    assert said.words is None
    assert said.state == "failed"


async def test_whoever_comes_back_has_a_new_thread_and_others_keep_theirs(town: Town) -> None:
    await asks(town, WORD)
    other = incoming(OTHER, 1, "mine")
    await town.ask(lambda cabinet: cabinet.talks.say(customer=town.customer(OTHER), incoming=other))

    await erase(town)
    again = await asks(town, "again", number=9)

    assert again.id == 3
    assert [row for row in (await standing(town))["desk_said"] if "mine" in row]


async def test_the_copy_of_the_data_holds_the_talks_without_notes_and_names_of_operators(town: Town) -> None:
    await is_answered(town)
    await is_noted_upon(town)

    own = await town.ask(lambda cabinet: cabinet.customers.own_data(customer=town.customer(CHAT)))

    (talk,) = own.conversations
    assert [(each.by, each.text) for each in talk.messages] == [("consumer", "open"), ("desk", WORD)]
