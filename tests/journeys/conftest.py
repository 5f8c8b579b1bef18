"""The product as people meet it: a sandbox, a bot with the demo data, and persons who speak and tap.

Most journeys run within the test, on SQLite, by polling. One that has to show the whole takes all four ways, each
with the bot as a process of its own:

    @pytest.mark.parametrize("way", EVERYWHERE, indirect=True)
    async def test_the_first_meeting(bot, maria): …
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from bot.app import Options
from core.clock import system_clock
from sandbox import Group, Person, Sandbox
from tests.databases import own_database, postgres_marks
from tests.journeys.settling import Settled, settle, settle_demo
from tests.running import Place, apart, within


@dataclass(frozen=True)
class Way:
    """How the bot of a journey runs."""

    database: str = "sqlite"
    webhook: bool = False
    process: bool = False


EVERYWHERE = [
    pytest.param(
        Way(database, webhook, process=True), id=f"{database}-{'webhook' if webhook else 'polling'}", marks=marks
    )
    for database, marks in (("sqlite", ()), ("postgresql", postgres_marks()))
    for webhook in (False, True)
]


@pytest.fixture
def way(request: pytest.FixtureRequest) -> Way:
    return getattr(request, "param", Way())


@pytest.fixture
async def sandbox(way: Way) -> AsyncIterator[Sandbox]:
    async with Sandbox(seed=1, webhook_pause=0.05) as running:
        running.world.patience = 60.0 if way.process else 20.0  # a process has to start first, on a busy machine
        yield running
        assert running.world.unknown_methods == []


class Time:
    """The time of a journey. It runs on by itself, and a test may move it."""

    def __init__(self, moment: datetime) -> None:
        self._ahead = moment - system_clock()

    def __call__(self) -> datetime:
        return system_clock() + self._ahead

    def move_to(self, moment: datetime) -> None:
        self._ahead = moment - system_clock()


@pytest.fixture
def time(request: pytest.FixtureRequest, way: Way, sandbox: Sandbox) -> Time:
    """That of the machine, or from `MOMENT` of the module on: of the people as well as of the bot within the test."""
    moment = None if way.process else getattr(request.module, "MOMENT", None)
    time = Time(moment or system_clock())
    sandbox.world.clock = lambda: time().timestamp()
    return time


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Settled:
    return Settled(tmp_path_factory.mktemp("settled"))


@pytest.fixture
async def place(
    request: pytest.FixtureRequest,
    way: Way,
    sandbox: Sandbox,
    operators: Group,
    time: Time,
    settled: Settled,
    tmp_path: Path,
) -> AsyncIterator[Place]:
    """The bot's own folder and database, filled with the accounts of tests/fakes/town.py.

    A module that sets `DEMO` has the demo package instead, and `MOMENT = NOW`, the day of its data.
    """
    async with own_database(way.database, tmp_path) as url:
        place = Place(sandbox, tmp_path, url, webhook=way.webhook, operators=operators.id)
        if getattr(request.module, "DEMO", False):
            package = request.getfixturevalue("demo_package")
            await settled.copy(place, f"demo {time():%Y-%m-%d}", lambda of: settle_demo(of, package, now=time()))
        else:
            await settled.copy(place, f"town {time():%Y-%m-%d}", lambda of: settle(of, now=time()))
        yield place


@pytest.fixture
async def bot(way: Way, place: Place, time: Time) -> AsyncIterator[Place]:
    """The bot, running."""
    async with apart(place) if way.process else within(place, Options(clock=time, updates_per_minute=10_000)):
        yield place


@pytest.fixture
def operators(sandbox: Sandbox) -> Group:
    return sandbox.world.group("Операторлар", forum=True)


@pytest.fixture
def aliya(sandbox: Sandbox) -> Person:
    return sandbox.world.person("Әлия", language="kk", phone="+77010000001")


@pytest.fixture
def maria(sandbox: Sandbox) -> Person:
    return sandbox.world.person("Мария", language="ru", phone="+77010000002")


@pytest.fixture
def john(sandbox: Sandbox) -> Person:
    return sandbox.world.person("John", language="en", phone="+77010000003")
