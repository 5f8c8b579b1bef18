"""`calculate` at the command line, as the retailer's economist uses it."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from tests.house.sources import ROOT

EXAMPLE = ROOT / "docs/examples/case.json"
Calculate = Callable[[Path], tuple[int, str, str]]
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def calculate(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Calculate:
    def run(path: Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["bot", "calculate", str(path)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capfd.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


def test_the_example_of_the_handbook_is_calculated(calculate: Calculate) -> None:
    code, out, error = calculate(EXAMPLE)
    told = json.loads(out)

    assert (code, error) == (0, "")
    assert (told["preliminary"], told["prices_include_vat"]) == (True, True)
    assert (told["days"], told["volume"], told["total"], told["vat"]) == (31, "520.00", "17560.92", "1881.53")
    assert [each["formula"] for each in told["registers"]] == ["13000 − 12480 = 520.00"]
    assert [each["formula"] for each in told["lines"]] == [
        "155.81 × 28.00 = 4362.68",
        "79.03 × 37.52 = 2965.21",
        "189.19 × 32.20 = 6091.92",
        "95.97 × 43.15 = 4141.11",
    ]
    assert [(part["from"], part["to"], part["days"], part["tariff_from"]) for part in told["segments"]] == [
        ("2025-07-01", "2025-07-14", 14, "2025-01-01"),
        ("2025-07-15", "2025-07-31", 17, "2025-07-15"),
    ]
    assert [each["formula"] for each in told["segments"][0]["thresholds"]] == [
        "115 × 3 × 14/31 = 155.81",
        "190 × 3 × 14/31 = 257.42",
        None,
    ]
    assert told["vat_by_rate"] == [
        {"rate": "12", "amount": "17560.92", "vat": "1881.53", "formula": "17560.92 × 12/112 = 1881.53"}
    ]
    assert told["left"] == {"level": 2, "volume": "50.00", "price": "43.15", "next_price": "53.84"}


def altered(tmp_path: Path, change: Change) -> Path:
    case = copy.deepcopy(json.loads(EXAMPLE.read_text(encoding="utf-8")))
    change(case)
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case), encoding="utf-8")
    return file


def told(calculate: Calculate, tmp_path: Path, change: Change) -> dict[str, Any]:
    code, out, error = calculate(altered(tmp_path, change))
    assert (code, error) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def test_a_short_period_shows_how_the_norm_goes_by_the_day(calculate: Calculate, tmp_path: Path) -> None:
    found = told(calculate, tmp_path, lambda case: case.update(opened="2025-07-20", closed="2025-07-31"))

    assert found["segments"][0]["thresholds"][0]["formula"] == "115 × 3 × 11/30.5 = 124.43"


def test_a_policy_of_ones_own(calculate: Calculate, tmp_path: Path) -> None:
    own = {"base_days": 30, "full_from": 40, "full_to": None}
    found = told(calculate, tmp_path, lambda case: case.update(policy=own, opened="2025-07-14", closed="2025-07-31"))

    assert found["segments"][0]["thresholds"][1]["formula"] == "190 × 3 × 17/30 = 323.00"


def legal(case: dict[str, Any]) -> None:
    row = {"tariff_group": "LEGAL", "scheme": "flat", "zone": None, "level": None, "valid_from": "2026-01-01"}
    case["tariffs"] = [{**row, "price_ex_vat": "42.5", "vat_rate": 16, "price_inc_vat": "49.30"}]
    case["households"] = [{"tariff_group": "LEGAL", "tariff_scheme": "flat"}]
    case["uses"] = [{"opening": 1398.12, "closing": 1452.37, "ratio": 40, "losses": "18.60"}]
    case.update(legal=True, opened="2026-01-31", closed="2026-02-28")


def test_a_legal_entity_with_a_ratio_and_losses(calculate: Calculate, tmp_path: Path) -> None:
    found = told(calculate, tmp_path, legal)

    assert found["prices_include_vat"] is False
    assert found["registers"][0]["formula"] == "(1452.37 − 1398.12) × 40 + 18.6 = 2188.60"
    assert found["lines"][0]["formula"] == "2188.60 × 42.50 = 93015.50"
    assert found["vat_by_rate"][0]["formula"] == "93015.50 × 16/100 = 14882.48"
    assert (found["vat"], found["total"], found["left"]) == ("14882.48", "107897.98", None)
    assert (found["lines"][0]["level"], found["segments"][0]["thresholds"]) == (None, [])


def test_a_dial_that_went_over_zero_and_a_bare_volume(calculate: Calculate, tmp_path: Path) -> None:
    dial = {"opening": 99962, "closing": 47, "digits_int": 5, "rollover": True}

    found = told(calculate, tmp_path, lambda case: case.update(uses=[dial, {"volume": 1.005}]))

    assert [each["formula"] for each in found["registers"]] == ["100000 − 99962 + 47 = 85.00", "1.005 = 1.01"]
    assert found["volume"] == "86.01"


def a_number(case: dict[str, Any], **facts: object) -> None:
    case["uses"][0].update(facts)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        pytest.param(lambda case: case.pop("closed"), "closed: Field required", id="a key is missing"),
        pytest.param(lambda case: case.update(close="x"), "close: Extra inputs", id="a key is unknown"),
        pytest.param(lambda case: case.update(closed="31.07.2025"), "closed: a day is written", id="a day"),
        pytest.param(lambda case: case.update(closed=20250731), "closed: a day is written", id="a number for a day"),
        pytest.param(lambda case: case.update(closed="2025-02-30"), "closed: day is out of range", id="no such day"),
        pytest.param(
            lambda case: case.update(closed="2025-06-30"), "closed: 2025-06-30 is not after opened", id="no days"
        ),
        pytest.param(lambda case: case.update(policy="alseco"), "policy: Input should be 'prorata'", id="a policy"),
        pytest.param(
            lambda case: case.update(policy={"base_days": 0, "full_from": 1}), "policy.base_days: ", id="no base days"
        ),
        pytest.param(lambda case: case.update(legal="no"), "legal: ", id="a word for a truth"),
        pytest.param(lambda case: case.update(uses=[]), "uses: ", id="no register"),
        pytest.param(lambda case: case.update(households=[]), "households: ", id="no household"),
        pytest.param(lambda case: case["households"][0].update(stove="X"), "households[0].stove: ", id="a stove"),
        pytest.param(
            lambda case: case["households"].append(case["households"][0]),
            "households[1]: the same key as households[0]",
            id="a state twice",
        ),
        pytest.param(lambda case: a_number(case, opening=None), "uses[0]: give either a volume", id="half a reading"),
        pytest.param(lambda case: a_number(case, volume=5), "uses[0]: give either a volume", id="both ways"),
        pytest.param(lambda case: a_number(case, closing="12,5"), "uses[0].closing: ", id="a comma"),
        pytest.param(lambda case: a_number(case, closing=-1), "uses[0].closing: ", id="below zero"),
        pytest.param(lambda case: a_number(case, ratio=0), "uses[0].ratio: ", id="no ratio"),
        pytest.param(
            lambda case: a_number(case, closing=47), "uses[0].closing: 47 is less than opening, 12480", id="lower"
        ),
        pytest.param(lambda case: case["tariffs"][4].update(level=10), "tariffs[4].level: ", id="a level"),
        pytest.param(
            lambda case: case["tariffs"].append(case["tariffs"][2]),
            "tariffs[6]: the same key as tariffs[2]",
            id="twice",
        ),
        pytest.param(
            lambda case: case["tariffs"].pop(4), "tariffs: the levels of POP on 2025-07-15 leave a gap", id="a gap"
        ),
        pytest.param(
            lambda case: case["households"][0].update(tariff_scheme="flat"),
            "tariffs: no row of POP has a price on 2025-07-01 for scheme flat, zone T0",
            id="no price",
        ),
    ],
)
def test_a_broken_case_is_one_line_that_names_the_key(
    change: Change, named: str, calculate: Calculate, tmp_path: Path
) -> None:
    file = altered(tmp_path, change)

    code, out, error = calculate(file)

    assert (code, out) == (1, "")
    assert error.startswith(f"{file}: {named}"), error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b'{\n"opened": }', "no JSON in line 2, column 11"),
        (b'{"opened": 1, "opened": 2}', "opened: stands there twice"),
        (b"[]", "the case: "),
        (b"", "no JSON in line 1"),
        (b'{"legal": NaN}', "NaN is no number"),
        (b"\xff\xfe", "no UTF-8 text"),
        (b"[" * 100_000, "no JSON that can be read"),
        (b"9" * 5000, "no JSON that can be read"),
    ],
)
def test_what_is_no_case_at_all_is_named(content: bytes, named: str, calculate: Calculate, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(content)

    code, out, error = calculate(file)

    assert (code, out) == (1, "")
    assert error.startswith(f"{file}: {named}"), error
    assert error.count("\n") == 1


def test_a_file_that_is_not_there_is_named(calculate: Calculate, tmp_path: Path) -> None:
    code, _, error = calculate(tmp_path / "none.json")

    assert code == 1
    assert error == f"{tmp_path / 'none.json'} cannot be read: No such file or directory\n"


def test_a_mark_at_the_beginning_of_the_file_is_no_part_of_it(calculate: Calculate, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8-sig")

    assert calculate(file)[0] == 0
