"""Appeals at the command line: what the office sees, and that an answer is given once."""

import io
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import select

from bot import appeals
from bot.appeals import Outcome
from bot.office import OfficeRefused
from core.profile.model import Field
from core.storage.tables import audit
from core.support.model import Appeal, Kind, Status, new_key
from core.support.policy import AppealPolicy
from tests.core.profile.test_service import proven, send
from tests.databases import NOW
from tests.fakes.town import Town

ROOT = Path(__file__).parents[2]
DAY = timedelta(days=1)


@pytest.fixture
async def appeal(town: Town, monkeypatch: pytest.MonkeyPatch) -> Appeal:
    """An appeal that has come before the office a day ago."""
    mine = await proven(town)
    found = await send(town, mine.link_id, new_key(), {Field.EMAIL: "new@mail.example", Field.SEX: "m"})
    monkeypatch.setattr(appeals, "system_clock", lambda: NOW + 2 * DAY)
    return found


async def test_the_list_names_numbers_and_days_and_nothing_of_the_content(town: Town, appeal: Appeal) -> None:
    console = Console(record=True, width=120, file=io.StringIO())
    console.print(appeals.table(await appeals.open_ones(town.database, town.retailer), date(2026, 12, 12)))
    text = console.export_text()

    assert appeal.number in text
    assert "000100100" in text
    assert "11.12.2026" in text
    assert "overdue" in text
    assert "new@mail.example" not in text


async def test_one_is_shown_with_its_content_and_the_audit_log_says_so(town: Town, appeal: Appeal) -> None:
    text = await appeals.shown(town.database, town.retailer, appeal.number.lower())

    assert "email: new@mail.example\nsex: m" in text
    async with town.database.work() as work:
        rows = (await work.execute(select(audit.c.actor, audit.c.detail).where(audit.c.action == "appeal.view"))).all()
    assert [tuple(row) for row in rows] == [("office", appeal.number)]


async def test_the_office_is_warned_of_one_whose_chat_does_not_see_the_account_any_more(
    town: Town, appeal: Appeal
) -> None:
    assert "CAUTION" not in await appeals.shown(town.database, town.retailer, appeal.number)

    await town.ask(lambda cabinet: cabinet.accounts.sign_out(customer=town.customer(1)))

    text = await appeals.shown(town.database, town.retailer, appeal.number)
    assert text.splitlines()[-1].startswith("CAUTION: the chat that asked is not linked to the account any more")
    await appeals.answer(town.database, town.retailer, appeal.number, Outcome.REFUSED, "Not known.")
    assert "CAUTION" not in await appeals.shown(town.database, town.retailer, appeal.number)


async def test_the_second_answer_is_told_that_there_is_one(town: Town, appeal: Appeal) -> None:
    told = await appeals.answer(town.database, town.retailer, appeal.number, Outcome.REFUSED, "Bring the document.")
    assert told == f"{appeal.number}: refused; the consumer is told in the chat."

    with pytest.raises(OfficeRefused, match=r"was refused already on 24\.11\.2026 11:00; nothing has changed"):
        await appeals.answer(town.database, town.retailer, appeal.number, Outcome.DONE, "")

    assert "answer: Bring the document." in await appeals.shown(town.database, town.retailer, appeal.number)


@pytest.mark.parametrize(
    ("number", "outcome", "text", "said"),
    [
        ("A-2026-999999", Outcome.DONE, "", "No appeal A-2026-999999 has come before the office"),
        ("A-2025-000001", Outcome.DONE, "", "No appeal A-2025-000001"),
        ("A-2026-000001", Outcome.REFUSED, "  ", "A refusal needs a reason"),
        ("A-2026-000001", Outcome.DONE, "x" * 3_001, "3,001 characters; 3,000 is the most"),
    ],
)
async def test_what_cannot_be_answered_is_refused_with_the_reason(
    town: Town, appeal: Appeal, number: str, outcome: Outcome, text: str, said: str
) -> None:
    with pytest.raises(OfficeRefused, match=said):
        await appeals.answer(town.database, town.retailer, number, outcome, text)

    assert (await appeals.open_ones(town.database, town.retailer))[0].status is Status.NEW


def test_the_commands_of_the_house_open_an_empty_list_and_refuse_in_one_line(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/zharyq.db",
        "SECRET_KEY_FILE": str(tmp_path / "secret.key"),
    }

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot", *words]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert run("migrate").returncode == 0
    assert run("appeals").stdout == "No appeal waits for an answer.\n"
    refused = run("appeal", "A-2026-000001", "--answer", "done", "Changed.")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "No appeal A-2026-000001 has come before the office: look at `appeals`.\n"
    assert run("appeal", "A-2026-000001", "--answer", "maybe").returncode == 2


def test_every_kind_has_a_term_in_the_policy() -> None:
    assert {kind.value for kind in Kind} <= AppealPolicy.model_fields.keys()
