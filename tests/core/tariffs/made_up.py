"""Tariff books and cases as chance makes them, all of them sound."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from core.tariffs.model import AES2013, PRORATA, Case, Household, NormPolicy, Rate, TariffBook, Use
from tests.core.tariffs.books import home, levels, rate

FIRST = date(2025, 1, 1)
DAYS = st.integers(1, 400).map(lambda number: FIRST + timedelta(days=number))
POLICIES = st.sampled_from(
    [PRORATA, AES2013, NormPolicy(base_days=Decimal(30), full_from=31, full_to=40)],
)
KWH = st.integers(0, 300_000).map(lambda number: Decimal(number).scaleb(-2))
PRICES = st.integers(1_000, 900_000).map(lambda number: Decimal(number).scaleb(-4))
NORMS = st.lists(st.integers(1, 300), unique=True, max_size=3).map(lambda norms: tuple(sorted(norms)))


@st.composite
def books(draw: st.DrawFn) -> TariffBook:
    """Every group has a price for everybody on every day; a new version may come on any day."""
    rates: list[Rate] = []
    for place, since in enumerate([date.min, *sorted(draw(st.lists(DAYS, unique=True, max_size=3)))]):
        for stove, benefit in (("*", "*"), ("E", "*"), ("*", "single"), ("E", "single")):
            if (stove, benefit) == ("*", "*") or draw(st.booleans()):
                facts = {"valid_from": since, "stove": stove, "benefit": benefit}
                facts["vat_rate"] = draw(st.sampled_from([Decimal(0), Decimal(12), Decimal(16)]))
                rates += draw(_version(place, facts))
    return TariffBook(tuple(draw(st.permutations(rates))))


@st.composite
def _version(draw: st.DrawFn, place: int, facts: dict[str, object]) -> list[Rate]:
    norms = draw(NORMS)
    prices = sorted(draw(PRICES) for _ in range(len(norms) + 1))
    others = {"price_ex_vat": draw(PRICES), **facts}
    rows = [rate(price_inc_vat=draw(PRICES), **others), *levels(norms, tuple(map(str, prices)), **others)]
    return rows + [rate(scheme="zone", zone=zone, price_inc_vat=draw(PRICES), **others) for zone in ("T1", "T2")]


@st.composite
def households(draw: st.DrawFn, schemes: tuple[str, ...] = ("flat", "level", "zone")) -> tuple[Household, ...]:
    since = [None, *draw(st.lists(DAYS, unique=True, max_size=2))]
    return tuple(
        home(
            draw(st.sampled_from(schemes)),
            valid_from=day,
            residents=draw(st.sampled_from([None, 0, 1, 2, 5])),
            stove=draw(st.sampled_from(["", "N", "G", "E"])),
            benefit=draw(st.sampled_from(["", "none", "single"])),
        )
        for day in draw(st.permutations(since))
    )


@st.composite
def uses(draw: st.DrawFn) -> Use:
    zone = draw(st.sampled_from(["T0", "T1", "T2"]))
    if draw(st.booleans()):
        return Use(zone=zone, volume=draw(st.decimals(0, 3000, places=3)))
    ratio, losses = draw(st.sampled_from([Decimal(1), Decimal(40), Decimal("1.5")])), draw(st.decimals(0, 9, places=3))
    opening, closing = draw(st.decimals(0, 99_999, places=3)), draw(st.decimals(0, 99_999, places=3))
    return Use(
        zone=zone,
        opening=opening,
        closing=closing,
        ratio=ratio,
        losses=losses,
        digits_int=5,
        rollover=closing < opening,
    )


@st.composite
def cases(draw: st.DrawFn, schemes: tuple[str, ...] = ("flat", "level", "zone")) -> Case:
    opened = draw(DAYS)
    return Case(
        households=draw(households(schemes)),
        uses=tuple(draw(st.lists(uses(), min_size=1, max_size=3))),
        opened=opened,
        closed=opened + timedelta(days=draw(st.one_of(st.integers(26, 33), st.integers(1, 120)))),
        policy=draw(POLICIES),
        legal=draw(st.booleans()),
    )
