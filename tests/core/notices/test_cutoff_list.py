"""The office's list: taken whole, or refused with each line that is wrong."""

from datetime import date

import pytest

from core.notices.cutoff_list import MOST, ListRefused, Warned, read_list

TODAY = date(2026, 11, 22)
HEAD = "branch_code;account_no;debt;cutoff_on"


def read(*lines: str) -> tuple[Warned, ...]:
    return read_list([HEAD, *lines], today=TODAY, days=30)


def test_a_list_is_read_line_by_line() -> None:
    assert read("UKG;000100100;12345.67;2026-12-22", "", "SEM;000200200;500,5;2027-01-31") == (
        Warned(branch_code="UKG", account_no="000100100", debt=1_234_567, cutoff_on=date(2026, 12, 22)),
        Warned(branch_code="SEM", account_no="000200200", debt=50_050, cutoff_on=date(2027, 1, 31)),
    )


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("UKG;1;5;2026-12-21", "line 3: cutoff_on 2026-12-21: the notice has to come 30 days before, so 2026-12-22"),
        ("UKG;1;5;22.12.2026", "line 3: cutoff_on «22.12.2026» is not a day"),
        ("UKG;1;5;2026-02-30", "line 3: cutoff_on «2026-02-30» is not a day"),
        ("UKG;1;0;2026-12-31", "line 3: debt «0» is not an amount above nothing"),
        ("UKG;1;-5;2026-12-31", "line 3: debt «-5»"),
        ("UKG;1;NaN;2026-12-31", "line 3: debt «NaN»"),
        ("UKG;1;1.005;2026-12-31", "line 3: debt «1.005»"),
        ("UKG;1;abc;2026-12-31", "line 3: debt «abc» is not an amount"),
        (";1;5;2026-12-31", "line 3: branch_code is empty"),
        ("UKG;;5;2026-12-31", "line 3: account_no is empty"),
        ("UKG;1;5", "line 3: 3 columns instead of 4"),
        ("UKG;000100100;5;2026-12-31", "line 3: account 000100100 stands in line 2 already"),
    ],
)
def test_a_line_that_is_wrong_is_named(line: str, fault: str) -> None:
    with pytest.raises(ListRefused, match="line 3") as refusal:
        read("UKG;000100100;1;2026-12-31", line)

    assert str(refusal.value).startswith(fault)


def test_every_wrong_line_is_named() -> None:
    with pytest.raises(ListRefused) as refusal:
        read(*["UKG;1;x;2026-12-31"] * 25)

    assert len(refusal.value.faults) == 25
    assert str(refusal.value).endswith("… and 5 more")


@pytest.mark.parametrize("lines", [[], ["account;debt"], [HEAD], [HEAD, *["UKG;1;5;2026-12-31"] * (MOST + 1)]])
def test_what_is_no_list_is_refused(lines: list[str]) -> None:
    with pytest.raises(ListRefused):
        read_list(lines, today=TODAY, days=30)
