"""Messages of the bot's own accord: the words are chosen when one is sent, in the language that its reader has then."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.keyboards.accounts import not_me
from bot.screens import email_notices, readings_notices, requests_notices
from bot.screens.help import contacts
from bot.screens.screen import Screen
from core.i18n import Translator
from core.notices.model import NoticeType
from core.retailer import Retailer

Values = Mapping[str, str | int]
Notice = Callable[[Values, Translator, Retailer], Screen]


def token_refused(_values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=tr.gettext("Telegram refuses the bot's token: has it been revoked? No message is received."))


def second_poller(_values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=tr.gettext("Another program receives the messages of this bot: stop it, or revoke the token."))


def telegram_away(_values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=tr.gettext("Telegram could not be reached for more than two minutes."))


def webhook_refused(_values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=tr.gettext("Telegram does not accept the address for its messages (WEBHOOK_URL)."))


def linked_elsewhere(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    at = datetime.fromisoformat(str(values["at"]))
    lines = (
        tr.gettext("🔔 Another chat has been linked to account <b>{number}</b>.", number=values["account_no"]),
        tr.gettext("Time: {time}.", time=tr.time(at)),
        tr.gettext("If it was neither you nor someone you asked, press the button: that chat is unlinked at once."),
    )
    return Screen(text="\n".join(lines), keyboard=not_me(int(values["link_id"]), int(values["other_id"]), tr))


def unlinked_elsewhere(values: Values, tr: Translator, retailer: Retailer) -> Screen:
    lines = (
        tr.gettext(
            "🔔 Account <b>{number}</b> is not shown in this chat any more: another chat has unlinked it.",
            number=values["account_no"],
        ),
        tr.gettext("If the account is yours, the office will help:"),
        contacts(retailer, tr),
    )
    return Screen(text="\n".join(lines))


def account_owner_changed(values: Values, tr: Translator, retailer: Retailer) -> Screen:
    """`account_no` is empty where the accounting system does not have the account any more."""
    changed = tr.gettext(
        "🔔 Account <b>{number}</b> is not shown in this chat any more: its owner or contract has changed.",
        number=values["account_no"],
    )
    gone = tr.gettext("🔔 One of your accounts is not shown in this chat any more: it has been closed.")
    lines = (
        changed if values["account_no"] else gone,
        tr.gettext("If you are the new owner, add the account again: /accounts. Questions:"),
        contacts(retailer, tr),
    )
    return Screen(text="\n".join(lines))


def account_locked(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext(
            "🔔 Somebody has tried to link account <b>{number}</b> with wrong data.", number=values["account_no"]
        ),
        tr.gettext("New chats cannot be linked to it by payment for now. Yours works as before."),
    )
    return Screen(text="\n".join(lines))


def linking_alarm(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext(
        "⚠️ Account data are being guessed: {wrong} of {tries} attempts of the last hour were wrong.",
        wrong=values["wrong"],
        tries=values["tries"],
    )
    return Screen(text=text)


def linking_brake(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext(
        "⛔️ {wrong} wrong attempts to link an account in the last hour: everyone sends their own phone number first.",
        wrong=values["wrong"],
    )
    return Screen(text=text)


def readings_unclear(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    count = int(values["count"])
    told = tr.ngettext(
        "⚠️ {count} reading: it is not known whether the accounting system has it.",
        "⚠️ {count} readings: it is not known whether the accounting system has them.",
        count,
    )
    return Screen(text="\n".join((told, tr.gettext("To see what to do, run: python -m bot unclear"))))


def accounting_denied(_values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext(
        "⛔️ The accounting system refuses the bot's token (ACCOUNTING_TOKEN). Readings wait, none is lost."
    )
    return Screen(text=text)


def exchange_fails(_values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("⚠️ The folder for files of the accounting system (EXCHANGE_DIR) cannot be used."),
        tr.gettext("Readings and answers wait, none is lost. Please tell the administrator: the log says why."),
    )
    return Screen(text="\n".join(lines))


def exchange_works(_values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext("✅ The folder for files of the accounting system works again; what has waited goes on its way.")
    return Screen(text=text)


def dead_letter(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    """`table` and `row` name it in the log and in the database."""
    lines = (
        tr.gettext(
            "⚠️ Something that was stored could not be used and was put aside: {table}, row {row}.",
            table=values["table"],
            row=values["row"],
        ),
        tr.gettext("Everything else goes on. Please tell the administrator: the log says why."),
    )
    return Screen(text="\n".join(lines))


def mail_denied(_values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext("⛔️ The mail server takes nothing from the bot (SMTP_URL). Letters wait, none is lost.")
    return Screen(text=text)


# What a chat may switch off; the rest is about its safety, or answers what was asked.
ABOUT = {"reading_accepted": NoticeType.READING_RESULT, "reading_refused": NoticeType.READING_RESULT}
NOTICES: dict[str, Notice] = {
    "linked_elsewhere": linked_elsewhere,
    "unlinked_elsewhere": unlinked_elsewhere,
    "account_owner_changed": account_owner_changed,
    "account_locked": account_locked,
    "linking_alarm": linking_alarm,
    "linking_brake": linking_brake,
    "reading_accepted": readings_notices.accepted,
    "reading_refused": readings_notices.refused,
    "reading_unclear": readings_notices.unclear,
    "reading_by_other": readings_notices.by_other,
    "change_asked": requests_notices.change_asked,
    "appeal_taken_back": requests_notices.taken_back,
    "appeal_arrived": requests_notices.arrived,
    "appeal_due": requests_notices.due,
    "appeal_gone": requests_notices.gone,
    "token_refused": token_refused,
    "second_poller": second_poller,
    "telegram_away": telegram_away,
    "webhook_refused": webhook_refused,
    "readings_unclear": readings_unclear,
    "accounting_denied": accounting_denied,
    "dead_letter": dead_letter,
    "letter_refused": email_notices.refused,
    "letter_failed": email_notices.failed,
    "link_failed": email_notices.link_failed,
    "mail_denied": mail_denied,
    "exchange_fails": exchange_fails,
    "exchange_works": exchange_works,
}
