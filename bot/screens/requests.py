"""A consumer's own appeals: the list, one of them, and what became of it."""

import html
import re
from collections.abc import Sequence
from datetime import datetime

from bot.keyboards import requests as keyboard
from bot.keyboards.calendar import as_period
from bot.keyboards.profile import OpenForm, OpenProfile
from bot.keyboards.support import OpenSupport
from bot.screens import anything
from bot.screens.profile import fact
from bot.screens.screen import Screen
from core.i18n import Html, Translator
from core.profile.model import Field
from core.retailer import Retailer
from core.support.model import Appeal, AppealClosed, AppealUnderWay, Kind, NoSuchAppeal, Status

_MONTH = re.compile(r"2[0-9]{3}(0[1-9]|1[0-2])")


def kind_name(kind: Kind, tr: Translator) -> Html:
    match kind:
        case Kind.PROFILE_CHANGE:
            return tr.gettext("change of the profile")
        case Kind.RECEPTION:
            return tr.gettext("public reception")
        case Kind.DISPUTE:
            return tr.gettext("dispute of a charge")
        case Kind.FEEDBACK:
            return tr.gettext("feedback")
        case Kind.OWNER_CHANGE:
            return tr.gettext("change of the owner")
        case Kind.OTHER:
            return tr.gettext("other request")


def status(appeal: Appeal, now: datetime, tr: Translator) -> Html:
    match appeal.status:
        case Status.NEW if appeal.is_held(now):
            return tr.gettext("waits here until {time}", time=tr.time(appeal.held_until))
        case Status.NEW:
            if appeal.due_on is None:
                return tr.gettext("with the office")
            return tr.gettext("with the office, answer by {date}", date=tr.date(appeal.due_on))
        case Status.ANSWERED if appeal.kind is Kind.PROFILE_CHANGE:
            return tr.gettext("done")
        case Status.ANSWERED:
            return tr.gettext("answered")
        case Status.REFUSED:
            return tr.gettext("refused")
        case Status.WITHDRAWN:
            return tr.gettext("withdrawn")


def ref_words(ref: str, tr: Translator) -> str:
    """Return what an appeal is about as people call it: a month in words, a number as it is."""
    if _MONTH.fullmatch(ref):
        return tr.month(as_period(ref))
    return ref


def requests(link_id: int, own: Sequence[Appeal], page: int, now: datetime, tr: Translator) -> Screen:
    last = max(0, (len(own) - 1) // keyboard.PAGE)
    page = min(max(page, 0), last)
    lines = [
        tr.gettext(
            "{mark} {number}, {kind}: {status}",
            mark=keyboard.MARKS[each.status],
            number=each.number,
            kind=kind_name(each.kind, tr),
            status=status(each, now, tr),
        )
        for each in own[page * keyboard.PAGE : (page + 1) * keyboard.PAGE]
    ]
    nothing = tr.gettext("This chat has sent no requests for this account.")
    if not link_id:
        nothing = tr.gettext("You have sent no requests from this chat.")
    parts = (tr.gettext("<b>My requests</b>"), "\n".join(lines) or nothing)
    way_back = OpenProfile(link_id=link_id) if link_id else OpenSupport()
    return Screen(text="\n\n".join(parts), keyboard=keyboard.requests(link_id, own, page, way_back, tr))


def request(link_id: int, appeal: Appeal, now: datetime, tr: Translator, *, toast: str = "") -> Screen:
    account = tr.gettext("Account: <b>{number}</b>", number=appeal.account_no) if appeal.account_no else ""
    head = (
        tr.gettext("<b>Request {number}</b>", number=appeal.number),
        account,
        tr.gettext("About: {kind}", kind=kind_name(appeal.kind, tr)),
        tr.gettext("Registered: {time}", time=tr.time(appeal.registered_at)),
        tr.gettext("Status: {status}", status=Html(f"{keyboard.MARKS[appeal.status]} {status(appeal, now, tr)}")),
    )
    closed = tr.gettext("Closed: {time}", time=tr.time(appeal.closed_at)) if appeal.closed_at else ""
    answer = tr.gettext("Answer of the office: {answer}", answer=appeal.answer) if appeal.answer else ""
    parts = ("\n".join(filter(None, (*head, closed))), "\n".join(_content(appeal, tr)), answer)
    return Screen(text="\n\n".join(filter(None, parts)), keyboard=keyboard.request(link_id, appeal, tr), toast=toast)


def registered(link_id: int, appeal: Appeal, now: datetime, tr: Translator) -> Screen:
    if appeal.due_on is not None:
        lines = [
            tr.gettext(
                "✅ Your appeal is registered. No. {number}. Reply due: {date}.",
                number=appeal.number,
                date=tr.date(appeal.due_on),
            )
        ]
    elif appeal.kind is Kind.FEEDBACK:
        lines = [tr.gettext("🙏 Thank you! Your words are with the office. No. {number}.", number=appeal.number)]
    else:
        lines = [tr.gettext("✅ Your appeal is registered. No. {number}.", number=appeal.number)]
    if appeal.is_held(now):
        lines.append(
            tr.gettext(
                "It goes to the office on {time}. Until then it can be withdrawn without a trace; the other chats of "
                "this account have been told.",
                time=tr.time(appeal.held_until),
            )
        )
    if appeal.due_on is not None:
        lines.append(tr.gettext("You will get the answer in this chat."))
    return Screen(text="\n\n".join(lines), keyboard=keyboard.request(link_id, appeal, tr))


def ask_withdraw(link_id: int, appeal: Appeal, tr: Translator) -> Screen:
    text = tr.gettext("Withdraw the request {number}? Nothing will be changed then.", number=appeal.number)
    if appeal.kind is not Kind.PROFILE_CHANGE:
        text = tr.gettext("Withdraw the request {number}? Nobody will answer it then.", number=appeal.number)
    return Screen(text=text, keyboard=keyboard.ask_withdraw(link_id, appeal.id, tr))


def withdrawn(link_id: int, appeal: Appeal, tr: Translator) -> Screen:
    if appeal.kind is not Kind.PROFILE_CHANGE:
        said = tr.gettext("↩️ The request {number} is withdrawn.", number=appeal.number)
        return Screen(text=said, keyboard=keyboard.to_requests(link_id, tr))
    lines = [tr.gettext("↩️ The request {number} is withdrawn: nothing is changed.", number=appeal.number)]
    lines.append(
        tr.gettext("If somebody else had sent it, see who is linked to the account and unlink what you do not know.")
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.withdrawn(link_id, tr))


def under_way(refusal: AppealUnderWay, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("A request about this is open already: {number}.", number=refusal.appeal.number),
        tr.gettext("Wait for its answer, or withdraw it and send the new one. What you have written is kept."),
    )
    way_back = OpenForm(link_id=refusal.link_id)
    buttons = keyboard.under_way(refusal.link_id, refusal.appeal, way_back, tr)
    return Screen(text="\n\n".join(lines), keyboard=buttons)


def closed(refusal: AppealClosed, tr: Translator, _retailer: Retailer) -> Screen:
    appeal = refusal.appeal
    said = {
        Status.WITHDRAWN: tr.gettext("The request {number} was withdrawn before.", number=appeal.number),
        Status.ANSWERED: tr.gettext("The request {number} has been answered already.", number=appeal.number),
        Status.REFUSED: tr.gettext("The request {number} has been refused already.", number=appeal.number),
    }
    return Screen(
        text=said.get(appeal.status, said[Status.WITHDRAWN]), keyboard=keyboard.to_requests(refusal.link_id, tr)
    )


def no_such_appeal(_refusal: NoSuchAppeal, tr: Translator, _retailer: Retailer) -> Screen:
    return anything.out_of_date(tr)


def _content(appeal: Appeal, tr: Translator) -> list[Html]:
    """Return what was asked for; of a forgotten one nothing."""
    if appeal.kind is Kind.PROFILE_CHANGE:
        return [fact(field, appeal.content[field], tr) for field in Field if field in appeal.content]
    ref = appeal.content.get("ref", "")
    lines = [tr.gettext("About: {ref}", ref=ref_words(ref, tr))] if ref else []
    lines += [Html(html.escape(appeal.text))] if appeal.text else []
    if appeal.papers:
        lines.append(tr.ngettext("📎 {count} paper", "📎 {count} papers", len(appeal.papers)))
    return lines
