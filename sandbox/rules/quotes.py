"""A quote must be an exact part of the message that is answered, its bold and italic included."""

from typing import Any

from sandbox.rules.tags import Entity

_TOLD = {"bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji"}
QUOTE_LIMIT = 1024


def find_quote(content: dict[str, Any], text: str, entities: list[Entity], near: int = 0) -> dict[str, Any] | None:
    """TextQuote of this text, at the place nearest to `near`; None where the message does not say so."""
    words = str(content.get("text", content.get("caption", "")))
    spoken = content.get("entities", content.get("caption_entities", []))
    if not text or len(text) > QUOTE_LIMIT:
        return None
    wanted = [_told(one, 0) for one in entities if one["type"] in _TOLD]
    places = []
    at = words.find(text)
    while at >= 0:
        offset = _units(words[:at])
        if _inside(spoken, offset, _units(text)) == sorted(wanted, key=str):
            places.append(offset)
        at = words.find(text, at + 1)
    if not places:
        return None
    quote: dict[str, Any] = {"text": text, "position": min(places, key=lambda place: abs(place - near))}
    shown = [one for one in entities if one["type"] in _TOLD]
    return quote | ({"entities": shown} if shown else {}) | {"is_manual": True}


def quote_of(content: dict[str, Any], text: str) -> dict[str, Any] | None:
    """TextQuote as a person's app makes it: the entities of the chosen part come along by themselves."""
    words = str(content.get("text", content.get("caption", "")))
    at = words.find(text) if text else -1
    if at < 0 or len(text) > QUOTE_LIMIT:
        return None
    offset, length = _units(words[:at]), _units(text)
    spoken = content.get("entities", content.get("caption_entities", []))
    cut = [one for one in (_cut(each, offset, length) for each in spoken if each["type"] in _TOLD) if one]
    quote: dict[str, Any] = {"text": text, "position": offset, "is_manual": True}
    return quote | ({"entities": cut} if cut else {})


def _inside(spoken: list[Entity], offset: int, length: int) -> list[tuple[Any, ...]]:
    cut = [_cut(one, offset, length) for one in spoken if one["type"] in _TOLD]
    return sorted((_told(one, 0) for one in cut if one), key=str)


def _cut(entity: Entity, offset: int, length: int) -> Entity | None:
    """The part of an entity that lies in the quote, counted from the beginning of the quote."""
    begin = max(entity["offset"], offset)
    end = min(entity["offset"] + entity["length"], offset + length)
    return entity | {"offset": begin - offset, "length": end - begin} if begin < end else None


def _told(entity: Entity, offset: int) -> tuple[Any, ...]:
    return entity["type"], entity["offset"] - offset, entity["length"], entity.get("custom_emoji_id", "")


def _units(text: str) -> int:
    """UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
