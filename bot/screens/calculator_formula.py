"""Where each figure of a result comes from, as one would work it out on paper."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from bot.keyboards import calculator as keyboard
from bot.screens.calculator_result import head, name_of, preliminary, totals
from bot.screens.calculator_words import figure, kwh, tariff, vat_rate
from bot.screens.readings_words import zone
from bot.screens.screen import Screen
from core.i18n import Html, Translator
from core.retailer import Retailer
from core.tariffs.found import Look, Result
from core.tariffs.model import Calculation, Line, Rate, Segment, Threshold, Use
from core.tariffs.registers import register_volume

_LONGEST = 3600  # characters; a message has 4096


def formula(found: Look, of: int, retailer: Retailer, tr: Translator) -> Screen:
    assert found.result
    shown, calculation = found.result, found.result.calculation
    parts = ["\n".join(head(found, retailer, tr)), "\n".join(_uses(shown, tr))]
    spans = [list(same) for _, same in groupby(calculation.segments, lambda part: part.date_from)]
    parts += ["\n".join(_span(same, shown, tr, dated=len(spans) > 1)) for same in spans]
    parts += ["\n".join((*totals(calculation, tr, legal=found.legal), *_vat(found, tr))), preliminary(tr)]
    return Screen(text=_fitting(parts, tr), keyboard=keyboard.result(found, of, retailer, tr, formula=True))


def _uses(shown: Result, tr: Translator) -> list[str]:
    """Return how readings became kWh; kWh that were typed explain themselves."""
    return [_use(use, shown, tr) for use in shown.uses if use.volume is None]


def _use(use: Use, shown: Result, tr: Translator) -> str:
    assert use.opening is not None
    assert use.closing is not None
    opening, closing = figure(use.opening, tr), figure(use.closing, tr)
    counted = f"{closing} − {opening}"
    if use.closing < use.opening and use.digits_int:
        counted = f"{figure(Decimal(10**use.digits_int), tr)} − {opening} + {closing}"
    if use.ratio != 1:
        counted = f"({counted}) × {figure(use.ratio, tr)}"
    if use.losses:
        counted = f"{counted} + {figure(use.losses, tr)}"
    said = f"{counted} = <b>{kwh(register_volume(use), tr)}</b>"
    return f"{zone(use.zone, tr)}: {said}" if len(shown.uses) > 1 else said


def _span(parts: Sequence[Segment], shown: Result, tr: Translator, *, dated: bool) -> list[str]:
    """Return the registers of some days, all under one tariff."""
    lines: list[str] = []
    if dated:
        days = tr.ngettext("{count} day", "{count} days", parts[0].days)
        first, last = tr.short_date(parts[0].date_from), tr.short_date(parts[0].date_to)
        lines.append(f"<b>{first}–{last}</b>, {days}")
    for part in parts:
        lines += _share(part, shown.calculation, tr) if dated else []
        for rate, threshold in zip(part.rates, part.thresholds, strict=False):
            if threshold.upto is not None and rate.norm_to is not None:
                lines.append(_norm(rate, threshold, part, shown, tr))
        lines += [_line(line, tr) for line in shown.calculation.lines if _is_of(line, part)]
    return lines


def _share(part: Segment, calculation: Calculation, tr: Translator) -> list[str]:
    """Return the part of the use that its days get; the last one takes what is left."""
    same = [each for each in calculation.segments if each.zone == part.zone]
    if sum(each.days for each in same) != calculation.days:  # zones here, their sum there: it is no one's share
        return []
    whole = sum((each.volume for each in same), Decimal(0))
    share = f"{figure(whole, tr)} × {part.days} / {calculation.days}"
    if part is same[-1]:
        share = " − ".join(figure(volume, tr) for volume in (whole, *(each.volume for each in same[:-1])))
    named = "" if part.zone == "T0" else f"{zone(part.zone, tr)}: "
    return [f"{named}{share} = {figure(part.volume, tr)}"]


def _norm(rate: Rate, threshold: Threshold, part: Segment, shown: Result, tr: Translator) -> str:
    assert rate.norm_to is not None
    assert threshold.upto is not None
    factors = [figure(rate.norm_to, tr), str(part.household.residents)]
    whole, norms = shown.calculation.days, shown.norms
    if norms.factor(whole) != Fraction(1):
        factors.append(f"{part.days} / {figure(norms.base_days, tr)}")
    elif part.days != whole:
        factors.append(f"{part.days} / {whole}")
    said = f"{' × '.join(factors)} = {figure(threshold.upto, tr)}"
    return tr.gettext("Level {level} up to: {formula}", level=rate.level, formula=Html(said))


def _line(line: Line, tr: Translator) -> str:
    said = f"{figure(line.volume, tr)} × {tariff(line.price, tr)} = <b>{tr.amount(line.amount)}</b>"
    name = name_of(line, tr)
    return f"▫️ {name}: {said}" if name else f"▫️ {said}"


def _is_of(line: Line, part: Segment) -> bool:
    return (line.date_from, line.zone) == (part.date_from, part.zone)


def _vat(found: Look, tr: Translator) -> list[str]:
    assert found.result
    lines: list[str] = []
    for each in found.result.calculation.groups:
        share = vat_rate(each.vat_rate, tr) if found.legal else _inside(each.vat_rate, tr)
        lines.append(f"{tr.amount(each.amount)} × {share} = {tr.amount(each.vat_amount)}")
    return [tr.gettext("VAT: {formula}", formula=Html(line)) for line in lines]


def _inside(rate: Decimal, tr: Translator) -> str:
    return f"{figure(rate, tr)} / {figure(rate + 100, tr)}"


def _fitting(parts: Sequence[str], tr: Translator) -> str:
    """Return all of it, or what fits a message: the beginning and the sums."""
    kept = [part for part in parts if part]
    if sum(map(len, kept)) <= _LONGEST:
        return "\n\n".join(kept)
    shown: list[str] = []
    for part in kept[:-2]:
        if sum(map(len, shown)) + len(part) > _LONGEST - 600:
            shown.append(tr.gettext("… the rest does not fit into one message."))
            break
        shown.append(part)
    return "\n\n".join((*shown, *kept[-2:]))
