"""setWebhook and the pushing of updates: in order per chat, repeated until a 2xx comes back."""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
import orjson

from sandbox.arguments import Arguments
from sandbox.refusal import Refusal, bad_request
from sandbox.state import Json
from sandbox.updates import Pending
from sandbox.world import World

PORTS = (443, 80, 88, 8443)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST_PAUSE = 60.0
Execute = Callable[[str, Arguments], Awaitable[object]]
_NEVER_IN_ANSWERS = re.compile(r"get|setwebhook|deletewebhook|close$|logout", re.IGNORECASE)


@dataclass
class Target:
    """Where updates go; an empty url means that there is no webhook."""

    url: str = ""
    secret: str = ""
    connections: int = 40
    error: str = ""
    error_date: int = 0


class Webhook:
    """Pushes the queue to the bot while a webhook is set.

    :param execute: runs a method that the bot put into the body of its 2xx answer
    :param first_pause: of the growing pauses between repetitions, in seconds
    """

    def __init__(self, world: World, execute: Execute, *, first_pause: float = 2.0) -> None:
        self._world = world
        self._execute = execute
        self._first_pause = first_pause
        self._pusher: asyncio.Task[None] | None = None
        self._busy: set[int] = set()
        self.target = Target()

    @property
    def active(self) -> bool:
        return bool(self.target.url)

    async def set(self, args: Arguments) -> bool:
        url = args.text("url")
        if not url:
            return await self.delete(args)
        secret = args.text("secret_token")
        check_url(url)
        check_secret(secret)
        await self.close()
        kinds = args.parsed("allowed_updates", "allowed updates")
        self._world.updates.allow(kinds if isinstance(kinds, list) else None)
        if args.flag("drop_pending_updates"):
            self._world.updates.clear()
        connections = min(max(args.integer("max_connections", 40), 1), 100)
        self.target = Target(url, secret, connections)
        self._pusher = asyncio.create_task(self._push())  # noqa: TID251 - held here, awaited in close
        return True

    async def delete(self, args: Arguments) -> bool:
        await self.close()
        self.target = Target()
        if args.flag("drop_pending_updates"):
            self._world.updates.clear()
        return True

    def info(self) -> Json:
        info: Json = {
            "url": self.target.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.updates.pending),
        }
        if self.target.error:
            info["last_error_date"] = self.target.error_date
            info["last_error_message"] = self.target.error
        if self.active:
            info["max_connections"] = self.target.connections
        if self._world.updates.allowed:
            info["allowed_updates"] = self._world.updates.allowed
        return info

    async def close(self) -> None:
        if self._pusher is not None:
            self._pusher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._pusher
        self._busy.clear()
        self._pusher = None

    async def _push(self) -> None:
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as deliveries:
            while True:
                pending = await self._world.feed.until(self._next, None)
                self._busy.add(pending.chat_id)
                deliveries.create_task(self._deliver(session, pending))

    def _next(self) -> Pending | None:
        if len(self._busy) >= self.target.connections:
            return None
        waiting = self._world.updates.pending
        return next((one for one in waiting if one.chat_id not in self._busy), None)

    async def _deliver(self, session: aiohttp.ClientSession, pending: Pending) -> None:
        failures = 0
        while (pause := await self._post(session, pending)) is not None:
            failures += 1
            grown = self._first_pause * 2.0 ** (failures - 2) if failures > 1 else 0.0
            await asyncio.sleep(pause or min(grown, LONGEST_PAUSE))
        self._world.updates.confirm(pending.id)
        self._busy.discard(pending.chat_id)
        self._world.feed.publish("confirmed", pending=len(self._world.updates.pending))

    async def _post(self, session: aiohttp.ClientSession, pending: Pending) -> float | None:
        """None when the update was taken, else the pause that the bot asks for (0: as usual)."""
        headers = {"Content-Type": "application/json"}
        if self.target.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.target.secret
        try:
            async with session.post(
                self.target.url,
                data=orjson.dumps(pending.body),
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=60),
                allow_redirects=False,
            ) as answer:
                body = await answer.read()
                if 200 <= answer.status < 300:
                    await self._obey(answer, body)
                    return None
                self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                asked = answer.headers.get("Retry-After", "0")
                return min(float(asked), 3600.0) if asked.isdigit() else 0.0
        except (aiohttp.ClientError, TimeoutError) as error:
            self._failed(f"Connection failed: {type(error).__name__}")
            return 0.0

    async def _obey(self, answer: aiohttp.ClientResponse, body: bytes) -> None:
        if answer.content_type != "application/json" or not body:
            return
        try:
            given = orjson.loads(body)
        except orjson.JSONDecodeError:
            return
        method = given.pop("method", "") if isinstance(given, dict) else ""
        if method and not _NEVER_IN_ANSWERS.match(str(method)):
            with contextlib.suppress(Refusal):  # Telegram tells nobody of it either
                await self._execute(str(method), Arguments(given))

    def _failed(self, message: str) -> None:
        self.target.error = message
        self.target.error_date = self._world.now()
        self._world.feed.publish("webhook", error=message)


def check_url(url: str) -> None:
    """HTTPS on Telegram's ports, or plain HTTP to this machine, which only the sandbox allows."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise bad_request("Invalid webhook URL specified") from None
    if not parts.hostname:
        raise bad_request("Invalid webhook URL specified")
    if parts.hostname in LOOPBACK and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: HTTPS url must be provided for webhook")
    if port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    raise bad_request("bad webhook: the sandbox pushes to this machine only")


def check_secret(secret: str) -> None:
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
