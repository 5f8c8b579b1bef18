"""The chat page: static files, the state as server-sent events, acts of people by POST."""

import asyncio
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import Any
from urllib.parse import quote

import orjson
from aiohttp import web

from sandbox.acts import CannotAct
from sandbox.api import BotApi
from sandbox.deeds import DEEDS, Deed
from sandbox.shield import check_same_origin
from sandbox.showing import call_json, chat_view, message_view, person_view, snapshot
from sandbox.state import Json

_TYPES = {"html": "text/html", "js": "text/javascript", "css": "text/css"}
_STATIC = {file.name: file.read_bytes() for file in resources.files("sandbox").joinpath("web").iterdir()}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
)
_HEARTBEAT_SECONDS = 15.0


class Page:
    """What the browser sees of the world."""

    def __init__(
        self,
        api: BotApi,
        *,
        notes: list[tuple[str, str]],
        on_restart: Callable[[], Awaitable[None]] | None,
    ) -> None:
        self._api = api
        self._world = api.world
        self._notes = notes
        self._on_restart = on_restart
        self._readers: set[asyncio.Queue[Json | None]] = set()
        self._stop = self._world.feed.listen(self._hear)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self._static),
            web.get("/ui/{name}.{kind:js|css}", self._static),
            web.get("/ui/events", self._events),
            web.get("/ui/file/{id}", self._file),
            web.post("/ui/act", self._act),
        ]

    def close(self) -> None:
        """Let the browsers go."""
        self._stop()
        for queue in self._readers:
            queue.put_nowait(None)

    async def _static(self, request: web.Request) -> web.Response:
        found = request.match_info
        name = f"{found['name']}.{found['kind']}" if "name" in found else "index.html"
        if name not in _STATIC:
            raise web.HTTPNotFound
        kind = _TYPES[name.rsplit(".", 1)[-1]]
        headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
        return web.Response(body=_STATIC[name], content_type=kind, charset="utf-8", headers=headers)

    async def _file(self, request: web.Request) -> web.Response:
        file = self._world.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound
        shown = file.mime if file.mime in ("application/pdf", "image/png", "image/jpeg") else ""
        place = "inline" if shown and "save" not in request.query else "attachment"
        headers = {
            "Content-Disposition": f"{place}; filename*=UTF-8''{quote(file.name)}",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, max-age=3600",
        }
        return web.Response(body=file.data, content_type=shown or "application/octet-stream", headers=headers)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        stream = web.StreamResponse()
        stream.content_type = "text/event-stream"
        stream.headers["Cache-Control"] = "no-store"
        await stream.prepare(request)
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self._readers.add(queue)
        restart = self._on_restart is not None
        try:
            await _write(stream, snapshot(self._api, self._notes, restart=restart))
            while (event := await _next(queue)) is not None:
                await _write(stream, event)
        except ConnectionResetError:
            pass  # the reader closed the tab
        finally:
            self._readers.discard(queue)
        return stream

    async def _act(self, request: web.Request) -> web.Response:
        check_same_origin(request)
        try:
            data = orjson.loads(await request.read())
            result = await self._do(str(data.pop("act", "")), data)
        except (CannotAct, AssertionError) as error:
            return web.json_response({"ok": False, "error": str(error)}, status=409)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            return web.json_response({"ok": False, "error": repr(error)}, status=400)
        return web.json_response({"ok": True, "result": result})

    async def _do(self, act: str, data: Json) -> Any:
        if act == "restart":
            if self._on_restart is None:
                raise CannotAct("nobody restarts the bot here")
            await self._on_restart()
            return True
        deed: Deed | None = DEEDS.get(act)
        if deed is None:
            raise ValueError(f"no such act: {act}")
        result = deed(self._api, data)
        self._tell({"kind": "faults", "faults": self._api.faults.shown(), "limits": self._api.limits.enabled})
        return result

    def _hear(self, kind: str, data: dict[str, Any]) -> None:
        world = self._world
        match kind:
            case "message":
                message = world.messages[data["chat_id"], data["message_id"]]
                self._tell({"kind": kind, "message": message_view(world, message)})
            case "chat":
                self._tell({"kind": kind, "chat": chat_view(world.chats[data["id"]])})
            case "person":
                self._tell({"kind": kind, "person": person_view(world, world.accounts[data["id"]])})
            case "profile":
                for account in world.accounts.values():
                    self._tell({"kind": "person", "person": person_view(world, account)})
            case "call":
                self._tell({"kind": kind, "call": call_json(world.calls[-1])})
            case "update" | "confirmed":
                self._tell({"kind": "pending", "pending": len(world.updates.pending)})
            case _:
                self._tell({"kind": kind, **data})

    def _tell(self, event: Json) -> None:
        for queue in self._readers:
            queue.put_nowait(event)


async def _next(queue: asyncio.Queue[Json | None]) -> Json | None:
    try:
        async with asyncio.timeout(_HEARTBEAT_SECONDS):
            return await queue.get()
    except TimeoutError:
        return {"kind": "heartbeat"}


async def _write(stream: web.StreamResponse, event: Json) -> None:
    await stream.write(b"data: " + orjson.dumps(event) + b"\n\n")
