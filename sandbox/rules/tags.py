"""Tags of the HTML of parse_mode: what their attributes mean and which entities they leave."""

import re
from dataclasses import dataclass
from typing import Any

from sandbox.rules.links import WrongLink, check_link, user_of_link

Entity = dict[str, Any]
_STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline", "s": "strikethrough", "strike": "strikethrough",
    "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
TAGS = {*_STYLES, "a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}


class WrongMarkup(ValueError):
    """The markup is refused; the message is TDLib's, without "Can't parse entities: "."""


@dataclass
class Tag:
    """A tag that is still open; `offset` is in UTF-16 units, `begin` in bytes of the plain text."""

    name: str
    argument: str
    date: int
    offset: int
    begin: int


def close_tag(tag: Tag, length: int, words: str, entities: list[Entity]) -> None:
    """Add what the tag leaves on its `length` UTF-16 units; `words` is what it encloses."""
    place: Entity = {"offset": tag.offset, "length": length}
    last = entities[-1] if entities else {}
    same = all(last.get(key) == value for key, value in place.items())
    if tag.name in _STYLES:
        entities.append({"type": _STYLES[tag.name], **place})
    elif tag.name == "a":
        entities += _link(tag, place, words)
    elif tag.name == "pre" and same and last["type"] == "code" and last["language"]:
        last["type"] = "pre"
    elif tag.name == "code" and same and last["type"] == "pre" and tag.argument:
        last["language"] = tag.argument
    elif tag.name in ("pre", "code"):
        language = tag.argument if tag.name == "code" else ""
        entities.append({"type": tag.name, **place, "language": language})
    elif tag.name == "blockquote":
        kind = "expandable_blockquote" if tag.argument else "blockquote"
        entities.append({"type": kind, **place})
    elif tag.name == "tg-emoji":
        entities.append(_custom_emoji(tag, place))
    else:
        entities += _date_time(tag, place)


def _link(tag: Tag, place: Entity, words: str) -> list[Entity]:
    url = tag.argument or words
    user = user_of_link(url)
    if user is not None:
        return [{"type": "text_mention", **place, "user": {"id": user}}]
    try:
        return [{"type": "text_link", **place, "url": check_link(url)}]
    except WrongLink:
        return []  # Telegram drops the link and keeps the words


def sorted_entities(entities: list[Entity]) -> list[Entity]:
    """By place; of two at one place the one that stands outside comes first."""
    return sorted(entities, key=lambda e: (e["offset"], -e["length"], _PRIORITY.get(e["type"], 50)))


_PRIORITY = {
    "blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "date_time": 25,
    "text_link": 49, "text_mention": 49, "bold": 90, "italic": 91, "underline": 92,
    "strikethrough": 93, "spoiler": 94, "custom_emoji": 99,
}  # fmt: skip


def keep_attribute(tag: Tag, key: str, value: str) -> None:
    """Note what the attribute says; others are ignored."""
    match tag.name, key:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "format"):
            tag.argument = value
        case ("code", "class") if value.startswith("language-"):
            tag.argument = value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            tag.argument = value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            tag.argument = "1"
        case ("tg-time", "unix"):
            digits = re.match(r"-?[0-9]+", value)
            number = int(digits[0]) if digits else 0
            tag.date = (number + 2**31) % 2**32 - 2**31


def _custom_emoji(tag: Tag, place: Entity) -> Entity:
    number = int(tag.argument) if re.fullmatch(r"-?[1-9][0-9]{0,18}", tag.argument) else 0
    if number == 0 or not -(2**63) <= number < 2**63:
        raise WrongMarkup("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", **place, "custom_emoji_id": tag.argument}


def _date_time(tag: Tag, place: Entity) -> list[Entity]:
    form = tag.argument
    if form in ("r", "R"):
        shown = "r"
    elif re.fullmatch(r"[tTdDwW]*", form):
        day = "w" if "w" in form.lower() else ""
        date = "D" if "D" in form else "d" if "d" in form else ""
        shown = day + date + ("T" if "T" in form else "t" if "t" in form else "")
    else:
        raise WrongMarkup("Invalid date format used")
    if tag.date <= 0:
        return []
    return [{"type": "date_time", **place, "unix_time": tag.date, "date_time_format": shown}]


def without_traces(entity: Entity) -> Entity:
    """The entity as it is shown: the language of plain code is dropped."""
    if entity["type"] == "code" or not entity.get("language", "-"):
        return {key: value for key, value in entity.items() if key != "language"}
    return entity
