"""How readings, meters, registers and who gave them are called."""

from collections.abc import Sequence

from bot.screens.balance_amounts import clip
from core.clock import today_in_almaty
from core.i18n import Html, Translator
from core.readings.model import LastReading, Meter, Register, Submission, Value
from core.retailer import Retailer

_LONGEST = 80
_TENGE = 100  # tiyn


def meter_name(serial_no: str, retailer: Retailer, tr: Translator) -> Html:
    word = retailer.meter_word.of(tr.language).capitalize()
    return tr.gettext("🔌 {meter} № <code>{serial}</code>", meter=word, serial=clip(serial_no or "—", _LONGEST))


def meter_line(meter: Meter, retailer: Retailer, tr: Translator) -> str:
    """Return the meter by its number and, where it is known, its place."""
    name = meter_name(meter.serial_no, retailer, tr)
    if not meter.point_name:
        return name
    return tr.gettext("{meter} · {place}", meter=name, place=clip(meter.point_name, _LONGEST))


def zone(code: str, tr: Translator) -> Html:
    match code:
        case "T0":
            return tr.gettext("total")
        case "T1":
            return tr.gettext("day")
        case "T2":
            return tr.gettext("night")
        case "T3":
            return tr.gettext("peak")
        case _:
            return tr.gettext("register {code}", code=clip(code, _LONGEST))


def zones(codes: Sequence[str], tr: Translator) -> Html:
    return Html(", ".join(zone(code, tr) for code in codes))


def source(last: LastReading, tr: Translator) -> str:
    return tr.gettext("you, through this bot (not processed yet)") if last.own else source_name(last.source, tr)


def source_name(code: str, tr: Translator) -> str:
    """Say who gave a reading; the list of sources is open."""
    known = {
        "bot": tr.gettext("this bot"),
        "web": tr.gettext("the personal cabinet"),
        "phone": tr.gettext("a phone call"),
        "inspector": tr.gettext("the inspector"),
        "askue": tr.gettext("automatic metering"),
        "estimate": tr.gettext("an estimate by the average"),
        "install": tr.gettext("installation of the meter"),
        "removal": tr.gettext("removal of the meter"),
        "verify": tr.gettext("verification of the meter"),
    }
    return known.get(code) or tr.gettext("another source")


def last_line(register: Register, tr: Translator, *, named: bool) -> str:
    """Return the last reading of a register with its date and source; `named`: with its zone."""
    said = _last(register.last, tr)
    if not named:
        return tr.gettext("Last reading: {reading}", reading=said)
    return tr.gettext("▫️ {zone}: {reading}", zone=zone(register.zone, tr), reading=said)


def _last(last: LastReading | None, tr: Translator) -> Html:
    if last is None:
        return tr.gettext("none yet")
    return tr.gettext(
        "<b>{value}</b> · {date} · {source}",
        value=tr.quantity(last.value),
        date=tr.short_date(last.date),
        source=Html(source(last, tr)),
    )


def value_lines(values: Sequence[Value], tr: Translator, *, with_use: bool) -> list[str]:
    """Return the values of a meter with several registers, one a line, each with its kWh where that may be shown."""
    return [_value(each, tr, with_use=with_use) for each in values]


def _value(value: Value, tr: Translator, *, with_use: bool) -> str:
    said = {"zone": zone(value.zone, tr), "value": tr.quantity(value.value)}
    if value.volume is None or not with_use:
        return tr.gettext("▫️ {zone}: <b>{value}</b>", **said)
    return tr.gettext("▫️ {zone}: <b>{value}</b> ({energy})", **said, energy=tr.energy(value.volume))


def use(volume: int | None, estimate: int | None, tr: Translator) -> str:
    """Return the kWh and about what they cost; empty where neither can be told."""
    if volume is None:
        return ""
    if estimate is None:
        return tr.energy(volume)
    return tr.gettext("{energy}, about {sum}", energy=tr.energy(volume), sum=about(estimate, tr))


def about(tiyn: int, tr: Translator) -> str:
    """Return a preliminary sum in whole tenge: its tiyn would promise too much."""
    tenge = (tiyn + _TENGE // 2) // _TENGE
    return f"{tr.quantity(tenge * 1000)}\u00a0₸"


def bare(value: int) -> str:
    """Return a reading as the meter shows it, for a copy that is pasted elsewhere."""
    whole, rest = divmod(value, 1000)
    fraction = f"{rest:03}".rstrip("0")
    return f"{whole}.{fraction}" if fraction else str(whole)


def proof_text(shown: Submission) -> str:
    """Return a proof as one line of plain text, the same in every language."""
    values = " / ".join(bare(value.value) for value in shown.values)
    day = shown.reading_date.strftime("%d.%m.%Y")
    sent = today_in_almaty(shown.submitted_at).strftime("%d.%m.%Y")
    return f"{shown.number} · {sent} · {shown.account_no} · {shown.serial_no} · {values} kWh · {day}"
