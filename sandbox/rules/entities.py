"""Entities brought into the form in which Telegram stores a message.

Styles are split at each other's borders, nothing lives inside code, links do not overlap, control
characters and outer blanks are gone. Offsets and lengths are UTF-16 units everywhere.
"""

from collections.abc import Iterator

from sandbox.refusal import bad_request
from sandbox.rules.tags import Entity, sorted_entities

_STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
_QUOTES = ("blockquote", "expandable_blockquote")
_CODE = ("pre", "code", "date_time")
_INVISIBLE = {"\r", "\u0333", "\u033f", "\u030a", *map(chr, range(0x2028, 0x202F))}
_DIRECTION_MARKS = "\u200e\u200f"


def utf16_length(text: str) -> int:
    """Length as entities count it: two for a character outside the basic plane."""
    return len(text) + sum(c > "\uffff" for c in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of the text that an entity covers."""
    encoded = text.encode("utf-16-le")
    return encoded[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def tidy(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Text and entities as they are stored.

    :raises Refusal: for entities that do not lie on the text
    """
    for entity in entities:
        _check_range(entity)
    entities = _untangle([dict(e) for e in entities if e["length"] > 0])
    text, entities = _clean(text, entities)
    entities = _untangle([e for e in entities if e["length"] > 0])
    return _trim(text, entities)


def is_blank(text: str) -> bool:
    """Nothing to be seen: blanks, zero-width characters and direction marks alone."""
    return not text.strip(
        " \n\u00a0\u200b\u200c\u200d\u200e\u200f\u202e\ufeff\u1680\u180e\u202f\u205f\u2800\u3000\ufffc"
        + "".join(map(chr, range(0x2000, 0x200B)))
        + "".join(map(chr, range(0xE0000, 0xE0080)))
    )


def _check_range(entity: Entity) -> None:
    for key in ("offset", "length"):
        if not 0 <= entity[key] <= 1_000_000:
            raise bad_request(f"Receive an entity with incorrect {key} {entity[key]}")


def _untangle(entities: list[Entity]) -> list[Entity]:
    entities = sorted_entities(entities)
    styles = [e for e in entities if e["type"] in _STYLES]
    quotes = _apart([e for e in entities if e["type"] in _QUOTES])
    solid = _apart([e for e in entities if e["type"] not in (*_STYLES, *_QUOTES)])
    solid = [e for e in solid if not any(_crosses(e, quote) for quote in quotes)]
    solid = sorted_entities(solid + quotes)
    return sorted_entities(solid + list(_split(styles, solid)))


def _end(entity: Entity) -> int:
    return int(entity["offset"] + entity["length"])


def _apart(entities: list[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity["offset"] >= _end(kept[-1]):
            kept.append(entity)
    return kept


def _crosses(entity: Entity, quote: Entity) -> bool:
    if _end(quote) <= entity["offset"] or _end(entity) <= quote["offset"]:
        return False
    return _end(quote) < _end(entity) or entity["offset"] < quote["offset"]


def _split(styles: list[Entity], solid: list[Entity]) -> Iterator[Entity]:
    """Cut the styles at each other's beginnings and at the borders of the solid entities."""
    cutter = _Cutter(styles)
    stack: list[Entity] = []
    for entity in [*solid, None]:
        offset = entity["offset"] if entity else 10**9
        while stack and offset >= _end(stack[-1]):
            inner = stack.pop()
            cut = cutter.advance(_end(inner))
            if inner["type"] not in _CODE:
                yield from cut
        yield from cutter.advance(offset)
        if entity:
            stack.append(entity)


class _Cutter:
    def __init__(self, styles: list[Entity]) -> None:
        self._waiting = list(reversed(styles))
        self._open: dict[str, tuple[int, int]] = {}

    def advance(self, offset: int) -> list[Entity]:
        done: list[Entity] = []
        while self._waiting and self._waiting[-1]["offset"] < offset:
            style = self._waiting.pop()
            begin, end = self._open.get(style["type"], (0, -1))
            if style["offset"] <= end:
                self._open[style["type"]] = (begin, max(end, _end(style)))
            else:
                done += self._flush(style["offset"])
                self._open[style["type"]] = (style["offset"], _end(style))
        return [*done, *self._flush(offset)]

    def _flush(self, offset: int) -> Iterator[Entity]:
        for kind in _STYLES:
            begin, end = self._open.get(kind, (offset, offset))
            if begin >= offset:
                continue
            yield {"type": kind, "offset": begin, "length": min(end, offset) - begin}
            if end <= offset:
                del self._open[kind]
            else:
                self._open[kind] = (offset, end)


def _clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    places: dict[int, int] = {}
    out: list[str] = []
    old = new = 0
    for character in text:
        places[old] = new
        old += utf16_length(character)
        if character not in _INVISIBLE:
            shown = " " if character < " " and character != "\n" else character
            out.append(shown)
            new += utf16_length(shown)
    places[old] = new
    for entity in entities:
        _move(entity, places, old)
    return _replace_marks("".join(out)), entities


def _move(entity: Entity, places: dict[int, int], size: int) -> None:
    offset, end = entity["offset"], _end(entity)
    if offset > size:
        raise bad_request(f"Entity begins after the end of the text at UTF-16 offset {offset}")
    if end > size:
        raise bad_request(
            f"Entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {end}"
        )
    if offset not in places or end not in places:
        verb = "begins" if offset not in places else "ends"
        raise bad_request(f"Entity {verb} in a middle of a UTF-16 symbol")
    entity["offset"] = places[offset]
    entity["length"] = places[end] - places[offset]


def _replace_marks(text: str) -> str:
    pairs = zip(text, f"{text} "[1:], strict=True)
    return "".join("\u200c" if c in _DIRECTION_MARKS and after in _DIRECTION_MARKS else c for c, after in pairs)


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    text = text.rstrip(" \n")
    size = utf16_length(text)
    entities = [e for e in entities if e["offset"] < size]
    for entity in entities:
        entity["length"] = min(entity["length"], size - entity["offset"])
    first = entities[0]["offset"] if entities else len(text)
    blanks = min(len(text) - len(text.lstrip(" \n")), first)
    for entity in entities:
        entity["offset"] -= blanks
    return text[blanks:], sorted_entities(entities)
