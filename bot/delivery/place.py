from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where an update came from, read from its JSON: known even when the rest of it cannot be parsed."""

    chat_id: int
    private: bool  # a person and the bot alone: the only place for anything personal
    message_id: int | None = None  # of the message whose button was tapped
    has_photo: bool = False  # that message is a picture with words under it
    callback_id: str | None = None
    language: str | None = None  # of the person's Telegram
    topic_id: int | None = None  # of a group
    person_id: int | None = None
    in_album: bool = False  # one of several messages that are shown as one

    @classmethod
    def of(cls, update: dict[str, Any]) -> Self:
        """Return the place; what names no chat and no person is place 0, where nothing can be shown."""
        callback = update.get("callback_query")
        if isinstance(callback, dict):
            return cls._of_tap(callback)
        event = next((value for value in update.values() if isinstance(value, dict)), {})
        chat, person = _id(event.get("chat")), _id(event.get("from") or event.get("user"))  # `user` reacts
        return cls(
            chat_id=chat or person or 0,
            private=chat is not None and chat == person,
            language=_language(event.get("from")),
            topic_id=_topic(event),
            person_id=person,
            in_album="media_group_id" in event,
        )

    @classmethod
    def _of_tap(cls, callback: dict[str, Any]) -> Self:
        message = callback.get("message")
        message = message if isinstance(message, dict) else {}
        chat, person = _id(message.get("chat")), _id(callback.get("from"))
        number, tap = message.get("message_id"), callback.get("id")
        return cls(
            chat_id=chat or person or 0,
            private=chat is not None and chat == person,
            message_id=number if isinstance(number, int) else None,
            has_photo="photo" in message,
            callback_id=tap if isinstance(tap, str) else None,
            language=_language(callback.get("from")),
            topic_id=_topic(message),
            person_id=person,
        )


def _id(party: Any) -> int | None:
    number = party.get("id") if isinstance(party, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _language(party: Any) -> str | None:
    code = party.get("language_code") if isinstance(party, dict) else None
    return code if isinstance(code, str) else None


def _topic(message: dict[str, Any]) -> int | None:
    number = message.get("message_thread_id") if message.get("is_topic_message") is True else None
    return number if isinstance(number, int) else None
