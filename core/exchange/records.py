"""From bytes to columns of text: decoding, lines, quotes (RFC 4180).

A block without quotes whose lines all have as many cells as the header is cut into columns in one stroke; the others
go through the csv module.
"""

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from core.exchange.cells import FOREIGN
from core.exchange.manifest import PackageRefused
from core.exchange.strips import Columns, Strips
from core.exchange.values import BadCell

MAX_RECORD = 1 << 16  # characters from an opening quote to its end; no row is so long
MIDDLES = bytes(range(0x80, 0xC0))  # second and later bytes of a letter in UTF-8
SURE = 40  # letters beyond ASCII after which a code page is no longer guessed


@dataclass(slots=True)
class Block:
    """Some rows as columns. `crooked` are lines, with their cells, whose number of cells is not the header's.

    Where all is well there may be `strips`, read already, in place of columns.
    """

    lines: Sequence[int]
    columns: list[list[str]]
    crooked: list[tuple[int, list[str]]]
    strips: Columns | None = None


class Records:
    """The rows of one file; `header` is there from the beginning. `strips`, once set, are tried first."""

    strips: Strips | None = None

    def __init__(self, blocks: Iterator[bytes], *, file: str, codec: str, delimiter: str) -> None:
        self._file = file
        self._delimiter = delimiter
        self._texts = _whole_records(_decoded(blocks, file, codec), file)
        self._line = 1
        self._rest = next(self._texts, "")
        first = next(iter(self._rows(self._rest)), None)
        if first is None or not first[1]:
            raise PackageRefused("no_header", "the file has no header row", file=file)
        self.header = [name.strip().lower() for name in first[1]]
        self._skip = first[0]

    def __iter__(self) -> Iterator[Block]:
        text, self._rest = self._rest, ""
        start = _after_lines(text, self._skip)
        self._line += self._skip
        yield from self._blocks(text[start:])
        for text in self._texts:
            yield from self._blocks(text)

    def _blocks(self, text: str) -> Iterator[Block]:
        if not text:
            return
        if '"' in text:
            yield self._slow(text)
            return
        plain = text.replace("\r\n", "\n").removesuffix("\n") + "\n"
        yield self._cut(plain) or self._quick(plain) or self._slow(text)

    def _cut(self, text: str) -> Block | None:
        if self.strips is None:
            return None
        try:
            strips = self.strips.cut(text, self._delimiter)
        except BadCell:
            return None
        if strips is None:
            return None
        return Block(self._numbers(text.count("\n")), [], [], strips)

    def _quick(self, text: str) -> Block | None:
        text = text.removesuffix("\n")
        lines = text.split("\n")
        width = len(self.header)
        if set(map(str.count, lines, repeat(self._delimiter))) != {width - 1}:
            return None
        cells = text.replace("\n", self._delimiter).split(self._delimiter)
        columns = [cells[position::width] for position in range(width)]
        return Block(self._numbers(len(lines)), columns, [])

    def _numbers(self, lines: int) -> range:
        self._line += lines
        return range(self._line - lines, self._line)

    def _slow(self, text: str) -> Block:
        numbers, rows, crooked = [], [], []
        width, line = len(self.header), self._line
        for length, row in self._rows(text):
            if len(row) == width:
                numbers.append(line)
                rows.append(row)
            elif row:  # an empty line is no row
                crooked.append((line, row))
            line += length
        self._line = line
        columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in self.header]
        return Block(numbers, columns, crooked)

    def _rows(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Yield each row with the number of lines that it takes."""
        lines = [line + "\n" for line in text.removesuffix("\n").split("\n")]
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        before = 0
        try:
            for row in reader:
                yield reader.line_num - before, row
                before = reader.line_num
        except csv.Error as error:
            line = self._line + before
            raise PackageRefused("quotes", "quotes do not match from here on", file=self._file, line=line) from error


def _decoded(blocks: Iterator[bytes], file: str, codec: str) -> Iterator[str]:
    """Yield text; what cannot be decoded becomes U+FFFD, and the cell that has it is refused later."""
    decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    first = True
    for block in blocks:
        if not block.isascii():
            _refuse_disguised_utf8(block, file, codec)
        text = decoder.decode(block)
        if first:
            text = text.removeprefix("\ufeff")
            first = False
        yield text
    yield decoder.decode(b"", final=True)


def _refuse_disguised_utf8(block: bytes, file: str, codec: str) -> None:
    """In a one-byte code page UTF-8 reads as nonsense without a single error, so it is looked for."""
    if codec.startswith("utf"):
        return
    text = _as_utf8(block)[:10_000]
    beyond = sum(not sign.isascii() for sign in text)
    if beyond and beyond >= min(SURE, len(text) // 100 + 1) and not FOREIGN.search(text):
        raise PackageRefused("encoding", "the file is in UTF-8, the manifest says otherwise", file=file)


def _as_utf8(block: bytes) -> str:
    """Return the block as UTF-8, but for letters cut at its ends; nothing when it is none."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        return decoder.decode(block.lstrip(MIDDLES))
    except UnicodeDecodeError:
        return ""


def _whole_records(texts: Iterator[str], file: str) -> Iterator[str]:
    """Cut the stream where a row ends: at a line break with an even number of quotes before it."""
    rest = ""
    for text in texts:
        text = rest + text
        end = text.rfind("\n") + 1
        if '"' in text:
            end = _even_end(text, end)
        if end == 0 and len(text) > MAX_RECORD:
            raise PackageRefused("quotes", "a row never ends: quotes do not match, or it is no CSV", file=file)
        if end:
            yield text[:end]
        rest = text[end:]
        if len(rest) > MAX_RECORD:
            raise PackageRefused("quotes", "a row never ends: quotes do not match, or it is no CSV", file=file)
    if rest:
        yield rest


def _even_end(text: str, end: int) -> int:
    quotes = text.count('"', 0, end)
    while end and quotes % 2:
        earlier = text.rfind("\n", 0, end - 1) + 1
        quotes -= text.count('"', earlier, end)
        end = earlier
    return end


def _after_lines(text: str, lines: int) -> int:
    """Return where the text goes on after so many lines."""
    position = 0
    for _ in range(lines):
        position = text.find("\n", position) + 1 or len(text)
    return position
