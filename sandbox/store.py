"""The world as one JSON file, written whole or not at all."""

import base64
import os
import random
from dataclasses import asdict
from pathlib import Path

import orjson

from sandbox.profile import Profile
from sandbox.state import Account, Chat, Json, Message, Query, StoredFile, Topic
from sandbox.updates import Pending
from sandbox.world import World

VERSION = 1


def save_world(world: World, path: Path) -> None:
    """Write beside and rename: a crash leaves the old file."""
    version, numbers, gauss = world.random.getstate()
    body: Json = {
        "version": VERSION,
        "random": [version, numbers, gauss],
        "last_message_id": world.last_message_id,
        "next_update": world.updates.next_id,
        "allowed": world.updates.allowed,
        "pending": [asdict(one) for one in world.updates.pending],
        "profile": asdict(world.profile),
        "accounts": [asdict(one) for one in world.accounts.values()],
        "chats": [asdict(one) for one in world.chats.values()],
        "messages": [asdict(one) for one in world.messages.values()],
        "queries": [asdict(one) for one in world.queries.values()],
        "files": [_file_json(one) for one in world.files.values()],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.new")
    with draft.open("wb") as file:
        file.write(orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def load_world(path: Path, seed: int) -> World:
    """The world of the file, or a new one where there is no file.

    :raises ValueError: the file is of another version
    """
    world = World(seed=seed)
    if not path.exists():
        return world
    body = orjson.loads(path.read_bytes())
    if body["version"] != VERSION:
        raise ValueError(f"{path} is of version {body['version']}, not {VERSION}")
    version, numbers, gauss = body["random"]
    world.random = random.Random()  # noqa: S311 - goes on where the saved one was
    world.random.setstate((version, tuple(numbers), gauss))
    world.last_message_id = body["last_message_id"]
    world.profile = Profile(**body["profile"])
    world.updates.next_id = body["next_update"]
    world.updates.allowed = body["allowed"]
    world.updates.pending = [Pending(**one) for one in body["pending"]]
    world.accounts = {one["id"]: Account(**one) for one in body["accounts"]}
    world.chats = {one["id"]: _chat(one) for one in body["chats"]}
    messages = [_message(one) for one in body["messages"]]
    world.messages = {(one.chat_id, one.id): one for one in messages}
    world.queries = {one["id"]: Query(**one) for one in body["queries"]}
    world.files = {one["id"]: _file(one) for one in body["files"]}
    return world


def _file_json(file: StoredFile) -> Json:
    return {**vars(file), "data": base64.b64encode(file.data).decode()}


def _file(body: Json) -> StoredFile:
    return StoredFile(**{**body, "data": base64.b64decode(body["data"])})


def _chat(body: Json) -> Chat:
    members = {int(key): status for key, status in body["members"].items()}
    topics = {int(key): Topic(**topic) for key, topic in body["topics"].items()}
    return Chat(**{**body, "members": members, "topics": topics})


def _message(body: Json) -> Message:
    reactions = {int(key): emoji for key, emoji in body["reactions"].items()}
    return Message(**{**body, "reactions": reactions})
