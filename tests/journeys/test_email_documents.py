"""Documents by e-mail: from beside a document and from the account status, at once or once there is an address."""

import asyncio
import sys
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.app import Options
from bot.jobs.clock import ClockJobs
from core.retailer import DEMO_FILE, Retailer
from core.storage.engine import Database
from core.storage.inbox import Inbox
from core.storage.outbox import EMAIL
from core.storage.sealing import Vault
from core.storage.tables import audit, documents, outbox
from sandbox import Person
from tests.databases import NOW
from tests.fakes.mail import MailServer
from tests.journeys.conftest import Time
from tests.journeys.mailing import ADDRESS, BOTH, OTHER, confirms, mailing, server, types
from tests.journeys.papers import needs_poppler, pdf_in, words_of
from tests.journeys.steps import presses_forged, until_quiet
from tests.journeys.test_balance import Consumers, links_by_code, links_own
from tests.running import Place, within

__all__ = ["mailing", "server"]  # fixtures

DEMO, MOMENT = True, NOW
pytestmark = pytest.mark.usefixtures("mailing")


def opened(place: Place) -> Database:
    return Database(place.database_url, Vault.from_file(place.folder / "secret.key"))


async def letters_of(place: Place) -> list[str]:
    """Return what has become of each letter."""
    database = opened(place)
    async with database.work() as work:
        query = select(outbox.c.state).where(outbox.c.channel == EMAIL).order_by(outbox.c.id)
        found = list((await work.execute(query)).scalars())
    await database.dispose()
    return found


async def has_bill(person: Person, bill: str, month: str) -> None:
    await person.says("/documents")
    await person.taps(bill)
    await person.taps(month)
    await person.sees("B-2026-000001")


@needs_poppler
@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_a_bill_goes_to_the_confirmed_address_at_once(
    bot: Place, aliya: Person, people: Consumers, server: MailServer
) -> None:
    await links_own(aliya, people[0])
    await confirms(aliya, server, ADDRESS)
    await has_bill(aliya, "Шот-түбіртек", "Қазан")

    await aliya.taps("E-mail-ге алу")

    await aliya.sees("№ B-2026-000001 электрондық поштаға жіберіліп жатыр: a•••@posta.example")
    letter = await server.letter(ADDRESS, 2)
    assert letter.message["Subject"] == "Шот-түбіртек № B-2026-000001"
    assert letter.message["Content-Language"] == "kk"
    assert list(letter.attachments) == ["B-2026-000001.pdf"]
    assert words_of(letter.attachments["B-2026-000001.pdf"]) == words_of(pdf_in(aliya, "B-2026-000001"))
    known = letter.text + letter.html
    assert people[0].account_no not in known
    assert people[0].payer not in known
    await becomes(bot, ["sent", "sent"])


@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_without_an_address_it_is_taken_right_there_and_the_document_follows(
    bot: Place, maria: Person, people: Consumers, server: MailServer
) -> None:
    await links_own(maria, people[1])
    await has_bill(maria, "Счёт-квитанция", "Октябрь")

    await maria.taps("Получить на e-mail")
    await maria.sees("Напишите адрес Вашей электронной почты.")
    assert any("в разделе «Настройки» → «E-mail»" in line.text for line in maria.history[-2:])
    await maria.says("мария")
    assert "Не хватает знака @." in maria.screen.text
    await maria.says(ADDRESS)
    assert "Документ будет отправлен, как только адрес подтверждён." in maria.screen.text
    await maria.starts((await server.letter(ADDRESS)).link)

    await maria.sees("отправляется на электронную почту: a•••@posta.example")
    letter = await server.letter(ADDRESS, 2)
    assert letter.message["Subject"] == "Счёт-квитанция № B-2026-000001"
    assert letter.attachments["B-2026-000001.pdf"].startswith(b"%PDF")


async def test_the_account_status_goes_by_e_mail_from_its_own_screen(
    bot: Place, john: Person, people: Consumers, server: MailServer
) -> None:
    await links_by_code(john, people[2])
    await confirms(john, server, ADDRESS)
    await john.says("/balance")

    await john.taps("Get by e-mail")

    await john.sees("Account status № AS-2026-000001 is being sent to your e-mail: a•••@posta.example")
    letter = await server.letter(ADDRESS, 2)
    assert letter.message["Subject"] == "Account status № AS-2026-000001"
    assert "№ AS-2026-000001 · November 2026 · account •••••5678" in letter.text


@needs_poppler
async def test_an_act_goes_by_e_mail_with_all_that_stands_on_it(
    bot: Place, john: Person, people: Consumers, server: MailServer
) -> None:
    await links_by_code(john, people[2])
    await confirms(john, server, ADDRESS)
    await john.says("/documents")
    await john.taps("Reconciliation act")
    await john.taps("October 2026")
    await john.sees("№ ACT-2026-000001")

    await john.taps("Get by e-mail")

    await john.sees("Reconciliation act № ACT-2026-000001 is being sent to your e-mail")
    letter = await server.letter(ADDRESS, 2)
    assert words_of(letter.attachments["ACT-2026-000001.pdf"]) == words_of(pdf_in(john, "ACT-2026-000001"))


async def test_what_is_asked_for_before_the_confirmation_waits_for_it(
    bot: Place, john: Person, people: Consumers, server: MailServer
) -> None:
    await links_by_code(john, people[2])
    await types(john, ADDRESS)
    link = (await server.letter(ADDRESS)).link
    await john.says("/balance")

    await john.taps("Get by e-mail")

    await john.sees("The address a•••@posta.example is not confirmed yet.")
    await john.starts(link)
    await john.sees("Account status № AS-2026-000001 is being sent to your e-mail")
    await server.letter(ADDRESS, 2)


async def test_a_second_press_within_a_minute_is_the_same_letter(
    bot: Place, john: Person, people: Consumers, server: MailServer, time: Time
) -> None:
    await links_by_code(john, people[2])
    await confirms(john, server, ADDRESS)
    await has_bill(john, "🧾 Bill", "October")
    await john.taps("Get by e-mail")
    await john.sees("is being sent to your e-mail")
    line = next(line for line in reversed(john.history) if "Get by e-mail" in str(line.buttons))
    button = next(one for row in line.message.markup["inline_keyboard"] for one in row if "e-mail" in one["text"])
    john.repeats_press()
    await john.presses(line.message, button)
    await john.sees("is on its way already")
    await server.letter(ADDRESS, 2)
    await until_quiet(john.world)
    assert len(await letters_of(bot)) == 2

    time.move_to(NOW + timedelta(minutes=3))
    await john.presses(line.message, button)

    await server.letter(ADDRESS, 3)


async def test_letters_with_documents_have_a_limit_a_day(
    bot: Place, john: Person, people: Consumers, server: MailServer, time: Time
) -> None:
    await links_by_code(john, people[2])
    await confirms(john, server, ADDRESS)
    for number in range(20):
        time.move_to(NOW + timedelta(minutes=2 * number + 1))
        await john.says("/balance")
        await john.taps("Get by e-mail")
        await john.sees("is being sent to your e-mail")
    time.move_to(NOW + timedelta(hours=2))
    await john.says("/balance")

    await john.taps("Get by e-mail")

    await john.sees("In 24 hours 20 documents can be sent by e-mail; they have been.")


async def test_nobody_has_a_document_of_others_sent_or_one_with_names_that_he_may_not_see(
    bot: Place, john: Person, maria: Person, aliya: Person, people: Consumers, server: MailServer
) -> None:
    await links_by_code(john, people[1])  # names in full
    await has_bill(john, "🧾 Bill", "October")
    await links_own(maria, people[1])  # the same account, masked
    await links_own(aliya, people[0])
    for person, address in ((maria, ADDRESS), (aliya, OTHER)):
        await confirms(person, server, address)
        await person.sees("a•••@")
        await person.says("/balance")

        await presses_forged(person, "mail:1")
        await until_quiet(person.world)
        assert person.toast in ("Эта кнопка устарела.", "Бұл түйме ескірген.")
        await person.says("/balance")
        await presses_forged(person, "mail:999999999")

    await until_quiet(john.world, 1.2)
    assert await letters_of(bot) == ["sent", "sent"]


async def test_a_document_of_long_ago_is_to_be_asked_for_anew(
    bot: Place, john: Person, people: Consumers, server: MailServer, time: Time
) -> None:
    await links_by_code(john, people[2])
    await confirms(john, server, ADDRESS)
    await has_bill(john, "🧾 Bill", "October")
    late = NOW + timedelta(days=30, minutes=5)
    database = opened(bot)
    jobs = ClockJobs(database, Inbox(database, me="clock"), Retailer.from_file(DEMO_FILE), lambda: late)
    await jobs.forget_documents()
    async with database.work() as work:
        assert (await work.execute(select(documents.c.facts, documents.c.facts_chat))).all() == [(None, None)]
    await database.dispose()

    await john.taps("Get by e-mail")

    await john.sees("It was made more than 30 days ago, and what stood on it is not kept any more.")
    await john.taps("Other documents")
    await john.taps("🧾 Bill")
    await john.taps("October")
    await john.taps("Get by e-mail")
    await server.letter(ADDRESS, 2)


async def test_what_stands_on_documents_goes_with_the_chat_that_asked(
    bot: Place, john: Person, people: Consumers, server: MailServer
) -> None:
    await links_by_code(john, people[2])
    await has_bill(john, "🧾 Bill", "October")
    await john.says("/privacy")
    await john.taps("Withdraw and erase")
    await john.taps("Yes")

    database = opened(bot)
    async with database.work() as work:
        kept = (await work.execute(select(documents.c.facts, documents.c.facts_at))).all()
    await database.dispose()
    assert kept == [(None, None)]


async def test_a_letter_to_an_account_that_is_unlinked_meanwhile_is_not_sent(
    bot: Place, john: Person, people: Consumers, server: MailServer, time: Time
) -> None:
    await links_by_code(john, people[2])
    await confirms(john, server, ADDRESS)
    await server.stop()
    await john.says("/balance")
    await john.taps("Get by e-mail")
    await john.sees("is being sent to your e-mail")
    await john.says("/logout")
    await john.taps("Yes")
    await server.start()
    time.move_to(NOW + timedelta(hours=1))

    await becomes(bot, ["sent", "cancelled"])

    assert len(server.letters) == 1


async def becomes(place: Place, wanted: list[str]) -> None:
    async with asyncio.timeout(20):
        while await letters_of(place) != wanted:  # noqa: ASYNC110 - the database is looked at
            await asyncio.sleep(0.2)


async def test_an_address_that_its_server_refuses_later_is_marked_and_told(
    bot: Place, john: Person, people: Consumers, server: MailServer
) -> None:
    await links_by_code(john, people[2])
    await confirms(john, server, ADDRESS)
    server.rcpt[ADDRESS] = "550 5.1.1 mailbox closed"
    await john.says("/balance")
    await john.taps("Get by e-mail")
    await john.sees("The mail server refuses the address a•••@posta.example: the letter has not arrived.")
    await john.says("/balance")

    await john.taps("Get by e-mail")
    await john.sees("The mail server refuses the address a•••@posta.example: letters do not arrive there.")

    server.rcpt.clear()
    await john.taps("Another address")
    await john.says(ADDRESS)
    await john.starts((await server.letter(ADDRESS, 2)).link)
    await john.sees("is being sent to your e-mail")
    assert (await server.letter(ADDRESS, 3)).attachments


async def test_a_mailbox_that_is_full_for_now_is_tried_again(
    bot: Place, john: Person, people: Consumers, server: MailServer, time: Time
) -> None:
    await links_by_code(john, people[2])
    await confirms(john, server, ADDRESS)
    server.rcpt[ADDRESS] = "452 4.2.2 mailbox full"
    await john.says("/balance")
    await john.taps("Get by e-mail")
    await becomes(bot, ["sent", "new"])
    server.rcpt.clear()

    time.move_to(NOW + timedelta(minutes=2))

    await server.letter(ADDRESS, 2)
    assert not any("refuses" in line.text for line in john.history)


async def test_a_letter_that_the_server_never_takes_is_told_in_the_chat(
    bot: Place, aliya: Person, people: Consumers, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    await links_own(aliya, people[0])
    await confirms(aliya, server, ADDRESS)
    server.answers["data"] = "554 5.6.0 content of aliya.bekova refused"
    await aliya.says("/balance")

    await aliya.taps("E-mail-ге алу")

    await aliya.sees("Құжаты бар хатты жіберу мүмкін болмады: a•••@posta.example")
    assert await letters_of(bot) == ["sent", "dead"]
    assert "aliya.bekova" not in caplog.text


async def test_a_document_that_cannot_be_drawn_is_tried_again_and_told_of_in_the_end(
    place: Place, john: Person, people: Consumers, server: MailServer, time: Time
) -> None:
    broken = (sys.executable, "-c", "raise SystemExit(3)")
    async with within(place, Options(clock=time, updates_per_minute=10_000, press=broken)):
        await links_by_code(john, people[2])
        await confirms(john, server, ADDRESS)
        await john.says("/balance")
        await john.taps("Get by e-mail")
        for minutes in range(1, 12):
            time.move_to(NOW + timedelta(minutes=5 * minutes))
            await asyncio.sleep(1.3)
            if await letters_of(place) == ["sent", "dead"]:
                break

        await john.sees("The letter with the document could not be sent: a•••@posta.example")
    assert len(server.letters) == 1


async def test_each_step_stands_in_the_audit_log_without_the_address(
    bot: Place, john: Person, people: Consumers, server: MailServer
) -> None:
    await links_by_code(john, people[2])
    await confirms(john, server, ADDRESS)
    await john.says("/balance")
    await john.taps("Get by e-mail")
    await server.letter(ADDRESS, 2)
    await john.taps("E-mail")
    await john.taps("Remove e-mail")
    await john.taps("Yes")

    database = opened(bot)
    async with database.work() as work:
        rows = (await work.execute(select(audit).where(audit.c.action.like("email.%")).order_by(audit.c.id))).all()
    await database.dispose()
    assert [row.action for row in rows] == ["email.set", "email.confirm", "email.send", "email.remove"]
    assert rows[2].detail == "AS-2026-000001"
    assert not any("posta" in str(row) for row in rows)


async def test_an_address_that_is_damaged_in_the_database_is_put_aside_and_the_others_go_on(
    bot: Place, john: Person, people: Consumers, server: MailServer
) -> None:
    await links_by_code(john, people[2])
    await confirms(john, server, ADDRESS)
    await server.stop()
    await john.says("/balance")
    await john.taps("Get by e-mail")
    database = opened(bot)
    async with database.work() as work:
        await work.write()
        await work.execute(update(documents).values(facts=b"damaged"))
        await work.commit()
    await database.dispose()
    await server.start()

    await becomes(bot, ["sent", "dead"])
