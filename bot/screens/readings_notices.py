"""What is told about a reading once the accounting system has answered."""

from collections.abc import Mapping

from bot.keyboards import readings as keyboard
from bot.screens.readings_words import meter_name
from bot.screens.screen import Screen
from bot.screens.submissions import reason
from core.i18n import Html, Translator
from core.period import Period
from core.retailer import Retailer

Values = Mapping[str, str | int]


def accepted(values: Values, tr: Translator, retailer: Retailer) -> Screen:
    title = tr.gettext("Readings accepted. Thank you!")
    text = "\n".join((f"✅ <b>{title}</b>", *_which(values, tr, retailer)))
    return Screen(text=text, keyboard=keyboard.look_back(_submission(values), tr, again=False))


def refused(values: Values, tr: Translator, retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("❌ <b>The accounting system has not accepted your reading.</b>"),
        *_which(values, tr, retailer),
        tr.gettext("Reason: {reason}.", reason=reason(str(values.get("reason_code", "")), tr)),
        "",
        tr.gettext("Look at the meter and submit it once more, or ask the company: /help."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.look_back(_submission(values), tr, again=True))


def unclear(values: Values, tr: Translator, retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("❔ <b>Your reading is being checked by an operator.</b>"),
        *_which(values, tr, retailer),
        "",
        tr.gettext("It is kept, and you need not send it again. You will be told the outcome."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.look_back(_submission(values), tr, again=False))


def by_other(values: Values, tr: Translator, retailer: Retailer) -> Screen:
    """Say nothing of who it was: whoever knows the number and the meter may submit."""
    lines = (
        tr.gettext(
            "🔔 A reading has been submitted for account <b>{number}</b> from a chat that has not linked it.",
            number=values["account_no"],
        ),
        *_which(values, tr, retailer),
        "",
        tr.gettext("Nothing of the account was shown there. If the reading is wrong, correct or withdraw it."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.look_back(_submission(values), tr, again=False))


def _which(values: Values, tr: Translator, retailer: Retailer) -> tuple[Html, Html]:
    number, month = str(values["number"]), tr.month(Period.from_index(int(values["period"])))
    return (
        tr.gettext("№ <code>{number}</code> · {month}", number=number, month=month),
        meter_name(str(values["serial_no"]), retailer, tr),
    )


def _submission(values: Values) -> int:
    """Return the id that stands in the number of a proof."""
    return int(str(values["number"]).rpartition("-")[2])
