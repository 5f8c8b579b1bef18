from datetime import timedelta

import pytest
from sqlalchemy import select

from core.storage.engine import Database
from core.storage.inbox import KEPT, LEASE, TRIES, Arrival, Inbox, InHand, LeaseLost
from core.storage.tables import inbox as table
from tests.databases import NOW


def arrivals(*pairs: tuple[int, int]) -> list[Arrival]:
    return [Arrival(update_id, chat_id, b"{}") for update_id, chat_id in pairs]


def chats(rows: list[InHand]) -> list[int]:
    return [row.chat_id for row in rows]


async def states(database: Database) -> list[str]:
    async with database.work() as work:
        return list((await work.execute(select(table.c.state).order_by(table.c.seq))).scalars())


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database, "one")


@pytest.fixture
def other(database: Database) -> Inbox:
    return Inbox(database, "other")


async def test_an_update_that_comes_twice_is_stored_once(inbox: Inbox) -> None:
    await inbox.store(arrivals((5, 1), (6, 1)), NOW)
    await inbox.store(arrivals((6, 1), (7, 1)), NOW)

    assert await inbox.waiting() == 3


async def test_rows_are_taken_in_the_order_of_arrival_not_of_their_ids(inbox: Inbox) -> None:
    await inbox.store(arrivals((900, 1)), NOW)
    await inbox.store(arrivals((3, 1)), NOW)

    rows = await inbox.turn([], 10, NOW)

    assert [row.seq for row in rows] == sorted(row.seq for row in rows)
    async with inbox._database.work() as work:
        ids = (await work.execute(select(table.c.update_id).order_by(table.c.seq))).scalars().all()
    assert ids == [900, 3]


async def test_a_chat_in_hand_is_not_given_to_anybody_else(inbox: Inbox, other: Inbox) -> None:
    await inbox.store(arrivals((1, 1), (2, 2)), NOW)
    assert chats(await inbox.turn([], 1, NOW)) == [1]
    await inbox.store(arrivals((3, 1)), NOW)

    assert chats(await other.turn([], 10, NOW)) == [2]


async def test_no_more_is_taken_than_there_is_room_for(inbox: Inbox) -> None:
    await inbox.store(arrivals(*((number, number) for number in range(20))), NOW)

    assert len(await inbox.turn([], 7, NOW)) == 7
    assert await inbox.turn([], 0, NOW) == []


async def test_what_is_finished_makes_room_for_the_next_of_its_chat(inbox: Inbox) -> None:
    await inbox.store(arrivals((1, 1)), NOW)
    (first,) = await inbox.turn([], 10, NOW)
    await inbox.store(arrivals((2, 1)), NOW)

    (second,) = await inbox.turn([first.seq], 10, NOW)

    assert second.seq > first.seq
    assert await inbox.waiting() == 1


async def test_what_arrives_is_taken_by_the_same_commit_in_the_order_of_its_chat(inbox: Inbox) -> None:
    await inbox.store(arrivals((1, 1), (2, 2)), NOW)
    first, second = await inbox.turn([], 10, NOW)

    rows = await inbox.store(arrivals((3, 2), (4, 1), (5, 3), (6, 1)), NOW, done=[first.seq], free=10)

    assert chats(rows) == [1, 3, 1]  # chat 2 is in hand
    assert chats(await inbox.turn([second.seq], 10, NOW)) == [2]


async def test_what_was_there_before_is_taken_before_what_arrives(inbox: Inbox) -> None:
    await inbox.store(arrivals((1, 1), (2, 2)), NOW)

    assert chats(await inbox.store(arrivals((3, 1), (4, 3)), NOW, free=3)) == [1, 2, 1]


async def test_an_answer_is_kept_with_the_rows_it_speaks_of(inbox: Inbox, database: Database) -> None:
    await inbox.store(arrivals((1, 1), (2, 2)), NOW)
    first, second = await inbox.turn([], 10, NOW)
    async with database.work() as work:
        await work.write()
        await inbox.keep_answer(work, first.seq, b"words")
        await work.commit()
    async with database.work() as work:
        await work.write()
        await inbox.keep_answer(work, second.seq, b"never said")

    assert await inbox.kept_answer(first.seq) == b"words"
    assert await inbox.kept_answer(second.seq) is None


async def test_an_answer_without_words_is_finished_at_once(inbox: Inbox, database: Database) -> None:
    await inbox.store(arrivals((1, 1)), NOW)
    (row,) = await inbox.turn([], 10, NOW)
    async with database.work() as work:
        await work.write()
        await inbox.keep_answer(work, row.seq, None)
        await work.commit()

    assert await states(database) == ["done"]


async def test_a_worker_that_has_lost_its_row_changes_nothing(inbox: Inbox, other: Inbox, database: Database) -> None:
    await inbox.store(arrivals((1, 1)), NOW)
    (row,) = await inbox.turn([], 10, NOW)
    await other.recover(NOW + LEASE * 2)
    await other.take(row.seq, NOW)

    async with database.work() as work:
        await work.write()
        with pytest.raises(LeaseLost):
            await inbox.keep_answer(work, row.seq, b"too late")


async def test_rows_of_a_dead_process_have_a_try_and_are_run_alone(inbox: Inbox, other: Inbox) -> None:
    await inbox.store(arrivals((1, 1), (2, 1), (3, 2)), NOW)
    in_hand = await inbox.turn([], 2, NOW)
    later = NOW + LEASE * 2

    alone = await other.recover(later)

    assert alone == [row.seq for row in in_hand]
    assert chats(await other.turn([], 10, later)) == [2]
    taken = await other.take(alone[0], later)
    assert taken is not None
    assert taken.tries == 1
    assert await other.take(alone[1], later) is None  # its chat is in hand


async def test_a_row_that_kills_three_times_is_buried(inbox: Inbox, database: Database) -> None:
    await inbox.store(arrivals((1, 1)), NOW)
    (row,) = await inbox.turn([], 10, NOW)
    now = NOW
    for number in range(TRIES):
        now += LEASE * 2
        process = Inbox(database, f"process {number}")
        for seq in await process.recover(now):
            await process.take(seq, now)

    assert await states(database) == ["dead"]
    assert row.seq


async def test_an_answer_still_to_be_shown_is_no_try(inbox: Inbox, other: Inbox, database: Database) -> None:
    await inbox.store(arrivals((1, 1)), NOW)
    (row,) = await inbox.turn([], 10, NOW)
    async with database.work() as work:
        await work.write()
        await inbox.keep_answer(work, row.seq, b"words")
        await work.commit()

    assert await other.recover(NOW + LEASE * 2) == []
    (again,) = await other.turn([], 10, NOW)
    assert again.answer == b"words"


async def test_an_orderly_stop_counts_no_try(inbox: Inbox, other: Inbox) -> None:
    await inbox.store(arrivals((1, 1), (2, 2)), NOW)
    first, _ = await inbox.turn([], 10, NOW)
    await inbox.release([first.seq])

    (row,) = await other.turn([], 10, NOW)
    assert row.tries == 0


async def test_a_lease_that_is_renewed_stays(inbox: Inbox, other: Inbox, database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has one process: whatever another one holds, that one is dead")
    await inbox.store(arrivals((1, 1)), NOW)
    await inbox.turn([], 10, NOW)
    await inbox.renew(NOW + LEASE)

    assert await other.recover(NOW + LEASE * 1.5) == []


async def test_what_is_buried_stays_buried(inbox: Inbox, database: Database) -> None:
    await inbox.store(arrivals((1, 1)), NOW)
    (row,) = await inbox.turn([], 10, NOW)
    assert await inbox.count_try(row.seq) == 1
    await inbox.bury(row.seq, "ValueError")
    await inbox.turn([row.seq], 10, NOW)

    assert await states(database) == ["dead"]


async def test_after_a_week_bodies_are_gone_and_ids_may_come_again(inbox: Inbox) -> None:
    await inbox.store(arrivals((1, 1), (2, 2)), NOW)
    first, _ = await inbox.turn([], 10, NOW)
    await inbox.turn([first.seq], 0, NOW)

    assert await inbox.forget(NOW + KEPT - timedelta(seconds=1)) == 0
    assert await inbox.forget(NOW + KEPT + timedelta(seconds=1)) == 1
    await inbox.store(arrivals((1, 1)), NOW)
    assert await inbox.waiting() == 2  # the one that came again, and the one still in hand


async def test_bodies_are_sealed(inbox: Inbox, database: Database) -> None:
    await inbox.store([Arrival(1, 1, "Әлия Серікова".encode())], NOW)

    (row,) = await inbox.turn([], 1, NOW)

    assert "Серікова".encode() not in row.body
    assert database.vault.open_bytes(row.body).decode() == "Әлия Серікова"


async def test_an_answer_before_a_suspect_comes_first(inbox: Inbox, other: Inbox, database: Database) -> None:
    await inbox.store(arrivals((1, 1), (2, 1)), NOW)
    answered, suspect = await inbox.turn([], 10, NOW)
    async with database.work() as work:
        await work.write()
        await inbox.keep_answer(work, answered.seq, b"words")
        await work.commit()

    assert await other.recover(NOW + LEASE * 2) == [answered.seq, suspect.seq]
