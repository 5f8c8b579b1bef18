"""Tariff books and households to calculate with."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from core.tariffs.model import PRORATA, Case, Household, NormPolicy, Rate, TariffBook, Use

# kWh of a resident and month up to which levels 1 and 2 go, by stove and benefit.
NORMS = {("G", "none"): (90, 160), ("E", "none"): (115, 190), ("G", "single"): (115, 160), ("E", "single"): (140, 190)}
# From; VAT; flat; levels 1-3; day, night, peak; all with VAT.
PRICES = (
    ("2025-01-01", 12, "31.02", ("28.00", "37.52", "46.82"), ("34.05", "17.02", "46.70")),
    ("2025-07-15", 12, "35.67", ("32.20", "43.15", "53.84"), ("39.16", "19.58", "53.72")),
    ("2026-01-01", 16, "36.95", ("33.35", "44.69", "55.76"), ("40.55", "20.28", "55.63")),
)


def rate(**facts: object) -> Rate:
    known: dict[str, object] = {
        "tariff_group": "POP",
        "scheme": "flat",
        "stove": "*",
        "benefit": "*",
        "zone": "",
        "level": 0,
        "valid_from": date(2025, 1, 1),
        "valid_to": None,
        "norm_from": None,
        "norm_to": None,
        "price_ex_vat": Decimal(25),
        "vat_rate": Decimal(12),
        "price_inc_vat": Decimal(28),
    }
    return Rate(**{**known, **facts})  # type: ignore[arg-type]


def levels(norms: tuple[int, ...], prices: tuple[str, ...], **facts: object) -> Iterator[Rate]:
    """Yield a row for each price; the last one has no limit."""
    bounds = (0, *norms, None)
    for level, price in enumerate(prices, 1):
        low, high = (None if bound is None else Decimal(bound) for bound in bounds[level - 1 : level + 1])
        given = {"scheme": "level", "level": level, "norm_from": low, "norm_to": high, "price_inc_vat": Decimal(price)}
        yield rate(**{**given, **facts})


def _demo() -> Iterator[Rate]:
    for place, (since, vat, flat, level_prices, zone_prices) in enumerate(PRICES):
        later = PRICES[place + 1][0] if place + 1 < len(PRICES) else None
        facts: dict[str, object] = {
            "valid_from": date.fromisoformat(since),
            "valid_to": date.fromisoformat(later) - timedelta(days=1) if later else None,
            "vat_rate": Decimal(vat),
        }
        yield rate(price_inc_vat=Decimal(flat), **facts)
        yield rate(tariff_group="LEGAL", price_ex_vat=Decimal("42.50"), price_inc_vat=Decimal("49.30"), **facts)
        for zone, price in zip(("T1", "T2", "T3"), zone_prices, strict=True):
            yield rate(scheme="zone", zone=zone, price_inc_vat=Decimal(price), **facts)
        for (stove, benefit), norms in NORMS.items():
            yield from levels(norms, level_prices, stove=stove, benefit=benefit, **facts)


DEMO = TariffBook(tuple(_demo()))
# A real invoice of July 2021.
AES_2021 = TariffBook(
    tuple(levels((115, 190), ("17.53", "22.66", "28.32"), stove="E", valid_from=date(2021, 1, 1))),
)


def home(scheme: str = "level", **facts: object) -> Household:
    known: dict[str, object] = {"residents": 1, "stove": "G", "benefit": "none", "tariff_group": "POP"}
    return Household(**{**known, "tariff_scheme": scheme, **facts})  # type: ignore[arg-type]


def used(volume: str | int | Decimal, zone: str = "T0") -> Use:
    return Use(zone=zone, volume=Decimal(volume))


def case(
    household: Household | tuple[Household, ...],
    uses: Use | tuple[Use, ...],
    opened: str,
    closed: str,
    policy: NormPolicy = PRORATA,
    *,
    legal: bool = False,
) -> Case:
    return Case(
        households=household if isinstance(household, tuple) else (household,),
        uses=uses if isinstance(uses, tuple) else (uses,),
        opened=date.fromisoformat(opened),
        closed=date.fromisoformat(closed),
        policy=policy,
        legal=legal,
    )
