"""Words of the refusals of readings: which value, what is wrong with it, and the way on."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from bot.keyboards import inline
from bot.keyboards import readings as keyboard
from bot.keyboards import unlinked as unlinked_keyboard
from bot.keyboards.cancel import cancel
from bot.keyboards.drafts import go_on
from bot.screens import anything, readings, submissions
from bot.screens.help import contacts
from bot.screens.readings_closed import why_closed
from bot.screens.readings_words import meter_name, zone, zones
from bot.screens.screen import Screen
from core.errors import DomainError
from core.i18n import Html, Translator
from core.readings import model
from core.readings.days import DayNotUnderstood
from core.retailer import Retailer


def not_numeric(refusal: model.ReadingNotNumeric, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("The reading must contain digits only."),
        tr.gettext("You wrote: «{text}».", text=refusal.text),
        tr.gettext("Send the number that the meter shows. Example: <code>12345</code>."),
    )
    return Screen(text="\n".join(lines), keyboard=inline([cancel(tr)]))


def ambiguous(refusal: model.ReadingAmbiguous, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("«{text}» can be read in several ways.", text=refusal.text),
        tr.gettext(
            "Write each number without spaces inside, and a space between two. Example: <code>4531 2210</code>."
        ),
    )
    return Screen(text="\n".join(lines), keyboard=inline([cancel(tr)]))


def too_many_digits(refusal: model.TooManyDigits, tr: Translator, _retailer: Retailer) -> Screen:
    lines = [
        tr.gettext("You wrote: «{text}».", text=refusal.text),
        tr.gettext("Too many digits. Allowed: {digits}.", digits=refusal.digits_int),
    ]
    if refusal.digits_frac:
        lines.append(tr.gettext("After the comma: {digits}.", digits=refusal.digits_frac))
    else:
        lines.append(tr.gettext("Leave out what stands after the comma or in a red frame."))
    lines.append(tr.gettext("Look at the meter again and send the number that it shows."))
    return Screen(text="\n".join(lines), keyboard=keyboard.refused(tr))


def wrong_number_of_values(refusal: model.WrongNumberOfValues, tr: Translator, _retailer: Retailer) -> Screen:
    said = tr.ngettext("You sent {count} number.", "You sent {count} numbers.", refusal.given)
    if len(refusal.zones) == 1:
        wanted = tr.gettext("This meter has one reading: send one number.")
    else:
        wanted = tr.gettext("Send all readings of this meter in one line: {zones}.", zones=zones(refusal.zones, tr))
    return Screen(text="\n".join((said, wanted)), keyboard=keyboard.refused(tr))


def meter_closed(refusal: model.MeterClosed, tr: Translator, retailer: Retailer) -> Screen:
    lines: list[str] = [meter_name(refusal.serial_no, retailer, tr), f"⛔️ {why_closed(refusal, tr)}"]
    if refusal.reason in (model.Closed.FAULTY, model.Closed.NO_REGISTERS, model.Closed.UNVERIFIED):
        lines += ["", contacts(retailer, tr)]
    return Screen(text="\n".join(lines), keyboard=keyboard.successor(refusal.successor, refusal.successor_id, tr))


def no_meter(_refusal: model.NoMeter, tr: Translator, retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("This account has no meter that readings are submitted for."),
        tr.gettext("If there is one, tell the company:"),
        contacts(retailer, tr),
    )
    return Screen(text="\n\n".join(lines), keyboard=keyboard.no_meter(tr))


def which_meter(refusal: model.WhichMeter, tr: Translator, retailer: Retailer) -> Screen:
    return readings.which_meter(refusal, retailer, tr)


def bad_date(refusal: model.BadReadingDate, tr: Translator, _retailer: Retailer) -> Screen:
    given, until = tr.short_date(refusal.given), tr.short_date(refusal.until)
    if refusal.given > refusal.until:
        why = tr.gettext("The day {date} has not come yet.", date=given)
    else:
        why = tr.gettext("The day {date} is too early: there is a later reading, or it was too long ago.", date=given)
    if refusal.after is None:
        way = tr.gettext("The last day that can be chosen is {until}.", until=until)
    else:
        way = _days_left(refusal.after + timedelta(days=1), refusal.until, tr)
    return Screen(text="\n".join((why, way)), keyboard=keyboard.refused(tr))


def _days_left(first: date, last: date, tr: Translator) -> Html:
    if first > last:  # today's reading is on file
        return tr.gettext("The next possible day is {date}.", date=tr.short_date(first))
    return tr.gettext("Choose one from {first} to {last}.", first=tr.short_date(first), last=tr.short_date(last))


def day_not_understood(refusal: DayNotUnderstood, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("«{text}» is not a date.", text=refusal.text),
        tr.gettext("Write it as <code>15.11.2026</code> or 15.11, or choose the day in the calendar."),
    )
    return Screen(text="\n".join(lines), keyboard=inline([cancel(tr)]))


def too_low(refusal: model.ReadingTooLow, tr: Translator, _retailer: Retailer) -> Screen:
    lines: list[str] = [tr.gettext("You sent: <b>{text}</b>.", text=tr.quantity(refusal.given))]
    if refusal.previous is None or refusal.previous_date is None:
        lines.append(tr.gettext("The reading cannot be less than the previous one."))
    else:
        lines.append(
            tr.gettext(
                "The reading cannot be less than the previous one. Previous: {prev} ({date}).",
                prev=tr.quantity(refusal.previous),
                date=tr.short_date(refusal.previous_date),
            )
        )
    if refusal.zone != "T0":
        lines.append(tr.gettext("Zone: <b>{zone}</b>", zone=zone(refusal.zone, tr)))
    lines += [
        "",
        tr.gettext("Look at the meter again and send the number that it shows."),
        tr.gettext("If it really shows less, ask the company: /help."),
    ]
    return Screen(text="\n".join(lines), keyboard=keyboard.refused(tr))


def zones_mismatch(refusal: model.ZonesMismatch, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext(
            "The total is {total}, but the zones together make {zones}.",
            total=tr.quantity(refusal.total),
            zones=tr.quantity(refusal.zones),
        ),
        tr.gettext("Look at the meter again and send all its numbers in one line."),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.refused(tr))


def already_sent(refusal: model.AlreadySent, tr: Translator, retailer: Retailer) -> Screen:
    said = tr.gettext("The reading for {month} has been submitted already.", month=tr.month(refusal.period))
    if refusal.submission is None:
        return Screen(text=said, keyboard=keyboard.begin_again(tr))
    return submissions.proof(refusal.submission, retailer, tr, title=f"<b>{said}</b>")


def window_closed(refusal: model.WindowClosed, tr: Translator, _retailer: Retailer) -> Screen:
    lines = (
        tr.gettext("Readings are not accepted today."),
        tr.gettext(
            "The next submission days: {first} – {last}.",
            first=tr.short_date(refusal.first_day),
            last=tr.short_date(refusal.last_day),
        ),
    )
    return Screen(text="\n".join(lines), keyboard=keyboard.closed_window(tr))


def no_such_draft(_refusal: model.NoSuchDraft, tr: Translator, _retailer: Retailer) -> Screen:
    toast = tr.plain.gettext("This button is out of date.")
    text = tr.gettext("That reading is no longer open. Send the number once more, or choose the meter.")
    return Screen(text=text, toast=toast, keyboard=keyboard.begin_again(tr), anew=True)


def draft_incomplete(refusal: model.DraftIncomplete, tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=tr.gettext("Something is still to be answered."), keyboard=go_on(refusal.draft_id, tr))


def no_such_submission(_refusal: model.NoSuchSubmission, tr: Translator, _retailer: Retailer) -> Screen:
    return anything.out_of_date(tr)


def too_late_to_change(refusal: model.TooLateToChange, tr: Translator, retailer: Retailer) -> Screen:
    said = tr.gettext("It cannot be changed any more.")
    return submissions.proof(refusal.submission, retailer, tr, title=f"<b>{said}</b>", toast=said)


def unlinked_not_found(_refusal: model.UnlinkedNotFound, tr: Translator, _retailer: Retailer) -> Screen:
    text = tr.gettext("The account number and the meter's serial number do not match. Check both.")
    return Screen(text=text, keyboard=unlinked_keyboard.ask_serial(tr))


def too_many_unlinked(refusal: model.TooManyUnlinked, tr: Translator, retailer: Retailer) -> Screen:
    said = tr.ngettext(
        "The two numbers can be entered {count} time a day only. Try again tomorrow, or call:",
        "The two numbers can be entered {count} times a day only. Try again tomorrow, or call:",
        refusal.limit,
    )
    if refusal.limit == 0:
        said = tr.gettext("Readings for accounts that are not yours are taken by phone only:")
    return Screen(text=f"{said}\n\n{contacts(retailer, tr)}", keyboard=keyboard.begin_again(tr))


WORDS: Mapping[type[DomainError], Callable[..., Screen]] = {
    model.ReadingNotNumeric: not_numeric,
    model.ReadingAmbiguous: ambiguous,
    model.TooManyDigits: too_many_digits,
    model.WrongNumberOfValues: wrong_number_of_values,
    model.MeterClosed: meter_closed,
    model.NoMeter: no_meter,
    model.WhichMeter: which_meter,
    DayNotUnderstood: day_not_understood,
    model.BadReadingDate: bad_date,
    model.ReadingTooLow: too_low,
    model.ZonesMismatch: zones_mismatch,
    model.AlreadySent: already_sent,
    model.WindowClosed: window_closed,
    model.NoSuchDraft: no_such_draft,
    model.DraftIncomplete: draft_incomplete,
    model.NoSuchSubmission: no_such_submission,
    model.TooLateToChange: too_late_to_change,
    model.UnlinkedNotFound: unlinked_not_found,
    model.TooManyUnlinked: too_many_unlinked,
}
