"""The prices of an account on the reverse side of its bill: levels with their thresholds, zones, or one for all."""

from datetime import date
from typing import Any

from core.documents.sheet import Column, Sheet
from core.i18n import msgid

_ZONES = {"T1": msgid("Day zone"), "T2": msgid("Night zone"), "T3": msgid("Peak zone")}
_ALL_HOURS = msgid("All hours")
_SCHEMES = {
    "level": msgid("Tariff by levels of consumption"),
    "zone": msgid("Tariff by time of day"),
    "flat": msgid("Average (flat) tariff"),
}


def show(sheet: Sheet, prices: dict[str, Any]) -> None:
    """Show nothing where the tariff book does not say what the account pays."""
    if not prices["from"]:
        return
    sheet.heading(sheet.both("Prices in force"))
    for each in prices["from"]:
        _household(sheet, each, legal=prices["legal"])
        _rates(sheet, each, legal=prices["legal"])


def _household(sheet: Sheet, each: dict[str, Any], *, legal: bool) -> None:
    since = " / ".join(dict.fromkeys(tr.date(date.fromisoformat(each["since"])) for tr in sheet.trs))
    pairs = [
        (sheet.both("In force on"), since),
        (sheet.both("Tariff"), sheet.both(_SCHEMES.get(each["scheme"], _SCHEMES["flat"]))),
    ]
    if each["scheme"] == "level" and not legal:
        stove = sheet.both("electric stove") if each["stove"] == "E" else sheet.both("no electric stove")
        pairs.append((sheet.both("Permanent residents"), f"{each['residents']}; {stove}"))
        if each["benefit"] not in ("", "none"):
            pairs.append((sheet.both("Benefit"), sheet.both("single pensioner")))
    sheet.facts(pairs)


def _rates(sheet: Sheet, each: dict[str, Any], *, legal: bool) -> None:
    by_level = each["scheme"] == "level"
    columns = [Column(sheet.head("Level or zone"), 1.2)]
    if by_level:
        columns.append(Column(sheet.head("kWh a month for one resident"), 1.0, "right"))
        columns.append(Column(sheet.head("kWh a month for all residents"), 1.0, "right"))
    if legal:
        columns.append(Column(sheet.head("Tariff, KZT (excl. VAT)"), 1.0, "right"))
    columns.append(Column(sheet.head("Tariff, KZT (incl. VAT)"), 1.0, "right"))
    columns.append(Column(sheet.head("VAT, %"), 0.5, "right"))
    sheet.table(columns, (_row(sheet, rate, each["residents"], by_level, legal) for rate in each["rates"]))


def _row(sheet: Sheet, rate: dict[str, Any], residents: int, by_level: bool, legal: bool) -> list[str]:
    levels = [_range(sheet, rate, 1), _range(sheet, rate, residents)] if by_level else []
    without = [_price(sheet, rate["price_ex_vat"])] if legal else []
    vat = sheet.trs[0].quantity(rate["vat_rate"] * 10)
    return [_called(sheet, rate), *levels, *without, _price(sheet, rate["price"]), vat]


def _called(sheet: Sheet, rate: dict[str, Any]) -> str:
    if rate["level"]:
        label = sheet.both("Tariff level")
        return f"{label}: {rate['level']}"
    return sheet.head(_ZONES.get(rate["zone"], _ALL_HOURS))


def _range(sheet: Sheet, rate: dict[str, Any], residents: int) -> str:
    """Return «115 – 190», or from where on the highest level goes; a norm is for one resident."""
    tr = sheet.trs[0]
    since = tr.quantity((rate["norm_from"] or 0) * residents)
    if rate["norm_to"] is None:
        return f"> {since}"
    return f"{since} – {tr.quantity(rate['norm_to'] * residents)}"


def _price(sheet: Sheet, price: int) -> str:
    return sheet.trs[0].price(price).removesuffix("\u00a0₸")
