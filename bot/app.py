"""The one page of wiring: what the bot is made of, and how it starts and stops."""

import asyncio
import gc
import logging
import uuid
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError
from aiogram.methods.base import Response
from aiogram.types import Message
from aiogram.utils.token import TokenValidationError

from bot.alarms import Alarms
from bot.delivery.gate import Gate
from bot.delivery.giving import given
from bot.delivery.members import Members
from bot.delivery.pace import IN_ALL, Pace
from bot.delivery.papers import Papers, Sign
from bot.delivery.press import PROGRAM
from bot.delivery.press import SECONDS as PRESS_SECONDS
from bot.delivery.session import JsonSession
from bot.delivery.show import Delivery
from bot.delivery.username import Username
from bot.handlers import FLOWS
from bot.index import Index
from bot.jobs.accounting import AccountingSender
from bot.jobs.campaigns import CampaignSender
from bot.jobs.clock import ClockJobs
from bot.jobs.composing import Composer
from bot.jobs.desk import DeskJobs
from bot.jobs.letters import Letters
from bot.jobs.mail import MailSender
from bot.jobs.profile import show_profile
from bot.jobs.progress import Progress
from bot.jobs.relay import RelaySender
from bot.jobs.relay_acts import RelayActs
from bot.jobs.relay_topics import Topics
from bot.jobs.relay_words import Words
from bot.jobs.sender import Sender
from bot.jobs.smtp import MailRoute
from bot.jobs.wording import Wording
from bot.middlewares.flow import KeepFlow
from bot.middlewares.identify import Identify
from bot.middlewares.pin import AskPin
from bot.middlewares.refusals import Refusals
from bot.middlewares.throttle import Throttle
from bot.office import OfficeRefused
from bot.receiver.arrivals import loads
from bot.receiver.polling import Polling
from bot.receiver.webhook import Webhook
from bot.settings import Settings, SettingsBroken
from bot.worker.handling import Handling
from bot.worker.pump import Worker
from bot.worker.service import ChatService
from core.cabinet import Cabinet
from core.clock import Clock, check_zone, system_clock
from core.exchange.rest import AccountingApi
from core.retailer import Retailer
from core.storage import schema
from core.storage.engine import Database
from core.storage.inbox import Inbox
from core.storage.leader import Leader, only_process
from core.storage.outbox import EMAIL, Outbox
from core.storage.papers import PaperFiles
from core.storage.sealing import Vault
from core.storage.wakeups import listen

log = logging.getLogger(__name__)

ROLES = ("receiver", "worker", "sender", "clock")
_SEND_SECONDS = 20.0
_FOR_ANSWERS = 5  # messages a second beyond the campaigns'

# pydantic keeps these only while somebody holds them; built anew after a collection, each stalls the loop for 10 ms.
ANSWERS = (Response[bool], Response[Message], Response[Message | bool], Response[list[dict[str, Any]]])

Part = Callable[[asyncio.Event], Coroutine[Any, Any, None]]


@dataclass(frozen=True, kw_only=True)
class Options:
    """What tests and measurements set otherwise than the product."""

    clock: Clock = system_clock
    routers: tuple[Router, ...] = ()
    updates_per_minute: int = 20
    poll_seconds: int = 25
    press: tuple[str, ...] = PROGRAM
    press_seconds: float = PRESS_SECONDS
    calendar: bool = True  # its notices begin by themselves


def make_bot(settings: Settings) -> Bot:
    session = JsonSession(
        api=TelegramAPIServer.from_base(settings.telegram_api_url),
        json_loads=loads,
        timeout=_SEND_SECONDS,
        limit=300,
    )
    try:
        return Bot(settings.token, session=session)
    except TokenValidationError as error:
        raise SettingsBroken("BOT_TOKEN is not of the form that @BotFather gives: 123456:ABC…") from error


async def upload(settings: Settings, kind: str, file: Path) -> str:
    """Put a file into the operators' chat, silently, and return its name there, by which it can be sent to anybody.

    :raises OfficeRefused: there is no such chat, or Telegram does not take the file
    """
    if settings.operator_chat_id is None:
        raise OfficeRefused("OPERATOR_CHAT_ID is not set: a file is given to Telegram in the operators' group.")
    bot = make_bot(settings)
    try:
        return await given(bot, settings.operator_chat_id, kind, file)
    except AiogramError as error:
        raise OfficeRefused(f"{file}: Telegram does not take it as a {kind}: {type(error).__name__}.") from None
    finally:
        await bot.session.close()


def make_dispatcher(routers: Iterable[Router]) -> Dispatcher:
    dispatcher = Dispatcher(disable_fsm=True)
    for middleware in (Refusals(), Identify(), KeepFlow()):
        dispatcher.update.outer_middleware(middleware)
    dispatcher.include_router(Index(routers, AskPin()))
    return dispatcher


class App:
    """The parts, made for one database and one bot."""

    def __init__(self, settings: Settings, options: Options) -> None:
        self.settings = settings
        self.mail_server = settings.mail_server
        self.clock = options.clock
        self.calendar = options.calendar
        self.retailer = Retailer.from_file(settings.retailer_file)
        self.database = Database(settings.database_url, Vault.from_file(settings.secret_key_file))
        self.bot = make_bot(settings)
        self.papers = Papers(
            self.retailer,
            PaperFiles(self.database).remember,
            program=options.press,
            seconds=options.press_seconds,
            sign=self._signature(),
        )
        self.in_all = Pace(max(IN_ALL, self.retailer.notices.per_second + _FOR_ANSWERS))
        self.delivery = Delivery(self.bot, Gate(), self.clock, self.papers, self.in_all, self._is_desk)
        self.alarms = Alarms(self.database, self.retailer, settings.operator_chat_id, self.clock)
        self.inbox = Inbox(self.database, me=uuid.uuid4().hex)
        self.dispatcher = make_dispatcher(options.routers or [flow.routes() for flow in FLOWS])
        self.worker = self._worker(options)
        self.receiver = self._receiver(options)
        self.accounting = self._accounting()
        self.pacer = Leader(self.database, "bulk")
        self.sender = Sender(
            outbox=Outbox(self.database),
            delivery=self.delivery,
            wording=Wording(self.database, self.retailer, self.clock),
            alarms=self.alarms,
            clock=self.clock,
        )
        self.campaigns = CampaignSender(
            database=self.database,
            retailer=self.retailer,
            delivery=self.delivery,
            composer=Composer(
                self.database, self.retailer, self.clock, self.alarms, by_email=self.mail_server is not None
            ),
            in_all=self.in_all,
            clock=self.clock,
            leads=lambda: self.pacer.leads,
            settled=self.sender.settled,
        )
        self.progress = Progress(
            database=self.database,
            retailer=self.retailer,
            delivery=self.delivery,
            clock=self.clock,
            leads=lambda: self.pacer.leads,
        )
        self.relay = self._relay()
        self.mail = self._mail()

    async def _is_desk(self, chat_id: int) -> bool:
        async with self.database.work() as work:
            cabinet = Cabinet(work, self.retailer, self.clock(), self.settings.operator_chat_id)
            return await cabinet.is_desk(chat_id)

    def _desk_jobs(self) -> DeskJobs:
        return DeskJobs(
            database=self.database,
            retailer=self.retailer,
            clock=self.clock,
            operators=self.settings.operator_chat_id,
            members=Members(self.bot),
            calendar=self.calendar,
        )

    def _relay(self) -> RelaySender:
        """Return who carries words between consumers and operators."""
        parts: dict[str, Any] = {"database": self.database, "retailer": self.retailer, "clock": self.clock}
        topics, words = Topics(delivery=self.delivery, **parts), Words(**parts)
        acts = RelayActs(delivery=self.delivery, topics=topics, words=words, **parts)
        return RelaySender(database=self.database, delivery=self.delivery, acts=acts, clock=self.clock)

    def _signature(self) -> Sign | None:
        """Return what signs acts; None: nothing does, and what could is not even loaded."""
        file = self.retailer.documents.signing_key_file
        if not file:
            return None
        from core.documents.signature import Signer, SigningKeyBroken

        try:
            return Signer(Path(file), self.settings.passphrase_of_signing_key, self.clock()).sign
        except SigningKeyBroken as error:
            raise SettingsBroken(str(error)) from error

    def _mail(self) -> MailSender | None:
        """Return who sends letters, where there is a mail server."""
        if self.mail_server is None:
            return None
        sender = self.settings.mail_from
        letters = Letters(
            database=self.database,
            retailer=self.retailer,
            papers=self.papers,
            username=Username(self.bot),
            sender=sender,
            clock=self.clock,
        )
        route = MailRoute(self.mail_server, sender)
        return MailSender(
            outbox=Outbox(self.database, EMAIL), letters=letters, route=route, alarms=self.alarms, clock=self.clock
        )

    def wake_senders(self) -> None:
        self.sender.wake()
        self.relay.wake()
        self.campaigns.wake()
        if self.mail is not None:
            self.mail.wake()

    def _worker(self, options: Options) -> Worker:
        handling = Handling(
            database=self.database,
            inbox=self.inbox,
            dispatcher=self.dispatcher,
            bot=self.bot,
            retailer=self.retailer,
            operators=self.settings.operator_chat_id,
            clock=self.clock,
            by_email=self.mail_server is not None,
        )
        throttle = Throttle(options.updates_per_minute)
        service = ChatService(
            inbox=self.inbox,
            handling=handling,
            delivery=self.delivery,
            throttle=throttle,
            alarms=self.alarms,
            vault=self.database.vault,
        )
        return Worker(self.inbox, service, self.clock)

    def _accounting(self) -> list[Part]:
        """Return the way to the accounting system online, where there is one."""
        if not self.settings.accounting_url:
            return []
        api = AccountingApi(
            url=self.settings.accounting_url,
            token=self.settings.token_of_accounting,
            accounting=self.retailer.accounting,
            readings=self.retailer.readings,
        )
        leader = Leader(self.database, "accounting")
        sender = AccountingSender(
            database=self.database,
            retailer=self.retailer,
            operators=self.settings.operator_chat_id,
            alarms=self.alarms,
            api=api,
            clock=self.clock,
            leads=lambda: leader.leads,
        )
        return [partial(leader.run, task=sender.run)]

    def _receiver(self, options: Options) -> Part:
        intake = self.worker.take_in
        kinds = self.dispatcher.resolve_used_update_types()
        if not self.settings.webhook_url:
            seconds = options.poll_seconds
            polling = Polling(bot=self.bot, intake=intake, kinds=kinds, alarms=self.alarms, seconds=seconds)
            return partial(Leader(self.database, "poller").run, task=polling.run)
        return Webhook(
            bot=self.bot,
            intake=intake,
            kinds=kinds,
            alarms=self.alarms,
            url=self.settings.webhook_url,
            secret=self.settings.secret_of_webhook,
            listen=self.settings.listen,
        ).run

    def parts(self, roles: Iterable[str]) -> list[Part]:
        clock = ClockJobs(
            self.database,
            self.inbox,
            self.retailer,
            self.clock,
            operators=self.settings.operator_chat_id,
            exchange=self.settings.folder_of_registry,
            calendar=self.calendar,
            desk=self._desk_jobs(),
        )
        mail: list[Part] = [] if self.mail is None else [self.mail.run]
        bulk = partial(self.pacer.run, task=self.campaigns.run)
        by_role: dict[str, list[Part]] = {
            "receiver": [self.receiver, partial(show_profile, self.bot, self.retailer, self.settings.operator_chat_id)],
            "worker": [self.worker.run],
            "sender": [self.sender.run, self.relay.run, bulk, self.progress.run, *self.accounting, *mail],
            "clock": [partial(Leader(self.database, "clock").run, task=clock.run)],
        }
        return [part for role in roles for part in by_role[role]]

    async def close(self) -> None:
        await self.papers.close()
        await self.bot.session.close()
        await self.database.dispose()


async def run(
    settings: Settings,
    stop: asyncio.Event,
    *,
    roles: Iterable[str] = ROLES,
    options: Options | None = None,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Run the roles until `stop` is set; what is in hand then is finished first.

    :raises SettingsBroken, RetailerFileBroken, KeyFileBroken, SchemaUnknown, RuntimeError: it cannot start
    """
    check_zone()
    app = App(settings, options or Options())
    try:
        async with only_process(app.database, stop):
            if stop.is_set():  # while standing by: the database is another's, and so is what it has in hand
                return
            await schema.migrate(app.database, app.clock())
            gc.collect()
            gc.freeze()  # a thousand models of aiogram that never go away need not be walked again
            await _run_parts(app, stop, tuple(roles), ready)
    finally:
        await app.close()


async def _until_any_fails(part: Part, stop: asyncio.Event, failures: list[Exception]) -> None:
    """Run a part; if it fails, the others end in order as at any stop: a cancellation may be swallowed on its way."""
    try:
        await part(stop)
    except Exception as error:  # noqa: BLE001 - raised again when all have ended
        failures.append(error)
        stop.set()


async def _run_parts(app: App, stop: asyncio.Event, roles: tuple[str, ...], ready: Callable[[], None]) -> None:
    failures: list[Exception] = []
    async with asyncio.TaskGroup() as group:
        for part in app.parts(roles):
            group.create_task(_until_any_fails(part, stop, failures))
        if not app.database.is_sqlite:
            channels = {"inbox": app.worker.wake, "outbox": app.wake_senders}
            group.create_task(listen(app.database, channels, stop))
        log.info("started", extra={"roles": " ".join(roles)})
        ready()
    if failures:
        raise ExceptionGroup("parts of the bot have failed", failures)
    log.info("stopped")
