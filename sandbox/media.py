"""Contents of messages that carry a file or a place, as people send them."""

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
