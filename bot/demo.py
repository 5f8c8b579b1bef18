"""`demo`: the sandbox, a demo retailer's data and the bot in one process; no token, nothing leaves the machine."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot import app, importing
from bot.settings import Settings
from core.clock import system_clock, today_in_almaty
from core.desk.model import Role
from core.exchange.demo import DemoPerson, demo_people, write_demo_package
from core.i18n import translator
from core.retailer import DEMO_FILE, Retailer
from core.storage import schema
from core.storage.desk_people import SqlOperators
from core.storage.engine import Database
from core.storage.sealing import Vault
from sandbox import Group, Person, Sandbox

PORT = 8642
ACCOUNTS = 200
OPERATOR = "Дана"
DESK_NOTE = (
    f"{OPERATOR} (оператор)",
    "answers in the operators' group: write to the bot as a consumer (/support, «Technical support»), and a topic "
    "opens there. What Dana writes in it goes to the consumer; // before it keeps it inside. /canned are texts "
    "written once, /close ends the conversation.",
)


async def run(stop: asyncio.Event, *, folder: Path, port: int | None, console: Console) -> None:
    """Serve the chat page until `stop`; `folder` keeps the data, and the chats from one run to the next."""
    people = demo_people(today_in_almaty(system_clock()))
    demo = Demo(folder, stop)
    sandbox = Sandbox(
        port=free(PORT) if port is None else port,
        state=folder / "chats.json",
        notes=[*notes(people), DESK_NOTE],
        on_restart=demo.restart,
    )
    for person in people:
        sandbox.world.person(person.name, language=person.language, phone=person.phone)
    async with sandbox:
        desk, operator = operators(sandbox)
        settings = demo.settings(sandbox, desk.id)
        await demo.fill(settings, console)
        await demo.seat(settings, operator)
        async with asyncio.TaskGroup() as group:
            group.create_task(demo.keep_running(settings))
            await demo.ready.wait()
            show(sandbox.url, people, console)
            await stop.wait()


class Demo:
    """The bot in its folder; the page can restart it."""

    def __init__(self, folder: Path, stop: asyncio.Event) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._stop = stop
        self._over = asyncio.Event()
        self.ready = asyncio.Event()

    def settings(self, sandbox: Sandbox, operators: int) -> Settings:
        """Return settings of the demo alone, whatever the environment says."""
        return Settings(
            _env_file=None,
            bot_token=sandbox.token,
            bot_token_file=None,
            telegram_api_url=sandbox.url,
            database_url=f"sqlite+aiosqlite:///{self._folder.resolve()}/zharyq.db",
            secret_key_file=self._folder / "secret.key",
            retailer_file=DEMO_FILE,
            operator_chat_id=operators,
            webhook_url="",
            smtp_url="",
        )

    async def fill(self, settings: Settings, console: Console) -> None:
        """Import the demo package of today; one that is there already changes nothing."""
        now = system_clock()
        retailer = Retailer.from_file(settings.retailer_file)
        package = self._folder / f"package-{today_in_almaty(now)}"
        if not package.exists():
            write_demo_package(package, accounts=ACCOUNTS, seed=1, as_of=today_in_almaty(now), operator=retailer.code)
        database = Database(settings.database_url, Vault.from_file(settings.secret_key_file))
        try:
            await schema.migrate(database, now, any_book=True)
            report = await importing.take_in(database, retailer, now, package, allow_shrink=True, console=console)
            if not report.accepted:
                raise RuntimeError(f"the demo package was refused: {report.refusal}")
        finally:
            await database.dispose()

    async def seat(self, settings: Settings, operator: Person) -> None:
        """Let the operator answer at the desk, and say with /operators who else may."""
        database = Database(settings.database_url, Vault.from_file(settings.secret_key_file))
        try:
            async with database.work() as work:
                await work.write()
                role, now = Role.ADMINISTRATOR, system_clock()
                await SqlOperators(work).put(user_id=operator.id, name=OPERATOR, role=role, by="demo", now=now)
                await work.commit()
        finally:
            await database.dispose()

    async def keep_running(self, settings: Settings) -> None:
        while not self._stop.is_set():
            self._over.clear()
            async with _passing(self._stop, self._over):
                await app.run(settings, self._over, ready=self.ready.set)

    async def restart(self) -> None:
        """Stop the bot as SIGTERM would and wait until it is back."""
        self.ready.clear()
        self._over.set()
        await self.ready.wait()


@contextlib.asynccontextmanager
async def _passing(stop: asyncio.Event, over: asyncio.Event) -> AsyncIterator[None]:
    """Set `over` when `stop` is set."""

    async def pass_on() -> None:
        await stop.wait()
        over.set()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(pass_on())
        yield
        task.cancel()


def operators(sandbox: Sandbox) -> tuple[Group, Person]:
    """Seat an operator in the operators' group with the bot as its administrator."""
    group: Group = sandbox.world.group("Операторлар / Операторы", forum=True)
    operator = sandbox.world.person(f"{OPERATOR} (оператор)", language="ru", phone="+77010000009")
    if group.chat.bot == "left":
        group.add_bot(by=operator)
    return group, operator


def notes(people: tuple[DemoPerson, ...]) -> list[tuple[str, str]]:
    """Say on the page what each person may type."""
    return [
        (
            f"{person.name} ({person.language})",
            f"account {person.account_no}, last payment {amount(person)}, meter {person.serial_no}, "
            f"one-time code {person.one_time_code}",
        )
        for person in people
    ]


def show(url: str, people: tuple[DemoPerson, ...], console: Console) -> None:
    table = Table("person", "language", "account number", "last payment", "meter", "phone")
    for person in people:
        table.add_row(person.name, person.language, person.account_no, amount(person), person.serial_no, person.phone)
    console.print(table)
    console.print(f"\nOpen [bold]{url}[/bold] and press START. Ctrl-C ends it all.\n")


def amount(person: DemoPerson) -> str:
    return translator("kk").money(person.last_payment).replace("\u00a0", " ")


def free(port: int) -> int:
    """Return the port, or 0 (any) where something else listens on it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port
