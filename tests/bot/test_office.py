import asyncio
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from bot import office
from bot.office import OfficeRefused
from core.accounts.policy import LinkPolicy
from core.storage import schema
from core.storage.engine import Database
from core.storage.sealing import Vault
from tests.databases import NOW
from tests.fakes.town import TOWN, Household, Town, deliver

NUMBER = "000 100 100"
ROOT = Path(__file__).parents[2]


async def printed(database: Database) -> str:
    console = Console(record=True, width=120, file=io.StringIO())
    for table in await office.link_policy(database, LinkPolicy()):
        console.print(table)
    return console.export_text()


async def test_the_table_of_attacks_has_figures_and_nobody_in_it(database: Database) -> None:
    homes = [
        Household(number=f"{place:09}", paid=(500_000 if place < 40 else 300_001 + place,)) for place in range(100)
    ]
    await deliver(database, tuple(homes), generation=1)

    text = await printed(database)

    assert re.search(r"best single guess\s*│\s*40%", text)
    assert re.search(r"min-entropy of a payment\s*│\s*1\.3 bit", text)
    assert re.search(r"10,000 chats\s*│\s*–\s*│\s*10,800\s*│\s*2,592\s*│\s*0\.26", text)
    for home in homes:
        assert home.number not in text
    for secret in ("Ахметова", "5000", "3000"):
        assert secret not in text


async def test_without_payments_the_office_is_told_to_import_first(database: Database) -> None:
    with pytest.raises(OfficeRefused, match="import a package first"):
        await printed(database)


async def test_a_code_is_printed_for_eyes_and_as_a_link_and_works(town: Town) -> None:
    text = await office.issue_code(town.database, town.retailer, NOW, NUMBER, None)

    typed = text.splitlines()[0]
    assert re.fullmatch(r"([A-Z2-7]{5}-){5}[A-Z2-7]", typed)
    assert f"?start={typed.replace('-', '')}\n" in text
    assert "21.01.2027 11:00" in text
    linked = await town.ask(lambda cabinet: cabinet.recovery.use_code(customer=town.customer(1), code=typed))
    assert linked.account.level == 2


async def test_unlocking_says_what_is_open_again(town: Town) -> None:
    assert "may be linked" in await office.unlock(town.database, town.retailer, NOW, NUMBER, None)


@pytest.mark.parametrize(
    ("number", "branch", "said"),
    [
        ("12", None, "no account number"),
        ("999999999", None, "no account of this number"),
        ("000200200", None, "--branch with one of SEM, UKG"),
        ("000200200", "XXX", "no account of this number"),
    ],
)
async def test_what_is_wrong_is_one_line(town: Town, number: str, branch: str | None, said: str) -> None:
    for act in (office.unlock, office.issue_code):
        with pytest.raises(OfficeRefused, match=re.escape(said)):
            await act(town.database, town.retailer, NOW, number, branch)


def test_the_commands_run_as_programs(tmp_path: Path) -> None:
    key = tmp_path / "secret.key"
    url = f"sqlite+aiosqlite:///{tmp_path}/zharyq.db"

    async def prepare() -> None:
        database = Database(url, Vault.from_file(key))
        await schema.migrate(database, NOW)
        await deliver(database, TOWN)
        await database.dispose()

    asyncio.run(prepare())
    environment = {**os.environ, "DATABASE_URL": url, "SECRET_KEY_FILE": str(key), "PYTHONPATH": str(ROOT)}

    def run(*arguments: str) -> tuple[int, str, str]:
        command = [sys.executable, "-m", "bot", *arguments]
        ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
        return ended.returncode, ended.stdout, ended.stderr

    code, out, _ = run("link-policy")
    assert (code, "10,000 chats" in out) == (0, True)
    code, out, _ = run("issue-code", "000200200", "--branch", "SEM")
    assert (code, "?start=" in out) == (0, True)
    code, out, error = run("unlock", "999999999")
    assert (code, out, error) == (1, "", "There is no account of this number in the imported data.\n")
