"""Letters: the words are chosen when one is sent, in the language that its reader has then.

A letter goes through other people's servers: it says no more than it has to, and nothing of who lives where.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.screens.documents_words import about, name_of
from core.i18n import Html, Translator
from core.papers.model import Issued, masked_number
from core.retailer import Retailer

Values = Mapping[str, str | int]
Words = Callable[[Translator], tuple[str, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """The same twice, as plain text and as paragraphs of HTML; `link` stands after them."""

    subject: str
    text: tuple[str, ...]
    html: tuple[str, ...]
    link: str = ""


def _letter(subject: str, said: Words, tr: Translator, *, link: str = "") -> Letter:
    def whole(words: Translator) -> tuple[str, ...]:
        return words.gettext("Hello!"), *said(words)

    return Letter(subject=subject, text=whole(tr.plain), html=whole(tr), link=link)


def confirm(values: Values, tr: Translator, retailer: Retailer) -> Letter:
    expires_at = datetime.fromisoformat(str(values["expires_at"]))

    def said(words: Translator) -> tuple[Html, ...]:
        return (
            words.gettext(
                "In the Telegram bot of {org} this address was given for letters with documents.",
                org=retailer.name.of(words.language),
            ),
            words.gettext("If it was not you, do nothing: no letters will come."),
            words.gettext(
                "If it was you, open this link by {time}, on the device where you have Telegram:",
                time=words.time(expires_at),
            ),
        )

    return _letter(tr.plain.gettext("Confirm your e-mail address"), said, tr, link=str(values["link"]))


def changed(values: Values, tr: Translator, retailer: Retailer) -> Letter:
    at = datetime.fromisoformat(str(values["at"]))

    def said(words: Translator) -> tuple[Html, ...]:
        return (
            words.gettext(
                "In the Telegram bot of {org} another address was set instead of this one: {address}. Time: {time}.",
                org=retailer.name.of(words.language),
                address=values["new"],
                time=words.time(at),
            ),
            words.gettext("No more letters come here."),
            _not_you(words),
        )

    return _letter(tr.plain.gettext("Your e-mail address has been changed"), said, tr)


def removed(values: Values, tr: Translator, retailer: Retailer) -> Letter:
    at = datetime.fromisoformat(str(values["at"]))

    def said(words: Translator) -> tuple[Html, ...]:
        return (
            words.gettext(
                "In the Telegram bot of {org} this address was removed. Time: {time}.",
                org=retailer.name.of(words.language),
                time=words.time(at),
            ),
            words.gettext("No more letters come here."),
            _not_you(words),
        )

    return _letter(tr.plain.gettext("Your e-mail address has been removed"), said, tr)


def _not_you(words: Translator) -> Html:
    return words.gettext(
        "If it was not you, somebody else has used your Telegram: end other sessions in it (Settings → Devices), then "
        "look at the address in the bot (Settings → E-mail)."
    )


def of_document(issued: Issued, tr: Translator, retailer: Retailer, *, subscribed: bool = False) -> Letter:
    """The number alone names the document in the subject; an account number in it is masked.

    `subscribed`: it is a new bill, and comes by the chat's subscription.
    """
    name, number = name_of(issued.kind, retailer, tr), issued.public_number

    def said(words: Translator) -> tuple[Html, ...]:
        first, last = _why_subscribed(words, retailer) if subscribed else _why_asked(words, retailer)
        return (
            first,
            words.gettext(
                "{document} № {number} · {period} · account {account}",
                document=name,
                number=number,
                period=about(issued.about, words),
                account=masked_number(issued.account_no),
            ),
            words.gettext(
                "The QR code and the code on it prove that it is genuine: anybody may check them in the bot."
            ),
            last,
        )

    subject = tr.plain.gettext("{document} № {number}", document=name, number=number)
    return _letter(subject, said, tr)


def _why_asked(words: Translator, retailer: Retailer) -> tuple[Html, Html]:
    return (
        words.gettext(
            "You have asked the Telegram bot of {org} for this document; it is attached as a PDF.",
            org=retailer.name.of(words.language),
        ),
        words.gettext(
            "Letters come only when you ask for them. To change or remove the address: Settings → E-mail in the bot."
        ),
    )


def _why_subscribed(words: Translator, retailer: Retailer) -> tuple[Html, Html]:
    return (
        words.gettext(
            "You have subscribed to e-receipts in the Telegram bot of {org}. Here is your new bill, attached as a PDF.",
            org=retailer.name.of(words.language),
        ),
        words.gettext(
            "To get bills in the chat instead, or not at all: Settings → Notices in the bot. To change or remove the "
            "address: Settings → E-mail."
        ),
    )


# Those that say no more than their values, by `LetterName`; a document is looked up.
LETTERS: dict[str, Callable[[Values, Translator, Retailer], Letter]] = {
    "confirm": confirm,
    "changed": changed,
    "removed": removed,
}
