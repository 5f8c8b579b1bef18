"""The notice of law before a disconnection for debt."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.keyboards import notices as keyboard
from bot.screens.help import contacts
from bot.screens.screen import Screen
from core.i18n import Translator
from core.retailer import Retailer


def cutoff(values: Mapping[str, Any], tr: Translator, retailer: Retailer) -> Screen:
    """Say what is owed, when supply may be stopped and by which rule, and whether a paper notice comes as well."""
    by_paper = tr.gettext("This message supplements the notice on paper, which is sent to you separately.")
    alone = tr.gettext("You have agreed to get such notices in this chat.")
    parts = (
        tr.gettext("⚖️ <b>Notice of disconnection for debt</b>"),
        "\n".join(
            (
                tr.gettext("Account: <b>{number}</b>", number=str(values["account_no"])),
                tr.gettext("Debt by the company's data: <b>{debt}</b>.", debt=tr.money(int(values["debt"]))),
                tr.gettext(
                    "If it is not paid, the supply of electricity may be stopped on <b>{day}</b> or later.",
                    day=tr.date(date.fromisoformat(str(values["day"]))),
                ),
            )
        ),
        tr.gettext(
            "Basis: paragraph 12 of the standard contract of power supply (order № 356 of 23.10.2017): the consumer is "
            "told at least {days} calendar days before.",
            days=retailer.documents.disconnection_days,
        ),
        alone if values["agreed"] else by_paper,
        tr.gettext("If you have paid already or do not agree with the debt, please tell the company:"),
        contacts(retailer, tr),
    )
    return Screen(text="\n\n".join(parts), keyboard=keyboard.owing(int(values["link_id"]), tr))
