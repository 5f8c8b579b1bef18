"""The sandbox as one object: the world, the Bot API over HTTP, the chat page.

async with Sandbox(seed=1) as sandbox:
    sandbox.url      # http://127.0.0.1:PORT, for TELEGRAM_API_URL and for the browser
    sandbox.token    # for BOT_TOKEN; real Telegram knows no such token
    sandbox.world    # people, chats, messages: see sandbox.world and sandbox.people
    sandbox.faults   # sandbox.faults.add("too_many", seconds=10): see sandbox.faults
    sandbox.limits   # sandbox.limits.enabled = True switches Telegram's limits on
"""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from sandbox.api import BotApi
from sandbox.faults import Faults
from sandbox.limits import Limits
from sandbox.page import Page
from sandbox.shield import only_this_machine
from sandbox.state import TOKEN
from sandbox.store import load_world, save_world
from sandbox.world import World

_LARGEST_REQUEST = 64 * 2**20


class Sandbox:
    """Telegram on a laptop; it listens on 127.0.0.1 only.

    :param port: 0 takes a free one
    :param state: file that keeps the world between runs
    :param notes: (title, text) pairs shown on the page
    :param on_restart: called when "restart the bot" is pressed on the page
    :param limits: keep Telegram's limits of sending
    :param webhook_pause: first of the growing pauses between pushes, in seconds
    """

    def __init__(
        self,
        *,
        port: int = 0,
        seed: int = 1,
        state: Path | None = None,
        notes: Sequence[tuple[str, str]] = (),
        on_restart: Callable[[], Awaitable[None]] | None = None,
        limits: bool = False,
        webhook_pause: float = 2.0,
    ) -> None:
        self._port = port
        self._state = state
        self.world = load_world(state, seed) if state else World(seed=seed)
        self.api = BotApi(self.world, limits=limits, webhook_pause=webhook_pause)
        self.page = Page(self.api, notes=list(notes), on_restart=on_restart)
        self._runner: web.AppRunner | None = None

    @property
    def token(self) -> str:
        return TOKEN

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def faults(self) -> Faults:
        return self.api.faults

    @property
    def limits(self) -> Limits:
        return self.api.limits

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=_LARGEST_REQUEST, middlewares=[only_this_machine])
        app.add_routes([*self.api.routes(), *self.page.routes()])
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.page.close()
        await self.api.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self.save()

    def save(self) -> None:
        """Write the world to the state file, if there is one."""
        if self._state is not None:
            save_world(self.world, self._state)
