"""What can be done on the chat page: each deed is an act of a person, or a fault of the network."""

import base64
import mimetypes
from collections.abc import Callable
from typing import Any, TypedDict

from sandbox import acts, media
from sandbox.acts import CannotAct
from sandbox.api import BotApi
from sandbox.group import Group
from sandbox.state import Account, Chat, Json, Message
from sandbox.world import World


class Thread(TypedDict):
    thread_id: int
    reply_to: int


Deed = Callable[[BotApi, Json], Any]
_KINDS: dict[str, Callable[[World], Json]] = {
    "sticker": media.sticker,
    "voice": media.voice,
    "video": media.video,
    "video_note": media.video_note,
    "poll": lambda world: media.poll(world, "?", ["+", "−"]),
}
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
    if text:
        quote = str(data.get("quote", ""))
        acts.say(api.world, _person(api, data), _chat(api, data), text, quote=quote, **_thread(data))


def press(api: BotApi, data: Json) -> str:
    return acts.press(api.world, _person(api, data), _message(api, data), str(data["data"])).id


def press_again(api: BotApi, data: Json) -> None:
    acts.press_again(api.world, api.world.queries[str(data["query_id"])])


def share_contact(api: BotApi, data: Json) -> None:
    account = _person(api, data)
    of = api.world.accounts[int(data["of"])] if data.get("of") else account
    _send(api, data, acts.contact_of(of))


def share_location(api: BotApi, data: Json) -> None:
    _send(api, data, media.location(49.9483, 82.6275))


def send_files(api: BotApi, data: Json) -> None:
    """One file, or several as an album: pictures go as photos, anything else as documents."""
    contents = [_file(api, each, as_photo=data.get("as") == "photo") for each in data["files"]]
    if caption := str(data.get("caption", "")).strip()[:1024]:
        contents[0] |= {"caption": caption}
    if len(contents) == 1:
        _send(api, data, contents[0])
    else:
        acts.send_album(api.world, _person(api, data), _chat(api, data), contents, **_thread(data))


def send_kind(api: BotApi, data: Json) -> None:
    """A message of a kind whose file does not matter."""
    _send(api, data, _KINDS[str(data["kind"])](api.world))


def edit(api: BotApi, data: Json) -> None:
    acts.edit(api.world, _person(api, data), _message(api, data), str(data["text"]).strip())


def delete(api: BotApi, data: Json) -> None:
    acts.delete(api.world, _person(api, data), _message(api, data))


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


def _send(api: BotApi, data: Json, content: Json) -> None:
    acts.send(api.world, _person(api, data), _chat(api, data), content, **_thread(data))


def _file(api: BotApi, given: Json, *, as_photo: bool) -> Json:
    body = base64.b64decode(given["body"], validate=True)
    name = str(given["name"])
    mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
    picture = as_photo and media.image_size(body)[0]
    file = api.world.store(body, name, mime, "photos" if picture else "documents")
    return media.photo(file) if picture else media.document(file)


def _thread(data: Json) -> Thread:
    """The topic, and the message that is answered."""
    return {"thread_id": int(data.get("thread_id", 0)), "reply_to": int(data.get("reply_to", 0))}


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
    "files": send_files,
    "send": send_kind,
    "edit": edit,
    "delete": delete,
    "react": react,
    "block": block,
    "grow_old": grow_old,
    "new_topic": new_topic,
    "toggle_topic": toggle_topic,
    "bot_in_group": bot_in_group,
    "fault": break_api,
    "limits": set_limits,
}
