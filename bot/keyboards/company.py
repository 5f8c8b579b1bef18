"""The company: its contact centre, offices, services, and what the bot can do."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot.keyboards import Mark, Number, back, inline, tap
from bot.keyboards.anything import pass_on
from bot.keyboards.menu import MAIN, OpenFlow, label, main_menu
from core.i18n import Translator
from core.offices.policy import CompanyService, Office
from core.retailer import Retailer
from core.support.faq import Flow

PAGE = 8


class OpenCompany(CallbackData, prefix="company"):
    """The way back from everything that stands under Company."""


class OpenContactCentre(CallbackData, prefix="callcentre"):
    pass


class ListOffices(CallbackData, prefix="offices"):
    page: Number = 0


class OpenOffice(CallbackData, prefix="office"):
    mark: Mark


class ShowOnMap(CallbackData, prefix="onmap"):
    mark: Mark


class AskPlace(CallbackData, prefix="nearest"):
    """Ask where the consumer is, to name the nearest offices."""


class ListServices(CallbackData, prefix="services"):
    pass


class OpenService(CallbackData, prefix="companydoes"):
    mark: Mark


class OpenBotMap(CallbackData, prefix="botmap"):
    pass


def company(retailer: Retailer, tr: Translator) -> InlineKeyboardMarkup:
    offices = [tap("🏬 " + tr.pgettext("button", "Offices"), ListOffices())]
    services = [tap("🛠 " + tr.pgettext("button", "Services"), ListServices())]
    site, cabinet = retailer.contacts.site, retailer.contacts.cabinet
    return inline(
        [tap("📞 " + tr.pgettext("button", "Contact centre"), OpenContactCentre())],
        offices if retailer.offices else [],
        services if retailer.services else [],
        [leads("🌐 " + tr.pgettext("button", "Web site"), site)] if site else [],
        [leads("💻 " + tr.pgettext("button", "E-services"), cabinet)] if cabinet else [],
        [tap("🗺 " + tr.pgettext("button", "Bot map"), OpenBotMap())],
    )


def contact_centre(retailer: Retailer, tr: Translator) -> InlineKeyboardMarkup:
    number = retailer.contacts.whatsapp
    whatsapp = [leads("🟢 WhatsApp", f"https://wa.me/{number.removeprefix('+')}")] if number else []
    return inline(whatsapp, [call("support", tr)], [back(OpenCompany(), tr)])


def offices(found: Sequence[Office], page: int, tr: Translator) -> InlineKeyboardMarkup:
    shown = found[page * PAGE : (page + 1) * PAGE]
    turns = [tap("◀️", ListOffices(page=page - 1))] if page else []
    turns += [tap("▶️", ListOffices(page=page + 1))] if len(found) > (page + 1) * PAGE else []
    return inline(*_each(shown, tr), turns, [_nearest(tr)], [back(OpenCompany(), tr)])


def found_offices(found: Sequence[Office], tr: Translator) -> InlineKeyboardMarkup:
    return inline(*_each(found, tr), [back(ListOffices(), tr)])


def no_office(said: int, tr: Translator) -> InlineKeyboardMarkup:
    """Whoever meant an operator, and not a town, has his words passed on."""
    return inline([tap("🏬 " + tr.pgettext("button", "Offices"), ListOffices())], [pass_on(said, tr)])


def office(shown: Office, tr: Translator) -> InlineKeyboardMarkup:
    on_map = tap("🗺 " + tr.pgettext("button", "On the map"), ShowOnMap(mark=shown.mark))
    return inline([on_map], [back(ListOffices(), tr)])


def pin(shown: Office, tr: Translator) -> InlineKeyboardMarkup:
    return inline([back(OpenOffice(mark=shown.mark), tr)])


def ask_place(tr: Translator) -> ReplyKeyboardMarkup:
    """The only way to a person's own place: a button beneath the text, above the menu for a while."""
    share = KeyboardButton(text="📍 " + tr.pgettext("button", "Send my location"), request_location=True)
    leave = KeyboardButton(text=tr.pgettext("button", "Cancel"))
    return main_menu(tr).model_copy(update={"keyboard": [[share], [leave], *main_menu(tr).keyboard]})


def services(retailer: Retailer, tr: Translator) -> InlineKeyboardMarkup:
    rows = ([tap(each.name.of(tr.language), OpenService(mark=each.mark))] for each in retailer.services)
    return inline(*rows, [back(OpenCompany(), tr)])


def service(shown: CompanyService, tr: Translator) -> InlineKeyboardMarkup:
    link = [leads("🔗 " + tr.pgettext("button", "Open the page"), shown.url)] if shown.url else []
    return inline(link, [back(ListServices(), tr)])


def bot_map(tr: Translator) -> InlineKeyboardMarkup:
    buttons = [call(flow, tr) for flow in MAIN if flow != "company"]
    rows = (buttons[at : at + 2] for at in range(0, len(buttons), 2))
    return inline(*rows, [back(OpenCompany(), tr)])


def leave(tr: Translator) -> InlineKeyboardMarkup:
    return inline([back(OpenCompany(), tr)])


def call(flow: Flow, tr: Translator) -> InlineKeyboardButton:
    """Return a button that opens a part of the bot."""
    return tap(label(flow, tr), OpenFlow(flow=flow))


def leads(text: str, url: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, url=url)


def _each(found: Sequence[Office], tr: Translator) -> list[list[InlineKeyboardButton]]:
    return [[tap(f"📍 {each.name.of(tr.language)}", OpenOffice(mark=each.mark))] for each in found]


def _nearest(tr: Translator) -> InlineKeyboardButton:
    return tap("🧭 " + tr.pgettext("button", "Nearest to me"), AskPlace())
