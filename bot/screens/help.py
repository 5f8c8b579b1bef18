from bot.keyboards import help as keyboard
from bot.screens.commands import commands
from bot.screens.screen import Screen
from core.i18n import Html, Translator
from core.retailer import Retailer


def what_i_can(retailer: Retailer, tr: Translator) -> Screen:
    lines = [f"/{each.command} — {each.description}" for each in commands(tr)]
    parts = (
        tr.gettext("<b>What I can do</b>"),
        "\n".join(lines),
        tr.gettext("🔢 To submit a reading, simply send the number that the meter shows."),
        contacts(retailer, tr),
        tr.gettext(
            "🔒 I never ask for a bank card number, a code from an SMS or your IIN. Do not send them to anyone."
        ),
    )
    return Screen(text="\n\n".join(parts), keyboard=keyboard.leave(tr))


def contacts(retailer: Retailer, tr: Translator) -> Html:
    """Return how to reach the retailer's people."""
    known = retailer.contacts
    title = tr.gettext("<b>{org}</b>", org=retailer.name.of(tr.language))
    phones = tr.gettext("☎️ Phone: {phones}", phones=", ".join(known.phones))
    hours = tr.gettext("🕗 Working hours: {hours}", hours=known.hours.of(tr.language))
    mail = tr.gettext("✉️ E-mail: {email}", email=known.email) if known.email else ""
    site = tr.gettext("🌐 Site: {site}", site=known.site) if known.site else ""
    return Html("\n".join(filter(None, (title, phones, hours, mail, site))))
