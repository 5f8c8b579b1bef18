"""Arguments of one request: query string, form, multipart or JSON, read with one voice."""

import re
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from sandbox.refusal import bad_request
from sandbox.state import Json


@dataclass(frozen=True)
class Upload:
    """A file that came with the request."""

    name: str
    mime: str
    data: bytes


@dataclass
class Arguments:
    values: Json = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str) -> str:
        value = self.values.get(name, "")
        if isinstance(value, bool):
            return "true" if value else "false"
        return value if isinstance(value, str) else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A number as the server reads it: leading digits, else the default."""
        match = re.match(r"\s*(-?[0-9]+)", self.text(name))
        return int(match[1]) if match else default

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "yes", "1")

    def parsed(self, name: str, complaint: str) -> Any:
        """A JSON argument, None where it is absent.

        :raises Refusal: "can't parse <complaint> JSON object"
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            raise bad_request(f"Can't parse {complaint} JSON object") from None

    def shown(self) -> Json:
        """For the log: files by name and size only."""
        files = {key: f"<{upload.name}, {len(upload.data)} bytes>" for key, upload in self.uploads.items()}
        return {key: _opened(value) for key, value in self.values.items()} | files


async def read_arguments(request: web.Request) -> Arguments:
    """Collect the arguments from wherever the request carries them."""
    arguments = Arguments(dict(request.query))
    if request.content_type == "application/json":
        try:
            body = orjson.loads(await request.read() or b"{}")
        except orjson.JSONDecodeError:
            raise bad_request("Can't parse request JSON object") from None
        if not isinstance(body, dict):
            raise bad_request("Can't parse request JSON object")
        arguments.values |= {key: value for key, value in body.items() if value is not None}
    elif request.method == "POST":
        for key, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                arguments.uploads[key] = Upload(value.filename, value.content_type, value.file.read())
            else:
                arguments.values[key] = value if isinstance(value, str) else value.decode()
    return arguments


def _opened(value: Any) -> Any:
    """Show nested JSON as JSON, not as a string."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value
