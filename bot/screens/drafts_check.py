"""A reading that is complete: the question that it raises, or the last look before it is sent."""

from bot.keyboards import drafts as keyboard
from bot.screens.readings_words import meter_line, use, value_lines
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.i18n import Html, Translator
from core.readings.model import Draft, Flag, Question
from core.retailer import Retailer


def head(shown: Draft, retailer: Retailer, tr: Translator) -> list[str]:
    account = account_line(shown.account, tr) if shown.account else _number(shown, tr)
    return [account, meter_line(shown.meter, retailer, tr)]


def _number(shown: Draft, tr: Translator) -> str:
    return tr.gettext("Account: <b>{number}</b>", number=shown.account_no)


def ask(shown: Draft, retailer: Retailer, tr: Translator) -> Screen:
    """Ask the question that the values raise."""
    said, yes = _question(shown, tr)
    parts = ("\n".join((*head(shown, retailer, tr), *_values(shown, tr))), "\n".join(said))
    return Screen(text="\n\n".join(parts), keyboard=keyboard.ask(shown, yes, tr))


def _values(shown: Draft, tr: Translator) -> list[str]:
    if len(shown.values) > 1:
        return value_lines(shown.values, tr, with_use=shown.account is not None)
    return [tr.gettext("Your reading: <b>{value}</b>", value=tr.quantity(value.value)) for value in shown.values]


def _question(shown: Draft, tr: Translator) -> tuple[list[str], str]:
    """Return what is asked, and the words of the button that agrees."""
    match shown.question:
        case Question.REPLACE:
            return _replace(shown, tr), tr.pgettext("button", "Yes, replace it")
        case Question.ROLLOVER:
            return _rollover(shown, tr), tr.pgettext("button", "Yes, it has passed zero")
        case Question.ZERO:
            said = tr.gettext("The reading is the same as last time. Was nothing used this month?")
            return [said], tr.pgettext("button", "No use this month")
        case _:
            return _high(shown, tr), tr.pgettext("button", "Yes, I am sure")


def _replace(shown: Draft, tr: Translator) -> list[str]:
    lines = [tr.gettext("A reading for {month} has already been submitted.", month=tr.month(shown.period))]
    if shown.waiting is not None:
        lines.append(
            tr.gettext(
                "Its value: <b>{values}</b> · № <code>{number}</code>",
                values=" / ".join(tr.quantity(value.value) for value in shown.waiting.values),
                number=shown.waiting.number,
            )
        )
    return [*lines, tr.gettext("Send this one instead of it?")]


def _rollover(shown: Draft, tr: Translator) -> list[str]:
    asked = tr.gettext("Has the meter rolled over zero?")
    lines: list[str] = [f"<b>{asked}</b>"]
    if shown.account is None:
        return lines
    return [
        *lines,
        *(_passed(value.previous, value.value, value.volume, tr) for value in shown.values if value.rollover),
    ]


def _passed(previous: int | None, value: int, volume: int | None, tr: Translator) -> str:
    return tr.gettext(
        "It showed {prev}, now it shows {value}: that would be {energy}.",
        prev=tr.quantity(previous or 0),
        value=tr.quantity(value),
        energy=tr.energy(volume or 0),
    )


def _high(shown: Draft, tr: Translator) -> list[str]:
    if shown.account is None or shown.volume is None:
        return [tr.gettext("This is more than usual. Is the reading correct?"), _photo_offer(tr)]
    asked = tr.gettext(
        "Consumption is higher than usual: {kwh} kWh. Is the reading correct?", kwh=tr.quantity(shown.volume)
    )
    lines = [f"⚠️ <b>{asked}</b>"]
    if shown.mean is not None:
        lines.append(tr.gettext("Usual for as many days: about {energy}.", energy=tr.energy(_whole(shown.mean))))
    return [*lines, _photo_offer(tr)] if not shown.has_photo else [*lines, _photo_kept(tr)]


def _photo_offer(tr: Translator) -> str:
    return tr.gettext("📷 You may send a photo of the meter now: it will be kept for the operator. It is not required.")


def _photo_kept(tr: Translator) -> str:
    return tr.gettext("📷 The photo is kept for the operator.")


def _whole(thousandths: int) -> int:
    return (thousandths + 500) // 1000 * 1000


def check(shown: Draft, retailer: Retailer, tr: Translator) -> Screen:
    """Show all of it for the last time; one press sends it."""
    asked = tr.gettext("Send?")
    parts = [
        "\n".join(_summary(shown, retailer, tr)),
        "\n".join(_when(shown, tr)),
        "\n".join(_remarks(shown, tr)),
        f"<b>{asked}</b>",
    ]
    return Screen(text="\n\n".join(filter(None, parts)), keyboard=keyboard.check(shown, tr))


def _summary(shown: Draft, retailer: Retailer, tr: Translator) -> list[str]:
    account = account_line(shown.account, tr) if shown.account else _number(shown, tr)
    used = use(shown.volume, shown.estimate, tr) if shown.account else ""
    if len(shown.values) > 1:
        meter = meter_line(shown.meter, retailer, tr)
        total = [tr.gettext("In all: <b>{use}</b>", use=Html(used))] if used else []
        return [account, meter, *value_lines(shown.values, tr, with_use=shown.account is not None), *total]
    said = tr.gettext(
        "<b>{value}</b> → {meter} <b>{serial}</b>",
        value=tr.quantity(shown.values[0].value),
        meter=retailer.meter_word.of(tr.language),
        serial=shown.meter.serial_no or "—",
    )
    return [account, f"{said}, {used}" if used else said]


def _when(shown: Draft, tr: Translator) -> list[str]:
    lines: list[str] = [
        tr.gettext(
            "For {month}; the meter was read on {date}.",
            month=tr.month(shown.period),
            date=tr.short_date(shown.reading_date),
        )
    ]
    if not shown.in_window:
        lines.append(
            tr.gettext(
                "📅 Today is outside the submission days: the reading will count for {month}.",
                month=tr.month(shown.period),
            )
        )
    return lines


def _remarks(shown: Draft, tr: Translator) -> list[str]:
    lines: list[str] = []
    due = shown.meter.verification_due
    if shown.verification_overdue and due is not None and shown.account is not None:
        lines.append(
            tr.gettext(
                "⚠️ Verification of the meter is overdue since {date}: the reading is taken, but have it verified soon.",
                date=tr.short_date(due),
            )
        )
    if Flag.ROLLOVER in shown.flags:
        lines.append(tr.gettext("🔁 The meter has passed zero."))
    if shown.has_photo:
        lines.append(_photo_kept(tr))
    if shown.estimate is not None and shown.account is not None:
        preliminary = tr.gettext("This is a preliminary calculation, not an official bill.")
        lines.append(f"<i>{preliminary}</i>")
    return lines
