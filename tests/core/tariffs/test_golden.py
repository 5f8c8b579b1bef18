"""Twelve calculations worked out by hand; each figure to the tiyn."""

from datetime import date
from decimal import Decimal

import pytest

from core.exchange.demo.reference import tariff_rows
from core.tariffs.average import average_daily, estimate
from core.tariffs.calculator import calculate
from core.tariffs.model import AES2013, PRORATA, Calculation, Interval, NormPolicy, Use
from tests.core.tariffs.books import AES_2021, DEMO, case, home, used


def formulas(result: Calculation) -> list[str]:
    return [f"{line.volume} × {line.price} = {tenge(line.amount)}" for line in result.lines]


def tenge(tiyn: int) -> str:
    return f"{tiyn // 100}.{tiyn % 100:02}"


def thresholds(result: Calculation) -> list[list[str]]:
    return [[str(each.upto) for each in part.thresholds[:-1]] for part in result.segments]


def dials(opening: str, closing: str, **facts: object) -> Use:
    return Use(opening=Decimal(opening), closing=Decimal(closing), **facts)  # type: ignore[arg-type]


def test_g01_a_real_invoice() -> None:
    household = home(stove="E", residents=4)

    result = calculate(case(household, dials("8590", "8799"), "2021-05-30", "2021-06-30", AES2013), AES_2021)

    assert (result.days, result.volume) == (31, Decimal("209.00"))
    assert thresholds(result) == [["460.00", "760.00"]]
    assert formulas(result) == ["209.00 × 17.53 = 3663.77"]
    assert (tenge(result.total), tenge(result.vat)) == ("3663.77", "392.55")


def test_g02_three_levels() -> None:
    result = calculate(case(home(residents=2), used(400), "2025-03-31", "2025-04-30"), DEMO)

    assert result.days == 30
    assert thresholds(result) == [["180.00", "320.00"]]
    assert [line.level for line in result.lines] == [1, 2, 3]
    assert formulas(result) == [
        "180.00 × 28.00 = 5040.00",
        "140.00 × 37.52 = 5252.80",
        "80.00 × 46.82 = 3745.60",
    ]
    assert (tenge(result.total), tenge(result.vat)) == ("14038.40", "1504.11")


def test_g03_a_benefit() -> None:
    household = home(stove="E", benefit="single")

    result = calculate(case(household, used(150), "2025-04-30", "2025-05-31"), DEMO)

    assert thresholds(result) == [["140.00", "190.00"]]
    assert formulas(result) == ["140.00 × 28.00 = 3920.00", "10.00 × 37.52 = 375.20"]
    assert (tenge(result.total), tenge(result.vat)) == ("4295.20", "460.20")


def test_g04_a_short_period() -> None:
    result = calculate(case(home(residents=3), used(350), "2025-05-01", "2025-05-21"), DEMO)

    assert result.days == 20
    assert thresholds(result) == [["177.05", "314.75"]]
    assert formulas(result) == [
        "177.05 × 28.00 = 4957.40",
        "137.70 × 37.52 = 5166.50",
        "35.25 × 46.82 = 1650.41",
    ]
    assert (tenge(result.total), tenge(result.vat)) == ("11774.31", "1261.53")


@pytest.mark.parametrize(
    ("policy", "bounds", "lines", "total"),
    [
        (PRORATA, ["460.00", "760.00"], ["460.00 × 28.00 = 12880.00", "240.00 × 37.52 = 9004.80"], "21884.80"),
        (
            AES2013,
            ["230.00", "380.00"],
            ["230.00 × 28.00 = 6440.00", "150.00 × 37.52 = 5628.00", "320.00 × 46.82 = 14982.40"],
            "27050.40",
        ),
    ],
)
def test_g05_a_long_period(policy: NormPolicy, bounds: list[str], lines: list[str], total: str) -> None:
    household = home(stove="E", residents=2)

    result = calculate(case(household, used(700), "2025-03-01", "2025-05-01", policy), DEMO)

    assert result.days == 61
    assert thresholds(result) == [bounds]
    assert formulas(result) == lines
    assert tenge(result.total) == total


def test_g06_a_new_tariff_within_the_month() -> None:
    household = home(stove="E", residents=3)

    result = calculate(case(household, used(520), "2025-06-30", "2025-07-31"), DEMO)

    assert [(part.date_from, part.date_to, part.days) for part in result.segments] == [
        (date(2025, 7, 1), date(2025, 7, 14), 14),
        (date(2025, 7, 15), date(2025, 7, 31), 17),
    ]
    assert [part.volume for part in result.segments] == [Decimal("234.84"), Decimal("285.16")]
    assert thresholds(result) == [["155.81", "257.42"], ["189.19", "312.58"]]
    assert formulas(result) == [
        "155.81 × 28.00 = 4362.68",
        "79.03 × 37.52 = 2965.21",
        "189.19 × 32.20 = 6091.92",
        "95.97 × 43.15 = 4141.11",
    ]
    assert (tenge(result.total), tenge(result.vat)) == ("17560.92", "1881.53")


def test_g07_a_new_rate_of_vat() -> None:
    result = calculate(case(home("flat"), used(310), "2025-12-20", "2026-01-20"), DEMO)

    assert formulas(result) == ["110.00 × 35.67 = 3923.70", "200.00 × 36.95 = 7390.00"]
    assert [line.days for line in result.lines] == [11, 20]
    assert [(group.vat_rate, tenge(group.vat_amount)) for group in result.groups] == [(12, "420.40"), (16, "1019.31")]
    assert (tenge(result.total), tenge(result.vat)) == ("11313.70", "1439.71")


def test_g08_three_zones() -> None:
    uses = (
        dials("4306", "4531", zone="T1"),
        dials("2074", "2210", zone="T2"),
        dials("1127", "1189", zone="T3"),
    )

    result = calculate(case(home("zone"), uses, "2025-02-28", "2025-03-31"), DEMO)

    assert [line.zone for line in result.lines] == ["T1", "T2", "T3"]
    assert formulas(result) == [
        "225.00 × 34.05 = 7661.25",
        "136.00 × 17.02 = 2314.72",
        "62.00 × 46.70 = 2895.40",
    ]
    assert (tenge(result.total), tenge(result.vat)) == ("12871.37", "1379.08")


def test_g09_a_dial_gone_over_zero() -> None:
    use = dials("99962", "00047", digits_int=5, rollover=True)

    result = calculate(case(home("flat"), use, "2025-08-31", "2025-09-30"), DEMO)

    assert formulas(result) == ["85.00 × 35.67 = 3031.95"]
    assert (tenge(result.total), tenge(result.vat)) == ("3031.95", "324.85")


def test_g10_two_more_residents() -> None:
    households = (home(stove="E", residents=2), home(stove="E", residents=4, valid_from=date(2025, 10, 11)))

    result = calculate(case(households, used(640), "2025-09-30", "2025-10-31"), DEMO)

    assert [(part.days, part.volume) for part in result.segments] == [(10, Decimal("206.45")), (21, Decimal("433.55"))]
    assert thresholds(result) == [["74.19", "122.58"], ["311.61", "514.84"]]
    assert formulas(result) == [
        "74.19 × 32.20 = 2388.92",
        "48.39 × 43.15 = 2088.03",
        "83.87 × 53.84 = 4515.56",
        "311.61 × 32.20 = 10033.84",
        "121.94 × 43.15 = 5261.71",
    ]
    assert (tenge(result.total), tenge(result.vat)) == ("24288.06", "2602.29")


def test_g11_a_legal_entity() -> None:
    household = home("flat", tariff_group="LEGAL")
    use = dials("1398.12", "1452.37", ratio=Decimal(40), losses=Decimal("18.60"))

    result = calculate(case(household, use, "2026-01-31", "2026-02-28", legal=True), DEMO)

    assert formulas(result) == ["2188.60 × 42.50 = 93015.50"]
    assert (tenge(result.vat), tenge(result.total)) == ("14882.48", "107897.98")


def test_g12_no_reading() -> None:
    last = [Interval(date_from=date(2025, 7, 31), date_to=date(2025, 10, 31), volume=Decimal(642))]
    opened, closed = date(2025, 10, 31), date(2025, 11, 30)

    volume = estimate(last, (closed - opened).days)
    result = calculate(case(home("flat"), used(volume), opened.isoformat(), closed.isoformat()), DEMO)

    assert round(average_daily(last) or 0, 4) == Decimal("6.9783")
    assert formulas(result) == ["209.00 × 35.67 = 7455.03"]
    assert (tenge(result.total), tenge(result.vat)) == ("7455.03", "798.75")


def test_the_book_of_these_examples_is_that_of_the_demo_retailer() -> None:
    def plain(number: object) -> str:
        return "" if number is None else str(number)

    known = {
        (
            *(each.tariff_group, each.scheme, each.stove, each.benefit, each.zone, plain(each.level or None)),
            *(each.valid_from.isoformat(), plain(each.valid_to), plain(each.norm_from), plain(each.norm_to)),
            each.vat_rate,
            None if each.tariff_group == "LEGAL" else each.price_inc_vat,
        )
        for each in DEMO.rates
    }
    delivered = {
        (*row[:10], Decimal(row[11]), None if row[0] == "LEGAL" else Decimal(row[12].replace(",", ".")))
        for row in tariff_rows()
    }

    assert known == delivered
