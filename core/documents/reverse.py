"""The reverse side of a bill: what is owed since when, the prices, and all that a consumer has to know."""

from typing import Any

from core.clock import today_in_almaty
from core.documents import parts, reverse_prices
from core.documents.sheet import Column, Sheet
from core.i18n import Translator, msgid
from core.papers.model import Marks
from core.period import Period
from core.retailer import Retailer

_LAST_DAY = 31


def draw(facts: dict[str, Any], marks: Marks, retailer: Retailer) -> bytes:
    sheet = Sheet(title=msgid("Reverse side of the bill"), languages=facts["languages"], retailer=retailer, marks=marks)
    parts.account(sheet, facts, (sheet.both("Billing period"), parts.month(sheet, facts["period"])))
    _debts(sheet, facts["debts"])
    reverse_prices.show(sheet, facts["prices"])
    _readings(sheet, facts["readings"], retailer)
    _meters(sheet, facts["meters"], marks)
    parts.payees(sheet, facts["services"])
    _channels(sheet, facts, retailer)
    _contacts(sheet, facts["office"], retailer)
    sheet.heading(sheet.both("Disconnection"))
    for tr in sheet.trs:
        sheet.paragraph(_disconnection(tr, retailer.documents.disconnection_days))
    return sheet.bytes()


def _debts(sheet: Sheet, debts: dict[str, Any]) -> None:
    """Show the balance of each service at the end of each month, as far as it was delivered."""
    sheet.heading(sheet.both("Debt by service, at the end of the month"))
    tr = sheet.trs[0]
    months = [tr.short_month(Period.from_index(index)) for index in debts["months"]]
    columns = [Column(sheet.head("Service"), 1.7), *(Column(month, 1.0, "right") for month in months)]
    by_month = list(zip(*(closings for _, closings in debts["services"]), strict=True))
    sheet.table(
        columns,
        ([parts.named(sheet, service), *(_balance(sheet, each) for each in row)] for service, row in debts["services"]),
        [sheet.head("Total"), *(_balance(sheet, _sum(each)) for each in by_month)],
    )
    parts.sign_rule(sheet, None)


def _sum(closings: tuple[int | None, ...]) -> int | None:
    known = [each for each in closings if each is not None]
    return sum(known) if known else None


def _balance(sheet: Sheet, closing: int | None) -> str:
    return parts.NOTHING if closing is None else parts.signed(sheet, closing)


def _readings(sheet: Sheet, readings: dict[str, Any], retailer: Retailer) -> None:
    sheet.heading(sheet.both("How to submit readings"))
    first, last = readings["window"]
    phones = ", ".join(retailer.contacts.phones)
    for tr in sheet.trs:
        said = [_window(tr, first, last), _outside(tr, readings["outside"]), _ways(tr, phones)]
        sheet.paragraph(" ".join(said))


def _window(tr: Translator, first: int, last: int) -> str:
    if first > last:
        return tr.gettext(
            "Readings are accepted from day {first} of a month to day {last} of the next one.", first=first, last=last
        )
    if last == _LAST_DAY:
        return tr.gettext("Readings are accepted from day {first} to the last day of each month.", first=first)
    return tr.gettext("Readings are accepted from day {first} to day {last} of each month.", first=first, last=last)


def _outside(tr: Translator, outside: str) -> str:
    if outside == "refuse":
        return tr.gettext("On other days they are not accepted.")
    return tr.gettext("What is submitted on other days counts for the next bill.")


def _ways(tr: Translator, phones: str) -> str:
    return tr.gettext(
        "Send the number that the meter shows to this bot in the chat. Questions are answered by phone: {phones}.",
        phones=phones,
    )


def _meters(sheet: Sheet, meters: list[list[str]], marks: Marks) -> None:
    if not meters:
        return
    sheet.heading(sheet.both("Verification of meters"))
    today = today_in_almaty(marks.issued_at).isoformat()
    columns = [
        Column(sheet.head("Meter No."), 1.0),
        Column(sheet.head("Next verification due"), 1.0),
        Column(sheet.head("Note"), 2.0),
    ]
    overdue = sheet.head("The date has passed: have the meter verified")
    rows = ([serial_no, parts.short_day(day), overdue if day < today else ""] for serial_no, day in meters)
    sheet.table(columns, rows)


def _channels(sheet: Sheet, facts: dict[str, Any], retailer: Retailer) -> None:
    if not retailer.payment_links:
        return
    sheet.heading(sheet.both("Where to pay"))
    parts.pay(sheet, facts, retailer)
    for link in retailer.payment_links[1 if facts["due"] > 0 else 0 :]:  # the first stands beside its code
        sheet.paragraph(" / ".join(dict.fromkeys(link.name(tr.language) for tr in sheet.trs)))


def _contacts(sheet: Sheet, office: dict[str, str] | None, retailer: Retailer) -> None:
    contacts = retailer.contacts
    sheet.heading(sheet.both("Contacts"))
    hours = " / ".join(dict.fromkeys(contacts.hours.of(tr.language) for tr in sheet.trs))
    pairs = [
        (sheet.both("Phone"), ", ".join(contacts.phones)),
        (sheet.both("Working hours"), hours),
        (sheet.both("E-mail"), contacts.email),
        (sheet.both("Site"), contacts.site),
    ]
    if office:
        where = dict.fromkeys(_office(office, tr) for tr in sheet.trs)
        pairs.append((sheet.both("Office"), "\n".join([*where, *filter(None, [office["phones"]])])))
    sheet.facts(pair for pair in pairs if pair[1])


def _office(office: dict[str, str], tr: Translator) -> str:
    language = "kk" if tr.language == "kk" else "ru"
    return ": ".join(filter(None, (office[f"name_{language}"], office[f"address_{language}"])))


def _disconnection(tr: Translator, days: int) -> str:
    return tr.ngettext(
        "Supply may be stopped for a debt no sooner than {count} calendar day after a notice whose delivery can be "
        "proved.",
        "Supply may be stopped for a debt no sooner than {count} calendar days after a notice whose delivery can be "
        "proved.",
        days,
    )
