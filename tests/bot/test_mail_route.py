"""What a mail server says, and what is made of it; on a real one."""

import asyncio
import datetime as dt
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.jobs.mime import Attachment, Envelope, compose
from bot.jobs.smtp import Answer, End, MailRoute
from bot.screens.email_letters import LETTERS, of_document
from core.i18n import translator
from core.mail.address import on_the_wire
from core.mail.server import MailServer as Named
from core.papers.model import Issued
from core.papers.policy import Label
from core.retailer import DEMO_FILE, Retailer
from tests.databases import NOW
from tests.fakes import mail
from tests.fakes.mail import PASSWORD, USER, MailServer

SENDER, TO = "noreply@zharyq.example", "aliya@posta.example"
RETAILER = Retailer.from_file(DEMO_FILE)


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail.serve() as running:
        yield running


@pytest.fixture
async def route(server: MailServer) -> AsyncIterator[MailRoute]:
    found = MailRoute(Named.from_url(server.url), SENDER)
    yield found
    await found.rest()


def letter(to: str = TO, language: str = "kk") -> bytes:
    values = {"token": "x", "link": "https://t.me/bot?start=e_x", "expires_at": NOW.isoformat()}
    envelope = Envelope(sender=SENDER, to=to, mark="0123456789abcdef", date=NOW, language=language)
    return compose(LETTERS["confirm"](values, translator(language), RETAILER), envelope, RETAILER)


async def test_letters_share_a_connection_and_good_bye_ends_it(server: MailServer, route: MailRoute) -> None:
    assert await route.send(TO, letter()) == Answer(End.SENT)
    assert await route.send(TO, letter()) == Answer(End.SENT)
    await route.rest()

    assert len(server.letters) == 2
    assert server.sessions == 1


@pytest.mark.parametrize(
    ("at", "code", "end"),
    [
        ("rcpt", "550 5.1.1 aliya@posta.example unknown", End.REFUSED),
        ("rcpt", "553 no such mailbox", End.REFUSED),
        ("rcpt", "450 4.2.0 greylisted", End.LATER),
        ("rcpt", "452 mailbox full", End.LATER),
        ("rcpt", "421 going down", End.AWAY),
        ("data", "451 4.3.0 try later", End.LATER),
        ("data", "554 5.6.0 aliya@posta.example content refused", End.DEAD),
        ("data", "552 too large", End.DEAD),
        ("data", "421 going down", End.AWAY),
        ("mail", "550 sender unknown", End.DEAD),
        ("mail", "451 not now", End.LATER),
    ],
)
async def test_a_code_means_one_thing(at: str, code: str, end: End, server: MailServer, route: MailRoute) -> None:
    server.answers[at] = code

    answer = await route.send(TO, letter())

    assert answer.end is end
    assert answer.why.endswith(code[:3])
    assert "aliya" not in answer.why
    server.answers.clear()
    assert await route.send(TO, letter()) == Answer(End.SENT)


async def test_a_server_that_is_not_there_was_not_reached(server: MailServer, route: MailRoute) -> None:
    await server.stop()

    answer = await route.send(TO, letter())

    assert (answer.end, answer.reached) == (End.AWAY, False)


async def test_a_server_that_never_answers_holds_a_letter_up_and_no_longer(server: MailServer) -> None:
    server.before_answer = asyncio.Event()
    route = MailRoute(Named.from_url(server.url), SENDER, seconds=0.3)

    answer = await route.send(TO, letter())

    assert (answer.end, answer.reached) == (End.AWAY, True)
    server.before_answer.set()


@pytest.mark.parametrize(
    "to",
    [
        '"john smith"@posta.example',
        "o'brien+zharyq=1@sub.posta.example",
        "айгүл@пошта.example",
        "aigul@пошта.example",
        "!#$%&'*/?^_`{|}~@posta.example",
    ],
)
async def test_odd_addresses_arrive_as_they_are(to: str, server: MailServer, route: MailRoute) -> None:
    assert await route.send(on_the_wire(to), letter(to)) == Answer(End.SENT)

    (taken,) = server.letters
    assert taken.to == on_the_wire(to)
    assert f"To: {on_the_wire(to)}\r\n".encode() in taken.content


async def test_a_server_without_other_alphabets_refuses_such_a_name() -> None:
    async with mail.serve(enable_SMTPUTF8=False) as server:
        route = MailRoute(Named.from_url(server.url), SENDER)

        assert await route.send("айгүл@posta.example", letter("айгүл@posta.example")) == Answer(
            End.REFUSED, "SMTPUTF8", reached=True
        )
        assert await route.send(TO, letter()) == Answer(End.SENT)
        await route.rest()


def certificate(folder: Path) -> ssl.SSLContext:
    """Return the server's side of a certificate for this machine, written to `cert.pem` as well."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


# aiosmtpd's own: it does not see that the socket it was given is encrypted, and sets what it calls out of date.
@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning", "ignore:Session.login_data:DeprecationWarning")
@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_an_encrypted_server_that_knows_us_takes_letters(
    security: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    async with mail.serve(tls=context, wrapped=security == "tls", login=True) as server:
        named = Named(host="localhost", port=server.port, security=security, user=USER, password=PASSWORD)  # type: ignore[arg-type]
        route = MailRoute(named, SENDER)

        assert await route.send(TO, letter()) == Answer(End.SENT)
        await route.rest()
        assert server.logins == [USER]

        wrong = MailRoute(replace(named, password="other"), SENDER)
        assert (await wrong.send(TO, letter())).end is End.DENIED


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_server_that_cannot_prove_who_it_is_gets_no_letter(security: str, tmp_path: Path) -> None:
    async with mail.serve(tls=certificate(tmp_path), wrapped=security == "tls") as server:
        named = Named(host="localhost", port=server.port, security=security, user="", password="")  # type: ignore[arg-type]

        answer = await MailRoute(named, SENDER).send(TO, letter())

        assert answer.end is End.DENIED
        assert server.letters == []


async def test_a_server_that_drops_starttls_gets_no_letter(server: MailServer) -> None:
    named = Named(host="127.0.0.1", port=server.port, security="starttls", user=USER, password=PASSWORD)

    answer = await MailRoute(named, SENDER).send(TO, letter())

    assert answer.end is End.DENIED
    assert server.letters == []


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_letter_made_twice_is_the_same_octet_for_octet(language: str) -> None:
    attached = Attachment(name="B-2026-000001.pdf", content=b"%PDF " + bytes(range(256)) * 40)
    values = {"at": NOW.isoformat(), "new": "a•••@basqa.example"}
    envelope = Envelope(sender=SENDER, to=TO, mark="0123456789abcdef", date=NOW, language=language)

    def made() -> bytes:
        return compose(LETTERS["changed"](values, translator(language), RETAILER), envelope, RETAILER, attached)

    assert made() == made()
    assert max(map(len, made().splitlines())) <= 998
    made().decode("ascii")


def test_html_in_a_name_of_the_retailer_stays_text() -> None:
    words = RETAILER.name.model_copy(update={"ru": "ТОО <b>«Свет & Ко»</b>"})
    retailer = RETAILER.model_copy(update={"name": words})
    values = {"at": NOW.isoformat()}

    found = LETTERS["removed"](values, translator("ru"), retailer)

    assert any("ТОО &lt;b&gt;«Свет &amp; Ко»" in paragraph for paragraph in found.html)
    assert any("ТОО <b>«Свет & Ко»" in paragraph for paragraph in found.text)


def test_line_breaks_in_the_names_of_the_retailer_break_no_header() -> None:
    name = RETAILER.name.model_copy(update={"ru": "\nТОО «Свет»\r\nBcc: all@posta.example\n"})
    label = Label(kk="x", ru="Счёт\r\nX-Forged: 1", en="x")
    documents = RETAILER.documents.model_copy(update={"alternative_label": label})
    retailer = RETAILER.model_copy(update={"name": name, "documents": documents})
    issued = Issued(
        document=1, kind="alternative", issued_at=NOW, code="", account_no="000123456", about="2026-10-12", totals={}
    )
    envelope = Envelope(sender=SENDER, to=TO, mark="0123456789abcdef", date=NOW, language="ru")

    made = compose(of_document(issued, translator("ru"), retailer), envelope, retailer)

    read = message_from_bytes(made, policy=SMTP)
    assert read["From"].addresses[0].display_name == "ТОО «Свет» Bcc: all@posta.example"
    assert read["Subject"].startswith("Счёт X-Forged: 1 № ALT-")
    assert (read["Bcc"], read["X-Forged"]) == (None, None)
