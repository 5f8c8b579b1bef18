"""What holds for every sound case."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from core.tariffs.calculator import calculate
from core.tariffs.model import PRORATA, Calculation, Case, NormPolicy, TariffBook, Use
from tests.core.tariffs.books import DEMO, case, home, levels, rate, used
from tests.core.tariffs.made_up import DAYS, KWH, NORMS, POLICIES, PRICES, books, cases
from tests.core.tariffs.slow import slowly

CENT = Decimal("0.01")
MONTHS = st.integers(28, 31)


def in_the_demo_book(scheme: str, volume: Decimal, opened: str, days: int, **facts: object) -> Case:
    closed = date.fromisoformat(opened) + timedelta(days=days)
    return case(home(scheme, **facts), used(volume), opened, closed.isoformat())


@given(cases(), books())
def test_an_independent_calculation_finds_the_same(asked: Case, book: TariffBook) -> None:
    result, slow = calculate(asked, book), slowly(asked, book)

    assert [(line.zone, line.level, line.volume * 100, line.amount) for line in result.lines] == slow.rows
    assert (result.total, result.vat) == (slow.total, slow.vat)


@given(cases(), books())
def test_nothing_used_is_lost_or_priced_twice(asked: Case, book: TariffBook) -> None:
    result = calculate(asked, book)

    assert sum(part.volume for part in result.segments) == result.volume
    assert sum(line.volume for line in result.lines) == result.volume
    assert all(part.volume >= 0 for part in result.segments)
    assert all(line.volume > 0 for line in result.lines)
    assert sum(line.amount for line in result.lines) == sum(group.amount for group in result.groups)
    assert result.total == sum(line.amount for line in result.lines) + (result.vat if asked.legal else 0)


@given(cases(), books())
def test_the_segments_cover_every_day_once(asked: Case, book: TariffBook) -> None:
    parts = calculate(asked, book).segments
    spans = sorted({(part.date_from, part.date_to, part.days) for part in parts})

    assert sum(days for _, _, days in spans) == (asked.closed - asked.opened).days
    assert [span[0] for span in spans] == [asked.opened + timedelta(days=1), *(after(span[1]) for span in spans[:-1])]
    assert spans[-1][1] == asked.closed


def after(day: date) -> date:
    return day + timedelta(days=1)


@given(NORMS, st.integers(1, 120), st.integers(0, 9), POLICIES)
def test_a_boundary_belongs_to_the_lower_level(
    norms: tuple[int, ...], days: int, residents: int, policy: NormPolicy
) -> None:
    book = TariffBook(tuple(levels(norms, tuple(str(price) for price in range(10, 11 + len(norms))))))

    def at(volume: Decimal) -> Calculation:
        asked = in_the_demo_book("level", volume, "2025-01-31", days, residents=residents)
        return calculate(replace(asked, policy=policy), book)

    for level, threshold in enumerate(at(Decimal(0)).segments[0].thresholds[:-1], 1):
        assert threshold.upto is not None
        assert [line.level for line in at(threshold.upto).lines] == [*range(1, level + 1)]
        above = at(threshold.upto + CENT).lines[-1]
        assert (above.level, above.volume) == (level + 1, CENT)


@given(cases(), books(), st.integers(1, 100_000))
def test_more_use_never_costs_less(asked: Case, book: TariffBook, more: int) -> None:
    """Up to two segments exactly so.

    With n segments the last one takes what the rounding of the others leaves, so that it may get up to n − 2
    hundredths of a kWh less of a greater volume: at most so much at its own highest price.
    """
    volume = Decimal(more).scaleb(-2)
    bigger = replace(asked, uses=(*asked.uses[1:], grown(asked.uses[0], volume)))
    small, big = calculate(replace(asked, uses=(*asked.uses[1:], asked.uses[0])), book), calculate(bigger, book)

    slack = max(len({part.date_from for part in big.segments}) - 2, 0)
    dearest = max(max(each.price_inc_vat, each.price_ex_vat * 2) for each in small.segments[-1].rates)
    assert big.total >= small.total - (slack * dearest + (1 if slack else 0))


def grown(use: Use, volume: Decimal) -> Use:
    if use.volume is not None:
        return replace(use, volume=use.volume + volume)
    return replace(use, losses=use.losses + volume)


@given(cases(), books())
def test_nobody_on_record_is_one_resident(asked: Case, book: TariffBook) -> None:
    def with_residents(number: int | None) -> Calculation:
        return calculate(
            replace(asked, households=tuple(replace(each, residents=number) for each in asked.households)), book
        )

    assert with_residents(0) == with_residents(None) == with_residents(1)


@given(cases(), books())
def test_no_order_of_rows_or_states_matters(asked: Case, book: TariffBook) -> None:
    turned = replace(asked, households=asked.households[::-1])

    assert calculate(turned, TariffBook(book.rates[::-1])) == calculate(asked, book)


@given(MONTHS, MONTHS, KWH, st.sampled_from(["E", "G"]), st.integers(1, 9))
def test_every_length_of_a_month_has_the_full_norm(
    one: int, other: int, volume: Decimal, stove: str, residents: int
) -> None:
    first, second = (
        calculate(in_the_demo_book("level", volume, "2025-02-01", days, stove=stove, residents=residents), DEMO)
        for days in (one, other)
    )
    norms = (90, 160) if stove == "G" else (115, 190)

    assert [each.upto for each in first.segments[0].thresholds] == [*(norm * residents for norm in norms), None]
    assert (first.total, first.vat, first.left) == (second.total, second.vat, second.left)


@given(st.integers(1, 150), KWH, st.integers(1, 5))
def test_outside_a_month_the_norm_goes_by_the_day(days: int, volume: Decimal, residents: int) -> None:
    result = calculate(in_the_demo_book("level", volume, "2025-01-31", days, residents=residents), DEMO)
    exact = Fraction(90 * residents) * PRORATA.factor(days)

    assert PRORATA.factor(days) == (1 if 28 <= days <= 31 else Fraction(2 * days, 61))
    assert abs(Fraction(result.segments[0].thresholds[0].upto or 0) - exact) <= Fraction(1, 200)


@given(st.integers(1, 150), KWH, st.integers(1, 5))
def test_the_way_to_the_next_level_ends_where_it_begins(days: int, volume: Decimal, residents: int) -> None:
    def at(volume: Decimal) -> Calculation:
        return calculate(in_the_demo_book("level", volume, "2025-01-31", days, residents=residents), DEMO)

    left = at(volume).left
    if left is None:
        assert at(volume).lines[-1].level == 3
        return
    there, beyond = at(volume + left.volume), at(volume + left.volume + CENT)
    assert left.level == there.lines[-1].level
    assert (beyond.lines[-1].level, beyond.lines[-1].volume) == (left.level + 1, CENT)
    assert (there.lines[-1].price, beyond.lines[-1].price) == (left.price, left.next_price)


@given(st.lists(DAYS, unique=True, max_size=4), cases(("level",)), st.lists(PRICES, min_size=3, max_size=3))
def test_a_cut_that_changes_nothing_changes_the_sum_by_rounding_only(
    days: list[date], asked: Case, prices: list[Decimal]
) -> None:
    """Each of n segments rounds its kWh, its thresholds and its lines.

    What n − 1 segments get too much or too little, half a hundredth of a kWh each, is made up for by others, so it
    counts by the difference of two prices. A threshold, of the whole or of one of n, is off by half a hundredth, too,
    and counts by the difference of the prices beside it. A line is off by half a tiyn.
    """
    asked = replace(asked, households=asked.households[:1], uses=(used(asked.closed.day * 40),), legal=False)
    ladder = tuple(map(str, sorted(prices)))
    plain = TariffBook(tuple(levels((90, 160), ladder, valid_from=date.min)))
    cut = TariffBook((*plain.rates, *(row for day in days for row in levels((90, 160), ladder, valid_from=day))))

    whole, split = calculate(asked, plain), calculate(asked, cut)

    spread = Fraction(max(prices) - min(prices))
    bound = len(split.segments) * spread + Fraction(len(whole.lines) + len(split.lines), 2)
    assert abs(whole.total - split.total) <= bound


@given(
    st.lists(st.integers(0, 50_000), min_size=1, max_size=6),
    st.integers(1, 60),
    st.sampled_from(["flat", "zone"]),
    PRICES,
)
def test_readings_in_between_change_a_sum_without_levels_by_rounding_only(
    steps: list[int], days: int, scheme: str, price: Decimal
) -> None:
    """Without levels the parts of a period, each calculated by itself, differ from the whole by half a tiyn a line."""
    book = TariffBook((rate(price_inc_vat=price, valid_from=date.min),))
    dates = [date(2025, 1, 1) + timedelta(days=days * number) for number in range(len(steps) + 1)]
    dial = [Decimal(sum(steps[:number])).scaleb(-2) for number in range(len(steps) + 1)]

    def between(first: int, last: int) -> Calculation:
        use = Use(opening=dial[first], closing=dial[last])
        return calculate(case(home(scheme), use, dates[first].isoformat(), dates[last].isoformat()), book)

    whole, parts = between(0, -1), [between(number, number + 1) for number in range(len(steps))]

    assert whole.volume == sum(part.volume for part in parts)
    assert abs(whole.total - sum(part.total for part in parts)) <= Fraction(len(parts) + 1, 2)
