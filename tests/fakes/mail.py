"""A mail server on this machine: aiosmtpd, with the moods of real ones."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.running import free_port

_PARSER = BytesParser(policy=policy.default)
USER, PASSWORD = "zharyq", "p@ss/w0rd?#"


@dataclass
class Taken:
    """One letter that the server has taken."""

    to: str
    sender: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        found = _PARSER.parsebytes(self.content)
        assert isinstance(found, EmailMessage)
        return found

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    @property
    def attachments(self) -> dict[str, bytes]:
        return {str(part.get_filename()): part.get_content() for part in self.message.iter_attachments()}

    @property
    def link(self) -> str:
        """Return what the link in it hands to the bot."""
        words = [word for word in self.text.split() if "?start=" in word]
        return words[0].partition("start=")[2] if words else ""

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None
        content: str = part.get_content()
        return content


@dataclass
class MailServer:
    """`answers` are said instead of its own: at `mail`, `rcpt` or `data`; `rcpt` is for one address."""

    port: int
    letters: list[Taken] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    rcpt: dict[str, str] = field(default_factory=dict)
    before_answer: asyncio.Event | None = None  # the answer to a letter waits for it
    logins: list[str] = field(default_factory=list)
    sessions: int = 0
    tls: ssl.SSLContext | None = None
    wrapped: bool = False  # in TLS from the first octet on; else STARTTLS is offered where there is `tls`
    login: bool = False  # nobody is let in without
    enable_SMTPUTF8: bool = True  # noqa: N815 - the name that aiosmtpd has
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        wrapped = self.tls if self.wrapped else None
        self._server = await loop.create_server(self._session, "127.0.0.1", self.port, ssl=wrapped)

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    def to(self, address: str) -> list[Taken]:
        return [letter for letter in self.letters if letter.to == address]

    async def letter(self, to: str, number: int = 1, within: float = 20) -> Taken:
        """Wait for the n-th letter to an address."""
        async with asyncio.timeout(within):
            while len(self.to(to)) < number:  # noqa: ASYNC110 - what the server has is looked at
                await asyncio.sleep(0.05)
        return self.to(to)[number - 1]

    async def handle_MAIL(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "mail" in self.answers:
            return self.answers["mail"]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - as above
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        refused = self.rcpt.get(address) or self.answers.get("rcpt")
        if refused:
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        if "data" in self.answers:
            return self.answers["data"]
        assert isinstance(envelope.content, bytes)
        for to in envelope.rcpt_tos:
            to = to.encode(errors="surrogateescape").decode()  # so does aiosmtpd give other alphabets
            self.letters.append(Taken(to=to, sender=str(envelope.mail_from), content=envelope.content))
        if self.before_answer is not None:
            await self.before_answer.wait()
        return "250 OK"

    def _session(self) -> SMTP:
        self.sessions += 1
        return SMTP(
            self,
            hostname="mail.test",
            enable_SMTPUTF8=self.enable_SMTPUTF8,
            tls_context=None if self.wrapped else self.tls,
            authenticator=self._check if self.login else None,
            auth_required=self.login,
            auth_require_tls=self.tls is not None and not self.wrapped,
            timeout=30,
            loop=asyncio.get_running_loop(),
        )

    def _check(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, login: Any) -> AuthResult:
        assert isinstance(login, LoginPassword)
        right = login.login == USER.encode() and login.password == PASSWORD.encode()
        if right:
            self.logins.append(login.login.decode())
        return AuthResult(success=right, handled=False)


@asynccontextmanager
async def serve(**moods: Any) -> AsyncIterator[MailServer]:
    server = MailServer(free_port(), **moods)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
