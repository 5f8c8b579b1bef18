"""Exact fractions become figures once, half-up as bills are rounded; nothing here is below zero."""

from decimal import Decimal
from fractions import Fraction
from math import floor

HALF = Fraction(1, 2)


def to_kwh(exact: Fraction) -> Decimal:
    return Decimal(floor(exact * 100 + HALF)).scaleb(-2)


def to_whole(exact: Fraction) -> Decimal:
    return Decimal(floor(exact + HALF))


def to_tiyn(tenge: Fraction) -> int:
    return floor(tenge * 100 + HALF)
