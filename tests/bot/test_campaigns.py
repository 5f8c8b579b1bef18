"""A campaign described in a file, for the command line."""

from functools import partial
from pathlib import Path

import pytest

from bot.campaigns import line
from bot.describing import corrected, described
from bot.office import OfficeRefused
from core.notices.model import Campaign, Counts, NoticeType, State
from tests.databases import NOW
from tests.running import ROOT

EXAMPLE = ROOT / "docs/examples/campaign.toml"


def test_the_example_can_be_sent() -> None:
    content = described(EXAMPLE).content

    assert content["audience"] == {"not_submitted": True}
    assert content["buttons"][0]["command"] == "readings"


def test_what_it_carries_and_how_it_repeats_are_read(tmp_path: Path) -> None:
    (tmp_path / "tariffs.pdf").write_bytes(b"%PDF")
    file = tmp_path / "campaign.toml"
    more = 'document = "tariffs.pdf"\nrepeat = "weekly"\n'
    file.write_text(more + EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")

    told = described(file)

    assert (told.kind, told.file, told.repeats) == ("document", tmp_path / "tariffs.pdf", "weekly")


def test_words_that_stand_under_a_file_are_measured_so(tmp_path: Path) -> None:
    (tmp_path / "poster.jpg").write_bytes(b"jpg")
    file = tmp_path / "campaign.toml"
    words = EXAMPLE.read_text(encoding="utf-8").replace("Dear consumer!", "Dear consumer! " + "x" * 1024)
    file.write_text(words, encoding="utf-8")
    assert described(file).file is None

    file.write_text('photo = "poster.jpg"\n' + words, encoding="utf-8")
    with pytest.raises(OfficeRefused, match="1024"):
        described(file)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<b>{account}", "<b>{number}", "number"),
        ("en = ", "fr = ", "English"),
        ("not_submitted", "submitted", "submitted"),
        ("[texts]", "[texts", "campaign.toml"),
        ("[texts]", 'photo = "poster.jpg"\n[texts]', "no such file"),
        ("[texts]", 'photo = "empty.txt"\n[texts]', "10 MB"),
        ("[texts]", 'photo = "a.jpg"\ndocument = "b.pdf"\n[texts]', "one of them"),
        ("[texts]", 'repeat = "hourly"\n[texts]', "hourly"),
        ("[audience]", '[audience]\naccounts_file = "none.txt"', "no such file"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "empty.txt").touch()
    file = tmp_path / "campaign.toml"
    file.write_text(EXAMPLE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(OfficeRefused, match=said):
        described(file)


def test_a_correction_is_described_by_texts_alone(tmp_path: Path) -> None:
    file = tmp_path / "new.toml"
    words = EXAMPLE.read_text(encoding="utf-8")
    file.write_text(words[: words.index("[[buttons]]")], encoding="utf-8")

    assert corrected(file).keys() == {"kk", "ru", "en"}
    with pytest.raises(OfficeRefused, match="buttons, audience"):
        corrected(EXAMPLE)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"edits": True}, "corrected 3, blocked 0, not possible any more 1"),
        ({"recalls": True}, "deleted 3, blocked 0, not possible any more 1"),
        ({}, "sent 3, blocked 0, refused 1"),
    ],
)
def test_the_line_of_a_campaign_says_what_it_has_done(content: dict[str, bool], said: str) -> None:
    counts = Counts(queued=4, sent=3, failed=1)
    news = partial(Campaign, id=7, about=NoticeType.NEWS, state=State.DONE, created_by="office:x", created_at=NOW)

    assert said in line(news(content=content, counts=counts))
