"""A calculation as the facts of a page: every figure with what it was worked out from, in values that JSON can hold.

Volumes, readings and norms are thousandths, prices and ratios 1/10000.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from core.tariffs.found import Result
from core.tariffs.model import Line, Segment, Use
from core.tariffs.registers import register_volume


def about_calculation(result: Result) -> dict[str, Any]:
    calculation = result.calculation
    return {
        "uses": [_use(use) for use in result.uses],
        "shares": [share for part in calculation.segments for share in _share(part, result)],
        "norms": [norm for part in calculation.segments for norm in _norms(part, result)],
        "lines": [_line(line) for line in calculation.lines],
        "vat": [[_thousandths(each.vat_rate), each.amount, each.vat_amount] for each in calculation.groups],
        "volume": _thousandths(calculation.volume),
        "days": calculation.days,
    }


def _use(use: Use) -> dict[str, Any]:
    opening, closing = use.opening or Decimal(0), use.closing or Decimal(0)
    return {
        "zone": use.zone,
        "opening": _thousandths(opening),
        "closing": _thousandths(closing),
        "capacity": 10**use.digits_int * 1000 if closing < opening and use.digits_int else None,
        "ratio": int(use.ratio * 10_000),
        "losses": _thousandths(use.losses),
        "volume": _thousandths(register_volume(use)),
    }


def _share(part: Segment, result: Result) -> Iterator[dict[str, Any]]:
    """Yield the part of a register's use that some days get, where a tariff has changed on the way."""
    same = [each for each in result.calculation.segments if each.zone == part.zone]
    if len(same) < 2 or sum(each.days for each in same) != result.calculation.days:
        return
    yield {
        **_days(part),
        "zone": part.zone,
        "whole": _thousandths(sum((each.volume for each in same), Decimal(0))),
        "part": part.days,
        "of": result.calculation.days,
        "before": [_thousandths(each.volume) for each in same[:-1]] if part is same[-1] else None,
        "volume": _thousandths(part.volume),
    }


def _norms(part: Segment, result: Result) -> Iterator[dict[str, Any]]:
    whole = result.calculation.days
    for rate, threshold in zip(part.rates, part.thresholds, strict=False):
        if threshold.upto is None or rate.norm_to is None:
            continue
        by_day = result.norms.factor(whole) != 1
        yield {
            **_days(part),
            "level": threshold.level,
            "norm": _thousandths(rate.norm_to),
            "residents": part.household.residents,
            "part": part.days if by_day or part.days != whole else None,
            "of": _thousandths(result.norms.base_days) if by_day else whole * 1000,
            "upto": _thousandths(threshold.upto),
        }


def _line(line: Line) -> dict[str, Any]:
    return {
        **_days(line),
        "zone": line.zone,
        "level": line.level,
        "volume": _thousandths(line.volume),
        "price": int(line.price * 10_000),
        "amount": line.amount,
    }


def _days(span: Line | Segment) -> dict[str, str]:
    return {"from": span.date_from.isoformat(), "to": span.date_to.isoformat()}


def _thousandths(number: Decimal) -> int:
    return int(number * 1000)
