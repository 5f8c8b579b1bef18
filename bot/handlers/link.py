"""From the consent to a linked account: number, last payment, and the meter's serial where it is asked."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Text
from bot.fsm.link import LinkAccount, LinkDraft
from bot.fsm.recovery import ProveOtherwise, so_far
from bot.keyboards.accounts import AddAccount
from bot.keyboards.link import PickBranch
from bot.keyboards.recovery import AskAgain
from bot.keyboards.start import Agree
from bot.screens import link as screens
from bot.screens import recovery as recovery_screens
from bot.screens import refusals
from bot.screens import start as start_screens
from bot.screens.screen import Answer, Screen
from core.accounts.linking import LinkService
from core.accounts.model import BranchNeeded, NotVerified, SerialNeeded
from core.accounts.one_line import read_amount, read_both, read_number_and_amount
from core.accounts.service import AccountService
from core.clock import today_in_almaty
from core.customers.model import Customer
from core.customers.service import CustomerService
from core.errors import DomainError
from core.i18n import Translator, translator
from core.retailer import Retailer


async def agree(
    _tap: CallbackQuery,
    callback_data: Agree,
    state: FSMContext,
    customers: CustomerService,
    linking: LinkService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    if customer.consent_version is not None:
        return start_screens.agreed_before(tr)
    text = start_screens.consent_text(retailer, translator(callback_data.language))
    customer = await customers.agree(customer=customer, text=text, **callback_data.model_dump())
    if customer.current_link is not None:  # he has agreed to an older text before, and goes on where he was
        return start_screens.agreed(tr)
    try:
        await linking.check_open(customer=customer)
    except DomainError as refusal:
        return *start_screens.agreed(tr), *refusals.screens(refusal, tr, retailer)
    await LinkDraft().save(state, LinkAccount.number)
    return *start_screens.agreed(tr), screens.ask_number(retailer, tr)


async def begin(
    _tap: CallbackQuery, state: FSMContext, linking: LinkService, customer: Customer, retailer: Retailer, tr: Translator
) -> Screen:
    await linking.check_open(customer=customer)
    await LinkDraft().save(state, LinkAccount.number)
    return screens.ask_number(retailer, tr)


async def take_number(
    message: Message,
    state: FSMContext,
    linking: LinkService,
    accounts: AccountService,
    customer: Customer,
    now: datetime,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    draft = await LinkDraft.load(state)
    draft.branch = None
    draft.take(*read_number_and_amount(message.text or "", retailer.account_number))
    if draft.by_phone:
        await draft.save(state, ProveOtherwise.contact)
        return recovery_screens.ask_contact(tr)
    await draft.save(state, LinkAccount.amount)
    if draft.amount is None:
        return screens.ask_amount(draft.number, tr)
    return await ask_serial_or_prove(draft, state, linking, accounts, customer, now, retailer, tr)


async def take_amount(
    message: Message,
    state: FSMContext,
    linking: LinkService,
    accounts: AccountService,
    customer: Customer,
    now: datetime,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    draft = await LinkDraft.load(state)
    number, amount = read_amount(message.text or "", retailer.account_number, known=draft.number)
    draft.take(number, amount)
    if amount is None:
        await draft.save(state, LinkAccount.amount)
        return screens.ask_amount(number, tr)
    return await ask_serial_or_prove(draft, state, linking, accounts, customer, now, retailer, tr)


async def take_serial(
    message: Message,
    state: FSMContext,
    linking: LinkService,
    accounts: AccountService,
    customer: Customer,
    now: datetime,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    draft = await LinkDraft.load(state)
    if both := read_both(message.text or "", retailer.account_number):
        draft.take(*both)
        return await ask_serial_or_prove(draft, state, linking, accounts, customer, now, retailer, tr)
    draft.serial = linking.read_serial(text=message.text or "")
    return await prove(draft, state, linking, accounts, customer, now, retailer, tr)


async def pick_branch(
    _tap: CallbackQuery,
    callback_data: PickBranch,
    state: FSMContext,
    linking: LinkService,
    accounts: AccountService,
    customer: Customer,
    now: datetime,
    retailer: Retailer,
) -> Answer:
    tr, draft = translator(customer.language), await LinkDraft.load(state)
    if callback_data.order not in range(len(draft.branches)):
        return screens.ask_amount(draft.number, tr)
    draft.branch = draft.branches[callback_data.order]
    if draft.by_phone:
        await draft.save(state, ProveOtherwise.contact)
        return recovery_screens.ask_contact(tr)
    return await prove(draft, state, linking, accounts, customer, now, retailer, tr)


async def ask_serial_or_prove(
    draft: LinkDraft,
    state: FSMContext,
    linking: LinkService,
    accounts: AccountService,
    customer: Customer,
    now: datetime,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    assert draft.amount is not None
    if await linking.needs_serial(customer=customer, amount=draft.amount):
        await draft.save(state, LinkAccount.serial)
        return screens.ask_serial(retailer.linking.serial_digits, tr)
    return await prove(draft, state, linking, accounts, customer, now, retailer, tr)


async def prove(
    draft: LinkDraft,
    state: FSMContext,
    linking: LinkService,
    accounts: AccountService,
    customer: Customer,
    now: datetime,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    """Try what has been answered; after a refusal the number stays, and the amount is asked again."""
    assert draft.amount is not None
    try:
        result = await linking.link(
            customer=customer, number=draft.number, amount=draft.amount, serial=draft.serial, branch=draft.branch
        )
    except NotVerified:
        await draft.save(state, LinkAccount.amount)
        raise
    except SerialNeeded as common:
        await draft.save(state, LinkAccount.serial)
        return screens.ask_serial(common.digits, tr)
    except BranchNeeded as several:
        draft.branches = tuple(branch.code for branch in several.branches)
        await draft.save(state, LinkAccount.branch)
        return screens.ask_branch(several.branches, tr)
    await state.clear()
    card = await accounts.card(customer=customer, link_id=result.account.link_id)
    return screens.linked(result, card, today_in_almaty(now), retailer, tr)


async def ask_again(
    _tap: CallbackQuery, callback_data: AskAgain, state: FSMContext, retailer: Retailer, tr: Translator
) -> Screen:
    draft = await so_far(state)
    draft.by_phone, draft.serial = False, None
    step = LinkAccount.amount if callback_data.step == "amount" and draft.number else LinkAccount.number
    await draft.save(state, step)
    return screens.question(step.state, draft.number, retailer, tr)


def routes() -> Router:
    router = Router(name="link")
    router.message.register(take_number, StateFilter(LinkAccount.number), Text())
    router.message.register(take_amount, StateFilter(LinkAccount.amount, LinkAccount.branch), Text())
    router.message.register(take_serial, StateFilter(LinkAccount.serial), Text())
    router.callback_query.register(agree, Agree.filter())
    router.callback_query.register(begin, AddAccount.filter())
    router.callback_query.register(ask_again, AskAgain.filter())
    router.callback_query.register(pick_branch, PickBranch.filter(), StateFilter(LinkAccount.branch))
    return router
