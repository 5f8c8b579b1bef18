from datetime import date
from decimal import Decimal

import pytest

from core.tariffs.model import AES2013, POLICIES, PRORATA, Case, NormPolicy, ReadingBelowOpening, Use
from core.tariffs.registers import register_volume, shared
from tests.core.tariffs.books import home


def dial(opening: str, closing: str, **facts: object) -> Use:
    return Use(opening=Decimal(opening), closing=Decimal(closing), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("use", "volume"),
    [
        (dial("100", "252"), "152.00"),
        (dial("100", "100"), "0.00"),
        (dial("0.001", "0.005"), "0.00"),
        (dial("0.001", "0.006"), "0.01"),
        (dial("0", "1.125"), "1.13"),
        (dial("0", "1.135"), "1.14"),
        (dial("10", "11", ratio=Decimal(40)), "40.00"),
        (dial("10", "10", losses=Decimal("18.6")), "18.60"),
        (dial("10", "11", ratio=Decimal("0.5"), losses=Decimal(3)), "3.50"),
        (dial("99962", "47", digits_int=5, rollover=True), "85.00"),
        (dial("9999.9", "0", digits_int=4, rollover=True), "0.10"),
        (dial("99962", "47", digits_int=5, rollover=True, ratio=Decimal(2), losses=Decimal(1)), "171.00"),
        (dial("47", "99962", digits_int=5, rollover=True), "99915.00"),
        (Use(volume=Decimal("152.005")), "152.01"),
        (Use(volume=Decimal(0)), "0.00"),
    ],
)
def test_a_register_has_counted(use: Use, volume: str) -> None:
    assert str(register_volume(use)) == volume


def test_a_volume_that_is_given_needs_no_ratio_and_no_losses() -> None:
    use = dial("1", "2", volume=Decimal(7), ratio=Decimal(40), losses=Decimal(5))

    assert register_volume(use) == 7


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({}, id="nobody has asked"),
        pytest.param({"digits_int": 5}, id="not confirmed"),
        pytest.param({"rollover": True}, id="a dial of unknown length"),
        pytest.param({"rollover": True, "digits_int": 4}, id="a reading that the dial cannot show"),
    ],
)
def test_a_lower_reading_is_refused_and_the_last_one_named(facts: dict[str, object]) -> None:
    with pytest.raises(ReadingBelowOpening) as refused:
        register_volume(dial("10000", "47", zone="T2", **facts))

    assert (refused.value.previous, refused.value.zone) == (10000, "T2")


def test_a_reading_that_is_lower_by_less_than_one_is_refused() -> None:
    with pytest.raises(ReadingBelowOpening):
        register_volume(dial("0.5", "0.2"))


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"opening": Decimal(1)},
        {"closing": Decimal(1)},
        {"opening": Decimal(-1), "closing": Decimal(1)},
        {"opening": Decimal(1), "closing": Decimal("-0.1")},
        {"volume": Decimal(-1)},
        {"volume": Decimal(1), "ratio": Decimal(-1)},
        {"volume": Decimal(1), "losses": Decimal(-1)},
    ],
)
def test_what_is_no_use_cannot_be_described(facts: dict[str, Decimal]) -> None:
    with pytest.raises(ValueError, match=r"^(a volume, or an opening and a closing reading|a number below zero)$"):
        Use(**facts)  # type: ignore[arg-type]


def test_a_case_has_a_household() -> None:
    with pytest.raises(ValueError, match=r"^no household$"):
        Case(households=(), uses=(), opened=date(2025, 1, 1), closed=date(2025, 2, 1))


def test_a_case_is_of_a_household_and_by_the_default_policy() -> None:
    asked = Case(households=(home(),), uses=(), opened=date(2025, 1, 1), closed=date(2025, 2, 1))

    assert (asked.policy, asked.legal) == (PRORATA, False)


def test_the_policies_go_by_the_names_that_settings_use() -> None:
    assert {name: (each.full_from, each.full_to) for name, each in POLICIES.items()} == {
        "aes2013": (30, None),
        "prorata": (28, 31),
    }


@pytest.mark.parametrize(
    ("volume", "days", "parts"),
    [
        ("310", [11, 20], ["110.00", "200.00"]),
        ("1", [1, 1, 1], ["0.33", "0.33", "0.34"]),
        ("0.01", [1, 1], ["0.01", "0.00"]),
        ("0.02", [1, 1, 1, 1], ["0.01", "0.01", "0.00", "0.00"]),
        ("5", [31], ["5"]),
        ("0", [1, 2], ["0.00", "0"]),
    ],
)
def test_a_volume_is_shared_by_days_and_the_last_takes_the_rest(volume: str, days: list[int], parts: list[str]) -> None:
    assert shared(Decimal(volume), days) == [Decimal(part) for part in parts]


@pytest.mark.parametrize(
    ("policy", "days", "factor"),
    [
        (PRORATA, 27, "54/61"),
        (PRORATA, 28, "1"),
        (PRORATA, 31, "1"),
        (PRORATA, 32, "64/61"),
        (AES2013, 29, "58/61"),
        (AES2013, 30, "1"),
        (AES2013, 3000, "1"),
        (NormPolicy(base_days=Decimal(30), full_from=31, full_to=31), 30, "1"),
    ],
)
def test_a_monthly_norm_of_so_many_days(policy: NormPolicy, days: int, factor: str) -> None:
    assert str(policy.factor(days)) == factor
