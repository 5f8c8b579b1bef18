"""The address for letters: set, confirmed, changed, removed; and what is said of a document that goes there."""

from datetime import datetime

from bot.keyboards import email as keyboard
from bot.screens.documents_words import kind_name
from bot.screens.screen import Screen
from core.i18n import Html, Translator
from core.mail.address import masked
from core.mail.model import Asked, Confirmed, Email, QueuedLetter


def email(known: Email, now: datetime, tr: Translator) -> Screen:
    lines = [tr.gettext("<b>E-mail</b>"), _standing(known, tr)]
    if known.awaits(now) and known.expires_at is not None:
        lines.append(
            tr.gettext(
                "⏳ Not confirmed yet: {address}. Open the link in the letter by {time}.",
                address=masked(known.pending),
                time=tr.time(known.expires_at),
            )
        )
    elif known.pending:
        lines.append(
            tr.gettext("⌛ Not confirmed in time: {address}. Send the letter again.", address=masked(known.pending))
        )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.email(known, tr))


def _standing(known: Email, tr: Translator) -> Html:
    if not known.address:
        return tr.gettext("No address is set. With one, documents that you ask for here can come as letters as well.")
    if known.refused_at is not None:
        return tr.gettext(
            "⚠️ Letters do not arrive: the mail server refuses {address}. Set another address, or the same one anew.",
            address=masked(known.address),
        )
    assert known.confirmed_at is not None
    return tr.gettext(
        "✅ Letters go to {address}. Confirmed: {time}.",
        address=masked(known.address),
        time=tr.time(known.confirmed_at),
    )


def ask_address(tr: Translator, *, anew: bool = False) -> Screen:
    lines = (
        tr.gettext("Write your e-mail address. Example: <code>name@example.kz</code>."),
        tr.gettext(
            "A letter with a link comes there; open the link, and the address is confirmed. It is kept encrypted, and "
            "only for letters that you ask for here; you can remove it at any time."
        ),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.ask_address(tr), anew=anew)


def asked(found: Asked, tr: Translator) -> Screen:
    lines = [
        tr.gettext("✉️ A letter with a link is on its way: <b>{address}</b>", address=found.address),
        tr.gettext(
            "Open the link by {time}. If you see no letter, look among the spam.", time=tr.time(found.expires_at)
        ),
    ]
    if found.changes:
        lines.append(tr.gettext("Until then letters go to the address you have now."))
    if found.document:
        lines.append(tr.gettext("The document is sent as soon as the address is confirmed."))
    return Screen(text="\n".join(lines), keyboard=keyboard.asked(found.document, tr))


def confirmed(found: Confirmed, tr: Translator) -> Screen:
    if found.before:
        text = tr.gettext("✅ This address is confirmed already: {address}", address=masked(found.address))
    else:
        text = tr.gettext("✅ The address is confirmed: {address}", address=masked(found.address))
    parts = [text]
    if found.letter is not None:
        parts.append(_on_its_way(found.letter, tr))
    return Screen(text="\n\n".join(parts), keyboard=keyboard.open_email(tr))


def queued(letter: QueuedLetter, tr: Translator) -> Screen:
    return Screen(text=_on_its_way(letter, tr), keyboard=keyboard.open_email(tr), anew=True)


def _on_its_way(letter: QueuedLetter, tr: Translator) -> Html:
    name, number, address = kind_name(letter.issued.kind, tr), letter.issued.number, masked(letter.address)
    if letter.again:
        return tr.gettext(
            "✉️ {document} № {number} is on its way already: {address}", document=name, number=number, address=address
        )
    return tr.gettext(
        "✉️ {document} № {number} is being sent to your e-mail: {address}", document=name, number=number, address=address
    )


def ask_removal(known: Email, tr: Translator) -> Screen:
    lines = (
        tr.gettext("<b>Remove the address {address}?</b>", address=masked(known.address or known.pending)),
        tr.gettext("No more letters are sent then, and a last one there says so. You can set an address at any time."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.ask_removal(tr))


def removed(address: str, tr: Translator) -> Screen:
    return Screen(
        text=tr.gettext("✅ The address is removed: {address}", address=masked(address)),
        keyboard=keyboard.open_email(tr),
    )
