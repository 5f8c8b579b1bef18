import re
from pathlib import Path

import pytest

from bot.settings import Settings, load
from tests.house.sources import ROOT

EXAMPLE = ROOT / ".env.example"


def test_the_example_lists_every_setting_once() -> None:
    listed = re.findall(r"^#?([A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(listed) == sorted(name.upper() for name in Settings.model_fields)


def test_the_example_shows_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = re.sub(r"^#([A-Z_]+=.)", r"\1", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (tmp_path / ".env").write_text(shown, encoding="utf-8")
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)

    with_example = load()

    (tmp_path / ".env").unlink()
    assert with_example == load()
