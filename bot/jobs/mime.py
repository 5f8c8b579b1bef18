"""A letter as mail servers carry it; made anew from the same it is the same, octet for octet."""

import html
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from bot.screens.email_letters import Letter
from core.mail.address import on_the_wire
from core.retailer import Retailer

_BODY = "font-family: sans-serif; font-size: 16px; line-height: 1.45; color: #1a1a1a; max-width: 36em; margin: 1em auto"
_FOOT = "font-size: 13px; color: #666; border-top: 1px solid #ddd; padding-top: 0.8em"


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """`mark` tells letters apart and names nobody; a letter that is sent again has the same, and the same date."""

    sender: str
    to: str
    mark: str
    date: datetime
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    name: str
    content: bytes  # a PDF


def compose(letter: Letter, envelope: Envelope, retailer: Retailer, attachment: Attachment | None = None) -> bytes:
    org, language = _line(retailer.name.of(envelope.language)), envelope.language
    to = on_the_wire(envelope.to)
    message = EmailMessage(policy=SMTP if to.isascii() else SMTPUTF8)
    message["Subject"] = _line(letter.subject)
    message["From"] = Address(org, *_halves(envelope.sender))
    message["To"] = Address("", *_halves(to))
    message["Date"] = format_datetime(envelope.date)
    message["Message-ID"] = f"<{envelope.mark}@{envelope.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    foot = f"{org} · {', '.join(retailer.contacts.phones)}"
    message.set_content(_text(letter, foot), cte="base64")
    message.add_alternative(_html(letter, foot, language), subtype="html", cte="base64")
    if attachment is not None:
        message.add_attachment(attachment.content, maintype="application", subtype="pdf", filename=attachment.name)
    message["Content-Language"] = language  # last: what makes it multipart moves such headers into a part
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"={envelope.mark}-{number}=")
    return message.as_bytes()


def _line(text: str) -> str:
    """Return what can stand in a header: a name in a settings file may have line breaks."""
    return " ".join(text.split())


def _halves(address: str) -> tuple[str, str]:
    name, _, domain = address.rpartition("@")
    if name.startswith('"'):  # the library quotes it anew
        name = name[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return name, domain


def _text(letter: Letter, foot: str) -> str:
    link = (letter.link,) if letter.link else ()
    return "\n\n".join((*letter.text, *link, "-- \n" + foot)) + "\n"


def _html(letter: Letter, foot: str, language: str) -> str:
    paragraphs = [f"<p>{paragraph}</p>" for paragraph in letter.html]
    if letter.link:
        link = html.escape(letter.link)
        paragraphs.append(f'<p><a href="{link}">{link}</a></p>')
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"></head><body style="{_BODY}">\n'
        + "\n".join(paragraphs)
        + f'\n<p style="{_FOOT}">{html.escape(foot)}</p>\n</body></html>\n'
    )
