"""The parts add up for whatever two months hold, and where the tariff engine made them nothing stays untold."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.changes.explain import explain
from core.changes.model import ChargedLine, Kind
from core.period import Period
from core.tariffs.calculator import calculate
from core.tariffs.model import PRORATA, Case, Household
from tests.core.changes.ledgers import EL, LIFT, OCTOBER, SEPTEMBER, adds_up, ledger
from tests.core.tariffs.books import DEMO, home, used

_FIRST = date(2025, 6, 1)
DAYS = st.one_of(st.none(), st.integers(0, 200).map(lambda number: _FIRST + timedelta(days=number)))
NUMBERS = st.one_of(st.none(), st.integers(-500_000, 2_000_000))
SUMS = st.integers(-(10**9), 10**9)
LINES = st.builds(
    ChargedLine,
    service=st.sampled_from([EL, EL, EL, LIFT]),
    period=st.sampled_from([Period(2025, 8), SEPTEMBER, OCTOBER]),
    point_id=st.sampled_from(["", "P1", "P2"]),
    register_id=st.sampled_from(["", "R1"]),
    method=st.sampled_from(["", "meter", "meter", "average", "norm", "fixed"]),
    level=st.integers(0, 3),
    zone=st.sampled_from(["T0", "T0", "T1", "T2"]),
    since=DAYS,
    until=DAYS,
    counted=NUMBERS,
    volume=NUMBERS,
    price=st.one_of(st.none(), st.integers(0, 900_000)),
    amount=SUMS,
)
HOMES = st.builds(
    home,
    st.sampled_from(["flat", "level", "zone", ""]),
    residents=st.sampled_from([None, 0, 1, 3]),
    stove=st.sampled_from(["", "E", "G"]),
    benefit=st.sampled_from(["", "none", "single"]),
    valid_from=DAYS,
)


@settings(max_examples=400)
@given(
    st.lists(LINES, max_size=8),
    st.lists(HOMES, max_size=2),
    st.tuples(SUMS, SUMS, SUMS, SUMS),
    st.sampled_from([(), (EL,), (EL, LIFT)]),
)
def test_the_parts_of_any_two_months_add_up(
    lines: list[ChargedLine], homes: list[Household], sums: tuple[int, int, int, int], energy: tuple[object, ...]
) -> None:
    corrections, penalty = {SEPTEMBER: sums[0], OCTOBER: sums[1]}, {OCTOBER: sums[2]}
    made = ledger(
        *lines,
        households=homes,
        energy=energy,  # type: ignore[arg-type]
        corrections=corrections,
        penalty=penalty,
        accrued={SEPTEMBER: sums[3]},
    )

    parts, _ = explain(made)

    adds_up(made, parts)
    assert all(each.amount for each in parts)


@st.composite
def months(draw: st.DrawFn) -> tuple[tuple[ChargedLine, ...], tuple[Household, ...]]:
    """Two months in a row as the tariff engine charges them, in a year of three tariffs, to people who may move in."""
    scheme = draw(st.sampled_from(["flat", "level", "zone"]))
    first = draw(st.integers(1, 500).map(lambda number: date(2025, 1, 1) + timedelta(days=number)))
    ends = [first, first + timedelta(days=draw(st.integers(20, 40)))]
    ends.append(ends[1] + timedelta(days=draw(st.integers(20, 40))))
    moved = first + timedelta(days=draw(st.integers(0, 80)))
    people = [draw(st.integers(1, 5)) for _ in range(2)]
    homes = tuple(
        home(scheme, residents=count, stove=draw(st.sampled_from("EG")), valid_from=since)
        for count, since in zip(people, (date(2020, 1, 1), moved), strict=True)
    )
    zones = ("T1", "T2") if scheme == "zone" else ("T0",)
    lines: list[ChargedLine] = []
    for period, opened, closed in zip((SEPTEMBER, OCTOBER), ends, ends[1:], strict=False):
        uses = tuple(used(Decimal(draw(st.integers(1_000, 90_000))).scaleb(-2), zone) for zone in zones)
        case = Case(households=homes, uses=uses, opened=opened, closed=closed, policy=PRORATA)
        lines += [
            ChargedLine(
                service=EL,
                period=period,
                point_id="P1",
                register_id=f"R{each.zone}",
                method="meter",
                level=each.level,
                zone=each.zone,
                since=each.date_from - timedelta(days=1),
                until=each.date_to,
                volume=int(each.volume * 1000),
                price=int(each.price * 10_000),
                amount=each.amount,
            )
            for each in calculate(case, DEMO).lines
        ]
    return tuple(lines), homes


@settings(max_examples=300)
@given(months())
def test_what_the_tariff_engine_has_charged_is_told_apart_in_full(
    made: tuple[tuple[ChargedLine, ...], tuple[Household, ...]],
) -> None:
    lines, homes = made
    given_ledger = ledger(*lines, households=homes)

    parts, _ = explain(given_ledger)

    adds_up(given_ledger, parts)
    told = {Kind.DAYS, Kind.USE, Kind.ZONES, Kind.LEVEL, Kind.HOUSEHOLD, Kind.PRICE}
    untold = [each.amount for each in parts if each.kind not in told]
    assert all(abs(amount) <= len(lines) for amount in untold)  # equal months whose lines are rounded differently


@settings(max_examples=200)
@given(months())
def test_the_formulas_of_a_part_give_the_part(
    made: tuple[tuple[ChargedLine, ...], tuple[Household, ...]],
) -> None:
    lines, homes = made

    for part in explain(ledger(*lines, households=homes))[0]:
        if part.kind in (Kind.ZONES, Kind.LEVEL, Kind.HOUSEHOLD, Kind.PRICE):
            told = sum(step.amount for step in part.facts.steps[part.kind])
            assert abs(told - part.amount) <= len(lines) + 6  # what is rounded stands in the largest part


@settings(max_examples=200)
@given(months())
def test_a_month_compared_with_itself_under_another_name_has_no_parts(
    made: tuple[tuple[ChargedLine, ...], tuple[Household, ...]],
) -> None:
    lines, _ = made
    same = [line for line in lines if line.period == SEPTEMBER]
    later = [
        ChargedLine(**{name: getattr(line, name) for name in line.__slots__} | {"period": OCTOBER}) for line in same
    ]

    assert explain(ledger(*same, *later))[0] == ()
