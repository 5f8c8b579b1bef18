"""What a message has to be for a route; async classes, since aiogram runs anything else in a thread."""

import re
from typing import Any

from aiogram import Bot
from aiogram.enums import ChatType, ContentType
from aiogram.filters import CommandObject, Filter
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, MessageReactionUpdated

from bot.keyboards.menu import flow_called
from core.customers.model import Customer
from core.desk.talks import TalkService
from core.mail.model import PAYLOAD as EMAIL_PAYLOAD
from core.offices.nearest import Place
from core.papers.model import PAYLOAD, is_typed_code
from core.readings import parsing
from core.readings.model import ReadingNotNumeric
from core.support.answering import AppealAnswers

_CARD = re.compile(r"^📣.*№\s?([0-9]{1,18})\b")
_SPOKEN = (
    ContentType.TEXT,
    ContentType.ANIMATION,
    ContentType.AUDIO,
    ContentType.CHECKLIST,
    ContentType.CONTACT,
    ContentType.DICE,
    ContentType.DOCUMENT,
    ContentType.GAME,
    ContentType.LOCATION,
    ContentType.PAID_MEDIA,
    ContentType.PHOTO,
    ContentType.POLL,
    ContentType.STICKER,
    ContentType.STORY,
    ContentType.VENUE,
    ContentType.VIDEO,
    ContentType.VIDEO_NOTE,
    ContentType.VOICE,
)


class Calls(Filter):
    """The commands of a flow, or its label in any language: a button and its command do the same."""

    def __init__(self, flow: str, *commands: str) -> None:
        self.flow = flow
        self.commands = commands or (flow,)
        self.words = frozenset({flow, *(f"/{command}" for command in self.commands)})

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        text = message.text or ""
        if not text.startswith("/"):
            return bool(text) and flow_called(text) == self.flow and {"command": CommandObject(command=self.flow)}
        command = read_command(text)
        return command.command in self.commands and {"command": command}


class StartsWith(Filter):
    """`/start <payload>`: a link from a paper bill."""

    words = frozenset({"/start"})

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        command = read_command(message.text or "")
        return command.command == "start" and bool(command.args) and {"command": command}


class DocumentLink(StartsWith):
    """`/start d_…`: the QR on a document."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        found = await super().__call__(message)
        if isinstance(found, dict) and found["command"].args.strip().startswith(PAYLOAD):
            return found
        return False


class EmailLink(StartsWith):
    """`/start e_…`: the link in a letter that confirms an address."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        found = await super().__call__(message)
        if isinstance(found, dict) and found["command"].args.startswith(EMAIL_PAYLOAD):
            return found
        return False


class Begins(Filter):
    """`/start` alone, as at the first meeting and after every «START»."""

    words = frozenset({"/start"})

    async def __call__(self, message: Message) -> bool:
        command = read_command(message.text or "")
        return command.command == "start" and not command.args


class Text(Filter):
    """Words that call no flow."""

    words = frozenset({""})

    async def __call__(self, message: Message) -> bool:
        text = message.text or ""
        return bool(text.strip()) and not text.startswith("/") and flow_called(text) is None


class Numbers(Filter):
    """Numbers that may be a reading, and nothing else; never one that looks like a bank card."""

    words = Text.words

    async def __call__(self, message: Message) -> bool:
        text = message.text or ""
        if not any(sign.isdigit() for sign in text) or is_bank_card(text):
            return False
        try:
            return bool(parsing.read(text))
        except ReadingNotNumeric:
            return False


class DocumentCode(Filter):
    """The code of a document, typed by hand: sixteen letters and digits, both among them."""

    words = Text.words

    async def __call__(self, message: Message) -> bool:
        return is_typed_code(message.text or "")


class BankCard(Filter):
    words = Text.words

    async def __call__(self, message: Message) -> bool:
        return is_bank_card(message.text or "")


class Spoken(Filter):
    """Something that a person has sent, of these kinds or of any; not what Telegram notes by itself."""

    def __init__(self, *kinds: ContentType) -> None:
        self.kinds = frozenset(kinds or _SPOKEN)

    async def __call__(self, message: Message) -> bool:
        return message.content_type in self.kinds


class Wordless(Filter):
    """Something that a person has sent, but no text."""

    async def __call__(self, message: Message) -> bool:
        return message.content_type in _SPOKEN and message.content_type != ContentType.TEXT


class Contact(Filter):
    async def __call__(self, message: Message) -> bool:
        return message.content_type == ContentType.CONTACT


class OnMap(Filter):
    """A place on the map: where somebody is, or one that he has chosen."""

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        found = message.location or (message.venue.location if message.venue else None)
        return found is not None and {"here": Place(found.latitude, found.longitude)}


class InPrivate(Filter):
    """The chat of one person with the bot, where alone anything personal may be said."""

    async def __call__(self, event: Message | CallbackQuery | ChatMemberUpdated | MessageReactionUpdated) -> bool:
        message = event.message if isinstance(event, CallbackQuery) else event
        return message is not None and message.chat.type == ChatType.PRIVATE


class Elsewhere(InPrivate):
    """Groups and channels."""

    async def __call__(self, event: Message | CallbackQuery | ChatMemberUpdated | MessageReactionUpdated) -> bool:
        return not await super().__call__(event)


class InTalk(Filter):
    """In the private chat of somebody who talks with the operators, or has done so just now."""

    async def __call__(self, message: Message, talks: TalkService, customer: Customer) -> bool:
        return await talks.goes_on(customer=customer)


class AtDesk(Filter):
    """In a group of the operators."""

    async def __call__(
        self, _event: Message | CallbackQuery | ChatMemberUpdated | MessageReactionUpdated, *, at_desk: bool
    ) -> bool:
        return at_desk


class DeskCalls(Filter):
    """A command of the operators."""

    def __init__(self, *commands: str) -> None:
        self.commands = frozenset(commands)
        self.words = frozenset(f"/{command}" for command in commands)

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        command = read_command(message.text or "")
        return command.command in self.commands and {"command": command}


class DeskCaption(Filter):
    """A command of the operators below a file."""

    def __init__(self, *commands: str) -> None:
        self.commands = frozenset(commands)

    async def __call__(self, message: Message) -> bool:
        return read_command(message.caption or "").command in self.commands


class GoesOnAlbum(Filter):
    """The next file of an album whose first one has answered an appeal."""

    async def __call__(self, message: Message, appeal_answers: AppealAnswers | None = None) -> bool:
        if appeal_answers is None or not message.media_group_id or message.caption:
            return False
        return await appeal_answers.begun_by(album=message.media_group_id) is not None


class Command(Filter):
    """A command, whichever, also under a file; and whatever else looks like one."""

    async def __call__(self, message: Message) -> bool:
        return looks_like_command(message)


class IsNote(Filter):
    """What operators write for each other: `// …`, `/note …`, also under a file."""

    async def __call__(self, message: Message) -> bool:
        text = (message.text or message.caption or "").lstrip()
        return text.startswith("//") or read_command(text).command == "note"


class SpokenAtDesk(Filter):
    """What somebody has said, and no command."""

    async def __call__(self, message: Message) -> bool:
        return message.content_type in _SPOKEN and not looks_like_command(message)


class HasLeft(Filter):
    """Telegram's note that somebody has left a group."""

    async def __call__(self, message: Message) -> bool:
        return message.content_type == ContentType.LEFT_CHAT_MEMBER


class Migrated(Filter):
    """Telegram's note that a group has become a supergroup."""

    async def __call__(self, message: Message) -> bool:
        return message.content_type in (ContentType.MIGRATE_TO_CHAT_ID, ContentType.MIGRATE_FROM_CHAT_ID)


class CallsCampaign(Filter):
    words = frozenset({"/campaign"})

    async def __call__(self, message: Message) -> bool:
        return read_command(message.text or "").command == "campaign"


class RepliesToCard(Filter):
    """A reply to the card of a campaign, which the bot itself has written: its first line bears the number."""

    async def __call__(self, message: Message, bot: Bot) -> bool | dict[str, Any]:
        card = message.reply_to_message
        if card is None or card.from_user is None or card.from_user.id != bot.id or not card.text:
            return False
        found = _CARD.search(card.text.partition("\n")[0])
        return found is not None and {"campaign_id": int(found[1])}


def looks_like_command(message: Message) -> bool:
    return (message.text or message.caption or "").lstrip().startswith("/")


def is_bank_card(text: str) -> bool:
    """Say whether these are sixteen digits with the check digit of a card (Luhn)."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{16}", digits):
        return False
    doubled = [int(digit) * (2 - at % 2) for at, digit in enumerate(digits)]
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


def word_of(message: Message) -> str:
    """Return what a message calls: `/command`, the flow of a label, or nothing.

    A filter that can be true for certain words only names them as `words`, so that others never ask it (bot.index).
    """
    text = message.text or ""
    return f"/{read_command(text).command}" if text.startswith("/") else flow_called(text) or ""


def read_command(text: str) -> CommandObject:
    """Return the command with its arguments; an empty one for any other text."""
    if not text.startswith("/") or len(text) == 1:
        return CommandObject(command="")
    word = re.split(r"\s", text[1:], maxsplit=1)[0]
    command, _, mention = word.partition("@")
    arguments = text[1 + len(word) :].strip()
    return CommandObject(command=command.lower(), mention=mention or None, args=arguments or None)
