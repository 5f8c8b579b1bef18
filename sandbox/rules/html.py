"""HTML of parse_mode → plain text and entities, byte for byte as TDLib's parser does it.

It works on UTF-8 bytes, because the refusals name byte offsets; entity offsets are UTF-16 units.
"""

import re

from sandbox.rules.tags import (
    TAGS,
    Entity,
    Tag,
    WrongMarkup,
    close_tag,
    keep_attribute,
    sorted_entities,
    without_traces,
)

_SPACES = b" \t\r\n\0\v"
_END = 0
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*))")


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
        self.open: list[Tag] = []
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
        return text, sorted_entities([without_traces(entity) for entity in self.entities])

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
        if name not in TAGS:
            raise WrongMarkup(f'Unsupported start tag "{name}" at byte offset {begin}')
        tag = Tag(name, "", 0, self.offset, len(self.out))
        while self.text[self.at] != ord(">"):
            self._skip_spaces()
            if self.text[self.at] == ord(">"):
                break
            self._attribute(tag, begin)
        if name == "span" and tag.argument != "spoiler":
            raise WrongMarkup(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(tag)

    def _attribute(self, tag: Tag, begin: int) -> None:
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
        keep_attribute(tag, key, value)

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
            words = self.out[tag.begin :].decode("utf-8", "surrogatepass")
            close_tag(tag, self.offset - tag.offset, words, self.entities)
        self.open.pop()

    def _skip_until(self, stops: bytes) -> None:
        while self.text[self.at] not in stops:
            self.at += 1

    def _skip_spaces(self) -> None:
        while self.text[self.at] != _END and self.text[self.at] in _SPACES:
            self.at += 1


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
