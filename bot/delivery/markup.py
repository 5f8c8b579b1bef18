"""HTML as Telegram knows it, cut into messages: never inside a tag, an entity or a character."""

import html
import re

LONGEST = 4096
LONGEST_CAPTION = 1024

_PIECES = re.compile(r"<[^<>]*>|&[a-z#0-9A-F]+;|[^<&]+|[<&]", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z-]+)")


def plain(text: str) -> str:
    """Return what is seen of an HTML text."""
    return html.unescape(re.sub(r"<[^<>]*>", "", text))


def length(text: str) -> int:
    """Return the visible length in UTF-16 units, the widest of the ways to count."""
    return len(plain(text).encode("utf-16-le")) // 2


def split(text: str, limit: int = LONGEST) -> list[str]:
    """Cut a text into messages of at most `limit` visible units; tags open at a cut are closed and opened again."""
    if len(text) * 2 <= limit or length(text) <= limit:
        return [text]
    done: list[str] = []
    page, room = "", limit
    open_tags: list[tuple[str, str]] = []
    for piece in _pieces(text):
        if piece.startswith("<") and piece.endswith(">"):
            page += piece
            _follow(open_tags, piece)
            continue
        size = length(piece)
        if size > room:
            done.append(page.rstrip() + "".join(f"</{name}>" for name, _ in reversed(open_tags)))
            page, room = "".join(tag for _, tag in open_tags), limit
            piece = piece.lstrip() if piece.isspace() else piece
        page += piece
        room -= length(piece)
    return [*done, page]


def _pieces(text: str) -> list[str]:
    """Return tags, entities and lines; a line that fills a message by itself is cut at its words, then anywhere."""
    found: list[str] = []
    for piece in _PIECES.findall(text):
        if piece.startswith(("<", "&")):
            found.append(piece)
            continue
        for line in piece.splitlines(keepends=True):
            found.extend([line] if len(line) < 400 else re.findall(r"\S{1,200}\s*|\s+", line))
    return found


def _follow(open_tags: list[tuple[str, str]], tag: str) -> None:
    match = _TAG.match(tag)
    if match is None:
        return
    closing, name = match.groups()
    if not closing:
        open_tags.append((name, tag))
    elif open_tags and open_tags[-1][0] == name:
        open_tags.pop()
