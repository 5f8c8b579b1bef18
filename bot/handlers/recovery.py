"""The other ways to an account: own contact, one-time code, a link from a bill; and how a talk is taken up again."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Begins, Contact, StartsWith, Text
from bot.fsm.link import LinkAccount, LinkDraft
from bot.fsm.recovery import LINKING, ProveOtherwise, so_far
from bot.keyboards.language import ChooseLanguage
from bot.keyboards.recovery import EnterCode, Recover, ShowContact, UseCode
from bot.keyboards.start import Agree
from bot.screens import language as language_screens
from bot.screens import link as link_screens
from bot.screens import recovery as screens
from bot.screens import refusals
from bot.screens import start as start_screens
from bot.screens.screen import Answer, Screen
from core.accounts.model import (
    BranchNeeded,
    CodeNotAccepted,
    CodeOffer,
    KnownNumber,
    NumberNotUnderstood,
    ShownContact,
)
from core.accounts.one_line import read_number_and_amount
from core.accounts.recovery import RecoveryService
from core.accounts.service import AccountService
from core.clock import today_in_almaty
from core.customers.model import Customer
from core.customers.service import CustomerService
from core.i18n import Translator, translator
from core.retailer import Retailer


async def open_link(
    _message: Message,
    command: CommandObject,
    state: FSMContext,
    recovery: RecoveryService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    code = (command.args or "")[:64]
    if customer.consent_version is None:
        await LinkDraft(code=code).save(state, ProveOtherwise.consent)
        return start_screens.greeting(retailer, tr)
    try:
        return await opened(code, state, recovery, customer, tr)
    except CodeNotAccepted:
        if await state.get_state() not in LINKING:
            await LinkDraft().save(state, LinkAccount.number)
        raise


async def opened(code: str, state: FSMContext, recovery: RecoveryService, customer: Customer, tr: Translator) -> Screen:
    """Look a code up: the QR of a bill saves typing the number, a one-time code links after a confirmation.

    :raises CodeNotAccepted: what was asked before still stands
    """
    match await recovery.open_payload(customer=customer, payload=code):
        case KnownNumber(account_no=number, branch_code=branch):
            await LinkDraft(number=number, branch=branch).save(state, LinkAccount.amount)
            return link_screens.ask_amount(number, tr)
        case CodeOffer() as offer:
            draft = await so_far(state)
            draft.code = code
            await draft.save(state, ProveOtherwise.code)
            return screens.confirm_code(offer, tr)


async def agree_and_open(
    _tap: CallbackQuery,
    callback_data: Agree,
    state: FSMContext,
    customers: CustomerService,
    recovery: RecoveryService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    """Go on with the link from the bill that was opened before the consent."""
    text = start_screens.consent_text(retailer, translator(callback_data.language))
    customer = await customers.agree(customer=customer, text=text, **callback_data.model_dump())
    draft = await LinkDraft.load(state)
    try:
        return *start_screens.agreed(tr), await opened(draft.code, state, recovery, customer, tr)
    except CodeNotAccepted as refusal:
        await LinkDraft().save(state, LinkAccount.number)
        return *start_screens.agreed(tr), *refusals.screens(refusal, tr, retailer)


async def recover(_tap: CallbackQuery, state: FSMContext, retailer: Retailer, tr: Translator) -> Screen:
    draft = await so_far(state)
    await draft.save(state, LinkAccount.amount if draft.number else LinkAccount.number)
    return screens.recovery(retailer, tr)


async def ask_contact(
    _tap: CallbackQuery, callback_data: ShowContact, state: FSMContext, retailer: Retailer, tr: Translator
) -> Screen:
    draft = await so_far(state)
    draft.by_phone, draft.link_id = True, callback_data.link_id
    if draft.number or draft.link_id:
        await draft.save(state, ProveOtherwise.contact)
        return screens.ask_contact(tr)
    await draft.save(state, LinkAccount.number)
    return link_screens.ask_number(retailer, tr)


async def take_contact(
    message: Message,
    state: FSMContext,
    recovery: RecoveryService,
    accounts: AccountService,
    customer: Customer,
    now: datetime,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    draft = await LinkDraft.load(state)
    try:
        shown = await compare(message, draft, recovery, customer)
    except BranchNeeded as several:
        draft.branches = tuple(branch.code for branch in several.branches)
        await draft.save(state, LinkAccount.branch)
        return link_screens.ask_branch(several.branches, tr)
    await state.clear()
    if shown.linked is not None:
        card = await accounts.card(customer=customer, link_id=shown.linked.account.link_id)
        linked = link_screens.linked(shown.linked, card, today_in_almaty(now), retailer, tr)
        return screens.not_before(shown.answer_at, *linked)
    if any(account.link_id == draft.link_id for account in shown.in_full):
        return screens.not_before(shown.answer_at, screens.in_full(shown.in_full, tr))
    draft.by_phone = False
    if not draft.link_id:
        await draft.save(state, LinkAccount.amount if draft.number else LinkAccount.number)
    return screens.not_before(shown.answer_at, *screens.phone_not_on_file(draft.link_id, tr))


async def compare(message: Message, draft: LinkDraft, recovery: RecoveryService, customer: Customer) -> ShownContact:
    contact = message.contact
    assert contact is not None
    return await recovery.prove_contact(
        customer=customer,
        contact_user_id=contact.user_id,
        phone=contact.phone_number,
        forwarded=message.forward_origin is not None,
        number=None if draft.link_id else draft.number or None,
        branch=draft.branch,
    )


async def insist_on_contact(_message: Message, tr: Translator) -> Screen:
    return screens.only_by_button(tr)


async def ask_code(_tap: CallbackQuery, state: FSMContext, tr: Translator) -> Screen:
    draft = await so_far(state)
    await draft.save(state, ProveOtherwise.code)
    return screens.ask_code(tr)


async def take_code(
    message: Message,
    state: FSMContext,
    recovery: RecoveryService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    """Take a code; an account number in its place is an answer, too."""
    text = (message.text or "").strip()[:100]
    try:
        return await opened(text, state, recovery, customer, tr)
    except CodeNotAccepted as refusal:
        try:
            number, _ = read_number_and_amount(text, retailer.account_number)
        except NumberNotUnderstood:
            raise refusal from None
        await LinkDraft(number=number).save(state, LinkAccount.amount)
        return link_screens.ask_amount(number, tr)


async def use_code(
    _tap: CallbackQuery,
    state: FSMContext,
    recovery: RecoveryService,
    accounts: AccountService,
    customer: Customer,
    now: datetime,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    draft = await LinkDraft.load(state)
    result = await recovery.use_code(customer=customer, code=draft.code)
    await state.clear()
    card = await accounts.card(customer=customer, link_id=result.account.link_id)
    return link_screens.linked(result, card, today_in_almaty(now), retailer, tr)


async def go_on(_message: Message, state: FSMContext, retailer: Retailer, tr: Translator) -> Screen:
    """Ask once more what was asked last."""
    return screens.question(await state.get_state(), await LinkDraft.load(state), retailer, tr)


async def change_language(
    _tap: CallbackQuery,
    callback_data: ChooseLanguage,
    state: FSMContext,
    customers: CustomerService,
    customer: Customer,
    retailer: Retailer,
) -> Answer:
    """Ask the same in the new language."""
    customer = await customers.choose_language(customer=customer, language=callback_data.language)
    tr, step = translator(customer.language), await state.get_state()
    if step == ProveOtherwise.consent.state:
        return start_screens.consent(retailer, tr)
    return *language_screens.chosen(tr), screens.question(step, await LinkDraft.load(state), retailer, tr)


def routes() -> Router:
    router = Router(name="recovery")
    linking = StateFilter(LinkAccount, ProveOtherwise)
    router.message.register(open_link, StartsWith())
    router.message.register(go_on, linking, Begins())
    router.message.register(go_on, StateFilter(ProveOtherwise.consent), Text())
    router.message.register(take_contact, StateFilter(ProveOtherwise.contact), Contact())
    router.message.register(insist_on_contact, StateFilter(ProveOtherwise.contact), Text())
    router.message.register(take_code, StateFilter(ProveOtherwise.code), Text())
    router.callback_query.register(agree_and_open, Agree.filter(), StateFilter(ProveOtherwise.consent))
    router.callback_query.register(change_language, ChooseLanguage.filter(), linking)
    router.callback_query.register(recover, Recover.filter())
    router.callback_query.register(ask_contact, ShowContact.filter())
    router.callback_query.register(ask_code, EnterCode.filter())
    router.callback_query.register(use_code, UseCode.filter(), StateFilter(ProveOtherwise.code))
    return router
