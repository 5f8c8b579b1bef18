"""getUpdates: offsets, allowed kinds, one poller at a time."""

import asyncio
import itertools

from hypothesis import given
from hypothesis import strategies as st

from sandbox import Person, Sandbox
from sandbox.updates import UpdateQueue
from tests.sandbox.conftest import Bot

OTHER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)  # fmt: skip


async def test_unconfirmed_updates_come_again(bot: Bot, maria: Person) -> None:
    await maria.says("one", answered=False)
    await maria.says("two", answered=False)
    first = await bot.result("getUpdates")
    assert await bot.result("getUpdates") == first
    assert [update["message"]["text"] for update in first] == ["one", "two"]
    rest = await bot.result("getUpdates", offset=first[0]["update_id"] + 1)
    assert rest == first[1:]
    assert await bot.result("getUpdates", offset=first[1]["update_id"] + 1) == []
    assert await bot.result("getUpdates") == []


async def test_limit_and_negative_offset(bot: Bot, maria: Person) -> None:
    for number in range(5):
        await maria.says(str(number), answered=False)
    texts = [update["message"]["text"] for update in await bot.result("getUpdates", limit=2)]
    assert texts == ["0", "1"]
    texts = [update["message"]["text"] for update in await bot.result("getUpdates", offset=-2)]
    assert texts == ["3", "4"]
    assert len(await bot.result("getUpdates")) == 2


async def test_a_poll_waits_for_the_next_update(bot: Bot, maria: Person) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot.updates(timeout=20))
        await asyncio.sleep(0.05)
        assert not poll.done()
        await maria.says("now", answered=False)
    assert [update["message"]["text"] for update in poll.result()] == ["now"]


async def test_an_empty_poll_ends_by_its_own_time(bot: Bot, maria: Person) -> None:
    assert await bot.updates(timeout=1) == []


async def test_the_earlier_of_two_pollers_is_ended(bot: Bot, maria: Person) -> None:
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(bot("getUpdates", timeout=20))
        await asyncio.sleep(0.05)
        second = tasks.create_task(bot("getUpdates", timeout=20))
        await asyncio.sleep(0.05)
        await maria.says("hello", answered=False)
    assert first.result() == {"ok": False, "error_code": 409, "description": OTHER}
    assert [update["message"]["text"] for update in second.result()["result"]] == ["hello"]


async def test_a_dead_poller_takes_nothing_away(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    poll = asyncio.get_running_loop().create_task(bot.updates(timeout=20))
    await asyncio.sleep(0.05)
    poll.cancel()
    await asyncio.gather(poll, return_exceptions=True)
    await maria.says("kept", answered=False)
    assert [update["message"]["text"] for update in await bot.updates()] == ["kept"]


async def test_kinds_are_remembered_and_not_retroactive(bot: Bot, maria: Person) -> None:
    await bot.result("sendMessage", chat_id=maria.id, text="x")
    await maria.reacts("👍")
    assert await bot.updates() == []
    await bot.updates(allowed_updates=["message", "message_reaction"])
    await maria.reacts("🔥")
    await maria.edits("changed", answered=False)
    kinds = [list(update)[1] for update in await bot.updates()]
    assert kinds == ["message_reaction"]
    await bot.updates(allowed_updates=[])
    await maria.edits("again", answered=False)
    assert [list(update)[1] for update in await bot.updates()] == ["edited_message"]


async def test_updates_are_kept_for_a_day(sandbox: Sandbox, bot: Bot, maria: Person) -> None:
    await maria.says("old", answered=False)
    sandbox.world.updates.pending[0].born -= 24 * 3600 + 1
    await maria.says("new", answered=False)
    assert [update["message"]["text"] for update in await bot.updates()] == ["new"]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 5)), max_size=8))
def test_a_confirmed_update_never_comes_back(steps: list[tuple[int, int]]) -> None:
    queue = UpdateQueue(100, itertools.count().__next__)
    for _ in range(10):
        queue.add("message", 1, {})
    confirmed = 0
    for offset, limit in steps:
        confirmed = max(confirmed, 99 + offset if offset else 0)
        ids = [update["update_id"] for update in queue.take(100 + offset if offset else 0, limit)]
        assert ids == list(range(max(confirmed + 1, 100), 110))[:limit]
