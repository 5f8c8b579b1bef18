"""What the retailer has on file of the person, and how it is changed: by a request to the office."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls, Text
from bot.fsm.profile import ChangeDraft, ChangeProfile
from bot.keyboards.profile import OpenForm, OpenProfile, PickField, PickSex, ProfileElsewhere, ProfileOf, SendChange
from bot.screens import profile as screens
from bot.screens import profile_change as form_screens
from bot.screens import requests as request_screens
from bot.screens.screen import Screen
from core.accounts.service import AccountService
from core.customers.model import Customer
from core.i18n import Translator
from core.profile.model import Field
from core.profile.service import ProfileService
from core.support.model import new_key


async def show_profile(
    _event: Message | CallbackQuery,
    state: FSMContext,
    profile: ProfileService,
    customer: Customer,
    by_email: bool,
    tr: Translator,
    callback_data: OpenProfile | None = None,
) -> Screen:
    await state.clear()
    link_id = callback_data.link_id if callback_data else 0
    shown = await profile.show(customer=customer, link_id=link_id or None)
    return screens.profile(shown, tr, by_email=by_email)


async def ask_account(
    _tap: CallbackQuery, callback_data: ProfileElsewhere, accounts: AccountService, customer: Customer, tr: Translator
) -> Screen:
    return screens.choose_account(await accounts.linked(customer=customer), callback_data.link_id, tr)


async def choose_account(
    _tap: CallbackQuery,
    callback_data: ProfileOf,
    accounts: AccountService,
    profile: ProfileService,
    customer: Customer,
    by_email: bool,
    tr: Translator,
) -> Screen:
    account = await accounts.switch(customer=customer, link_id=callback_data.link_id)
    shown = await profile.show(customer=customer, link_id=account.link_id)
    return screens.profile(shown, tr, by_email=by_email)


async def open_form(
    _tap: CallbackQuery,
    callback_data: OpenForm,
    state: FSMContext,
    profile: ProfileService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    draft = await ChangeDraft.load(state)
    if callback_data.link_id not in (0, draft.link_id) or not draft.key:
        draft = ChangeDraft(link_id=callback_data.link_id, key=new_key())
    return await show_form(draft, state, profile, customer, tr)


async def show_form(
    draft: ChangeDraft,
    state: FSMContext,
    profile: ProfileService,
    customer: Customer,
    tr: Translator,
    *,
    hint: str = "",
) -> Screen:
    form = await profile.form(customer=customer, link_id=draft.link_id, changes=draft.fields)
    draft.legal = form.profile.account.kind == "legal"
    await draft.save(state, ChangeProfile.form)
    return form_screens.form(form, draft.key, tr, hint=hint)


async def pick_field(_tap: CallbackQuery, callback_data: PickField, state: FSMContext, tr: Translator) -> Screen:
    draft = await ChangeDraft.load(state)
    draft.asked = callback_data.field.value
    await draft.save(state, ChangeProfile.value)
    return form_screens.ask(callback_data.field, draft.link_id, tr, legal=draft.legal)


async def take_value(
    message: Message, state: FSMContext, profile: ProfileService, customer: Customer, tr: Translator
) -> Screen:
    return await take(message.text or "", state, profile, customer, tr)


async def pick_sex(
    _tap: CallbackQuery,
    callback_data: PickSex,
    state: FSMContext,
    profile: ProfileService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    draft = await ChangeDraft.load(state)
    draft.asked = Field.SEX.value
    await draft.save(state, ChangeProfile.value)
    return await take(callback_data.sex, state, profile, customer, tr)


async def take(text: str, state: FSMContext, profile: ProfileService, customer: Customer, tr: Translator) -> Screen:
    """Put a value into the form; after a refusal the same is asked again, and the others stand."""
    draft = await ChangeDraft.load(state)
    field = Field(draft.asked)
    draft.changes[field.value] = await profile.write(customer=customer, link_id=draft.link_id, field=field, text=text)
    return await show_form(draft, state, profile, customer, tr)


async def insist_on_tap(
    _message: Message, state: FSMContext, profile: ProfileService, customer: Customer, tr: Translator
) -> Screen:
    draft = await ChangeDraft.load(state)
    return await show_form(draft, state, profile, customer, tr, hint=form_screens.choose_first(tr))


async def send_change(
    _tap: CallbackQuery,
    callback_data: SendChange,
    state: FSMContext,
    profile: ProfileService,
    customer: Customer,
    now: datetime,
    tr: Translator,
) -> Screen:
    link_id, key = callback_data.link_id, callback_data.key
    draft = await ChangeDraft.load(state)
    changes = draft.fields if (draft.link_id, draft.key) == (link_id, key) else {}
    appeal = await profile.send(customer=customer, link_id=link_id, changes=changes, key=key)
    if draft.key == key:
        await state.clear()
    return request_screens.registered(link_id, appeal, now, tr)


def routes() -> Router:
    router = Router(name="profile")
    under_way = StateFilter(ChangeProfile)
    router.message.register(show_profile, Calls("profile"))
    router.message.register(take_value, StateFilter(ChangeProfile.value), Text())
    router.message.register(insist_on_tap, StateFilter(ChangeProfile.form), Text())
    router.callback_query.register(show_profile, OpenProfile.filter())
    router.callback_query.register(ask_account, ProfileElsewhere.filter())
    router.callback_query.register(choose_account, ProfileOf.filter())
    router.callback_query.register(open_form, OpenForm.filter())
    router.callback_query.register(pick_field, PickField.filter(), under_way)
    router.callback_query.register(pick_sex, PickSex.filter(), under_way)
    router.callback_query.register(send_change, SendChange.filter())
    return router
