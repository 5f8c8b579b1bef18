"""A calculation with the formula of every figure, as plain values for JSON: numbers are decimal strings."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from core.tariffs.model import Calculation, Case, Line, Rate, Segment, Use, VatGroup
from core.tariffs.registers import register_volume

Plain = dict[str, object]


def explain(case: Case, result: Calculation) -> Plain:
    return {
        "preliminary": True,
        "opened": case.opened.isoformat(),
        "closed": case.closed.isoformat(),
        "days": result.days,
        "volume": str(result.volume),
        "registers": [_register(use) for use in case.uses],
        "segments": [_segment(case, part) for part in result.segments],
        "prices_include_vat": not case.legal,
        "lines": [_line(line) for line in result.lines],
        "vat_by_rate": [_vat(group, legal=case.legal) for group in result.groups],
        "vat": tenge(result.vat),
        "total": tenge(result.total),
        "left": result.left
        and {
            "level": result.left.level,
            "volume": str(result.left.volume),
            "price": number(result.left.price, 2),
            "next_price": number(result.left.next_price, 2),
        },
    }


def tenge(tiyn: int) -> str:
    return f"{tiyn // 100}.{tiyn % 100:02}"


def number(value: Decimal, places: int = 0) -> str:
    """Return a number without the zeros that say nothing, but for so many places."""
    whole, _, rest = f"{value:f}".partition(".")
    rest = rest.rstrip("0").ljust(places, "0")
    return f"{whole}.{rest}" if rest else whole


def _register(use: Use) -> Plain:
    volume = str(register_volume(use))
    if use.opening is None or use.closing is None:
        return {"zone": use.zone, "volume": volume, "formula": f"{number(use.volume or Decimal(0))} = {volume}"}
    counted = f"{number(use.closing)} − {number(use.opening)}"
    if use.closing < use.opening:
        counted = f"{10 ** (use.digits_int or 0)} − {number(use.opening)} + {number(use.closing)}"
    if use.ratio != 1:
        counted = f"({counted}) × {number(use.ratio)}"
    if use.losses:
        counted = f"{counted} + {number(use.losses)}"
    return {"zone": use.zone, "volume": volume, "formula": f"{counted} = {volume}"}


def _segment(case: Case, part: Segment) -> Plain:
    household = part.household
    return {
        **_days(part.date_from, part.date_to, part.days),
        "zone": part.zone,
        "volume": str(part.volume),
        "residents": household.residents,
        "stove": household.stove,
        "benefit": household.benefit,
        "tariff_group": household.tariff_group,
        "tariff_scheme": household.tariff_scheme,
        "tariff_from": max(rate.valid_from for rate in part.rates).isoformat(),
        "thresholds": list(_thresholds(case, part)),
    }


def _thresholds(case: Case, part: Segment) -> Iterator[Plain]:
    for rate, threshold in zip(part.rates, part.thresholds, strict=False):
        upto = None if threshold.upto is None else str(threshold.upto)
        formula = None if upto is None else f"{_norm(case, part, rate)} = {upto}"
        yield {"level": threshold.level, "upto": upto, "formula": formula}


def _norm(case: Case, part: Segment, rate: Rate) -> str:
    """Return the norm of a segment as it is reckoned: «115 × 3 × 14/31», «90 × 3 × 20/30.5»."""
    days = (case.closed - case.opened).days
    steps = [number(rate.norm_to or Decimal(0)), str(part.household.residents)]
    if case.policy.factor(days) != 1:
        steps.append(f"{days}/{number(case.policy.base_days)}")
    if part.days != days:
        steps.append(f"{part.days}/{days}")
    return " × ".join(steps)


def _line(line: Line) -> Plain:
    price, amount = number(line.price, 2), tenge(line.amount)
    return {
        **_days(line.date_from, line.date_to, line.days),
        "zone": line.zone,
        "level": line.level or None,
        "volume": str(line.volume),
        "price": price,
        "amount": amount,
        "formula": f"{line.volume} × {price} = {amount}",
        "vat_rate": number(line.vat_rate),
        "vat": tenge(line.vat_amount),
    }


def _vat(group: VatGroup, *, legal: bool) -> Plain:
    rate, amount, vat = number(group.vat_rate), tenge(group.amount), tenge(group.vat_amount)
    whole = "100" if legal else number(100 + group.vat_rate)
    return {"rate": rate, "amount": amount, "vat": vat, "formula": f"{amount} × {rate}/{whole} = {vat}"}


def _days(first: date, last: date, days: int) -> Plain:
    return {"from": first.isoformat(), "to": last.isoformat(), "days": days}
