"""What people send besides plain words: files, albums, places, polls, contacts, forwards."""

import mimetypes
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict, Unpack

from sandbox import acts, media
from sandbox.rules.detect import detected
from sandbox.screen import Line, Screen
from sandbox.state import Account, Chat, Json, Message
from sandbox.views import user_json

if TYPE_CHECKING:
    from sandbox.group import Group
    from sandbox.people import Person
    from sandbox.world import World


class Place(TypedDict, total=False):
    """Where and in answer to what; `answered=False` does not wait for the bot."""

    at: "Group | None"
    topic: int
    reply_to: Line | Message | None
    answered: bool


class Sender:
    """The sending half of a Person."""

    world: "World"
    account: Account

    async def sends(self, content: Json, **place: Unpack[Place]) -> Screen:
        """Send a message of any content, given as fields of the Bot API; see sandbox.media."""
        chat = self._chat(place.get("at"))
        replied = number_of(place.get("reply_to"))
        acts.send(self.world, self.account, chat, content, thread_id=place.get("topic", 0), reply_to=replied)
        return await self._answered(chat, place.get("answered", True))

    async def sends_album(
        self, items: Sequence[bytes | tuple[str, bytes] | Json], *, caption: str = "", **place: Unpack[Place]
    ) -> Screen:
        """Send 2 to 10 files as one album, the caption under the first: bytes are photos, pairs documents."""
        contents = [self._item(item) for item in items]
        contents[0] = captioned(contents[0], caption)
        chat = self._chat(place.get("at"))
        replied = number_of(place.get("reply_to"))
        acts.send_album(self.world, self.account, chat, contents, thread_id=place.get("topic", 0), reply_to=replied)
        return await self._answered(chat, place.get("answered", True))

    async def forwards(
        self,
        text: str = "",
        *,
        of: "str | Person" = "Deleted Account",
        content: Json | None = None,
        **place: Unpack[Place],
    ) -> Screen:
        """Forward a text, or any content, of someone who hides the account (a name) or does not (a person)."""
        date = self.world.now() - 60
        origin: Json = {"type": "hidden_user", "sender_user_name": of, "date": date}
        if not isinstance(of, str):
            origin = {"type": "user", "sender_user": user_json(self.world, of.id), "date": date}
        return await self.sends({**(content or {"text": text}), "forward_origin": origin}, **place)

    async def shares_contact(self, of: "Person | None" = None, **place: Unpack[Place]) -> Screen:
        """Send a contact: one's own or that of someone else."""
        return await self.sends(acts.contact_of((of or self).account), **place)

    async def sends_sticker(self, **place: Unpack[Place]) -> Screen:
        return await self.sends(media.sticker(self.world), **place)

    async def sends_voice(self, **place: Unpack[Place]) -> Screen:
        return await self.sends(media.voice(self.world), **place)

    async def sends_video(self, *, caption: str = "", **place: Unpack[Place]) -> Screen:
        return await self.sends(captioned(media.video(self.world), caption), **place)

    async def sends_video_note(self, **place: Unpack[Place]) -> Screen:
        return await self.sends(media.video_note(self.world), **place)

    async def sends_audio(self, *, caption: str = "", **place: Unpack[Place]) -> Screen:
        return await self.sends(captioned(media.audio(self.world), caption), **place)

    async def sends_animation(self, *, caption: str = "", **place: Unpack[Place]) -> Screen:
        return await self.sends(captioned(media.animation(self.world), caption), **place)

    async def sends_poll(self, question: str, options: Sequence[str], **place: Unpack[Place]) -> Screen:
        return await self.sends(media.poll(self.world, question, options), **place)

    async def sends_location(self, latitude: float, longitude: float, **place: Unpack[Place]) -> Screen:
        return await self.sends(media.location(latitude, longitude), **place)

    async def sends_venue(
        self, latitude: float, longitude: float, title: str, address: str, **place: Unpack[Place]
    ) -> Screen:
        return await self.sends(media.venue(latitude, longitude, title, address), **place)

    async def sends_document(self, name: str, data: bytes, *, caption: str = "", **place: Unpack[Place]) -> Screen:
        return await self.sends(captioned(self._item((name, data)), caption), **place)

    async def sends_photo(self, data: bytes, *, caption: str = "", **place: Unpack[Place]) -> Screen:
        return await self.sends(captioned(self._item(data), caption), **place)

    def _item(self, item: bytes | tuple[str, bytes] | Json) -> Json:
        if isinstance(item, bytes):
            return media.photo(self.world.store(item, "photo.jpg", "image/jpeg", "photos"))
        if isinstance(item, dict):
            return item
        name, data = item
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return media.document(self.world.store(data, name, mime, "documents"))

    def _chat(self, at: "Group | None") -> Chat:
        raise NotImplementedError

    async def _answered(self, chat: Chat, wanted: bool) -> Screen:
        raise NotImplementedError


def captioned(content: Json, caption: str) -> Json:
    if not caption:
        return content
    entities = detected(caption, [])
    return content | {"caption": caption} | ({"caption_entities": entities} if entities else {})


def number_of(line: Line | Message | None) -> int:
    """Number of a message; 0 for none."""
    if line is None:
        return 0
    return line.message.id if isinstance(line, Line) else line.id
