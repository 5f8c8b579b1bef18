"""The one page of wiring: what the bot is made of, and how it starts and stops."""

import asyncio
import gc
import logging
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import orjson
from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.delivery.gate import Gate
from bot.delivery.show import Delivery
from bot.handlers import FLOWS
from bot.index import Index
from bot.middlewares.flow import KeepFlow
from bot.middlewares.identify import Identify
from bot.middlewares.refusals import Refusals
from bot.middlewares.throttle import Throttle
from bot.receiver.alarms import Alarms
from bot.receiver.arrivals import loads
from bot.receiver.polling import Polling
from bot.settings import Settings
from bot.worker.handling import Handling
from bot.worker.pump import Worker
from bot.worker.service import ChatService
from core.clock import Clock, check_zone, system_clock
from core.retailer import Retailer
from core.storage import schema
from core.storage.engine import Database
from core.storage.inbox import Inbox
from core.storage.sealing import Vault

log = logging.getLogger(__name__)

ROLES = ("receiver", "worker", "sender", "clock")
_SEND_SECONDS = 20.0


@dataclass(frozen=True, kw_only=True)
class Options:
    """What tests and measurements set otherwise than the product."""

    clock: Clock = system_clock
    routers: Iterable[Router] | None = None
    updates_per_minute: int = 20
    poll_seconds: int = 25


def make_bot(settings: Settings) -> Bot:
    session = AiohttpSession(
        api=TelegramAPIServer.from_base(settings.telegram_api_url),
        json_loads=loads,
        json_dumps=lambda value: orjson.dumps(value).decode(),
        timeout=_SEND_SECONDS,
        limit=300,
    )
    return Bot(settings.token, session=session)


def make_dispatcher(routers: Iterable[Router]) -> Dispatcher:
    dispatcher = Dispatcher(disable_fsm=True)
    for middleware in (Refusals(), Identify(), KeepFlow()):
        dispatcher.update.outer_middleware(middleware)
    dispatcher.include_router(Index(routers))
    return dispatcher


async def run(
    settings: Settings,
    stop: asyncio.Event,
    *,
    roles: Iterable[str] = ROLES,
    options: Options | None = None,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Run the roles until `stop` is set; what is in hand then is finished first."""
    check_zone()
    options = options or Options()
    retailer = Retailer.from_file(settings.retailer_file)
    database = Database(settings.database_url, Vault.from_file(settings.secret_key_file))
    bot = make_bot(settings)
    dispatcher = make_dispatcher(options.routers or [flow.routes() for flow in FLOWS])
    inbox = Inbox(database, me=uuid.uuid4().hex)
    delivery = Delivery(bot, Gate())
    handling = Handling(
        database=database,
        inbox=inbox,
        dispatcher=dispatcher,
        bot=bot,
        retailer=retailer,
        operators=settings.operator_chat_id,
        clock=options.clock,
    )
    throttle = Throttle(options.updates_per_minute)
    worker = Worker(inbox, ChatService(inbox, handling, delivery, throttle, database.vault), options.clock)
    alarms = Alarms(database, retailer, settings.operator_chat_id, options.clock)
    polling = Polling(
        bot=bot,
        inbox=inbox,
        kinds=dispatcher.resolve_used_update_types(),
        stored=worker.wake,
        alarms=alarms,
        clock=options.clock,
        seconds=options.poll_seconds,
    )
    try:
        await schema.migrate(database, options.clock())
        gc.collect()
        gc.freeze()  # a thousand models of aiogram that never go away need not be walked again
        ready()
        async with asyncio.TaskGroup() as group:
            group.create_task(polling.run(stop))
            group.create_task(worker.run(stop))
    finally:
        await bot.session.close()
        await database.dispose()
