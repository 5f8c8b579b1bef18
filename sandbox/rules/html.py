"""HTML of parse_mode → plain text and entities, byte for byte as TDLib's parser does it.

It works on UTF-8 bytes, because the refusals name byte offsets; entity offsets are UTF-16 units.
"""

import re
from dataclasses import dataclass
from typing import Any

from sandbox.rules.links import WrongLink, check_link, user_of_link

_SPACES = b" \t\r\n\0\v"
_END = 0
_STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline", "s": "strikethrough", "strike": "strikethrough",
    "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
}  # fmt: skip
_TAGS = {*_STYLES, "a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*))")

Entity = dict[str, Any]


class WrongMarkup(ValueError):
    """The markup is refused; the message is TDLib's, without "Can't parse entities: "."""


@dataclass
class _Tag:
    name: str
    argument: str
    date: int
    offset: int
    begin: int


def parse_html(markup: str) -> tuple[str, list[Entity]]:
    """Plain text and its entities in document order.

    :raises WrongMarkup: where Telegram answers "can't parse entities"
    """
    return _Parser(markup).parse()


class _Parser:
    def __init__(self, markup: str) -> None:
        encoded = markup.encode("utf-8")
        self.size = len(encoded)
        self.text = encoded + bytes(2)  # a name or a reference may look one byte past the end
        self.at = 0
        self.out = bytearray()
        self.offset = 0
        self.open: list[_Tag] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < self.size:
            if self.text[self.at] == ord("<"):
                self._tag()
            elif not self._reference():
                self._literal()
        if self.open:
            name = self.open[-1].name
            raise WrongMarkup(f'Can\'t find end tag corresponding to start tag "{name}"')
        try:
            text = self.out.decode("utf-8")
        except UnicodeDecodeError:
            raise WrongMarkup(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            ) from None
        return text, sorted_entities([_public(entity) for entity in self.entities])

    def _literal(self) -> None:
        byte = self.text[self.at]
        if byte & 0xC0 != 0x80:
            self.offset += 1 + (byte >= 0xF0)
        self.out.append(byte)
        self.at += 1

    def _reference(self) -> bool:
        if self.text[self.at] != ord("&"):
            return False
        code, end = _decode_reference(self.text, self.at)
        if code == 0:
            return False
        self.offset += 1 + (code > 0xFFFF)
        self.out += chr(code).encode("utf-8", "surrogatepass")
        self.at = end
        return True

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.text[self.at] == ord("/"):
            self._end_tag(begin)
        else:
            self._start_tag(begin)
        self.at += 1

    def _start_tag(self, begin: int) -> None:
        self._skip_until(_SPACES + b">")
        if self.text[self.at] == _END:
            raise WrongMarkup(f"Unclosed start tag at byte offset {begin}")
        name = _lower(self.text[begin + 1 : self.at])
        if name not in _TAGS:
            raise WrongMarkup(f'Unsupported start tag "{name}" at byte offset {begin}')
        tag = _Tag(name, "", 0, self.offset, len(self.out))
        while self.text[self.at] != ord(">"):
            self._skip_spaces()
            if self.text[self.at] == ord(">"):
                break
            self._attribute(tag, begin)
        if name == "span" and tag.argument != "spoiler":
            raise WrongMarkup(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(tag)

    def _attribute(self, tag: _Tag, begin: int) -> None:
        start = self.at
        self._skip_until(_SPACES + b"=>/\"'")
        key = self.text[start : self.at].decode("utf-8")
        if not key:
            raise WrongMarkup(f'Empty attribute name in the tag "{tag.name}" at byte offset {begin}')
        self._skip_spaces()
        unclosed = WrongMarkup(f'Unclosed start tag "{tag.name}" at byte offset {begin}')
        if self.text[self.at] != ord("="):
            if self.text[self.at] == _END:
                raise unclosed
            if (tag.name, key) == ("blockquote", "expandable"):
                tag.argument = "1"
            return
        self.at += 1
        self._skip_spaces()
        if self.text[self.at] == _END:
            raise unclosed
        value = self._string() if self.text[self.at] in b"'\"" else self._token()
        if self.text[self.at] == _END:
            raise WrongMarkup(f"Unclosed start tag at byte offset {begin}")
        _keep(tag, key, value)

    def _token(self) -> str:
        start = self.at
        while chr(self.text[self.at]).isascii() and (chr(self.text[self.at]).isalnum() or self.text[self.at] in b".-"):
            self.at += 1
        if self.text[self.at] not in _SPACES + b">":
            raise WrongMarkup(f"Unexpected end of name token at byte offset {start}")
        return _lower(self.text[start : self.at])

    def _string(self) -> str:
        quote = self.text[self.at]
        self.at += 1
        value = bytearray()
        while self.text[self.at] not in (quote, _END):
            code, end = (0, 0)
            if self.text[self.at] == ord("&"):
                code, end = _decode_reference(self.text, self.at)
            if code:
                value += chr(code).encode("utf-8", "surrogatepass")
                self.at = end
            else:
                value.append(self.text[self.at])
                self.at += 1
        if self.text[self.at] == quote:
            self.at += 1
        return value.decode("utf-8", "surrogatepass")

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise WrongMarkup(f"Unexpected end tag at byte offset {begin}")
        self._skip_until(_SPACES + b">")
        name = _lower(self.text[begin + 2 : self.at])
        self._skip_spaces()
        if self.text[self.at] != ord(">"):
            raise WrongMarkup(f"Unclosed end tag at byte offset {begin}")
        tag = self.open[-1]
        if name and name != tag.name:
            raise WrongMarkup(f'Unmatched end tag at byte offset {begin}, expected "</{tag.name}>", found "</{name}>"')
        if self.offset > tag.offset:
            self._close(tag)
        self.open.pop()

    def _close(self, tag: _Tag) -> None:
        place: Entity = {"offset": tag.offset, "length": self.offset - tag.offset}
        last = self.entities[-1] if self.entities else {}
        same = all(last.get(key) == value for key, value in place.items())
        if tag.name in _STYLES:
            self.entities.append({"type": _STYLES[tag.name], **place})
        elif tag.name == "a":
            self._close_link(tag, place)
        elif tag.name == "pre" and same and last["type"] == "code" and last["language"]:
            last["type"] = "pre"
        elif tag.name == "code" and same and last["type"] == "pre" and tag.argument:
            last["language"] = tag.argument
        elif tag.name in ("pre", "code"):
            language = tag.argument if tag.name == "code" else ""
            self.entities.append({"type": tag.name, **place, "language": language})
        elif tag.name == "blockquote":
            kind = "expandable_blockquote" if tag.argument else "blockquote"
            self.entities.append({"type": kind, **place})
        elif tag.name == "tg-emoji":
            self.entities.append(_custom_emoji(tag, place))
        else:
            self.entities += _date_time(tag, place)

    def _close_link(self, tag: _Tag, place: Entity) -> None:
        url = tag.argument or self.out[tag.begin :].decode("utf-8", "surrogatepass")
        user = user_of_link(url)
        if user is not None:
            self.entities.append({"type": "text_mention", **place, "user": {"id": user}})
            return
        try:
            self.entities.append({"type": "text_link", **place, "url": check_link(url)})
        except WrongLink:
            return  # Telegram drops the link and keeps the words

    def _skip_until(self, stops: bytes) -> None:
        while self.text[self.at] not in stops:
            self.at += 1

    def _skip_spaces(self) -> None:
        while self.text[self.at] != _END and self.text[self.at] in _SPACES:
            self.at += 1


def sorted_entities(entities: list[Entity]) -> list[Entity]:
    """By place; of two at one place the one that stands outside comes first."""
    return sorted(entities, key=lambda e: (e["offset"], -e["length"], _PRIORITY.get(e["type"], 50)))


_PRIORITY = {
    "blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "date_time": 25,
    "text_link": 49, "text_mention": 49, "bold": 90, "italic": 91, "underline": 92,
    "strikethrough": 93, "spoiler": 94, "custom_emoji": 99,
}  # fmt: skip


def _keep(tag: _Tag, key: str, value: str) -> None:
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


def _custom_emoji(tag: _Tag, place: Entity) -> Entity:
    number = int(tag.argument) if re.fullmatch(r"-?[1-9][0-9]{0,18}", tag.argument) else 0
    if number == 0 or not -(2**63) <= number < 2**63:
        raise WrongMarkup("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", **place, "custom_emoji_id": tag.argument}


def _date_time(tag: _Tag, place: Entity) -> list[Entity]:
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


def _public(entity: Entity) -> Entity:
    if entity["type"] == "code" or not entity.get("language", "-"):
        return {key: value for key, value in entity.items() if key != "language"}
    return entity


def _decode_reference(text: bytes, at: int) -> tuple[int, int]:
    """The code point of the reference at `at` (0: not one) and where the text goes on."""
    match = _REFERENCE.match(text, at)
    if match is None:
        return 0, at
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        code = ord(_NAMED[name]) if name in _NAMED else 0
    else:
        digits = hexadecimal if hexadecimal is not None else decimal
        code = int(digits or b"0", 16 if hexadecimal is not None else 10)
        if match.end() - at >= 10 or not 0 < code < 0x10FFFF:
            return 0, at
    end = match.end()
    return code, end + (text[end] == ord(";"))


def _lower(name: bytes) -> str:
    return name.lower().decode("utf-8")
