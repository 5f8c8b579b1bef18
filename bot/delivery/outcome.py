"""What became of one call of the Bot API: aiogram raises a dozen kinds of errors and retries none of them."""

from dataclasses import dataclass
from enum import StrEnum

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError


class End(StrEnum):
    SENT = "sent"
    UNCLEAR = "unclear"  # the request went out, its answer did not come back
    LATER = "later"  # not accepted; may be tried again after `wait`
    BLOCKED = "blocked"  # by the person, or the bot was put out of the group
    GONE = "gone"  # no such chat, or the account is deleted
    MIGRATED = "migrated"  # the group has become a supergroup: `moved_to`
    UNEDITABLE = "uneditable"  # the message to change is gone or cannot be changed: send it anew
    MARKUP = "markup"  # the text is no valid HTML
    REFUSED = "refused"  # and will be each time
    NO_TOPIC = "no_topic"  # it has been deleted
    TOPIC_CLOSED = "topic_closed"
    NO_FORUM = "no_forum"  # the group has no topics
    NO_RIGHTS = "no_rights"  # of the bot in the group
    NO_SOURCE = "no_source"  # the message to copy is gone, or cannot be copied


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    end: End
    detail: str = ""  # class of the error, never its text
    message_id: int | None = None
    ids: tuple[int, ...] = ()  # of the messages of an album
    file_id: str = ""  # of the document of a sent message
    wait: float = 0
    flood: bool = False
    moved_to: int | None = None


_UNAUTHORIZED_WAIT = 60.0
_UNNAMED_FLOOD_WAIT = 5.0

# What the server says, and what it means for us; the first hit counts.
_REFUSALS = (
    ("message is not modified", End.SENT),
    ("message to delete not found", End.SENT),
    ("message to edit not found", End.UNEDITABLE),
    ("message can't be edited", End.UNEDITABLE),
    ("message_id_invalid", End.UNEDITABLE),
    ("no text in the message to edit", End.UNEDITABLE),
    ("no caption in the message to edit", End.UNEDITABLE),
    ("inline keyboard expected", End.UNEDITABLE),
    ("can't parse entities", End.MARKUP),
    ("topic_not_modified", End.SENT),
    ("message thread not found", End.NO_TOPIC),
    ("topic_deleted", End.NO_TOPIC),
    ("topic_closed", End.TOPIC_CLOSED),
    ("the chat is not a forum", End.NO_FORUM),
    ("not enough rights", End.NO_RIGHTS),
    ("chat_admin_required", End.NO_RIGHTS),
    ("message to copy not found", End.NO_SOURCE),
    ("there are no messages to forward", End.NO_SOURCE),
    ("messages can't be forwarded", End.NO_SOURCE),
    ("message can't be copied", End.NO_SOURCE),
    ("chat not found", End.GONE),
    ("user not found", End.GONE),
    ("peer_id_invalid", End.GONE),
    ("user is deactivated", End.GONE),
    ("too many requests", End.LATER),
)


def outcome_of(error: AiogramError) -> Outcome:
    name = type(error).__name__
    match error:
        case TelegramRetryAfter():
            return Outcome(end=End.LATER, detail=name, wait=error.retry_after, flood=True)
        case TelegramMigrateToChat():
            return Outcome(end=End.MIGRATED, detail=name, moved_to=error.migrate_to_chat_id)
        case TelegramUnauthorizedError():
            return Outcome(end=End.LATER, detail=name, wait=_UNAUTHORIZED_WAIT)
        case TelegramForbiddenError():
            end = End.GONE if "deactivated" in error.message.lower() else End.BLOCKED
            return Outcome(end=end, detail=name)
        case TelegramEntityTooLarge():  # a TelegramNetworkError to aiogram, but it is certain
            return Outcome(end=End.REFUSED, detail=name)
        case TelegramNetworkError():
            refused = isinstance(error.__cause__, ClientConnectorError)
            return Outcome(end=End.LATER if refused else End.UNCLEAR, detail=name)
        case TelegramServerError():
            return Outcome(end=End.LATER, detail=name)
        case ClientDecodeError():  # a proxy's page, or an answer of a kind that aiogram does not know
            return _undecoded(error)
        case TelegramBadRequest() | TelegramAPIError():
            return _refused(error)
    return Outcome(end=End.REFUSED, detail=name)


def _undecoded(error: ClientDecodeError) -> Outcome:
    data = error.data
    if isinstance(data, dict) and data.get("ok") is True:
        result = data.get("result")
        return Outcome(end=End.SENT, message_id=result.get("message_id") if isinstance(result, dict) else None)
    return Outcome(end=End.UNCLEAR, detail=type(error).__name__)


def _refused(error: TelegramAPIError) -> Outcome:
    said = error.message.lower()
    end = next((end for words, end in _REFUSALS if words in said), End.REFUSED)
    wait, flood = (_UNNAMED_FLOOD_WAIT, True) if end is End.LATER else (0.0, False)
    return Outcome(end=end, detail=type(error).__name__, wait=wait, flood=flood)
