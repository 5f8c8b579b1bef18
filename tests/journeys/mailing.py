"""A bot with a mail server, and what people do about their addresses.

A module that has it names the fixtures `mailing` and `server` among its own.
"""

from collections.abc import AsyncIterator

import pytest

from sandbox import Person
from sandbox.screen import inline_buttons
from sandbox.state import Json, Message
from tests.databases import postgres_marks
from tests.fakes import mail
from tests.fakes.mail import MailServer
from tests.journeys.conftest import Way
from tests.journeys.steps import language_of
from tests.running import Place

ADDRESS, OTHER = "aliya.bekova+jaryq@posta.example", "aliya@basqa.example"
FROM = "noreply@zharyq.example"
BOTH = [pytest.param(Way(), id="sqlite"), pytest.param(Way("postgresql"), id="postgresql", marks=postgres_marks())]


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail.serve() as running:
        yield running


@pytest.fixture
def mailing(place: Place, server: MailServer) -> None:
    """The bot, which starts later, has this server."""
    place.more |= {"SMTP_URL": server.url, "MAIL_FROM": FROM}


async def opens_settings(person: Person) -> None:
    await person.says("/settings")


async def types(person: Person, address: str) -> None:
    """Set an address under Settings."""
    await opens_settings(person)
    await person.taps("E-mail")
    await presses_shown(
        person, {"kk": "E-mail көрсету", "ru": "Указать e-mail", "en": "Set e-mail"}[language_of(person)]
    )
    await person.says(address)


async def presses_shown(person: Person, label: str) -> None:
    """Press a button wherever it stands: a notice may have come after it."""

    def shown() -> tuple[Message, Json] | None:
        for line in reversed(person.history):
            for button in inline_buttons(line.message):
                if label in button["text"]:
                    return line.message, button
        return None

    message, button = await person.world.feed.until(shown, person.world.patience)
    await person.presses(message, button)


async def confirms(person: Person, server: MailServer, address: str) -> None:
    await types(person, address)
    await person.starts((await server.letter(address)).link)
