"""Setting, entering, changing and resetting a PIN; every message with digits in it is taken out of the chat."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from bot.filters import Text
from bot.fsm.pin import ChoosePin, EnterPin, PinDraft, ResetPin, Wanted
from bot.keyboards import pin as keyboard
from bot.keyboards.pin import ChangePin, ForgotPin, OpenPin, RemovePin, ResetByCode, ResetByPayment, SetPin
from bot.screens import pin as screens
from bot.screens import refusals
from bot.screens.screen import Answer, Screen
from core.accounts.linking import LinkService
from core.accounts.model import SerialNeeded
from core.customers.model import Customer
from core.customers.service import CustomerService
from core.errors import DomainError
from core.i18n import Translator
from core.money import parse_amount
from core.pin.model import NoPin, PinsDiffer
from core.pin.service import PinService
from core.retailer import Retailer


async def show_pin(
    _tap: CallbackQuery, state: FSMContext, pins: PinService, customer: Customer, retailer: Retailer, tr: Translator
) -> Screen:
    known = await pins.look(customer=customer)
    await state.clear()
    return screens.pin(known, retailer, tr)


async def set_pin(
    _tap: CallbackQuery,
    state: FSMContext,
    pins: PinService,
    customers: CustomerService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    customers.require_consent(customer)
    if await pins.look(customer=customer) is not None:
        await PinDraft().save(state, EnterPin.before_change)
        return screens.ask_old(tr)
    await PinDraft().save(state, ChoosePin.first)
    return screens.ask_new(tr)


async def change_pin(
    _tap: CallbackQuery, state: FSMContext, pins: PinService, customer: Customer, tr: Translator
) -> Screen:
    return await ask_old(state, pins, customer, tr, before=EnterPin.before_change)


async def remove_pin(
    _tap: CallbackQuery, state: FSMContext, pins: PinService, customer: Customer, tr: Translator
) -> Screen:
    return await ask_old(state, pins, customer, tr, before=EnterPin.before_removal)


async def ask_old(state: FSMContext, pins: PinService, customer: Customer, tr: Translator, *, before: State) -> Screen:
    if await pins.look(customer=customer) is None:
        raise NoPin
    await PinDraft().save(state, before)
    return screens.ask_old(tr)


async def enter(
    message: Message, state: FSMContext, pins: PinService, customer: Customer, retailer: Retailer, tr: Translator
) -> Answer | Wanted:
    """Go on with what was wanted, once the PIN is right."""
    draft = await PinDraft.load(state)
    try:
        await pins.enter(customer=customer, text=message.text or "")
    except NoPin:
        pass  # it has been taken away meanwhile: nothing is asked any more
    except DomainError as refusal:
        return discreet(message, refusals.screens(refusal, tr, retailer))
    await state.set_state(draft.state)
    await state.set_data(draft.data)
    if not draft.wanted:
        return discreet(message, (screens.accepted(tr),))
    return Wanted(words=draft.wanted, is_tap=draft.is_tap, state=draft.state, message_id=message.message_id)


async def take_old(
    message: Message, state: FSMContext, pins: PinService, customer: Customer, retailer: Retailer, tr: Translator
) -> Answer:
    async def taken() -> Screen:
        known = await pins.enter(customer=customer, text=message.text or "")
        await PinDraft(replaces=known.set_at.isoformat()).save(state, ChoosePin.first)
        return screens.ask_new(tr)

    return await discreetly(message, taken(), retailer, tr)


async def take_for_removal(
    message: Message, state: FSMContext, pins: PinService, customer: Customer, retailer: Retailer, tr: Translator
) -> Answer:
    async def taken() -> Screen:
        await pins.remove(customer=customer, text=message.text or "")
        await state.clear()
        return screens.removed(tr)

    return await discreetly(message, taken(), retailer, tr)


async def take_first(
    message: Message, state: FSMContext, pins: PinService, retailer: Retailer, tr: Translator
) -> Answer:
    async def taken() -> Screen:
        draft = await PinDraft.load(state)
        draft.secret = await pins.choose(text=message.text or "")
        await draft.save(state, ChoosePin.again)
        return screens.ask_again(tr)

    return await discreetly(message, taken(), retailer, tr)


async def take_again(
    message: Message, state: FSMContext, pins: PinService, customer: Customer, retailer: Retailer, tr: Translator
) -> Answer:
    draft = await PinDraft.load(state)

    async def taken() -> Screen:
        replaces = datetime.fromisoformat(draft.replaces) if draft.replaces else None
        try:
            await pins.set(customer=customer, text=message.text or "", secret=draft.secret, replaces=replaces)
        except PinsDiffer:
            await replace(draft, secret="").save(state, ChoosePin.first)
            raise
        await state.clear()
        return screens.is_set(tr)

    return await discreetly(message, taken(), retailer, tr)


async def forgot(
    _tap: CallbackQuery, state: FSMContext, pins: PinService, customer: Customer, retailer: Retailer, tr: Translator
) -> Screen:
    if await pins.look(customer=customer) is None:
        raise NoPin
    await state.clear()
    return screens.proofs(retailer, tr)


async def ask_amount(
    _tap: CallbackQuery, state: FSMContext, pins: PinService, customer: Customer, tr: Translator
) -> Screen:
    account = await pins.account_to_prove(customer=customer)
    await PinDraft().save(state, ResetPin.amount)
    return screens.ask_amount(account, tr)


async def take_amount(
    message: Message, state: FSMContext, pins: PinService, customer: Customer, retailer: Retailer, tr: Translator
) -> Answer:
    return await prove(reset_by_amount(message, state, pins, customer, tr), retailer, tr)


async def reset_by_amount(
    message: Message, state: FSMContext, pins: PinService, customer: Customer, tr: Translator
) -> Answer:
    amount = parse_amount(message.text or "")
    try:
        await pins.reset_by_payment(customer=customer, amount=amount)
    except SerialNeeded as common:
        await PinDraft(amount=amount).save(state, ResetPin.serial)
        return screens.ask_serial(common.digits, tr)
    await state.clear()
    return screens.reset(tr)


async def take_serial(
    message: Message,
    state: FSMContext,
    pins: PinService,
    linking: LinkService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    async def taken() -> Answer:
        serial = linking.read_serial(text=message.text or "")
        amount = (await PinDraft.load(state)).amount
        await pins.reset_by_payment(customer=customer, amount=amount, serial=serial)
        await state.clear()
        return screens.reset(tr)

    return await prove(taken(), retailer, tr)


async def ask_code(_tap: CallbackQuery, state: FSMContext, tr: Translator) -> Screen:
    await PinDraft().save(state, ResetPin.code)
    return screens.ask_code(tr)


async def take_code(
    message: Message, state: FSMContext, pins: PinService, customer: Customer, retailer: Retailer, tr: Translator
) -> Answer:
    async def taken() -> Answer:
        await pins.reset_by_code(customer=customer, code=(message.text or "").strip()[:100])
        await state.clear()
        return screens.reset(tr)

    return await prove(taken(), retailer, tr)


async def prove(act: Awaitable[Answer], retailer: Retailer, tr: Translator) -> Answer:
    """Answer a proof; a refusal leads back to the proofs of a PIN, not to those of a new account."""
    try:
        return await act
    except DomainError as refusal:
        said = refusals.screens(refusal, tr, retailer)
        return tuple(replace(screen, keyboard=keyboard.proofs(tr)) for screen in said)


async def discreetly(message: Message, act: Awaitable[Answer], retailer: Retailer, tr: Translator) -> Answer:
    """Answer digits, right or refused, and take them out of the chat."""
    try:
        answer = await act
    except DomainError as refusal:
        answer = refusals.words(refusal, tr, retailer)
    return discreet(message, (answer,) if isinstance(answer, Screen) else answer or ())


def discreet(message: Message, said: tuple[Screen, ...]) -> tuple[Screen, ...]:
    return Screen(erase=message.message_id), *said


def routes() -> Router:
    router = Router(name="pin")
    router.message.register(enter, StateFilter(EnterPin.before_screen), Text())
    router.message.register(take_old, StateFilter(EnterPin.before_change), Text())
    router.message.register(take_for_removal, StateFilter(EnterPin.before_removal), Text())
    router.message.register(take_first, StateFilter(ChoosePin.first), Text())
    router.message.register(take_again, StateFilter(ChoosePin.again), Text())
    router.message.register(take_amount, StateFilter(ResetPin.amount), Text())
    router.message.register(take_serial, StateFilter(ResetPin.serial), Text())
    router.message.register(take_code, StateFilter(ResetPin.code), Text())
    router.callback_query.register(show_pin, OpenPin.filter())
    router.callback_query.register(set_pin, SetPin.filter())
    router.callback_query.register(change_pin, ChangePin.filter())
    router.callback_query.register(remove_pin, RemovePin.filter())
    router.callback_query.register(forgot, ForgotPin.filter())
    router.callback_query.register(ask_amount, ResetByPayment.filter())
    router.callback_query.register(ask_code, ResetByCode.filter())
    return router
