from decimal import Decimal
from pathlib import Path

import pytest

from core.retailer import DEMO_FILE, Retailer, RetailerFileBroken
from core.tariffs.model import AES2013, PRORATA, NormPolicy
from core.tariffs.policy import TariffPolicy

AS_IT_IS = 'norm_policy = "prorata"'


def with_norms(folder: Path, written: str) -> TariffPolicy:
    text = DEMO_FILE.read_text(encoding="utf-8")
    assert AS_IT_IS in text
    file = folder / "retailer.toml"
    file.write_text(text.replace(AS_IT_IS, f"norm_policy = {written}", 1), encoding="utf-8")
    return Retailer.from_file(file).tariffs


def test_norms_are_shared_by_days_unless_the_file_says_otherwise() -> None:
    assert TariffPolicy().norms == PRORATA


@pytest.mark.parametrize(
    ("written", "norms"),
    [
        ('"prorata"', PRORATA),
        ('"aes2013"', AES2013),
        ("{ base_days = 30.4, full_from = 27 }", NormPolicy(base_days=Decimal("30.4"), full_from=27, full_to=None)),
        (
            "{ base_days = 30, full_from = 30, full_to = 30 }",
            NormPolicy(base_days=Decimal(30), full_from=30, full_to=30),
        ),
    ],
)
def test_a_policy_is_named_or_written_out(tmp_path: Path, written: str, norms: NormPolicy) -> None:
    assert with_norms(tmp_path, written).norms == norms


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"monthly"', "tariffs.norm_policy: .*neither a table nor one of aes2013, prorata"),
        ("30.5", "tariffs.norm_policy: .*neither a table"),
        ("{ base_days = 0, full_from = 28 }", "tariffs.norm_policy.base_days: .*greater than 0"),
        ("{ base_days = 30.5, full_from = 31, full_to = 28 }", "tariffs.norm_policy: .*full_to is below full_from"),
        ("{ base_days = 30.5, full_from = 28, full_until = 31 }", "tariffs.norm_policy.full_until: "),
    ],
)
def test_a_broken_policy_stops_the_start_with_its_key(tmp_path: Path, written: str, said: str) -> None:
    with pytest.raises(RetailerFileBroken, match=said):
        with_norms(tmp_path, written)


def test_groups_are_known_by_their_names() -> None:
    groups = Retailer.from_file(DEMO_FILE).tariffs.groups

    assert [(code, group.of("ru"), group.legal) for code, group in groups.items()] == [
        ("POP", "Население", False),
        ("LEGAL", "Юридические лица", True),
    ]
