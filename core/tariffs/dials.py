"""Which numbers a calculation needs, and what they become once they are there."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from core.readings.model import Meter, Register
from core.tariffs.asked import Asked, Number, Unit
from core.tariffs.estimates import kwh, register_use
from core.tariffs.found import Dial
from core.tariffs.model import TOTAL, Use
from core.tariffs.typed import NumberTooLong, Typed, read_numbers


def dials_of(unit: Unit, meter: Meter | None, priced: Sequence[str], *, supposed: bool) -> tuple[Dial, ...]:
    """Return what is asked; `priced` are the zones that have prices of their own under the plan, none: all hours.

    A meter with zones is read zone by zone under every plan, its total need not be. kWh are asked as they are priced;
    a meter without zones has one number, unless zones are only `supposed`.
    """
    registers = billed(meter) if meter else ()
    if unit is Unit.READINGS and registers:
        return tuple(_dial(register) for register in registers)
    own = [register.zone for register in registers if register.zone in priced]
    asked = own or ((TOTAL,) if meter and not supposed else priced) or (TOTAL,)
    return tuple(Dial(zone=zone) for zone in asked)


def billed(meter: Meter) -> tuple[Register, ...]:
    """Return the registers whose sum is what was used: where there are zones, the total says nothing more."""
    zoned = tuple(register for register in meter.registers if register.zone != TOTAL)
    return zoned or meter.registers[:1]


def is_readable(meter: Meter, priced: Sequence[str], *, supposed: bool) -> bool:
    """Say whether its readings can be calculated with: each register has one to start from, and a zone with a price."""
    registers = billed(meter)
    known = bool(registers) and all(register.last for register in registers)
    return known and (not supposed or all(register.zone in priced for register in registers))


def fill(asked: Asked, unit: Unit, dials: Sequence[Dial], text: str) -> Asked:
    """Take what was typed: the numbers of all dials in one line, of those that are missing, or of the next one.

    :raises NumbersNotUnderstood: no numbers, or not as many as were asked for
    :raises NumberTooLong: more digits than the dial has
    """
    given = {number.zone: number for number in asked.numbers}
    missing = [dial for dial in dials if dial.zone not in given] or list(dials)
    each = 2 if unit is Unit.READINGS and missing[0].last is None else 1
    typed = read_numbers(text, tuple(dict.fromkeys((len(missing) * each, len(dials) * each, each))))
    for at, dial in enumerate(_wanted(typed, dials, missing, each)):
        values = [value for _, value in typed[at * each : (at + 1) * each]]
        for value in values:
            _check(value, dial)
        given[dial.zone] = Number(zone=dial.zone, value=values[-1], opening=values[0] if each > 1 else None)
    return replace(asked, numbers=tuple(given.values()), rollover=False)


def uses(asked: Asked, meter: Meter | None, unit: Unit) -> tuple[Use, ...]:
    """Return the numbers as the engine takes them; every dial has one."""
    if unit is Unit.KWH:
        return tuple(Use(zone=number.zone, volume=number.value) for number in asked.numbers)
    if meter is None:
        return tuple(
            Use(zone=each.zone, opening=each.opening or Decimal(0), closing=each.value) for each in asked.numbers
        )
    numbers = {number.zone: number.value for number in asked.numbers}
    return tuple(
        register_use(
            meter,
            register,
            opening=kwh(register.last.value) if register.last else Decimal(0),
            closing=numbers[register.zone],
            rollover=asked.rollover,
        )
        for register in billed(meter)
    )


def _dial(register: Register) -> Dial:
    return Dial(
        zone=register.zone,
        last=kwh(register.last.value) if register.last else None,
        digits_int=register.digits_int,
        digits_frac=register.digits_frac,
    )


def _wanted(typed: Typed, dials: Sequence[Dial], missing: Sequence[Dial], each: int) -> Sequence[Dial]:
    """Return the dials that the numbers are for: by their names, else in their order."""
    by_zone = {dial.zone: dial for dial in dials}
    named = [by_zone[zone] for zone, _ in typed if zone in by_zone]
    if each == 1 and len(named) == len(typed):
        return named
    count = len(typed) // each
    return missing[:count] if count <= len(missing) else dials


def _check(value: Decimal, dial: Dial) -> None:
    if dial.digits_int is None or dial.digits_frac is None:
        return
    exponent = value.normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if value >= 10**dial.digits_int or places > dial.digits_frac:
        raise NumberTooLong(f"{value.normalize():f}", dial.digits_int, dial.digits_frac)
