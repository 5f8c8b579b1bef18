"""What a chat is told of, at which hours, how bills come; and the stop under each notice."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls
from bot.keyboards.notices import (
    ChooseBillsBy,
    ChooseQuiet,
    ExplainLegal,
    KeepQuiet,
    OpenNotices,
    ReceiveBills,
    ResumeNotices,
    StopNotices,
    SwitchNotices,
)
from bot.screens import notices_choices as screens
from bot.screens.screen import Screen
from core.customers.model import Customer
from core.i18n import Translator
from core.notices.choosing import NoticeChoiceService
from core.retailer import Retailer


async def show_notices(
    _event: Message | CallbackQuery,
    notice_choices: NoticeChoiceService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    """Leave what is under way as it is, as Settings do."""
    return screens.notices(await notice_choices.look(customer=customer), retailer, tr)


async def switch(
    _tap: CallbackQuery,
    callback_data: SwitchNotices,
    notice_choices: NoticeChoiceService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    about = callback_data.about
    chosen = await notice_choices.switch(customer=customer, about=about, on=callback_data.on)
    return screens.switched(chosen, about, retailer, tr)


async def explain(_tap: CallbackQuery, retailer: Retailer, tr: Translator) -> Screen:
    return screens.explained(retailer, tr)


async def stop(
    _tap: CallbackQuery,
    callback_data: StopNotices,
    notice_choices: NoticeChoiceService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    chosen = await notice_choices.switch(customer=customer, about=callback_data.about, on=False)
    return screens.stopped(chosen, callback_data.about, tr)


async def resume(
    _tap: CallbackQuery,
    callback_data: ResumeNotices,
    notice_choices: NoticeChoiceService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    await notice_choices.switch(customer=customer, about=callback_data.about, on=True)
    return screens.resumed(callback_data.about, tr)


async def choose_quiet(
    _tap: CallbackQuery, notice_choices: NoticeChoiceService, customer: Customer, retailer: Retailer, tr: Translator
) -> Screen:
    return screens.quiet(await notice_choices.look(customer=customer), retailer, tr)


async def keep_quiet(
    _tap: CallbackQuery,
    callback_data: KeepQuiet,
    notice_choices: NoticeChoiceService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    chosen = await notice_choices.keep_quiet(customer=customer, hours=callback_data.hours)
    return screens.quiet(chosen, retailer, tr, toast=screens.saved(tr))


async def choose_bills_by(
    _tap: CallbackQuery, notice_choices: NoticeChoiceService, customer: Customer, by_email: bool, tr: Translator
) -> Screen:
    return screens.bills_by(await notice_choices.look(customer=customer), tr, by_email=by_email)


async def receive_bills(
    _tap: CallbackQuery,
    callback_data: ReceiveBills,
    notice_choices: NoticeChoiceService,
    customer: Customer,
    by_email: bool,
    tr: Translator,
) -> Screen:
    chosen = await notice_choices.receive_bills(customer=customer, by=callback_data.by)
    return screens.bills_by(chosen, tr, by_email=by_email, toast=screens.saved(tr))


def routes() -> Router:
    router = Router(name="notices")
    router.message.register(show_notices, Calls("notices"))
    router.callback_query.register(show_notices, OpenNotices.filter())
    router.callback_query.register(switch, SwitchNotices.filter())
    router.callback_query.register(explain, ExplainLegal.filter())
    router.callback_query.register(stop, StopNotices.filter())
    router.callback_query.register(resume, ResumeNotices.filter())
    router.callback_query.register(choose_quiet, ChooseQuiet.filter())
    router.callback_query.register(keep_quiet, KeepQuiet.filter())
    router.callback_query.register(choose_bills_by, ChooseBillsBy.filter())
    router.callback_query.register(receive_bills, ReceiveBills.filter())
    return router
