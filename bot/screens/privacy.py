from collections.abc import Sequence

import orjson

from bot.keyboards import inline
from bot.keyboards import privacy as keyboard
from bot.screens.screen import Document, Screen
from bot.screens.start import consent_text
from core.accounts.model import AccountCard
from core.customers.model import GivenConsent, OwnData
from core.i18n import Translator
from core.mail.model import Email
from core.pin.model import OwnPin
from core.readings.sent import OwnReadings
from core.retailer import Retailer
from core.support.model import Appeal


def privacy(consent: GivenConsent | None, tr: Translator) -> Screen:
    lines = (
        tr.gettext("<b>Personal data</b>"),
        given(consent, tr),
        tr.gettext(
            "Kept here: your Telegram ID and language, the accounts you have added and the names you gave them, the "
            "readings and requests you have sent, your conversations with the operators, your e-mail address if you "
            "have set one, which notices you want, what stands on documents that you have asked for (for a month or "
            "so), your consents. What you write otherwise is erased after 7 days. Names, addresses, phones, e-mail and "
            "your messages are encrypted."
        ),
        tr.gettext("The data of the account itself are kept in the accounting system; this chat only shows them."),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.privacy(tr))


def given(consent: GivenConsent | None, tr: Translator) -> str:
    if consent is None:
        return tr.gettext("You have not given your consent: nothing is looked up.")
    return tr.gettext(
        "You gave your consent on {time}, version {version}.", time=tr.time(consent.given_at), version=consent.version
    )


def agreed_text(retailer: Retailer, tr: Translator) -> Screen:
    return Screen(text=consent_text(retailer, tr), keyboard=keyboard.leave(tr))


def exported(
    own: OwnData,
    cards: Sequence[AccountCard],
    readings: OwnReadings,
    email: Email,
    requests: Sequence[Appeal],
    pin: OwnPin | None,
    tr: Translator,
) -> Screen:
    kept: dict[str, object] = {
        "chat": own,
        "accounts": cards,
        "readings": readings,
        "email": _of_email(email),
        "requests": requests,
    }
    kept["pin"] = pin
    content = orjson.dumps(kept, option=orjson.OPT_INDENT_2)
    text = tr.gettext("Everything that is kept about this chat. Payer and address are given as the chat shows them.")
    return Screen(text=text, document=Document(kind="own_data", name="zharyq-my-data.json", content=content))


def _of_email(email: Email) -> dict[str, object]:
    """Return it without what finds a link in a letter: whoever gets the file must not confirm anything by it."""
    return {
        "address": email.address,
        "confirmed_at": email.confirmed_at,
        "refused_at": email.refused_at,
        "not_confirmed": email.pending,
    }


def ask_erasure(tr: Translator) -> Screen:
    lines = (
        tr.gettext("<b>Withdraw the consent and erase everything?</b>"),
        tr.gettext(
            "Your accounts are unlinked from this chat; your language, the names of accounts, your e-mail address, "
            "your choice of notices, drafts and messages are erased, your conversations with the operators as well. "
            "What stays: that a consent was given and "
            "withdrawn, the log of views that the law asks for, the readings you have sent, without saying who sent "
            "them, a request that the office is working on, until it is answered, "
            "a ban from writing to the operators, "
            "and the number of wrong attempts (against guessing), without your name."
        ),
        tr.gettext("Your account and what you owe do not change. The messages in this chat you delete yourself."),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.ask_erasure(tr))


def erased(tr: Translator) -> Screen:
    lines = (
        tr.gettext("✅ The consent is withdrawn, and what was kept is erased."),
        tr.gettext("To begin anew, press /start."),
    )
    return Screen(text="\n\n".join(lines), keyboard=inline())
