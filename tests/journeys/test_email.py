"""The address for letters: set, confirmed by the link in a letter, changed, removed; on a real mail server."""

from collections.abc import AsyncIterator

import pytest

from sandbox import Person
from tests.databases import postgres_marks
from tests.fakes import mail
from tests.fakes.mail import MailServer
from tests.journeys.conftest import Way
from tests.journeys.steps import agrees
from tests.running import Place

ADDRESS, OTHER = "aliya.bekova+jaryq@posta.example", "aliya@basqa.example"
FROM = "noreply@zharyq.example"
BOTH = [pytest.param(Way(), id="sqlite"), pytest.param(Way("postgresql"), id="postgresql", marks=postgres_marks())]


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail.serve() as running:
        yield running


@pytest.fixture
async def place(place: Place, server: MailServer) -> Place:
    place.more = {"SMTP_URL": server.url, "MAIL_FROM": FROM}
    return place


async def types(person: Person, address: str) -> None:
    """Set an address under Settings."""
    await person.says("/settings")
    await person.taps("E-mail")
    await person.taps({"kk": "E-mail көрсету", "ru": "Указать e-mail", "en": "Set e-mail"}[language(person)])
    await person.says(address)


def language(person: Person) -> str:
    return str(person.account.language)


async def confirms(person: Person, server: MailServer, address: str) -> None:
    await types(person, address)
    await person.starts((await server.letter(address)).link)


@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_an_address_is_typed_and_confirmed_by_the_link(bot: Place, aliya: Person, server: MailServer) -> None:
    await agrees(aliya)
    await types(aliya, f"  {ADDRESS} ")
    assert ADDRESS in aliya.screen.text

    letter = await server.letter(ADDRESS)
    assert letter.message["Subject"] == "E-mail мекенжайыңызды растаңыз"
    assert letter.message["From"] == f"«Жарық Энергосату» ЖШС <{FROM}>"
    assert "Сәлеметсіз бе!" in letter.text
    assert f'href="https://t.me/{aliya.world.profile.username}?start={letter.link}"' in letter.html
    await aliya.starts(letter.link)

    await aliya.sees("Мекенжай расталды: a•••@posta.example")
