"""What lies on the disk names nobody: database, write-ahead log, books, logs, a copy of it all."""

import asyncio
import csv
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import make_url

from core.exchange.demo import demo_people, write_demo_package
from core.i18n import translator
from sandbox import Person, Sandbox
from tests.databases import own_database
from tests.demo_data import AS_OF
from tests.fakes import mail
from tests.fakes.mail import PASSWORD, USER, MailServer
from tests.journeys.conftest import EVERYWHERE, Way
from tests.journeys.mailing import ADDRESS, OTHER, confirms
from tests.journeys.steps import AGREE, LANGUAGE, agrees, sees_linked, until_quiet
from tests.journeys.test_balance import links_by_code
from tests.running import ROOT, Place, apart

ALIAS = "Анамның пәтері"
WRONG = "7 654 321,09"
ASKED, DEMANDED, PAPER = "Неліктен қараңғы", "Шағымданамын", "шарт-көшірмесі"
NEW_EMAIL, NEW_NAME = "jarqyn.kun@mail.example", "Жаңатегі Жаңаесім"
PEOPLE = demo_people(AS_OF)


def known_words(package: Path, token: str) -> list[str]:
    """Return over twenty names, phones, streets and amounts as people write them, and the bot's token."""
    with (package / "accounts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))[:12]
    found = {word for row in rows for word in row["payer_name"].split() if len(word) > 6}
    found |= {row[name] for row in rows for name in ("mobile", "phone", "email", "address_ru", "contract_no")}
    amounts = [person.last_payment for person in PEOPLE]
    found |= {f"{tiyn / 100:.2f}" for tiyn in amounts} | {f"{tiyn / 100:.2f}".replace(".", ",") for tiyn in amounts}
    found |= {translator("kk").money(tiyn) for tiyn in amounts}
    found |= {person.name for person in PEOPLE} | {person.phone for person in PEOPLE}
    found |= {person.account_no for person in PEOPLE} | {
        ALIAS,
        WRONG,
        ASKED,
        DEMANDED,
        PAPER,
        NEW_EMAIL,
        *NEW_NAME.split(),
        token,
    }
    return sorted(word for word in found if len(word) > 3)


async def live(maria: Person) -> None:
    """Leave as many traces as a person can: right and wrong values, an alias, a contact, an export."""
    person = PEOPLE[1]
    await maria.starts()
    await maria.taps(LANGUAGE["ru"])
    await maria.taps(AGREE["ru"])
    await maria.sees("000123456")
    await maria.says(f"{person.account_no}\n{WRONG}")
    await asyncio.sleep(3.5)  # the pause between two tries
    await maria.says(translator("ru").money(person.last_payment))
    await sees_linked(maria, f"Лицевой счёт добавлен: {person.account_no}")
    await maria.says("/balance")
    await maria.shares_contact()
    await maria.says("/accounts")
    await maria.taps(person.account_no)
    await maria.taps("Переименовать")
    await maria.says(ALIAS)
    await maria.says("/privacy")


async def has_letters(aliya: Person, server: MailServer) -> None:
    """Confirm an address, have a document sent there, and leave another one unconfirmed that its server refuses."""
    await links_by_code(aliya, PEOPLE[0])
    await confirms(aliya, server, ADDRESS)
    await aliya.sees("Мекенжай расталды")
    await aliya.says("/balance")
    await aliya.taps("E-mail-ге алу")
    await server.letter(ADDRESS, 2)
    server.rcpt[OTHER] = f"550 <{OTHER}> unknown"
    await aliya.taps("E-mail")
    await aliya.taps("E-mail-ді өзгерту")
    await aliya.says(OTHER)
    await aliya.sees("Пошта сервері бұл мекенжайды қабылдамайды")


async def changes_profile(john: Person) -> None:
    await links_by_code(john, PEOPLE[2])
    await john.says("/settings")
    await john.taps("Profile")
    await john.taps("Change")
    await john.taps("E-mail")
    await john.says(NEW_EMAIL)
    await john.taps("Full name")
    await john.says(NEW_NAME)
    await john.taps("Send")
    await john.sees("Your appeal is registered.")


async def writes_to_the_desk(dana: Person) -> None:
    await agrees(dana)
    await dana.says("/support")
    await dana.taps("Public reception")
    await dana.sends_document(f"{PAPER}.pdf", b"%PDF-1.4")
    await dana.says(DEMANDED)
    await dana.taps("Send")
    await dana.sees("Your appeal is registered.")
    await dana.says("/support")
    await dana.taps("Technical support")
    await dana.says(ASKED)
    await dana.sees("Passed on to an operator")


def on_disk(place: Place, folder: Path) -> list[tuple[str, bytes]]:
    """Return every file that the bot has made, and a copy of the database as an administrator makes one."""
    files = [
        (str(path), path.read_bytes()) for path in folder.iterdir() if path.is_file() and path.name != "secret.key"
    ]
    url = make_url(place.database_url)
    if url.get_backend_name() == "sqlite":
        copy = folder / "copy.db"
        with sqlite3.connect(str(url.database)) as source, sqlite3.connect(copy) as target:
            source.backup(target)
        return [*files, ("copy", copy.read_bytes())]
    command = ["pg_dump", "-h", str(url.host), "-p", str(url.port or 5432), "-U", str(url.username), str(url.database)]
    return [*files, ("dump", subprocess.run(command, capture_output=True, check=True).stdout)]


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(seed=1, webhook_pause=0.05) as running:
        running.world.patience = 20.0
        yield running


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail.serve(login=True) as running:
        yield running


# aiosmtpd's own: a password without encryption is for this machine, and what it calls out of date it sets itself.
@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning", "ignore:Session.login_data:DeprecationWarning")
@pytest.mark.parametrize("way", [EVERYWHERE[0], EVERYWHERE[2]], indirect=True)
async def test_known_names_phones_amounts_addresses_and_secrets_are_nowhere(
    way: Way, sandbox: Sandbox, server: MailServer, tmp_path: Path
) -> None:
    if way.database == "postgresql" and shutil.which("pg_dump") is None:
        pytest.skip("there is no pg_dump here")
    package = tmp_path / "package"
    write_demo_package(package, accounts=30, seed=1, as_of=AS_OF)
    folder = tmp_path / "bot"
    folder.mkdir()
    aliya, maria, john = (
        sandbox.world.person(person.name, language=language, phone=person.phone)
        for person, language in zip(PEOPLE, ("kk", "ru", "en"), strict=True)
    )
    async with own_database(way.database, folder) as url:
        user = f"{USER}:{quote(PASSWORD, safe='')}"
        operators = sandbox.world.group("Desk", forum=True)
        operators.add_bot(by=maria)
        place = Place(sandbox, folder, url, operators=operators.id)
        place.more = {"SMTP_URL": f"smtp://{user}@127.0.0.1:{server.port}", "MAIL_FROM": "noreply@zharyq.example"}
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **place.environment()}
        command = [sys.executable, "-m", "bot", "import", str(package)]
        with (folder / "import.log").open("wb") as log:
            subprocess.run(command, cwd=folder, env=environment, stdout=log, stderr=log, check=True)  # noqa: ASYNC221
        async with apart(place, more={"LOG_LEVEL": "DEBUG"}):
            await live(maria)
            await has_letters(aliya, server)
            await changes_profile(john)
            await writes_to_the_desk(sandbox.world.person("Dana", language="en"))
            await until_quiet(sandbox.world)
            running = on_disk(place, folder)
        stopped = on_disk(place, folder)

    words = known_words(package, sandbox.token)
    assert len(words) > 20
    assert any(PEOPLE[1].serial_no.encode() in content for _, content in stopped), "what is not sealed would be found"
    found = {(word, name) for name, content in (*running, *stopped) for word in words if word.encode() in content}
    assert not found
