"""What chats and operators are told of appeals."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.keyboards import inline
from bot.keyboards.requests import not_me
from bot.screens.requests import kind_name
from bot.screens.screen import Screen
from core.i18n import Translator
from core.retailer import Retailer
from core.support.model import Kind, Status

Values = Mapping[str, str | int]


def change_asked(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext(
            "🔔 A change of the profile of account <b>{number}</b> has been asked for from another chat.",
            number=values["account_no"],
        ),
        tr.gettext("Time: {time}.", time=tr.time(_moment(values["at"]))),
        tr.gettext(
            "Request {request}; it goes to the office on {time}. If it was neither you nor someone you asked, press "
            "the button: it is withdrawn at once.",
            request=values["number"],
            time=tr.time(_moment(values["held_until"])),
        ),
    )
    return Screen(text="\n".join(lines), keyboard=not_me(int(values["link_id"]), int(values["appeal_id"]), tr))


def taken_back(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext(
        "↩️ Your request {request} for account <b>{number}</b> was withdrawn from another chat of the account on "
        "{time}. Nothing is changed.",
        request=values["number"],
        number=values["account_no"],
        time=tr.time(_moment(values["at"])),
    )
    return Screen(text=text, keyboard=inline())


def answered(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    number, account = values["number"], values["account_no"]
    done = values["status"] == Status.ANSWERED
    if account and done:
        said = tr.gettext(
            "✅ Your request {request} for account <b>{number}</b> is done.", request=number, number=account
        )
    elif account:
        said = tr.gettext(
            "⛔ Your request {request} for account <b>{number}</b> was refused.", request=number, number=account
        )
    elif done:
        said = tr.gettext("✅ Your request {request} is answered.", request=number)
    else:
        said = tr.gettext("⛔ Your request {request} was refused.", request=number)
    answer = tr.gettext("Answer of the office: {answer}", answer=values["answer"]) if values["answer"] else ""
    return Screen(text="\n\n".join(filter(None, (said, answer))), keyboard=inline())


def arrived(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    lines = [
        tr.gettext(
            "📨 Appeal {number}: {kind}.", number=values["number"], kind=kind_name(Kind(str(values["kind"])), tr)
        ),
        *_account_and_day(values, tr),
        tr.gettext("To read it, run: python -m bot appeal {number}", number=values["number"]),
    ]
    return Screen(text="\n".join(lines))


def due(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    head = tr.gettext("⏰ Appeal {number} waits for an answer.", number=values["number"])
    return Screen(text="\n".join((head, *_account_and_day(values, tr))))


def gone(values: Values, tr: Translator, _retailer: Retailer) -> Screen:
    said: str = tr.gettext("↩️ Appeal {number} was withdrawn by the consumer.", number=values["number"])
    if values["account_no"]:
        said += "\n" + tr.gettext("Account: <b>{number}</b>", number=values["account_no"])
    return Screen(text=said)


def _account_and_day(values: Values, tr: Translator) -> list[str]:
    lines: list[str] = []
    if values["account_no"]:
        lines.append(tr.gettext("Account: <b>{number}</b>", number=values["account_no"]))
    if values["due_on"]:
        lines.append(tr.gettext("Answer by: {date}.", date=tr.date(date.fromisoformat(str(values["due_on"])))))
    return lines


def _moment(text: str | int) -> datetime:
    return datetime.fromisoformat(str(text))
