"""Parts that several documents have: the account, money by the sign rule, months."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from core.clock import ALMATY
from core.documents.sheet import Sheet
from core.i18n import msgid
from core.period import Period
from core.retailer import Retailer

NOTHING = "—"


def account(sheet: Sheet, facts: dict[str, Any], *more: tuple[str, str]) -> None:
    """Show whose account it is; what is masked stays masked, and the line below says why."""
    address = "\n".join(dict.fromkeys(facts[f"address_{_ADDRESS[tr.language]}"] for tr in sheet.trs))
    pairs = [
        (sheet.both("Personal account No."), facts["account_no"]),
        (sheet.both("Payer"), facts["payer"] or NOTHING),
        (sheet.both("Address"), address or NOTHING),
    ]
    sheet.facts([*pairs, *more])
    if facts["masked"]:
        hidden(sheet)


def hidden(sheet: Sheet) -> None:
    """Say why a name is not told in full."""
    sheet.paragraph(
        sheet.both("The name and address are hidden until the number is confirmed in the bot.", " "), small=True
    )


def named(sheet: Sheet, names: dict[str, str]) -> str:
    """Return a name in the languages of the page, one below the other."""
    return "\n".join(dict.fromkeys(names[tr.language] for tr in sheet.trs))


def supplier(sheet: Sheet, names: dict[str, str]) -> str:
    return "\n".join(dict.fromkeys(names[f"supplier_{_ADDRESS[tr.language]}"] for tr in sheet.trs)) or NOTHING


def month(sheet: Sheet, index: int) -> str:
    return " / ".join(dict.fromkeys(tr.month(Period.from_index(index)) for tr in sheet.trs))


def months(sheet: Sheet, first: int, last: int) -> str:
    if first == last:
        return month(sheet, first)
    both = (Period.from_index(first), Period.from_index(last))
    return " / ".join(dict.fromkeys(" – ".join(tr.month(each) for each in both) for tr in sheet.trs))


def day(sheet: Sheet, text: str | None) -> str:
    return " / ".join(dict.fromkeys(tr.date(date.fromisoformat(text)) for tr in sheet.trs)) if text else NOTHING


def signed(sheet: Sheet, tiyn: int) -> str:
    return sheet.trs[0].signed(tiyn)


def money(sheet: Sheet, tiyn: int) -> str:
    return sheet.trs[0].amount(tiyn)


def sign_rule(sheet: Sheet, paid_until: str | None, *, said: Sequence[str] = ()) -> None:
    lines = [sheet.both("(+) debt, (–) overpayment; sums in tenge."), *said]
    if paid_until:
        until = sheet.both("Payments are counted up to")
        lines.append(f"{until}: {day(sheet, paid_until)}")
    for line in lines:
        sheet.paragraph(line, small=True)


_ADDRESS = {"kk": "kk", "ru": "ru", "en": "ru"}


def short_day(text: str) -> str:
    return date.fromisoformat(text).strftime("%d.%m.%Y")


def moment(text: str) -> str:
    """Return an aware time as it was in Kazakhstan."""
    return datetime.fromisoformat(text).astimezone(ALMATY).strftime("%d.%m.%Y %H:%M")


def zone(sheet: Sheet, code: str) -> str:
    """Return a register by the hours that it counts."""
    return sheet.both(_ZONES[code], "\n") if code in _ZONES else code


_ZONES = {"T0": msgid("All hours"), "T1": msgid("Day zone"), "T2": msgid("Night zone"), "T3": msgid("Peak zone")}


def payees(sheet: Sheet, services: Sequence[dict[str, Any]]) -> None:
    """Say once of each supplier where its money goes."""
    if known := _payees(sheet, services):
        sheet.heading(sheet.both("Payee"))
        sheet.facts(known)


def _payees(sheet: Sheet, services: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    known = {each["supplier_ru"]: each for each in services if each["iban"] or each["bin"]}
    return [(" / ".join(supplier(sheet, each).split("\n")), _account(sheet, each)) for each in known.values()]


def _account(sheet: Sheet, each: dict[str, Any]) -> str:
    """Return the number of the account, and below it whose and where it is."""
    iban, *others = (f"{sheet.both(label)}: {each[name]}" if each[name] else "" for name, label in _ACCOUNT.items())
    return "\n".join(filter(None, [iban, "; ".join(filter(None, others))]))


_ACCOUNT = {"iban": msgid("IBAN"), "bin": msgid("BIN"), "bic": msgid("BIC")}
_BESIDE = 2  # payees that have room beside the code


def payment(sheet: Sheet, facts: dict[str, Any], retailer: Retailer) -> None:
    """Say where the money goes, and how to pay; one block where there are few payees."""
    known = _payees(sheet, facts["services"])
    if known and len(known) <= _BESIDE and facts["due"] > 0 and retailer.payment_links:
        sheet.heading(sheet.both("Payee"))
        pay(sheet, facts, retailer, [(name, number.replace("\n", "; ")) for name, number in known])
        return
    payees(sheet, facts["services"])
    pay(sheet, facts, retailer)


def pay(sheet: Sheet, facts: dict[str, Any], retailer: Retailer, beside: Sequence[tuple[str, str]] = ()) -> None:
    """Show where to pay as a code to be scanned, as far as links are configured and something is owed."""
    if facts["due"] <= 0:
        return
    for link in retailer.payment_links[:1]:
        url = link.address(
            account_no=facts["account_no"],
            amount=facts["due"],
            period=Period.from_index(facts["period"]),
            service=facts["services"][0]["code"],
        )
        sheet.qr(url, *beside, (" / ".join(dict.fromkeys(link.name(tr.language) for tr in sheet.trs)), url))
