import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from bot.settings import Settings, load
from core.retailer import DEMO_FILE, Retailer
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


def test_the_file_of_the_retailer_shows_every_key() -> None:
    shown = DEMO_FILE.read_text(encoding="utf-8")
    parts = [Retailer, *(part for field in Retailer.model_fields.values() for part in models_of(field.annotation))]

    keys = [key for part in parts for key in part.model_fields]
    assert [
        key for key in keys if not re.search(rf"^(?:# )?\[*(?:\w+\.)?{key}\b|\b{key} = ", shown, re.MULTILINE)
    ] == []


def models_of(annotation: object) -> list[type[BaseModel]]:
    """Return the models that a field holds, itself or in a collection."""
    held = [annotation, *get_args(annotation)]
    return [each for each in held if isinstance(each, type) and issubclass(each, BaseModel)]
