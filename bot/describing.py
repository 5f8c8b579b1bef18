"""A campaign as a file of the office describes it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.office import OfficeRefused
from bot.screens.notices_refusals import refusal_words
from core.i18n import LANGUAGES, translator
from core.notices.audience import Audience
from core.notices.refusals import CampaignRefused
from core.notices.repeating import Repeats
from core.notices.wording import check_button, check_languages, check_text

_FIELDS = {"branches", "localities", "streets", "schemes", "languages", "debt_over", "not_submitted"}
_LARGEST = {"photo": 10, "document": 50}  # MB that a bot may send
_KNOWN = _FIELDS | {"verification_within", "accounts_file"}


@dataclass(frozen=True, kw_only=True)
class Described:
    """A campaign as a file tells it; `kind` and `file` are what it carries, `accounts` the file of its audience."""

    content: dict[str, Any]
    repeats: str | None = None
    kind: str = ""  # photo | document
    file: Path | None = None
    accounts: Path | None = None


def described(path: Path) -> Described:
    """Read a campaign as docs/examples/campaign.toml shows it.

    :raises OfficeRefused: it is broken, or cannot be sent so
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return _described(data, path.parent)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, AttributeError, KeyError) as error:
        raise OfficeRefused(f"{path}: not a campaign as docs/examples/campaign.toml shows it: {error}") from None
    except CampaignRefused as refusal:
        raise OfficeRefused(f"{path}: {in_words(refusal)}") from None


def corrected(path: Path) -> dict[str, str]:
    """Read the texts of a correction: a file as that of a campaign, with nothing but texts.

    :raises OfficeRefused: as above, or there is more in it
    """
    told = described(path)
    named = {**told.content, "repeat": told.repeats, told.kind: told.file, "accounts_file": told.accounts}
    if more := [name for name, value in named.items() if value and name != "texts"]:
        raise OfficeRefused(f"{path}: only texts can be corrected, not: {', '.join(more)}")
    texts: dict[str, str] = told.content["texts"]
    return texts


def in_words(refusal: CampaignRefused) -> str:
    return str(refusal_words(refusal, translator("en").plain))


def _described(data: dict[str, Any], folder: Path) -> Described:
    if strange := set(data) - {"texts", "buttons", "audience", "repeat", *_LARGEST}:
        raise KeyError(f"unknown: {', '.join(sorted(strange))}")
    kind, file = _file(data, folder)
    check_languages(data["texts"])
    texts = {code: check_text(data["texts"][code], language=code, with_file=bool(kind)) for code in LANGUAGES}
    buttons = [
        check_button(each["text"], url=each.get("url", ""), command=each.get("command", ""))
        for each in data.get("buttons", ())
    ]
    asked = dict(data.get("audience", {}))
    if strange := set(asked) - _KNOWN:
        raise KeyError(f"unknown in audience: {', '.join(sorted(strange))}")
    accounts = asked.pop("accounts_file", "")
    repeats = data.get("repeat")
    if repeats is not None and repeats not in set(Repeats):
        raise CampaignRefused("repeats", str(repeats)[:30])
    return Described(
        content={"texts": texts, "buttons": buttons, "audience": Audience.from_json(asked).checked().to_json()},
        repeats=repeats,
        kind=kind,
        file=file,
        accounts=_beside(folder, accounts) if accounts else None,
    )


def _file(data: Mapping[str, Any], folder: Path) -> tuple[str, Path | None]:
    named = [kind for kind in _LARGEST if data.get(kind)]
    if not named:
        return "", None
    if len(named) > 1:
        raise KeyError("photo and document: one of them")
    kind = named[0]
    file = _beside(folder, data[kind])
    if (size := file.stat().st_size) > _LARGEST[kind] << 20 or not size:
        raise OfficeRefused(f"{file}: Telegram takes a {kind} of up to {_LARGEST[kind]} MB, and no empty one.")
    return kind, file


def _beside(folder: Path, name: str) -> Path:
    """:raises OfficeRefused: there is no such file"""
    if not (file := folder / name).is_file():
        raise OfficeRefused(f"{file}: there is no such file.")
    return file
