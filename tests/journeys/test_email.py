"""The address for letters: set, confirmed by the link in a letter, changed, removed; on a real mail server."""

import json
from datetime import timedelta

import pytest

from sandbox import Person
from tests.databases import NOW
from tests.fakes.mail import MailServer
from tests.journeys.conftest import Time
from tests.journeys.mailing import ADDRESS, BOTH, FROM, OTHER, confirms, mailing, opens_settings, server, types
from tests.journeys.steps import agrees, until_quiet
from tests.journeys.test_privacy import copy_in
from tests.running import Place

__all__ = ["mailing", "server"]  # fixtures

MOMENT = NOW
pytestmark = pytest.mark.usefixtures("mailing")


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


@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_a_change_is_confirmed_by_the_new_address_and_told_to_the_old_one(
    bot: Place, maria: Person, server: MailServer
) -> None:
    await agrees(maria)
    await confirms(maria, server, ADDRESS)
    await maria.sees("Адрес подтверждён: a•••@posta.example")
    await maria.taps("E-mail")
    assert "Письма приходят на a•••@posta.example." in maria.screen.text

    await maria.taps("Изменить e-mail")
    await maria.says(OTHER)
    assert "До этого письма приходят на нынешний адрес." in maria.screen.text
    link = (await server.letter(OTHER)).link
    assert len(server.to(ADDRESS)) == 1
    await maria.starts(link)
    await maria.sees("Адрес подтверждён: a•••@basqa.example")

    told = await server.letter(ADDRESS, 2)
    assert told.message["Subject"] == "Ваш адрес электронной почты изменён"
    assert "вместо этого адреса указан другой: a•••@basqa.example" in told.text
    assert OTHER not in told.content.decode()


@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_removal_asks_once_and_tells_the_address(bot: Place, john: Person, server: MailServer) -> None:
    await agrees(john)
    await confirms(john, server, ADDRESS)
    await john.taps("E-mail")
    await john.taps("Remove e-mail")
    assert "Remove the address a•••@posta.example?" in john.screen.text
    await john.taps("No")
    assert "Letters go to a•••@posta.example." in john.screen.text
    await john.taps("Remove e-mail")

    await john.taps("Yes")

    assert "The address is removed: a•••@posta.example" in john.screen.text
    told = await server.letter(ADDRESS, 2)
    assert told.message["Subject"] == "Your e-mail address has been removed"
    await john.taps("E-mail")
    assert "No address is set." in john.screen.text


async def test_a_link_of_another_chat_is_refused_there_and_stays_good_here(
    bot: Place, maria: Person, john: Person, server: MailServer
) -> None:
    await agrees(john)
    await agrees(maria)
    await types(maria, ADDRESS)
    link = (await server.letter(ADDRESS)).link

    await john.starts(link)

    assert "This link belongs to another chat." in john.screen.text
    await opens_settings(john)
    await john.taps("E-mail")
    assert "No address is set." in john.screen.text
    await maria.starts(link)
    await maria.sees("Адрес подтверждён")


async def test_somebody_unknown_who_opens_a_link_is_told_so_before_any_consent(
    bot: Place, maria: Person, john: Person, server: MailServer
) -> None:
    await agrees(maria)
    await types(maria, ADDRESS)

    await john.starts((await server.letter(ADDRESS)).link)

    assert "This link belongs to another chat." in john.screen.text


async def test_a_link_counts_once_and_a_newer_one_replaces_it(bot: Place, john: Person, server: MailServer) -> None:
    await agrees(john)
    await types(john, ADDRESS)
    first = (await server.letter(ADDRESS)).link
    await john.taps("Send the letter again")
    second = (await server.letter(ADDRESS, 2)).link

    await john.starts(first)
    assert "This link is out of date, incomplete, or a newer letter has replaced it." in john.screen.text
    await john.starts(second)
    await john.sees("The address is confirmed: a•••@posta.example")
    await john.starts(second)
    await john.sees("This address is confirmed already: a•••@posta.example")
    assert len(server.letters) == 2


async def test_a_link_is_good_for_a_day(bot: Place, john: Person, server: MailServer, time: Time) -> None:
    await agrees(john)
    await types(john, ADDRESS)
    link = (await server.letter(ADDRESS)).link
    time.move_to(NOW + timedelta(hours=24, minutes=1))

    await john.starts(link)

    assert "This link is out of date" in john.screen.text
    await john.taps("E-mail")
    assert "Not confirmed in time: a•••@posta.example." in john.screen.text
    await john.taps("Send the letter again")
    await john.starts((await server.letter(ADDRESS, 2)).link)
    await john.sees("The address is confirmed")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("aliya.posta.example", "Не хватает знака @."),
        ("aliya@posta", "После @ не хватает окончания"),
        ("aliya @posta.example", "Внутри есть пробел."),
        ("aliya@posta,example", "После @ не может стоять знак ,"),
        ("aliya@posta.example\nBcc: spy@other.example", "В нём есть перенос строки или невидимый знак."),
        ("aliya@posta.example\r\n\r\nDear friend", "В нём есть перенос строки или невидимый знак."),
    ],
)
async def test_what_is_no_address_is_told_why_and_asked_again(
    typed: str, said: str, bot: Place, maria: Person, server: MailServer
) -> None:
    await agrees(maria)
    await types(maria, typed)
    assert said in maria.screen.text
    assert "это не адрес электронной почты." in maria.screen.text

    await maria.says(ADDRESS)

    assert [letter.to for letter in [await server.letter(ADDRESS)]] == [ADDRESS]
    assert {letter.to for letter in server.letters} == {ADDRESS}


async def test_a_server_that_refuses_the_address_is_told_of_in_the_chat(
    bot: Place, aliya: Person, server: MailServer
) -> None:
    server.rcpt[ADDRESS] = "550 5.1.1 no such user"
    await agrees(aliya)
    await types(aliya, ADDRESS)

    await aliya.sees("Пошта сервері бұл мекенжайды қабылдамайды, хат жетпеді: a•••@posta.example.")
    await aliya.taps("Басқа мекенжай")
    await aliya.says(OTHER)
    await aliya.starts((await server.letter(OTHER)).link)

    await aliya.sees("Мекенжай расталды: a•••@basqa.example")


@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_a_server_that_is_away_for_an_hour_loses_nothing(
    bot: Place, john: Person, maria: Person, server: MailServer, time: Time
) -> None:
    await server.stop()
    for person, address in ((john, ADDRESS), (maria, OTHER)):
        await agrees(person)
        await types(person, address)
    for minutes in (2, 10, 30, 60):
        time.move_to(NOW + timedelta(minutes=minutes))
        await until_quiet(john.world, 1.5)
    assert server.letters == []

    await server.start()
    time.move_to(NOW + timedelta(minutes=66))

    await john.starts((await server.letter(ADDRESS)).link)
    await john.sees("The address is confirmed")
    await maria.starts((await server.letter(OTHER)).link)
    await maria.sees("Адрес подтверждён")
    assert len(server.letters) == 2


async def test_letters_with_links_have_a_limit_of_a_chat(
    bot: Place, john: Person, server: MailServer, time: Time
) -> None:
    await agrees(john)
    await types(john, ADDRESS)
    for _ in range(4):
        await john.taps("Send the letter again")
    await john.taps("Another address")

    await john.says(OTHER)

    assert "In 24 hours 5 letters with a link can be sent; they have been." in john.screen.text
    await server.letter(ADDRESS, 1)
    assert server.to(OTHER) == []
    time.move_to(NOW + timedelta(hours=24, minutes=1))
    await john.says(OTHER)
    await server.letter(OTHER)


async def test_many_chats_send_no_more_letters_to_one_address(
    bot: Place, john: Person, maria: Person, server: MailServer
) -> None:
    for person in (john, maria):
        await agrees(person)
    await types(john, ADDRESS)
    for _ in range(4):
        await john.taps("Send the letter again")

    await types(maria, ADDRESS.upper())

    assert "За 24 часа можно отправить 5 писем со ссылкой; предел исчерпан." in maria.screen.text


async def test_the_copy_of_own_data_has_the_address_and_erasure_takes_it(
    bot: Place, john: Person, server: MailServer
) -> None:
    await agrees(john)
    await confirms(john, server, ADDRESS)
    await john.sees("The address is confirmed")
    await john.says("/privacy")
    await john.taps("Get my data")
    await john.sees("Everything that is kept about this chat.")
    assert copy_in(john)["email"]["address"] == ADDRESS
    assert "token" not in json.dumps(copy_in(john)["email"])

    await john.says("/privacy")
    await john.taps("Withdraw and erase")
    await john.taps("Yes")

    await agrees(john)
    await opens_settings(john)
    await john.taps("E-mail")
    assert "No address is set." in john.screen.text


async def test_without_the_consent_no_address_is_taken(bot: Place, john: Person, server: MailServer) -> None:
    await john.starts()
    await john.taps("English")
    await opens_settings(john)

    await john.taps("E-mail")

    assert "To continue, consent to the collection" in john.screen.text
