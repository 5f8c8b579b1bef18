"""A bot that is killed at a named place; started by the tests of faults, never by the product.

Reads orders, a JSON line each, and forks one bot for each (the imports, which take seconds, are done once). An order
may say `kill`: `module:Class.method:before|after:n`, and then the n-th call of it ends in SIGKILL. When a bot has
ended, a line says how; another one says when it was ready.

The flow that it runs leaves one audit row and one notice per message, so that effects can be counted; where the order
says `flows`, it is the product with all of its flows instead. It waits seconds for the dead; where the order says
`patient`, it waits as long as the product does.
"""

import asyncio
import functools
import gc
import importlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.types import Message

from bot import app, logs
from bot.filters import Text
from bot.jobs import accounting, rounds
from bot.jobs import relay as carrying
from bot.screens import notices, notices_occasions
from bot.screens.screen import Screen
from bot.settings import Settings
from bot.worker import pump
from core.cabinet import Cabinet
from core.exchange import rest
from core.i18n import Translator
from core.notices.model import Campaign, Chat, Firing, NoticeType, Recipient
from core.retailer import Retailer
from core.storage import engine, inbox, leader, ledger, outbox, relay


def kill_at(place: str) -> None:
    module, path, when, number = place.split(":")
    owner_name, name = path.split(".")
    owner = getattr(importlib.import_module(module), owner_name)
    original = getattr(owner, name)
    calls = 0

    @functools.wraps(original)
    async def deadly(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        strikes = calls == int(number)
        if strikes and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = await original(*args, **kwargs)
        if strikes:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


async def count(message: Message, cabinet: Cabinet) -> Screen:
    """Leave one effect per message, and one word to somebody else."""
    text = message.text or ""
    if text == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    if text == "broken":
        raise RuntimeError("as ordered")
    chat = f"chat:{message.chat.id}"
    await cabinet.audit.record(actor=chat, action="effect", subject=chat, detail=text)
    values: dict[str, str | int] = {"text": text}
    await cabinet.notices.post(key=f"copy:{chat}:{text}", chat_id=message.chat.id, name="copy", values=values)
    return Screen(text=f"counted {text}")


async def read(message: Message) -> Screen:
    return Screen(text=f"read {message.text}")


class Reading(Text):
    words = None

    async def __call__(self, message: Message) -> bool:
        return (message.text or "").startswith("?")


def routes() -> Router:
    router = Router()
    router.message.register(read, Reading())
    router.message.register(count, Text())
    return router


def copy(values: notices.Values, _tr: Translator, _retailer: Retailer) -> Screen:
    return Screen(text=f"copy of {values['text']}")


class Everybody:
    """A notice to every chat, for campaigns."""

    about = NoticeType.NEWS

    async def firings(self, _now: datetime) -> tuple[Firing, ...]:
        return ()

    async def recipients(self, campaign: Campaign, chats: Sequence[Chat], _now: datetime) -> list[Recipient]:
        values = {"text": str(campaign.content["text"])}
        return [
            Recipient(chat_id=one.chat_id, key=f"campaign:{campaign.id}:{one.chat_id}", values=values) for one in chats
        ]


def write_to_everybody() -> None:
    occasions: Any = property(lambda _cabinet: {NoticeType.NEWS: Everybody()})
    Cabinet._occasions = occasions
    notices_occasions.OCCASIONS[NoticeType.NEWS] = copy


def hurry() -> None:
    """What a dead process held is taken over in seconds, not minutes."""
    for module in (inbox, outbox, relay):
        module.LEASE = timedelta(seconds=2)
    pump._RENEW = rounds._RECOVER = carrying._RECOVER = 0.5
    carrying._GROUP_MINUTE = 60_000  # the order is tried here, not the pace
    accounting._POLL, accounting._DENIED_SECONDS = 0.05, 0.2
    quick = {"first_wait": 0.02, "call_seconds": 0.4}
    rest.AccountingApi.__init__.__kwdefaults__.update(quick)


def hurry_leader() -> None:
    """One of several: who leads and has been silent for a few seconds is followed by another, also in what he held."""
    leader._ASK_AGAIN, leader._CONFIRM, leader._DOUBTFUL, leader._SILENT = 0.5, 0.5, 3.0, 5
    engine._SILENT = 5
    ledger.LEASE = timedelta(seconds=5)


def serve(order: dict[str, Any]) -> None:
    logs.configure("INFO", "json")
    notices.NOTICES["copy"] = copy
    write_to_everybody()
    if not order.get("patient"):
        hurry()
        if order["settings"]["database_url"].startswith("postgresql"):
            hurry_leader()
    if order.get("kill"):
        kill_at(order["kill"])
    found = Settings(_env_file=None, **order["settings"])

    routers = () if order.get("flows") else (routes(),)

    async def run() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        options = app.Options(routers=routers, updates_per_minute=100_000, calendar=False)
        await app.run(found, stop, options=options, ready=lambda: tell(ready=1))

    asyncio.run(run())


def tell(**what: int) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    """One order as an argument: that bot alone, in this process. Otherwise a line each, and one bot after another."""
    if len(sys.argv) > 1:
        serve(json.loads(sys.argv[1]))
        return
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            serve(order)
            os._exit(0)
        tell(pid=child)
        _, status = os.waitpid(child, 0)
        tell(ended=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
