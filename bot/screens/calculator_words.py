"""How households, plans, periods and numbers of the calculator are called."""

from decimal import Decimal

from bot.screens.balance_amounts import clip
from bot.screens.readings_words import zone
from core.i18n import Html, Translator
from core.retailer import Retailer
from core.tariffs.asked import Unit
from core.tariffs.found import Look
from core.tariffs.model import Household

_LONGEST = 40


def kwh(volume: Decimal, tr: Translator) -> str:
    return tr.energy(int(volume * 1000))


def figure(number: Decimal, tr: Translator) -> str:
    """Return a volume, a reading or a norm without its unit."""
    return tr.quantity(int(number * 1000))


def tariff(price: Decimal, tr: Translator) -> str:
    """Return tenge per kWh without a sign, to at least two places."""
    return tr.price(int(price * 10_000)).removesuffix("\u00a0₸")


def vat_rate(rate: Decimal, tr: Translator) -> str:
    return f"{tr.quantity(int(rate * 1000))}\u00a0%"


def group(code: str, retailer: Retailer, tr: Translator) -> str:
    named = retailer.tariffs.groups.get(code)
    return named.of(tr.language) if named else clip(code, _LONGEST)


def plan(scheme: str, tr: Translator) -> str:
    match scheme:
        case "flat":
            return tr.plain.gettext("one average price")
        case "level":
            return tr.plain.gettext("by levels of consumption")
        case "zone":
            return tr.plain.gettext("by zones of the day")
        case _:
            return ""


def stove(code: str, tr: Translator) -> str:
    """Return the stove as the tariff tells it apart."""
    return tr.plain.gettext("electric") if code == "E" else tr.plain.gettext("gas or none")


def household_lines(found: Look, retailer: Retailer, tr: Translator) -> list[str]:
    """Return what the price depends on, as far as it is settled; what differs from the account's data is marked."""
    chosen, nobodys = found.household, found.own is None
    lines: list[str] = []
    if nobodys and chosen.tariff_group:
        lines.append(tr.gettext("Consumers: {group}", group=group(chosen.tariff_group, retailer, tr)))
    settled = {
        "scheme": chosen.tariff_scheme in found.schemes,
        "residents": "residents" in found.matters and not (nobodys and chosen.residents is None),
        "stove": "stove" in found.matters and not (nobodys and not chosen.stove),
        "benefit": "benefit" in found.matters and not (nobodys and not chosen.benefit),
    }
    return lines + [_fact(found, name, tr) for name, is_settled in settled.items() if is_settled]


def _fact(found: Look, name: str, tr: Translator) -> str:
    said = _labelled(name, _value(name, found.household.known, tr), tr)
    if found.own is None or name not in found.changed:
        return said
    own = _value(name, found.own.known, tr)
    return tr.gettext("✏️ {fact} <i>(changed; on the account: {own})</i>", fact=said, own=own)


def _value(name: str, household: Household, tr: Translator) -> str:
    match name:
        case "scheme":
            return plan(household.tariff_scheme, tr)
        case "residents":
            return str(household.residents)
        case "stove":
            return stove(household.stove, tr)
        case _:
            single = household.benefit == "single"
            return tr.plain.gettext("single pensioner") if single else tr.plain.gettext("none")


def _labelled(name: str, value: str, tr: Translator) -> Html:
    match name:
        case "scheme":
            return tr.gettext("Tariff plan: {plan}", plan=value)
        case "residents":
            return tr.gettext("Number of permanent residents: {count}", count=value)
        case "stove":
            return tr.gettext("Stove: {stove}", stove=value)
        case _:
            return tr.gettext("Benefit: {benefit}", benefit=value)


def span(found: Look, tr: Translator) -> str:
    days = tr.ngettext("{count} day", "{count} days", (found.closed - found.opened).days)
    first, last = tr.short_date(found.opened), tr.short_date(found.closed)
    return tr.gettext("Period: {first} – {last}, {days}", first=first, last=last, days=days)


def reading_lines(found: Look, tr: Translator) -> list[str]:
    """Return the numbers that were typed, one register a line."""
    lasts = {dial.zone: dial.last for dial in found.dials}
    lines: list[str] = []
    for number in found.asked.numbers:
        opening = lasts.get(number.zone) if number.opening is None else number.opening
        said = figure(number.value, tr)
        if found.unit is Unit.KWH:
            said = kwh(number.value, tr)
        elif opening is not None:
            said = f"{figure(opening, tr)} → {said}"
        if len(found.dials) > 1:
            lines.append(tr.gettext("▫️ {zone}: <b>{value}</b>", zone=zone(number.zone, tr), value=said))
        else:
            lines.append(tr.gettext("Reading: <b>{value}</b>", value=said) if found.unit is Unit.READINGS else "")
    return [line for line in lines if line]
