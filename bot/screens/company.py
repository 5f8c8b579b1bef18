"""The company as consumers reach it; nothing here is personal, so guests see it as well."""

import html
from collections.abc import Sequence
from datetime import datetime

from bot.keyboards import company as keyboard
from bot.keyboards.menu import ICONS, MAIN, labels, main_menu
from bot.screens.company_hours import now_line, week
from bot.screens.help import contacts
from bot.screens.screen import Pin, Screen
from core.i18n import Html, Translator
from core.offices.policy import CompanyService, Office
from core.retailer import Retailer

_NEAREST = 5
_SHORT = 60
_KILOMETRE, _FAR = 1_000, 10_000  # metres


def company(retailer: Retailer, tr: Translator) -> Screen:
    title = f"🏢 <b>{html.escape(retailer.name.of(tr.language), quote=False)}</b>"
    text = tr.gettext("How to reach us, where we receive you and what we do.")
    return Screen(text=f"{title}\n\n{text}", keyboard=keyboard.company(retailer, tr))


def contact_centre(retailer: Retailer, now: datetime, tr: Translator) -> Screen:
    known = retailer.contacts
    lines: list[str] = [contacts(retailer, tr)]
    if known.whatsapp:
        lines.append(tr.gettext("🟢 WhatsApp: {number}", number=known.whatsapp))
    if known.opening is not None:
        lines += ["", now_line(known.opening, now, tr)]
    return Screen(text="\n".join(lines), keyboard=keyboard.contact_centre(retailer, tr))


def offices(found: Sequence[Office], page: int, now: datetime, tr: Translator) -> Screen:
    page = min(page, max(0, len(found) - 1) // keyboard.PAGE)
    shown = found[page * keyboard.PAGE : (page + 1) * keyboard.PAGE]
    parts = [tr.gettext("🏬 <b>Offices</b>"), *(_short(each, now, tr) for each in shown)]
    return Screen(text="\n\n".join(parts), keyboard=keyboard.offices(found, page, tr))


def office(shown: Office, now: datetime, tr: Translator) -> Screen:
    parts = [
        f"🏬 <b>{html.escape(shown.name.of(tr.language), quote=False)}</b>",
        "\n".join((shown_address(shown, tr), *_phones(shown))),
        "\n".join((now_line(shown.hours, now, tr), *week(shown.hours, tr))),
    ]
    if shown.services:
        done = (f"• {html.escape(each.of(tr.language), quote=False)}" for each in shown.services)
        parts.append("\n".join((tr.gettext("<b>What can be done here</b>"), *done)))
    return Screen(text="\n\n".join(parts), keyboard=keyboard.office(shown, tr))


def on_map(shown: Office, tr: Translator) -> Screen:
    pin = Pin(
        latitude=shown.latitude,
        longitude=shown.longitude,
        title=shown.name.of(tr.language),
        address=shown.address.of(tr.language),
    )
    return Screen(pin=pin, keyboard=keyboard.pin(shown, tr), anew=True)


def ask_place(tr: Translator) -> Screen:
    lines = (
        tr.gettext("🧭 Press «Send my location», and I name the offices nearest to you."),
        tr.gettext("You can also write the name of your town. Your location is used once and is not kept."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.ask_place(tr))


def nearest(found: Sequence[tuple[Office, float]], now: datetime, tr: Translator) -> tuple[Screen, Screen]:
    near = found[:_NEAREST]
    parts = []
    for each, metres in near:
        away = tr.gettext("🧭 {distance} as the crow flies", distance=_distance(metres, tr))
        parts.append(f"{_short(each, now, tr)}\n{away}")
    first = Screen(text=tr.gettext("🧭 <b>The nearest offices</b>"), keyboard=main_menu(tr))
    return first, Screen(text="\n\n".join(parts), keyboard=keyboard.found_offices([each for each, _ in near], tr))


def named(found: Sequence[Office], text: str, now: datetime, tr: Translator) -> tuple[Screen, Screen]:
    """Return the offices whose name or address has these words."""
    parts = [_short(each, now, tr) for each in found[:_NEAREST]]
    return (
        Screen(text=tr.gettext("🏬 Offices by «{text}»", text=text[:_SHORT]), keyboard=main_menu(tr)),
        Screen(text="\n\n".join(parts), keyboard=keyboard.found_offices(found[:_NEAREST], tr)),
    )


def no_office(text: str, said: int, tr: Translator) -> Screen:
    """`said` is the number of the message."""
    lines = (
        tr.gettext("No office is found by «{text}».", text=text[:_SHORT]),
        tr.gettext("Write the name of another town, send your location, or choose from the list."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.no_office(said, tr), replies_to=said)


def services(retailer: Retailer, tr: Translator) -> Screen:
    return Screen(text=tr.gettext("🛠 <b>Services of the company</b>"), keyboard=keyboard.services(retailer, tr))


def service(shown: CompanyService, tr: Translator) -> Screen:
    title = f"🛠 <b>{html.escape(shown.name.of(tr.language), quote=False)}</b>"
    return Screen(
        text=f"{title}\n\n{html.escape(shown.text.of(tr.language), quote=False)}", keyboard=keyboard.service(shown, tr)
    )


def not_here(tr: Translator) -> Screen:
    return Screen(text=tr.gettext("This is not here any more. Please choose anew."), keyboard=keyboard.leave(tr))


def bot_map(tr: Translator) -> Screen:
    names = labels(tr)
    lines = (f"{ICONS[flow]} <b>{names[flow]}</b>: {does(flow, tr)}" for flow in MAIN if flow != "company")
    title = tr.gettext("🗺 <b>What is where in this bot</b>")
    return Screen(text="\n\n".join((title, *lines)), keyboard=keyboard.bot_map(tr))


def does(flow: str, tr: Translator) -> Html:
    said = {
        "balance": tr.gettext("debt or overpayment, the statement by service, your account card and meters"),
        "readings": tr.gettext("send what the meter shows, see what you have sent, correct or withdraw it"),
        "bills": tr.gettext("what each bill is made of, what you have paid, where to pay"),
        "documents": tr.gettext("bills, statements and acts as PDF, also to your e-mail"),
        "calculator": tr.gettext("what so many kWh cost, step by step"),
        "usage": tr.gettext("consumption by month as a chart, the history of readings"),
        "support": tr.gettext("short answers, a conversation with an operator, your requests"),
        "accounts": tr.gettext("add, name and unlink accounts, see who else has linked them"),
        "settings": tr.gettext("language, notices, profile, personal data, sign out"),
    }
    return said[flow]


def shown_address(shown: Office, tr: Translator) -> str:
    return f"📍 {html.escape(shown.address.of(tr.language), quote=False)}"


def _short(each: Office, now: datetime, tr: Translator) -> str:
    name = html.escape(each.name.of(tr.language), quote=False)
    return "\n".join((f"<b>{name}</b>", shown_address(each, tr), now_line(each.hours, now, tr)))


def _phones(shown: Office) -> list[str]:
    return [f"☎️ {', '.join(shown.phones)}"] if shown.phones else []


def _distance(metres: float, tr: Translator) -> str:
    """Return it as roughly as it is known: the way there is longer in any case."""
    if metres < _KILOMETRE:
        return tr.plain.gettext("{number} m", number=int(round(metres, -1)))
    if metres < _FAR:
        return tr.plain.gettext("{number} km", number=tr.quantity(round(metres / 100) * 100))
    return tr.plain.gettext("{number} km", number=tr.count(round(metres / _KILOMETRE)))
