"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import logging
import math
import re
import time
from typing import Any

import orjson
from aiohttp import web

from sandbox.arguments import Arguments, read_arguments
from sandbox.faults import AFTER, BEFORE, Fault, Faults
from sandbox.limits import Limits
from sandbox.methods import METHODS
from sandbox.polling import Polling
from sandbox.refusal import Refusal, bad_request, too_many_requests
from sandbox.state import TOKEN, Call, Json
from sandbox.webhook import Webhook
from sandbox.world import World

log = logging.getLogger("sandbox")
_UPDATES = ("getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo")
_NAMES = {name.lower(): name for name in (*METHODS, *_UPDATES)}
_HTML = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"


class BotApi:
    """Runs methods on the world, with limits, faults and a log of every call."""

    def __init__(self, world: World, *, limits: bool = False, webhook_pause: float = 2.0) -> None:
        self.world = world
        self.faults = Faults()
        self.limits = Limits(enabled=limits)
        self.polling = Polling(world)
        self.webhook = Webhook(world, self._run, first_pause=webhook_pause)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/bot{token}/{method}", self.serve),
            web.get("/file/bot{token}/{path:.+}", self.serve_file),
        ]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One call: read, break if told so, run, log, answer."""
        began = time.perf_counter()
        name = request.match_info["method"]
        method = _NAMES.get(name.lower(), name)
        args, fault, result = Arguments(), None, None
        try:
            _check_token(request.match_info["token"])
            args = await read_arguments(request)
            fault = self.faults.hit(BEFORE, method, args.integer("chat_id"))
            if fault is not None:
                await _strike(fault)
            result = await self._run(method, args)
            status, body = 200, {"ok": True, "result": result}
            fault = self.faults.hit(AFTER, method, args.integer("chat_id")) or fault
        except web.HTTPRequestEntityTooLarge:
            refusal = Refusal(413, "Request Entity Too Large")
            status, body, result = 413, refusal.body(), refusal.description
        except Refusal as refusal:
            status, body, result = refusal.code, refusal.body(), refusal.description
        except _Broken as broken:
            fault, status, body, result = broken.fault, broken.status, {}, broken.fault.kind
        self._note(method, args, status, result, time.perf_counter() - began, fault)
        return _answer(request, status, body, fault)

    async def serve_file(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        try:
            _check_token(request.match_info["token"])
            file = next((one for one in self.world.files.values() if one.path == path), None)
            if file is None:
                raise Refusal(404, "Not Found")
        except Refusal as refusal:
            return web.json_response(refusal.body(), status=refusal.code)
        return web.Response(body=file.data, content_type="application/octet-stream")

    async def close(self) -> None:
        self.polling.interrupt("Conflict: the sandbox is closing")
        await self.webhook.close()

    async def _run(self, method: str, args: Arguments) -> Any:
        method = _NAMES.get(method.lower(), method)
        if method in _UPDATES:
            return await self._updates(method, args)
        if method not in METHODS:
            self.world.unknown_methods.append(method)
            raise Refusal(404, "Not Found: method not found")
        self.limits.check(method, args.integer("chat_id"), _messages(args))
        return METHODS[method](self.world, args)

    async def _updates(self, method: str, args: Arguments) -> Any:
        if method == "getUpdates":
            return await self.polling.get_updates(args, webhook_active=self.webhook.active)
        if method == "getWebhookInfo":
            return self.webhook.info()
        if method == "deleteWebhook":
            return await self.webhook.delete(args)
        result = await self.webhook.set(args)
        if self.webhook.active:
            self.polling.interrupt("Conflict: terminated by setWebhook request")
        return result

    def _note(
        self, method: str, args: Arguments, status: int, result: Any, seconds: float, fault: Fault | None
    ) -> None:
        if method == "getUpdates" and status == 200 and not result:
            return
        self.world.last_call += 1
        unknown = method not in _NAMES.values()
        call = Call(self.world.last_call, method, args.shown(), status, result, round(seconds * 1000, 1), unknown)
        call.fault = fault.kind if fault else ""
        self.world.calls.append(call)
        if unknown:
            log.error("\033[31mmethod not emulated: %s\033[0m", re.sub(r"\W", "?", method)[:64])
        self.world.feed.publish("call", number=call.number)


class _Broken(Exception):
    """The connection breaks, or a proxy's page comes instead of an answer."""

    def __init__(self, fault: Fault, status: int) -> None:
        super().__init__(fault.kind)
        self.fault = fault
        self.status = status


async def _strike(fault: Fault) -> None:
    """Do what the fault says before the request is accepted; "slow" alone lets it pass."""
    if fault.kind == "slow":
        await asyncio.sleep(fault.delay)
    elif fault.kind == "too_many":
        left = fault.seconds_left
        raise too_many_requests(max(1, math.ceil(left)) if math.isfinite(left) else 5)
    elif fault.kind == "too_many_bare":
        raise Refusal(429, "Too Many Requests")
    elif fault.kind == "server_error":
        raise Refusal(500, "Internal Server Error")
    elif fault.kind == "refused":
        raise fault.refusal or bad_request("the sandbox was told to refuse")
    else:
        if fault.kind == "hang":
            await asyncio.sleep(min(fault.seconds_left, 3600))
        raise _Broken(fault, 502 if fault.kind == "bad_gateway" else 0)


def _messages(args: Arguments) -> int:
    """How many messages the request would send."""
    return len(re.findall(r"\d+", args.text("message_ids"))) or 1


def _check_token(token: str) -> None:
    if not re.fullmatch(r"\d{1,}:[\w-]{30,}", token, re.ASCII):
        raise Refusal(401, "Unauthorized: invalid token specified")
    if token != TOKEN:
        raise Refusal(401, "Unauthorized")


def _answer(request: web.Request, status: int, body: Json, fault: Fault | None) -> web.StreamResponse:
    kind = fault.kind if fault else ""
    if kind == "bad_gateway":
        return web.Response(status=502, text=_HTML, content_type="text/html")
    if kind in ("dropped", "hang", "lost_answer"):
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    raw = orjson.dumps(body)
    if kind == "cut_json":
        raw = raw[: len(raw) // 2]
    headers = {}
    if retry_after := body.get("parameters", {}).get("retry_after"):
        headers["Retry-After"] = str(retry_after)
    return web.Response(status=status, body=raw, content_type="application/json", headers=headers)
