"""Entities that Telegram finds in plain text by itself: commands, links, e-mails, mentions.

The common cases only; it serves the eye of the reader, no rule depends on it.
"""

import re

from sandbox.rules.entities import utf16_length
from sandbox.rules.tags import Entity, sorted_entities

_PATTERNS = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}\b")),
    ("url", re.compile(r"(?<![\w@])https?://[^\s<>\"«»]*[^\s<>\"«».,:;!?)\]]", re.IGNORECASE)),
    ("url", re.compile(r"(?<![\w@./-])(?:[\w-]+\.)+(?:kz|com|org|net|ru|me|io)(?:/[^\s<>\"«».,;!?)]*)?\b")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?(?![\w/<>])")),
    ("mention", re.compile(r"(?<![\w/@])@[a-zA-Z]\w{2,31}\b")),
)  # fmt: skip


def detected(text: str, entities: list[Entity]) -> list[Entity]:
    """The given entities and those found where none of the given ones is solid."""
    taken = [e for e in entities if e["type"] in ("pre", "code", "text_link", "text_mention")]
    found: list[Entity] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            entity = {
                "offset": utf16_length(text[: match.start()]),
                "length": utf16_length(match[0]),
                "type": kind,
            }
            if not any(_overlap(entity, other) for other in taken + found):
                found.append(entity)
    return sorted_entities(entities + found) if found else entities


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
