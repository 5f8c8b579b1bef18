"""Text of a message and caption of a file: sizes, parse_mode, explicit entities."""

from typing import Any

from sandbox.refusal import bad_request
from sandbox.rules.detect import detected
from sandbox.rules.entities import is_blank, tidy
from sandbox.rules.html import parse_html
from sandbox.rules.tags import Entity, WrongMarkup

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
RAW_LIMIT = 2**15
_PLAIN_TYPES = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote",
    "expandable_blockquote", "code", "pre", "text_link", "text_mention", "custom_emoji",
}  # fmt: skip


def message_text(raw: str, parse_mode: str, entities: Any) -> tuple[str, list[Entity]]:
    """What a message shows.

    :raises Refusal: "message text is empty", "text is too long", "can't parse entities: …",
        "text must be non-empty", "message is too long"
    """
    if not raw:
        raise bad_request("Message text is empty")
    text, found = tidy(*formatted(raw, parse_mode, entities))
    if is_blank(text):
        raise bad_request("Text must be non-empty")
    if len(text) > TEXT_LIMIT:
        raise bad_request("Message is too long")
    return text, detected(text, found)


def caption_text(raw: str, parse_mode: str, entities: Any) -> tuple[str, list[Entity]]:
    """What stands under a file; it may be empty.

    :raises Refusal: "text is too long", "can't parse entities: …", "message caption is too long"
    """
    text, found = tidy(*formatted(raw, parse_mode, entities))
    if is_blank(text):
        return "", []
    if len(text) > CAPTION_LIMIT:
        raise bad_request("Message caption is too long")
    return text, detected(text, found)


def formatted(raw: str, parse_mode: str, entities: Any) -> tuple[str, list[Entity]]:
    """Text and entities as sent, before any clean-up."""
    if len(raw.encode("utf-8", "surrogatepass")) > RAW_LIMIT:
        raise bad_request("Text is too long")
    mode = parse_mode.lower()
    if raw and mode == "html":
        try:
            return parse_html(raw)
        except WrongMarkup as wrong:
            raise bad_request(f"Can't parse entities: {wrong}") from None
    if raw and mode in ("markdown", "markdownv2"):
        raise bad_request("The sandbox does not parse Markdown; use HTML")
    if raw and mode not in ("", "none"):
        raise bad_request("Unsupported parse_mode")
    return raw, [_given(entity) for entity in entities or [] if _is_known(entity)]


def _is_known(entity: Any) -> bool:
    if not isinstance(entity, dict):
        raise bad_request("Can't parse MessageEntity: expected an Object")
    return entity.get("type") in _PLAIN_TYPES


def _given(entity: dict[str, Any]) -> Entity:
    for key in ("offset", "length"):
        if key not in entity:
            raise bad_request(f"Can't parse MessageEntity: can't find field \"{key}\"")
        if not isinstance(entity[key], int):
            raise bad_request(f'Can\'t parse MessageEntity: field "{key}" must be of type Number')
    kept = ("type", "offset", "length", "url", "user", "language", "custom_emoji_id")
    return {key: entity[key] for key in kept if key in entity}
