"""Nobody but this machine's own pages and programs may speak to the sandbox."""

from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

_LOOPBACK = ("127.0.0.1", "localhost")
ACT_HEADER = "X-Sandbox"


@web.middleware
async def only_this_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign Host headers: a page elsewhere may point its own name at 127.0.0.1."""
    if urlsplit(f"//{request.host}").hostname not in _LOOPBACK:
        raise web.HTTPForbidden(text="The sandbox answers to 127.0.0.1 only.\n")
    return await handler(request)


def check_same_origin(request: web.Request) -> None:
    """Acts come from our own page: the header makes a foreign page ask first, and it is refused."""
    origin = request.headers.get("Origin")
    if ACT_HEADER not in request.headers:
        raise web.HTTPForbidden(text=f"An act needs the header {ACT_HEADER}.\n")
    if origin is not None and origin != f"http://{request.host}":
        raise web.HTTPForbidden(text="An act must come from the sandbox's own page.\n")
