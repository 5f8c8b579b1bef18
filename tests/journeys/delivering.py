"""A bot whose calendar runs, and packages of the accounting system that arrive while people use it.

A module that has them names the fixtures `running`, `packages` and `told` among its own, and sets `MOMENT`.
"""

import io
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

from bot.app import Options
from bot.importing import take_in
from bot.jobs import clock
from core.clock import ALMATY
from core.exchange.demo import DemoPerson
from core.i18n import Translator, translator
from core.retailer import DEMO_FILE, Retailer
from core.storage.engine import Database
from core.storage.sealing import Vault
from sandbox import Person, Sandbox
from sandbox.screen import Line, inline_buttons
from tests.databases import own_database
from tests.exchange.packages import Editable, Row
from tests.journeys.conftest import Time, Way
from tests.journeys.settling import Settled, settle_demo
from tests.journeys.steps import seen, until_quiet
from tests.journeys.test_balance import links_by_code
from tests.running import Place, within

PAY = """
[[payment_links]]
kk = "Мысал Банк арқылы"
ru = "Через Мысал Банк"
en = "With Mysal Bank"
url = "https://pay.example/q?account={account}&amount={amount}"
"""
STOP = {"kk": "🔕 Енді мұндай келмесін", "ru": "🔕 Больше не присылать такие", "en": "🔕 No more of these"}
STOPPED = {"kk": "🔕 Өшірілді: «", "ru": "🔕 Выключено: «", "en": "🔕 Switched off: «"}
LANGUAGES = ("kk", "ru", "en")


@dataclass
class Packages:
    """What the accounting system sends: each package is the one before it with some rows changed."""

    place: Place
    time: Time
    next: Editable

    async def arrive(self, at: datetime) -> None:
        """Let that time come, and the package as it is now be imported as the administrator does it."""
        self.time.move_to(at)
        self.next.renew(at.date().isoformat())
        database = Database(self.place.database_url, Vault.from_file(self.place.folder / "secret.key"))
        try:
            retailer, console = Retailer.from_file(DEMO_FILE), Console(file=io.StringIO())
            report = await take_in(
                database, retailer, self.time(), self.next.folder, allow_shrink=False, console=console
            )
        finally:
            await database.dispose()
        assert (report.refusal, report.bad_rows) == ("", 0)

    def add(self, table: str, *rows: Row) -> None:
        self.next.write(table, [*self.next.rows(table), *rows], self.next.columns(table))

    def owes(self, account: Row, amount: str, *, counted: str, period: str = "2026-11") -> None:
        """Let an account owe so much for electricity and nothing else, payments counted up to that day."""
        rows = self.next.rows("balances")
        own = [row for row in rows if row["period"] == period and account.items() <= row.items()]
        assert own
        for row in own:
            closing = Decimal(amount.replace(",", ".") if row["service_code"] == "ELEC" else "0")
            charged = sum(Decimal(row[name].replace(",", ".")) for name in ("accrued", "corrections", "penalty"))
            row |= {
                "opening": _cell(closing - charged),
                "paid": "0,00",
                "closing": _cell(closing),
                "paid_until": counted,
            }
        self.next.write("balances", rows)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def _cell(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


@dataclass
class Told:
    """One of the three people of the demo data, with the account that is linked."""

    person: Person
    consumer: DemoPerson

    @property
    def language(self) -> str:
        return self.consumer.language

    @property
    def words(self) -> Translator:
        return translator(self.language)

    @property
    def account(self) -> Row:
        return {"branch_code": self.consumer.branch_code, "account_no": self.consumer.account_no}

    @property
    def electricity(self) -> Row:
        return {**self.account, "service_code": "ELEC", "supplier_code": "ZHARYQ"}

    async def links(self) -> None:
        await links_by_code(self.person, self.consumer)

    async def hears(self, part: str) -> str:
        """Return the newest words, with plain spaces, as soon as they hold this."""
        world = self.person.world
        try:
            await world.feed.until(lambda: part in seen(self.person), world.patience)
        except TimeoutError:
            raise AssertionError(f"{self.person.name} does not hear {part!r}:\n{self.person.screen}") from None
        return seen(self.person)

    async def stops(self, part: str) -> None:
        """Press the stop below the notice that says this."""
        world = self.person.world
        notice = next(each for each in reversed(world.history(self.person.id)) if part in plain(Line(each).text))
        button = next(each for each in inline_buttons(notice) if each["text"] == STOP[self.language])
        await self.person.presses(notice, button)
        await self.person.sees(STOPPED[self.language])

    async def hears_nothing(self) -> None:
        """Wait long enough for whatever the calendar might begin."""
        lines = len(self.person.history)
        await until_quiet(self.person.world, 1.2)
        assert [str(line) for line in self.person.history[lines:]] == []


def at(day: int, hour: int = 11, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ALMATY)


def of(row: Row, **cells: str) -> Row:
    return {**row, **cells}


@pytest.fixture
async def place(
    way: Way, sandbox: Sandbox, time: Time, settled: Settled, tmp_path: Path, demo_package: Path
) -> AsyncIterator[Place]:
    """The demo package, and a retailer who can be paid through one channel."""
    async with own_database(way.database, tmp_path) as url:
        place = Place(sandbox, tmp_path, url, calendar=True)
        await settled.copy(place, f"demo {time():%Y-%m-%d}", lambda of: settle_demo(of, demo_package, now=time()))
        retailer = tmp_path / "retailer.toml"
        shutil.copy(DEMO_FILE, retailer)
        retailer.write_text(retailer.read_text(encoding="utf-8") + PAY, encoding="utf-8")
        place.more["RETAILER_FILE"] = str(retailer)
        yield place


@pytest.fixture
async def running(place: Place, time: Time, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    """The bot; its calendar is looked at several times a second instead of once a minute."""
    monkeypatch.setattr(clock, "_NOTICE_SECONDS", 0.2)
    async with within(place, Options(clock=time, updates_per_minute=10_000)):
        yield place


@pytest.fixture
def packages(place: Place, time: Time, demo_package: Path, tmp_path: Path) -> Packages:
    return Packages(place, time, Editable(demo_package, tmp_path / "package"))


@pytest.fixture(params=LANGUAGES)
def told(
    request: pytest.FixtureRequest,
    aliya: Person,
    maria: Person,
    john: Person,
    people: tuple[DemoPerson, DemoPerson, DemoPerson],
) -> Told:
    place = LANGUAGES.index(request.param)
    return Told((aliya, maria, john)[place], people[place])
