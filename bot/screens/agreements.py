"""The agreement to get notices of law in the chat alone: what it says, for which accounts it is given."""

from collections.abc import Sequence

from bot.keyboards import agreements as keyboard
from bot.screens.screen import Screen
from core.accounts.model import LinkedAccount
from core.i18n import Html, Translator
from core.notices.agreeing import AccountAgreement, OldAgreementText
from core.retailer import Retailer


def agreements(known: Sequence[AccountAgreement], tr: Translator, *, toast: str = "") -> Screen:
    lines = (
        tr.gettext("<b>Notices of law without paper</b>"),
        tr.gettext(
            "A notice of disconnection for debt comes on paper; the message here is in addition to it. If you agree, "
            "the message takes the place of the paper."
        ),
        "\n".join(_line(each, tr) for each in known) or tr.gettext("No account is linked to this chat yet."),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.agreements(known, tr), toast=toast)


def agreement_text(account: LinkedAccount, retailer: Retailer, tr: Translator) -> str:
    """Return the very text that is agreed to; its hash is kept with the agreement."""
    parts = (
        tr.gettext(
            "I agree that {org} sends notices of law on account {number}, that of a disconnection for debt among them, "
            "to the Telegram chats that have linked this account, and not on paper.",
            org=retailer.name.of(tr.language),
            number=account.account_no,
        ),
        tr.gettext(
            "I know that Telegram's servers are abroad, and that a notice which cannot be delivered there comes on "
            "paper."
        ),
        tr.gettext(
            "The agreement can be taken back at any time: /notices. It ends when the account gets another owner. "
            "Version of the text: {version}.",
            version=retailer.notices.agreement_version,
        ),
    )
    return "\n\n".join(parts)


def ask(account: LinkedAccount, retailer: Retailer, tr: Translator) -> Screen:
    version = retailer.notices.agreement_version
    return Screen(text=agreement_text(account, retailer, tr), keyboard=keyboard.agree(account.link_id, version, tr))


def given(known: Sequence[AccountAgreement], tr: Translator) -> Screen:
    return agreements(known, tr, toast=str(tr.plain.gettext("Your agreement is recorded")))


def withdrawn(known: Sequence[AccountAgreement], tr: Translator) -> Screen:
    return agreements(known, tr, toast=str(tr.plain.gettext("Taken back: notices of law come on paper")))


def old_text(refusal: OldAgreementText, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext("The text has changed since. Please read the new one.")
    return Screen(text=text, keyboard=keyboard.read_anew(refusal.link_id, tr))


def _line(each: AccountAgreement, tr: Translator) -> Html:
    number = each.account.account_no
    if each.agreement is None:
        return tr.gettext("📄 <b>{number}</b>: on paper", number=number)
    time, version = tr.time(each.agreement.given_at), each.agreement.version
    return tr.gettext(
        "📱 <b>{number}</b>: in the chat, agreed {time}, version {version}", number=number, time=time, version=version
    )
