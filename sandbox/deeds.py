"""What can be done on the chat page: each deed is an act of a person, or a fault of the network."""

import base64
import mimetypes
from collections.abc import Callable
from typing import Any

from sandbox import acts, media
from sandbox.acts import CannotAct
from sandbox.api import BotApi
from sandbox.group import Group
from sandbox.state import Account, Chat, Json, Message

Deed = Callable[[BotApi, Json], Any]
_SENDING = ("send*", "copy*", "edit*", "answer*")


def new_person(api: BotApi, data: Json) -> int:
    person = api.world.person(str(data["name"])[:64], language=str(data["language"]), phone=str(data.get("phone", "")))
    if data.get("payload"):
        acts.start(api.world, person.account, str(data["payload"]))
    return person.id


def start(api: BotApi, data: Json) -> None:
    acts.start(api.world, _person(api, data), str(data.get("payload", "")))


def say(api: BotApi, data: Json) -> None:
    text = str(data["text"]).strip()[:4096]
    thread, replied = int(data.get("thread_id", 0)), int(data.get("reply_to", 0))
    if text:
        acts.say(api.world, _person(api, data), _chat(api, data), text, thread_id=thread, reply_to=replied)


def press(api: BotApi, data: Json) -> str:
    return acts.press(api.world, _person(api, data), _message(api, data), str(data["data"])).id


def press_again(api: BotApi, data: Json) -> None:
    acts.press_again(api.world, api.world.queries[str(data["query_id"])])


def share_contact(api: BotApi, data: Json) -> None:
    account = _person(api, data)
    of = api.world.accounts[int(data["of"])] if data.get("of") else account
    acts.send(api.world, account, _chat(api, data), acts.contact_of(of))


def share_location(api: BotApi, data: Json) -> None:
    acts.send(api.world, _person(api, data), _chat(api, data), media.location(49.9483, 82.6275))


def send_file(api: BotApi, data: Json) -> None:
    """A picture goes as a photo, anything else as a document."""
    body = base64.b64decode(data["body"], validate=True)
    name = str(data["name"])
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    picture = data.get("as") == "photo" and media.image_size(body)[0]
    file = api.world.store(body, name, mime, "photos" if picture else "documents")
    content = media.photo(file) if picture else media.document(file)
    acts.send(api.world, _person(api, data), _chat(api, data), content)


def send_sticker(api: BotApi, data: Json) -> None:
    acts.send(api.world, _person(api, data), _chat(api, data), media.sticker(api.world))


def send_voice(api: BotApi, data: Json) -> None:
    acts.send(api.world, _person(api, data), _chat(api, data), media.voice(api.world))


def edit(api: BotApi, data: Json) -> None:
    acts.edit(api.world, _person(api, data), _message(api, data), str(data["text"]).strip())


def react(api: BotApi, data: Json) -> None:
    acts.react(api.world, _person(api, data), _message(api, data), str(data["emoji"]))


def block(api: BotApi, data: Json) -> None:
    acts.block(api.world, _person(api, data), blocked=bool(data["blocked"]))


def grow_old(api: BotApi, data: Json) -> None:
    """Make a message so old that a press on it arrives without the message itself."""
    message = _message(api, data)
    message.inaccessible = True
    api.world.changed(message)


def new_topic(api: BotApi, data: Json) -> int:
    group = Group(api.world, _chat(api, data))
    return group.open_topic(str(data["name"])[:128], by=_person(api, data).id).id


def toggle_topic(api: BotApi, data: Json) -> None:
    group = Group(api.world, _chat(api, data))
    topic = group.chat.topics[int(data["thread_id"])]
    group.close_topic(topic, by=_person(api, data).id, closed=not topic.closed)


def bot_in_group(api: BotApi, data: Json) -> None:
    group = Group(api.world, _chat(api, data))
    by = api.world.actor(_person(api, data).id)
    group.add_bot(by=by) if data["inside"] else group.remove_bot(by=by)


def break_api(api: BotApi, data: Json) -> None:
    """One of the fault buttons."""
    match data["fault"]:
        case "too_many":
            api.faults.add("too_many", methods=_SENDING, seconds=10)
        case "down":
            api.faults.add("bad_gateway", seconds=30)
        case "lost_answer":
            api.faults.add("lost_answer", methods=_SENDING, times=1)
        case "slow":
            api.faults.add("slow", seconds=30, delay=3)
        case "clear":
            api.faults.clear()
        case other:
            raise ValueError(f"no such fault: {other}")


def set_limits(api: BotApi, data: Json) -> None:
    api.limits.enabled = bool(data["enabled"])


def _person(api: BotApi, data: Json) -> Account:
    return api.world.accounts[int(data["person"])]


def _chat(api: BotApi, data: Json) -> Chat:
    if "chat" not in data:
        return api.world.private_chat(int(data["person"]))
    chat = api.world.chats[int(data["chat"])]
    if chat.private and chat.id != int(data["person"]):
        raise CannotAct("nobody writes in the private chat of someone else")
    return chat


def _message(api: BotApi, data: Json) -> Message:
    return api.world.messages[_chat(api, data).id, int(data["message"])]


DEEDS: dict[str, Deed] = {
    "new_person": new_person,
    "start": start,
    "say": say,
    "press": press,
    "press_again": press_again,
    "contact": share_contact,
    "location": share_location,
    "file": send_file,
    "sticker": send_sticker,
    "voice": send_voice,
    "edit": edit,
    "react": react,
    "block": block,
    "grow_old": grow_old,
    "new_topic": new_topic,
    "toggle_topic": toggle_topic,
    "bot_in_group": bot_in_group,
    "fault": break_api,
    "limits": set_limits,
}
