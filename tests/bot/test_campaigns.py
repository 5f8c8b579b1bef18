"""A campaign described in a file, for the command line."""

from pathlib import Path

import pytest

from bot.campaigns import described
from bot.office import OfficeRefused
from tests.running import ROOT

EXAMPLE = ROOT / "docs/examples/campaign.toml"


def test_the_example_can_be_sent() -> None:
    content = described(EXAMPLE)

    assert content["audience"] == {"not_submitted": True}
    assert content["buttons"][0]["command"] == "readings"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<b>{account}", "<b>{number}", "number"),
        ("en = ", "fr = ", "English"),
        ("not_submitted", "submitted", "submitted"),
        ("[texts]", "[texts", "campaign.toml"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "campaign.toml"
    file.write_text(EXAMPLE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(OfficeRefused, match=said):
        described(file)
