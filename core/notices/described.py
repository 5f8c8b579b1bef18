"""What an operator types about a campaign: audience, time, button; the keys in three languages."""

import re
from collections.abc import Iterable
from datetime import datetime

from core.clock import ALMATY
from core.notices.audience import Audience
from core.notices.refusals import CampaignRefused
from core.notices.repeating import Repeats

_KEYS = {
    "branches": ("branch", "филиал"),
    "localities": ("locality", "город", "населённый пункт", "қала", "елді мекен"),
    "streets": ("street", "улица", "көше"),
    "schemes": ("scheme", "схема", "сызба"),
    "languages": ("language", "язык", "тіл"),
    "accounts": ("accounts", "счета", "шоттар"),
    "debt_over": ("debt", "долг", "берешек"),
    "verification_within": ("verification", "поверка", "салыстырып тексеру"),
}
_NOT_SUBMITTED = ("not submitted", "не передали", "көрсеткіш бермегендер")
_ALL = ("all", "все", "барлығы")
_NOW = ("now", "сейчас", "қазір")
_TURNS = {
    Repeats.DAILY: ("daily", "ежедневно", "күн сайын"),
    Repeats.WEEKLY: ("weekly", "еженедельно", "апта сайын"),
    Repeats.MONTHLY: ("monthly", "ежемесячно", "ай сайын"),
}
_FIELD = {word: field for field, words in _KEYS.items() for word in words}
_TIME = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\s+(\d{1,2}):(\d{2})|(\d{4})-(\d{2})-(\d{2})[T\s]+(\d{1,2}):(\d{2})")


def read_audience(text: str) -> Audience:
    """Read lines such as «debt: 5000» (tenge) or «branch: UKG, SEM»; «all» is everybody.

    :raises CampaignRefused: a line is not understood
    """
    found: dict[str, object] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        key, _, value = line.partition(":")
        word = " ".join(key.split()).casefold()
        if word in _NOT_SUBMITTED:
            found["not_submitted"] = True
        elif word in _FIELD and value.strip():
            found[_FIELD[word]] = _value(_FIELD[word], value)
        elif word not in _ALL or value:
            raise CampaignRefused("audience", line[:60])
    return Audience(**found).checked()  # type: ignore[arg-type]


def read_when(text: str) -> tuple[datetime | None, Repeats | None]:
    """Read «01.12.2026 10:00», or «now», with «daily», «weekly» or «monthly» behind it.

    :raises CampaignRefused
    """
    rest = " ".join(text.split()).casefold()
    repeats = next((turn for turn, words in _TURNS.items() if rest.endswith(words)), None)
    if repeats is not None:
        word = next(word for word in _TURNS[repeats] if rest.endswith(word))
        rest = rest.removesuffix(word).rstrip(" ,;")
    return (None if rest in ("", *_NOW) else read_moment(rest)), repeats


def read_moment(text: str) -> datetime:
    """Read a day and an hour of Kazakhstan.

    :raises CampaignRefused
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise CampaignRefused("when", text[:30])
    parts = [int(part) for part in match.groups() if part is not None]
    if match[1]:
        parts[0], parts[2] = parts[2], parts[0]
    try:
        year, month, day, hour, minute = parts
        return datetime(year, month, day, hour, minute, tzinfo=ALMATY)
    except ValueError:
        raise CampaignRefused("when", text[:30]) from None


def read_button(text: str) -> tuple[dict[str, str], str, str]:
    """Read «Ашу | Открыть | Open», and below it an address or a command; return labels, address, command.

    :raises CampaignRefused
    """
    first, *others = [line.strip() for line in text.strip().splitlines() if line.strip()] or [""]
    labels = dict(zip(("kk", "ru", "en"), (label.strip() for label in first.split("|")), strict=False))
    target = others[0] if len(others) == 1 else ""
    if not target or first.count("|") > 2:
        raise CampaignRefused("button")
    return (labels, "", target[1:]) if target.startswith("/") else (labels, target, "")


def _value(field: str, text: str) -> object:
    if field in ("debt_over", "verification_within"):
        number = re.sub(r"[\s\u00a0>₸]", "", text)
        if not re.fullmatch(r"[0-9]{1,9}", number):
            raise CampaignRefused("debt" if field == "debt_over" else "days", text[:30], most=366)
        return int(number) * 100 if field == "debt_over" else int(number)
    return frozenset(_words(text.split(",")))


def _words(parts: Iterable[str]) -> Iterable[str]:
    return (" ".join(part.split()) for part in parts if part.strip())
