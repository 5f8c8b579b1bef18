"""Documents are drawn in processes that can be ended: a stuck, failing, greedy or falling one harms nobody else."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer

from bot.delivery.gate import Gate
from bot.delivery.papers import Papers
from bot.delivery.place import Place
from bot.delivery.press import PROGRAM
from bot.delivery.session import JsonSession
from bot.delivery.show import Delivery
from bot.receiver.arrivals import loads
from bot.screens.screen import Paper, Screen
from core.documents import press
from core.retailer import DEMO_FILE, Retailer
from sandbox import Person, Sandbox
from tests.core.documents.printouts import needs_poppler, text_of
from tests.core.documents.samples import MARKS, RETAILER, SAMPLES

BROKEN = ("-m", "tests.bot.broken_press")
STUCK, FAILING, GREEDY, FALLING, GOOD = "bill", "invoice", "statement", "proof", "status"


def paper(kind: str, **more: object) -> Paper:
    facts = SAMPLES[kind]("kk", **more)
    code = MARKS.code.replace("-", "")
    return Paper(
        document=5,
        kind=kind,
        name=f"{kind}.pdf",
        number=MARKS.number,
        issued_at=MARKS.issued_at,
        code=code,
        facts=facts,
        trouble="не вышло",
    )


def children() -> set[int]:
    """Return the processes that this one has begun and that are alive."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            command = (folder / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == os.getpid() and state != "Z" and b"press" in command:
            found.add(int(folder.name))
    return found


Remembered = list[tuple[int, str]]


@pytest.fixture
def remembered() -> Remembered:
    return []


@pytest.fixture
async def make(remembered: Remembered) -> AsyncIterator[Callable[..., Papers]]:
    made: list[Papers] = []

    async def remember(document: int, file_id: str) -> None:
        remembered.append((document, file_id))

    def papers(*, seconds: float = 20.0, program: tuple[str, ...] = BROKEN, patience: float = 60.0) -> Papers:
        made.append(Papers(RETAILER, remember, seconds=seconds, program=program, patience=patience))
        return made[-1]

    yield papers
    for each in made:
        await each.close()
    assert children() == set()


async def drawn(papers: Papers, kind: str = GOOD, **more: object) -> bytes | None:
    file = await papers.draw(paper(kind, **more), "zharyq_bot")
    return None if file is None else file.data


@needs_poppler
async def test_what_comes_through_the_pipe_is_the_document(make: Callable[..., Papers]) -> None:
    papers = make(program=PROGRAM)

    pdf = await drawn(papers, payer="Ұ" * 100_000)

    assert pdf == press.draw(GOOD, SAMPLES[GOOD]("kk", payer="Ұ" * 100_000), MARKS, RETAILER)
    assert MARKS.code in text_of(pdf)


def test_the_retailer_arrives_as_it_was_sent() -> None:
    for retailer in (RETAILER, Retailer.from_file(DEMO_FILE)):
        assert Retailer.model_validate_json(retailer.model_dump_json()) == retailer


async def test_no_process_is_begun_before_the_first_document(make: Callable[..., Papers]) -> None:
    papers = make()
    assert children() == set()

    await drawn(papers)
    await drawn(papers)

    assert len(children()) == 1


async def test_a_stuck_drawing_is_ended_and_the_next_one_is_drawn(
    make: Callable[..., Papers], caplog: pytest.LogCaptureFixture
) -> None:
    papers = make(seconds=4)
    assert await drawn(papers)
    before = children()
    began = time.monotonic()

    assert await drawn(papers, STUCK) is None

    assert 3.5 < time.monotonic() - began < 15
    assert children() & before == set()
    assert await drawn(papers)
    [record] = [each for each in caplog.records if each.levelname == "ERROR"]
    assert (record.kind, record.error) == (STUCK, "TimeoutError")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("kind", "error", "same"),
    [(FAILING, "LookupError", True), (GREEDY, "MemoryError", False), (FALLING, "ProcessEnded", False)],
)
async def test_a_drawing_that_fails_is_told_and_the_next_one_is_drawn(
    make: Callable[..., Papers], caplog: pytest.LogCaptureFixture, kind: str, error: str, same: bool
) -> None:
    papers = make()
    assert await drawn(papers)
    before = children()

    assert await drawn(papers, kind) is None

    assert [each.error for each in caplog.records if each.levelname == "ERROR"] == [error]  # type: ignore[attr-defined]
    assert "a fact is missing" not in caplog.text
    assert await drawn(papers)
    assert (children() == before) is same


async def test_while_two_are_stuck_those_who_wait_are_told_in_time(make: Callable[..., Papers]) -> None:
    papers = make(seconds=6, patience=9)
    began = time.monotonic()

    answers = await asyncio.gather(*(drawn(papers, STUCK) for _ in range(6)))

    assert answers == [None] * 6
    assert time.monotonic() - began < 15
    assert await drawn(papers)
    assert len(children()) <= 2


async def test_a_process_killed_from_outside_is_begun_anew(make: Callable[..., Papers]) -> None:
    papers = make()
    assert await drawn(papers)
    [process] = children()
    os.kill(process, signal.SIGKILL)
    await asyncio.sleep(0.5)

    assert await drawn(papers)


async def test_two_are_drawn_at_once_and_no_more(make: Callable[..., Papers]) -> None:
    papers = make(program=PROGRAM)

    answers = await asyncio.gather(*(drawn(papers, account_no=f"{number:09}") for number in range(20)))

    assert len(set(answers)) == 20
    assert None not in answers
    assert len(children()) == 2


PROGRAM_THAT_WAITS = """
import asyncio, json, sys
from bot.delivery.press import Press
from core.documents.press import message
from core.retailer import DEMO_FILE, Retailer
async def main():
    press = Press(Retailer.from_file(DEMO_FILE))
    await press.draw(bytes.fromhex(sys.argv[1]), 60)
    print(press._process.pid, flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""


async def test_a_bot_that_is_killed_leaves_no_process_behind() -> None:
    order = press.order(GOOD, SAMPLES[GOOD]("kk"), MARKS).hex()
    program = (sys.executable, "-c", PROGRAM_THAT_WAITS, order)
    bot = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE)
    assert bot.stdout is not None
    child = int(await bot.stdout.readline())
    assert _lives(child)
    bot.kill()
    await bot.wait()

    for _ in range(100):
        if not _lives(child):
            return
        await asyncio.sleep(0.1)
    pytest.fail(f"process {child} lives on")


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """Speak as the bot does, and be told under which name a file is kept."""
    session = JsonSession(api=TelegramAPIServer.from_base(sandbox.url), json_loads=loads, timeout=10.0)
    yield Bot(sandbox.token, session=session)
    await session.close()


@pytest.fixture
def deliver(api: Bot, make: Callable[..., Papers]) -> Callable[[Papers], Delivery]:
    return lambda papers: Delivery(api, Gate(), lambda: datetime.now(UTC), papers)


def files(person: Person) -> list[str]:
    return [line.file_name for line in person.history if line.file_name]


async def test_fifty_at_once_arrive_and_nobody_else_waits(
    make: Callable[..., Papers], deliver: Callable[[Papers], Delivery], sandbox: Sandbox, maria: Person, chat: Place
) -> None:
    delivery = deliver(make(program=PROGRAM))
    people = [sandbox.world.person(f"Person {number}") for number in range(50)]
    for person in people:
        sandbox.world.private_chat(person.id)

    async def says() -> list[float]:
        waits = []
        for _ in range(15):
            began = time.monotonic()
            await delivery.show(chat, [Screen(text="слова")])
            waits.append(time.monotonic() - began)
            await asyncio.sleep(0.02)
        return waits

    quiet = await says()
    async with asyncio.TaskGroup() as group:
        for person in people:
            screen = Screen(text="счёт", paper=paper(GOOD, account_no=f"{person.id:09}"))
            group.create_task(delivery.show(Place(chat_id=person.id, private=True), [screen]))
        busy = await says()

    assert all(files(person) == ["status.pdf"] for person in people)
    assert median(busy) < median(quiet) + 0.5


async def test_a_file_that_telegram_has_is_sent_by_its_name(
    make: Callable[..., Papers],
    deliver: Callable[[Papers], Delivery],
    sandbox: Sandbox,
    maria: Person,
    chat: Place,
    remembered: Remembered,
) -> None:
    delivery = deliver(make())
    asked = paper(GOOD)
    await delivery.show(chat, [Screen(text="счёт", paper=asked)])
    [(document, file_id)] = remembered
    [process] = children()
    os.kill(process, signal.SIGKILL)

    await delivery.show(chat, [Screen(text="счёт", paper=replace(asked, file_id=file_id))])

    assert document == 5
    assert [line.message.content["document"]["file_id"] for line in maria.history if line.file_name] == [file_id] * 2
    assert remembered == [(5, file_id)]
    assert children() == set()


async def test_a_file_that_telegram_has_forgotten_is_drawn_anew(
    make: Callable[..., Papers],
    deliver: Callable[[Papers], Delivery],
    sandbox: Sandbox,
    maria: Person,
    chat: Place,
    remembered: Remembered,
) -> None:
    delivery = deliver(make())
    asked = paper(GOOD)
    await delivery.show(chat, [Screen(text="счёт", paper=asked)])
    forgotten = remembered[0][1]
    del sandbox.world.files[forgotten]

    await delivery.show(chat, [Screen(text="счёт", paper=replace(asked, file_id=forgotten))])

    assert files(maria) == ["status.pdf"] * 2
    assert [document for document, _ in remembered] == [5, 5]
    assert remembered[1][1] != forgotten


@pytest.mark.parametrize("kind", [FAILING, FALLING])
async def test_the_words_say_that_the_file_is_missing(
    make: Callable[..., Papers], deliver: Callable[[Papers], Delivery], maria: Person, chat: Place, kind: str
) -> None:
    await deliver(make()).show(chat, [Screen(text="счёт", paper=paper(kind))])

    assert [line.text for line in maria.history if not line.mine][-1] == "счёт\n\nне вышло"
    assert files(maria) == []
