"""A campaign of the office, from its file to the report, by the command line beside the running bot."""

import asyncio
import base64
import os
import sys

import pytest

from sandbox import Group, Person
from tests.databases import NOW
from tests.journeys.steps import links
from tests.running import ROOT, Place

MOMENT = NOW
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FILE = """
photo = "poster.png"
repeat = "monthly"
[texts]
kk = "Жаңалық: <b>{account}</b>"
ru = "Новость &amp; дело: <b>{account}</b>"
en = "News: {account}"
[audience]
accounts_file = "accounts.txt"
"""


async def office(place: Place, *words: str, says: int = 0) -> str:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **place.environment()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "campaign", *words),
        cwd=place.folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said = (await process.communicate())[0].decode()
    assert process.returncode == says, said
    return said


@pytest.fixture
def described(place: Place) -> Place:
    (place.folder / "campaign.toml").write_text(FILE, encoding="utf-8")
    (place.folder / "accounts.txt").write_text("100100\n000100101\n", encoding="utf-8")
    (place.folder / "poster.png").write_bytes(PIXEL)
    return place


async def test_a_campaign_with_a_photo_is_uploaded_once_checked_and_reported(
    bot: Place, described: Place, operators: Group, maria: Person
) -> None:
    await links(maria)
    operators.add_bot(by=maria)

    assert (await office(bot, "new", "campaign.toml")).startswith("1: draft")
    (uploaded,) = [line for line in operators.history if line.message.content.get("photo")]
    checked = await office(bot, "check", "1")
    assert "Example 1 (Russian):\n  Новость & дело: •••••0100" in checked
    assert "000100100" not in checked
    await office(bot, "send", "1")
    await maria.sees("Новость & дело: 000100100")

    photo = maria.screen.line
    assert photo is not None
    assert photo.message.content["photo"][-1]["file_id"] == uploaded.message.content["photo"][-1]["file_id"]
    said = await office(bot, "report", "1", "--pdf", "report.pdf", "--csv", "report.csv", "--language", "en")
    assert said == "report.pdf is written.\nreport.csv is written.\n"
    assert (bot.folder / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "sent" in (bot.folder / "report.csv").read_text(encoding="utf-8-sig").splitlines()[1]


async def test_of_a_file_that_is_wrong_nothing_is_begun_and_nothing_uploaded(
    bot: Place, described: Place, operators: Group, maria: Person
) -> None:
    operators.add_bot(by=maria)

    (bot.folder / "accounts.txt").write_text("100100\n000999999\n", encoding="utf-8")
    assert "Line 2: no account has the number 000999999" in await office(bot, "new", "campaign.toml", says=1)
    (bot.folder / "accounts.txt").write_text("100100\n", encoding="utf-8")
    (bot.folder / "poster.png").write_bytes(b"no picture")
    bot.sandbox.faults.add("refused", methods=("sendPhoto",), times=1)
    assert "Telegram does not take it as a photo" in await office(bot, "new", "campaign.toml", says=1)

    assert "draft" not in await office(bot, "list")
    assert not [line for line in operators.history if line.message.content.get("photo")]
