"""Contents of messages that carry a file, a place or a poll, as people send them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sandbox.state import Json, StoredFile

if TYPE_CHECKING:
    from sandbox.world import World


def file_json(file: StoredFile) -> Json:
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.data),
    }


def document(file: StoredFile) -> Json:
    return {"document": {"file_name": file.name, "mime_type": file.mime} | file_json(file)}


def photo(file: StoredFile, width: int = 0, height: int = 0) -> Json:
    """Two sizes of one picture, the smaller first, as Telegram lists them."""
    wide, high = (width, height) if width else image_size(file.data)
    small = max(wide, high) / 320 if max(wide, high) > 320 else 1
    sizes = [(int(wide / small) or 1, int(high / small) or 1), (wide, high)]
    return {"photo": [file_json(file) | {"width": w, "height": h} for w, h in sizes]}


def voice(world: "World", seconds: int = 3) -> Json:
    file = world.store(b"OggS" + bytes(64), "voice.ogg", "audio/ogg", "voice")
    return {"voice": file_json(file) | {"duration": seconds, "mime_type": file.mime}}


def video(world: "World", seconds: int = 5) -> Json:
    file = world.store(b"\0\0\0\x18ftypmp42" + bytes(64), "video.mp4", "video/mp4", "videos")
    return {"video": file_json(file) | {"width": 640, "height": 360, "duration": seconds, "mime_type": file.mime}}


def animation(world: "World", seconds: int = 2) -> Json:
    """A GIF; for the sake of old bots it is a document, too."""
    file = world.store(b"\0\0\0\x18ftypmp42" + bytes(32), "animation.mp4", "video/mp4", "animations")
    size = {"width": 320, "height": 240, "duration": seconds, "mime_type": file.mime, "file_name": file.name}
    return {"animation": file_json(file) | size} | document(file)


def video_note(world: "World", seconds: int = 4) -> Json:
    file = world.store(b"\0\0\0\x18ftypmp42" + bytes(48), "note.mp4", "video/mp4", "video_notes")
    return {"video_note": file_json(file) | {"length": 240, "duration": seconds}}


def audio(world: "World", name: str = "audio.mp3", seconds: int = 30) -> Json:
    file = world.store(b"ID3" + bytes(64), name, "audio/mpeg", "music")
    return {"audio": file_json(file) | {"duration": seconds, "file_name": file.name, "mime_type": file.mime}}


def venue(latitude: float, longitude: float, title: str, address: str) -> Json:
    """A named place; the message carries its location, too."""
    place = location(latitude, longitude)
    return {"venue": place | {"title": title, "address": address}} | place


def poll(world: "World", question: str, options: Sequence[str]) -> Json:
    return {
        "poll": {
            "id": world.new_number(),
            "question": question,
            "options": [
                {"persistent_id": str(number), "text": text, "voter_count": 0} for number, text in enumerate(options)
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    }


def sticker(world: "World", emoji: str = "👍") -> Json:
    file = world.store(b"RIFF" + bytes(64), "sticker.webp", "image/webp", "stickers")
    return {
        "sticker": file_json(file)
        | {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
    }


def location(latitude: float, longitude: float) -> Json:
    return {"location": {"latitude": latitude, "longitude": longitude}}


def image_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG; (0, 0) for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data[:2] == b"\xff\xd8":
        return _jpeg_size(data)
    return 0, 0


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        if 0xC0 <= data[at + 1] <= 0xC3:
            high = int.from_bytes(data[at + 5 : at + 7], "big")
            return int.from_bytes(data[at + 7 : at + 9], "big"), high
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0, 0
