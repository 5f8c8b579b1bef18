"""The way to the retailer's mail server: one connection, kept while there is something to send."""

import asyncio
import contextlib
import ssl
from dataclasses import dataclass, replace
from enum import StrEnum

import aiosmtplib

from core.mail.server import MailServer

_STEP_SECONDS = 20.0  # for one word of the server
_SECONDS = 60.0  # for a whole letter


class End(StrEnum):
    SENT = "sent"
    REFUSED = "refused"  # the server takes nothing for this address
    LATER = "later"  # not this letter, not now
    AWAY = "away"  # the server itself is not there, or takes nothing from anybody
    DENIED = "denied"  # it does not know us: the settings are wrong
    DEAD = "dead"  # it will never take this letter
    DAMAGED = "damaged"  # what is stored of it cannot be read
    VOID = "void"  # it is not to be sent any more


@dataclass(frozen=True, slots=True)
class Answer:
    """`why` is a code or the class of an error, never words: a server's answer may quote the address.

    `reached`: the server was there when it went wrong, so the letter itself may be the cause.
    """

    end: End
    why: str = ""
    reached: bool = False


class MailRoute:
    def __init__(self, server: MailServer, sender: str, *, seconds: float = _SECONDS) -> None:
        self._server = server
        self._sender = sender
        self._seconds = seconds
        self._client: aiosmtplib.SMTP | None = None

    async def send(self, to: str, letter: bytes) -> Answer:
        """Hand a letter in; what is unclear ends in AWAY, and the letter may be sent again under its Message-ID."""
        reached = False
        try:
            async with asyncio.timeout(self._seconds):
                client = await self._connected()
                reached = True
                options = () if to.isascii() else ("SMTPUTF8",)
                await client.sendmail(self._sender, [to], letter, mail_options=options)
        except Exception as error:  # noqa: BLE001 - whatever a connection breaks with, the letter waits
            answer = answer_of(error, reached=reached)
            if answer.end in (End.AWAY, End.DENIED):
                self._drop()
            return answer
        return Answer(End.SENT)

    async def rest(self) -> None:
        """Say good-bye; the next letter connects anew."""
        client, self._client = self._client, None
        if client is not None and client.is_connected:
            with contextlib.suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                await client.quit(timeout=2)

    async def _connected(self) -> aiosmtplib.SMTP:
        if self._client is None or not self._client.is_connected:
            server = self._server
            self._client = aiosmtplib.SMTP(
                hostname=server.host,
                port=server.port,
                username=server.user or None,
                password=server.password or None,
                timeout=_STEP_SECONDS,
                use_tls=server.security == "tls",
                start_tls=server.security == "starttls",
            )
            await self._client.connect()
        return self._client

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()


def answer_of(error: Exception, *, reached: bool) -> Answer:
    """Return what an error means for the letter, and for those behind it."""
    return replace(_under_way(error) if reached else _at_the_door(error), reached=reached)


def _at_the_door(error: Exception) -> Answer:
    """What goes wrong here has nothing to do with the letter."""
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        denied = error.code >= 500
    else:  # it is another than the settings say, or offers no STARTTLS or no login
        another = isinstance(error.__cause__ or error, ssl.SSLCertVerificationError)
        lacking = type(error) in (aiosmtplib.SMTPException, aiosmtplib.SMTPNotSupported)
        denied = another or lacking
    return Answer(End.DENIED if denied else End.AWAY, type(error).__name__)


def _under_way(error: Exception) -> Answer:
    match error:
        case aiosmtplib.SMTPRecipientsRefused(recipients=[refused, *_]):
            return _by_code(refused.code, "RCPT", End.REFUSED)
        case aiosmtplib.SMTPSenderRefused(code=code):
            return _by_code(code, "MAIL", End.DEAD)
        case aiosmtplib.SMTPResponseException(code=code):
            return _by_code(code, "DATA", End.DEAD)
        case aiosmtplib.SMTPNotSupported():  # SMTPUTF8: our address is in ASCII, so it is the reader's
            return Answer(End.REFUSED, "SMTPUTF8")
        case ValueError():  # an address that the library itself does not let through
            return Answer(End.REFUSED, type(error).__name__)
        case _:
            return Answer(End.AWAY, type(error).__name__)


def _by_code(code: int, step: str, never: End) -> Answer:
    why = f"{step} {code}"
    if code in (-1, 421):
        return Answer(End.AWAY, why)
    return Answer(never if code >= 500 else End.LATER, why)
