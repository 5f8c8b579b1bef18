"""The proof of a submission: the reading as it was sent, and what has become of it."""

from typing import Any

from core.documents import parts
from core.documents.sheet import Column, Sheet
from core.i18n import msgid
from core.papers.model import Marks
from core.retailer import Retailer

_STATES = {
    "queued": msgid("saved; it goes to the accounting system next"),
    "sent": msgid("handed over to the accounting system; its answer is awaited"),
    "accepted": msgid("accepted"),
    "refused": msgid("refused"),
    "unclear": msgid("being checked by an operator; you will be told"),
    "withdrawn": msgid("withdrawn by you"),
    "replaced": msgid("replaced by a later one"),
}
_REASONS = {
    "less_than_previous": msgid("the reading is less than the previous one"),
    "meter_inactive": msgid("the meter is not in use any more"),
    "duplicate": msgid("there is already a reading for this period"),
    "already_sent": msgid("there is already a reading for this period"),
    "bad_date": msgid("the date does not fit"),
    "too_many_digits": msgid("the reading has more digits than the meter shows"),
    "not_numeric": msgid("the reading is not a number"),
    "implausible": msgid("the consumption is far above the usual"),
    "office": msgid("an operator has refused it"),
    "": msgid("no reason was given"),
}


def draw(facts: dict[str, Any], marks: Marks, retailer: Retailer) -> bytes:
    sheet = Sheet(title=msgid("Proof of submission"), languages=facts["languages"], retailer=retailer, marks=marks)
    sheet.facts(
        (
            (sheet.both("Submission No."), facts["number"]),
            (sheet.both("Submitted"), parts.moment(facts["submitted_at"])),
            (sheet.both("Personal account No."), facts["account_no"]),
            (sheet.both("Meter No."), facts["serial"] or parts.NOTHING),
            (sheet.both("Billing period"), parts.month(sheet, facts["period"])),
            (sheet.both("Date of the reading"), parts.day(sheet, facts["read_on"])),
        )
    )
    _values(sheet, facts)
    sheet.heading(sheet.both("Status"))
    state = facts["state"]
    sheet.paragraph(sheet.both(_STATES[state], "\n"))
    if state == "refused":
        sheet.facts([(sheet.both("Reason"), _reason(sheet, facts["reason"]))])
    if facts["answered_at"]:
        sheet.facts([(sheet.both("Answered"), parts.moment(facts["answered_at"]))])
    sheet.paragraph(sheet.both("Times are those of Kazakhstan (UTC+5)."), small=True)
    return sheet.bytes()


def _values(sheet: Sheet, facts: dict[str, Any]) -> None:
    with_previous = any(each[1] is not None for each in facts["values"])
    columns = [Column(sheet.head("Register"), 1.0)]
    columns += [Column(sheet.head("Previous reading, date"), 1.2, "right")] if with_previous else []
    columns += [Column(sheet.head("Reading"), 1.0, "right")]
    columns += [Column(sheet.head("Consumption, kWh"), 1.2, "right")] if with_previous else []
    total = None
    if facts["volume"] is not None and len(facts["values"]) > 1:
        total = [sheet.head("Total"), "", "", sheet.trs[0].quantity(facts["volume"])]
    sheet.table(columns, (_row(sheet, each, whole=with_previous) for each in facts["values"]), total)


def _row(sheet: Sheet, each: list[Any], *, whole: bool) -> list[str]:
    zone, previous, day, value, volume, rollover = each
    tr = sheet.trs[0]
    reading = [tr.quantity(value)]
    if not whole:
        return [parts.zone(sheet, zone), *reading]
    before = parts.NOTHING if previous is None else tr.quantity(previous)
    if day:
        before = f"{before}\n{parts.short_day(day)}"
    used = parts.NOTHING if volume is None else tr.quantity(volume)
    if rollover:
        used = "\n".join((used, sheet.head("the dial went over zero")))
    return [parts.zone(sheet, zone), before, *reading, used]


def _reason(sheet: Sheet, code: str) -> str:
    return sheet.both(_REASONS[code], "\n") if code in _REASONS else code[:64]
