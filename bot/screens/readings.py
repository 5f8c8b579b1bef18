"""The meters of an account and what may be submitted for them; a draft under way is `drafts.py`."""

from collections.abc import Sequence

from bot.keyboards import readings as keyboard
from bot.screens.readings_closed import why_closed
from bot.screens.readings_words import last_line, meter_line, value_lines
from bot.screens.screen import Screen
from bot.screens.start import account_line
from core.accounts.model import LinkedAccount
from core.i18n import Translator
from core.readings.model import Meter, MeterState, Overview, Submission, WhichMeter
from core.retailer import Retailer

_MOST_METERS = 12


def overview(shown: Overview, retailer: Retailer, tr: Translator) -> Screen:
    head = (tr.gettext("<b>Submit readings</b>"), account_line(shown.account, tr))
    parts = ["\n".join(head), *(_meter(each, retailer, tr) for each in shown.meters[:_MOST_METERS])]
    left = len(shown.meters) - _MOST_METERS
    if left > 0:
        parts.append(tr.ngettext("And {count} more: see the buttons.", "And {count} more: see the buttons.", left))
    parts.append(window(shown, retailer, tr))
    if is_taken(shown, retailer) and any(each.closed is None and each.waiting is None for each in shown.meters):
        parts.append(tr.gettext("Press the meter, or simply send me the number that it shows."))
    return Screen(text="\n\n".join(parts), keyboard=keyboard.overview(shown, tr))


def the_only_one(shown: Overview, retailer: Retailer) -> MeterState | None:
    """Return the meter that is asked about at once: nothing else is open, and nothing of it is submitted yet."""
    if not is_taken(shown, retailer):
        return None
    is_open = [each for each in shown.meters if each.closed is None]
    return is_open[0] if len(is_open) == 1 and is_open[0].waiting is None else None


def is_taken(shown: Overview, retailer: Retailer) -> bool:
    """Say whether a reading is taken today, be it for a later period."""
    return shown.is_open or retailer.readings.outside_window != "refuse"


def window(shown: Overview, retailer: Retailer, tr: Translator) -> str:
    """Say till when readings are taken, or from when on again."""
    if shown.is_open:
        return tr.gettext(
            "📅 Readings for {month} are accepted until {date}.",
            month=tr.month(shown.period),
            date=tr.short_date(shown.last_day),
        )
    days = retailer.readings.window_of(shown.account.branch.code)
    said = tr.gettext(
        "Readings are accepted on days {from_day}–{to_day} of each month.",
        from_day=days.first_day,
        to_day=days.last_day,
    )
    if is_taken(shown, retailer):
        rest = tr.gettext("What you send today will count for {month}.", month=tr.month(shown.period))
    else:
        rest = tr.gettext("Submission opens on {date}.", date=tr.short_date(shown.first_day))
    return f"📅 {said} {rest}"


def _meter(each: MeterState, retailer: Retailer, tr: Translator) -> str:
    lines = [meter_line(each.meter, retailer, tr)]
    if each.closed is not None:
        return "\n".join([*lines, f"⛔️ {why_closed(each.closed, tr)}"])
    several = len(each.meter.registers) > 1
    lines += [last_line(register, tr, named=several) for register in each.meter.registers]
    lines += verification(each, tr)
    return "\n".join([*lines, *(_waiting(each.waiting, tr) if each.waiting else ())])


def verification(each: MeterState, tr: Translator) -> list[str]:
    due = each.meter.verification_due
    if each.verification_overdue and due:
        return [tr.gettext("⚠️ Verification is overdue since {date}", date=tr.short_date(due))]
    if each.verification_days is None:
        return []
    left = tr.gettext("Days left until meter verification: {count}.", count=each.verification_days)
    return [f"⚠️ {left}"]


def _waiting(sent: Submission, tr: Translator) -> list[str]:
    said = tr.gettext("🧾 Submitted for {month}: № {number}", month=tr.month(sent.period), number=sent.number)
    if len(sent.values) == 1:
        value = tr.quantity(sent.values[0].value)
        return [tr.gettext("{submitted}, reading <b>{value}</b>", submitted=said, value=value)]
    return [said, *value_lines(sent.values, tr, with_use=sent.linked)]


def choose_account(linked: Sequence[LinkedAccount], shown: int, tr: Translator) -> Screen:
    text = tr.gettext("For which account? The menu will show it from then on.")
    return Screen(text=text, keyboard=keyboard.accounts(linked, shown, tr))


def no_account(tr: Translator) -> Screen:
    lines = (
        tr.gettext("No account is added yet. You need its number and the amount of your last payment."),
        tr.gettext("You can also submit for any account by its number and the meter's serial number."),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.no_account(tr))


def which_meter(refusal: WhichMeter, retailer: Retailer, tr: Translator) -> Screen:
    several = len({account.link_id for account, _ in refusal.choices}) > 1
    lines = [
        tr.gettext("You sent: <b>{text}</b>. Which meter shows it?", text=" ".join(refusal.text.split())),
        *(_candidate(each, retailer, tr, named=several) for each in refusal.choices[:_MOST_METERS]),
    ]
    return Screen(text="\n\n".join(lines), keyboard=keyboard.which_meter(refusal.choices, tr))


def _candidate(choice: tuple[LinkedAccount, Meter], retailer: Retailer, tr: Translator, *, named: bool) -> str:
    account, meter = choice
    lasts = [last_line(register, tr, named=len(meter.registers) > 1) for register in meter.registers]
    return "\n".join((*([account_line(account, tr)] if named else []), meter_line(meter, retailer, tr), *lasts))
