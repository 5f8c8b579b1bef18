"""A consumer writes an appeal: reception, dispute of a charge, feedback, change of the owner, other requests."""

from datetime import datetime

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Text, Wordless
from bot.fsm.appeals import AppealDraft, WriteAppeal
from bot.incoming import paper_of
from bot.keyboards.appeals import (
    BackToAppeal,
    BeginAppeal,
    DisputeCharge,
    DropPapers,
    OtherAppeals,
    RewriteAppeal,
    SendAppeal,
)
from bot.screens import appeals as screens
from bot.screens import requests as request_screens
from bot.screens.screen import Answer, Screen
from core.customers.model import Customer
from core.i18n import Translator
from core.retailer import Retailer
from core.support.appealing import AppealService
from core.support.model import FormGone, Kind, Paper, new_key


async def show_others(_tap: CallbackQuery, state: FSMContext, tr: Translator) -> Screen:
    await state.clear()
    return screens.others(tr)


async def begin(
    _tap: CallbackQuery,
    callback_data: BeginAppeal,
    appealing: AppealService,
    customer: Customer,
    state: FSMContext,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    kind, link_id = callback_data.kind, callback_data.link_id
    if not link_id:
        linked = await appealing.accounts_for(customer=customer, kind=kind)
        if len(linked) > 1:
            return screens.choose_account(kind, linked, tr)
        link_id = linked[0].link_id if linked else 0
    draft = AppealDraft(kind=kind, link_id=link_id, key=new_key())
    return await show(draft, appealing, customer, state, retailer, tr)


async def dispute(
    _tap: CallbackQuery,
    callback_data: DisputeCharge,
    appealing: AppealService,
    customer: Customer,
    state: FSMContext,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = AppealDraft(kind=Kind.DISPUTE, link_id=callback_data.link_id, ref=callback_data.ref, key=new_key())
    return await show(draft, appealing, customer, state, retailer, tr)


async def go_back(
    _tap: CallbackQuery,
    appealing: AppealService,
    customer: Customer,
    state: FSMContext,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    return await show(await AppealDraft.load(state), appealing, customer, state, retailer, tr)


async def rewrite(
    _tap: CallbackQuery,
    appealing: AppealService,
    customer: Customer,
    state: FSMContext,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await AppealDraft.load(state)
    draft.text = ""
    return await show(draft, appealing, customer, state, retailer, tr)


async def drop_papers(
    _tap: CallbackQuery,
    appealing: AppealService,
    customer: Customer,
    state: FSMContext,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    draft = await AppealDraft.load(state)
    draft.papers = []
    return await show(draft, appealing, customer, state, retailer, tr)


async def take_words(
    message: Message,
    appealing: AppealService,
    customer: Customer,
    state: FSMContext,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    """Two messages are two paragraphs."""
    draft = await AppealDraft.load(state)
    take(draft, appealing, text=message.text or "")
    return await show(draft, appealing, customer, state, retailer, tr)


async def take_paper(
    message: Message,
    appealing: AppealService,
    customer: Customer,
    state: FSMContext,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    """What stands below a photo are words of the appeal if there are none yet; an album is answered once."""
    draft, paper = await AppealDraft.load(state), paper_of(message)
    goes_on = any(paper.album and each["album"] == paper.album for each in draft.papers)
    take(draft, appealing, text="" if draft.text else paper.caption, paper=paper)
    answer = await show(draft, appealing, customer, state, retailer, tr)
    return None if goes_on else answer


async def send(
    _tap: CallbackQuery,
    callback_data: SendAppeal,
    appealing: AppealService,
    customer: Customer,
    state: FSMContext,
    now: datetime,
    tr: Translator,
) -> Screen:
    draft = await AppealDraft.load(state)
    appeal = await appealing.send(customer=customer, key=callback_data.key, form=draft.form)
    if draft.key == callback_data.key:
        await state.clear()
    return request_screens.registered(0, appeal, now, tr)


def take(draft: AppealDraft, appealing: AppealService, *, text: str = "", paper: Paper | None = None) -> None:
    if draft.form is None:
        raise FormGone
    draft.take(*appealing.add(draft.form, text=text, paper=paper))


async def show(
    draft: AppealDraft,
    appealing: AppealService,
    customer: Customer,
    state: FSMContext,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    form = draft.form
    if form is None:
        raise FormGone
    account = await appealing.account(customer=customer, kind=form.kind, link_id=form.link_id)
    await draft.save(state)
    return screens.form(form, account, retailer, tr)


def routes() -> Router:
    router = Router(name="appeals")
    router.message.register(take_words, WriteAppeal.form, Text())
    router.message.register(take_paper, WriteAppeal.form, Wordless())
    router.callback_query.register(show_others, OtherAppeals.filter())
    router.callback_query.register(begin, BeginAppeal.filter())
    router.callback_query.register(dispute, DisputeCharge.filter())
    router.callback_query.register(go_back, BackToAppeal.filter())
    router.callback_query.register(rewrite, RewriteAppeal.filter())
    router.callback_query.register(drop_papers, DropPapers.filter())
    router.callback_query.register(send, SendAppeal.filter())
    return router
