"""From the consent to a linked account: number, last payment, serial where asked; or phone, or code."""

from aiogram import Router
from aiogram.filters import CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Begins, Contact, StartsWith, Text
from bot.fsm.link import LinkAccount, LinkDraft
from bot.keyboards.accounts import AddAccount
from bot.keyboards.language import ChooseLanguage
from bot.keyboards.link import AskAgain, EnterCode, PickBranch, Recover, ShowContact, UseCode
from bot.keyboards.start import Agree
from bot.screens import language as language_screens
from bot.screens import link as screens
from bot.screens import start as start_screens
from bot.screens.screen import Answer, Screen
from core.accounts.linking import LinkService
from core.accounts.model import BranchNeeded, CodeOffer, KnownNumber, NotVerified, SerialNeeded
from core.accounts.one_line import read_number_and_amount
from core.accounts.recovery import RecoveryService
from core.customers.model import Customer
from core.customers.service import CustomerService
from core.i18n import Translator, translator
from core.money import parse_amount
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
    customer = await consented(callback_data, customers, customer, retailer)
    if customer.current_link is not None:  # he has agreed to an older text before, and goes on where he was
        return start_screens.agreed(tr)
    await linking.check_open(customer=customer)
    await LinkDraft().save(state, LinkAccount.number)
    return *start_screens.agreed(tr), screens.ask_number(retailer, tr)


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
    customer = await consented(callback_data, customers, customer, retailer)
    draft = await LinkDraft.load(state)
    return *start_screens.agreed(tr), await opened(draft, state, recovery, customer, tr)


async def consented(agreed: Agree, customers: CustomerService, customer: Customer, retailer: Retailer) -> Customer:
    text = start_screens.consent_text(retailer, translator(agreed.language))
    return await customers.agree(customer=customer, version=agreed.version, text=text, language=agreed.language)


async def open_link(
    _message: Message,
    command: CommandObject,
    state: FSMContext,
    recovery: RecoveryService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    draft = LinkDraft(code=(command.args or "")[:64])
    if customer.consent_version is None:
        await draft.save(state, LinkAccount.consent)
        return start_screens.greeting(retailer, tr)
    return await opened(draft, state, recovery, customer, tr)


async def opened(
    draft: LinkDraft, state: FSMContext, recovery: RecoveryService, customer: Customer, tr: Translator
) -> Screen:
    """Look a code up: the QR of a bill saves typing the number, a one-time code links after a confirmation."""
    await draft.save(state, LinkAccount.code)
    match await recovery.open_payload(customer=customer, payload=draft.code):
        case KnownNumber(account_no=number, branch_code=branch):
            await LinkDraft(number=number, branch=branch).save(state, LinkAccount.amount)
            return screens.ask_amount(number, tr)
        case CodeOffer() as offer:
            return screens.confirm_code(offer, tr)


async def begin(
    _tap: CallbackQuery, state: FSMContext, linking: LinkService, customer: Customer, retailer: Retailer, tr: Translator
) -> Screen:
    await linking.check_open(customer=customer)
    await LinkDraft().save(state, LinkAccount.number)
    return screens.ask_number(retailer, tr)


async def take_number(
    message: Message, state: FSMContext, linking: LinkService, customer: Customer, retailer: Retailer, tr: Translator
) -> Answer:
    draft = await LinkDraft.load(state)
    draft.branch, draft.serial = None, None
    draft.number, draft.amount = read_number_and_amount(message.text or "", retailer.account_number)
    if draft.by_phone:
        await draft.save(state, LinkAccount.contact)
        return screens.ask_contact(tr)
    await draft.save(state, LinkAccount.amount)
    if draft.amount is None:
        return screens.ask_amount(draft.number, tr)
    return await ask_serial_or_prove(draft, state, linking, customer, retailer, tr)


async def take_amount(
    message: Message, state: FSMContext, linking: LinkService, customer: Customer, retailer: Retailer, tr: Translator
) -> Answer:
    draft = await LinkDraft.load(state)
    draft.amount, draft.serial = parse_amount(message.text or ""), None
    return await ask_serial_or_prove(draft, state, linking, customer, retailer, tr)


async def take_serial(
    message: Message, state: FSMContext, linking: LinkService, customer: Customer, tr: Translator
) -> Answer:
    draft = await LinkDraft.load(state)
    draft.serial = linking.read_serial(text=message.text or "")
    return await prove(draft, state, linking, customer, tr)


async def pick_branch(
    _tap: CallbackQuery,
    callback_data: PickBranch,
    state: FSMContext,
    linking: LinkService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    draft = await LinkDraft.load(state)
    if callback_data.order not in range(len(draft.branches)):
        return prompt(LinkAccount.amount.state, draft, retailer, tr)
    draft.branch = draft.branches[callback_data.order]
    if draft.by_phone:
        await draft.save(state, LinkAccount.contact)
        return screens.ask_contact(tr)
    return await prove(draft, state, linking, customer, tr)


async def ask_serial_or_prove(
    draft: LinkDraft, state: FSMContext, linking: LinkService, customer: Customer, retailer: Retailer, tr: Translator
) -> Answer:
    assert draft.amount is not None
    if await linking.needs_serial(customer=customer, amount=draft.amount):
        await draft.save(state, LinkAccount.serial)
        return screens.ask_serial(retailer.linking.serial_digits, tr)
    return await prove(draft, state, linking, customer, tr)


async def prove(
    draft: LinkDraft, state: FSMContext, linking: LinkService, customer: Customer, tr: Translator
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
    return screens.linked(result, tr)


async def ask_again(
    _tap: CallbackQuery, callback_data: AskAgain, state: FSMContext, retailer: Retailer, tr: Translator
) -> Screen:
    draft = await LinkDraft.load(state)
    draft.by_phone, draft.serial = False, None
    step = LinkAccount.amount if callback_data.step == "amount" and draft.number else LinkAccount.number
    await draft.save(state, step)
    return prompt(step.state, draft, retailer, tr)


async def recover(_tap: CallbackQuery, state: FSMContext, retailer: Retailer, tr: Translator) -> Screen:
    draft = await so_far(state)
    await draft.save(state, LinkAccount.amount if draft.number else LinkAccount.number)
    return screens.recovery(retailer, tr)


async def so_far(state: FSMContext) -> LinkDraft:
    """Return what has been answered; nothing if another flow, or none, is under way."""
    step = await state.get_state() or ""
    return await LinkDraft.load(state) if step in LinkAccount.__all_states_names__ else LinkDraft()


async def ask_contact(
    _tap: CallbackQuery, callback_data: ShowContact, state: FSMContext, retailer: Retailer, tr: Translator
) -> Screen:
    draft = await so_far(state)
    draft.by_phone, draft.link_id = True, callback_data.link_id
    if draft.number or draft.link_id:
        await draft.save(state, LinkAccount.contact)
        return screens.ask_contact(tr)
    await draft.save(state, LinkAccount.number)
    return screens.ask_number(retailer, tr)


async def take_contact(
    message: Message, state: FSMContext, recovery: RecoveryService, customer: Customer, tr: Translator
) -> Answer:
    contact = message.contact
    assert contact is not None
    draft = await LinkDraft.load(state)
    try:
        shown = await recovery.prove_contact(
            customer=customer,
            contact_user_id=contact.user_id,
            phone=contact.phone_number,
            forwarded=message.forward_origin is not None,
            number=None if draft.link_id else draft.number or None,
            branch=draft.branch,
        )
    except BranchNeeded as several:
        draft.branches = tuple(branch.code for branch in several.branches)
        await draft.save(state, LinkAccount.branch)
        return screens.ask_branch(several.branches, tr)
    if shown.linked is None and not shown.raised:
        draft.by_phone = False
        await draft.save(state, LinkAccount.amount if draft.number else LinkAccount.number)
    else:
        await state.clear()
    return screens.shown_contact(shown, tr)


async def insist_on_contact(_message: Message, tr: Translator) -> Screen:
    return screens.only_by_button(tr)


async def ask_code(_tap: CallbackQuery, state: FSMContext, tr: Translator) -> Screen:
    draft = await so_far(state)
    await draft.save(state, LinkAccount.code)
    return screens.ask_code(tr)


async def take_code(
    message: Message, state: FSMContext, recovery: RecoveryService, customer: Customer, tr: Translator
) -> Screen:
    draft = await LinkDraft.load(state)
    draft.code = (message.text or "").strip()[:100]
    return await opened(draft, state, recovery, customer, tr)


async def use_code(
    _tap: CallbackQuery, state: FSMContext, recovery: RecoveryService, customer: Customer, tr: Translator
) -> Screen:
    draft = await LinkDraft.load(state)
    result = await recovery.use_code(customer=customer, code=draft.code)
    await state.clear()
    return screens.linked(result, tr)


async def go_on(_message: Message, state: FSMContext, retailer: Retailer, tr: Translator) -> Screen:
    """Ask once more what was asked last."""
    return prompt(await state.get_state(), await LinkDraft.load(state), retailer, tr)


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
    if step == LinkAccount.consent.state:
        return start_screens.consent(retailer, tr)
    return *language_screens.chosen(tr), prompt(step, await LinkDraft.load(state), retailer, tr)


def prompt(step: str | None, draft: LinkDraft, retailer: Retailer, tr: Translator) -> Screen:
    """Return the question of a step, as it was asked."""
    match step:
        case LinkAccount.consent.state:
            return start_screens.greeting(retailer, tr)
        case LinkAccount.amount.state | LinkAccount.branch.state:
            return screens.ask_amount(draft.number, tr)
        case LinkAccount.serial.state:
            return screens.ask_serial(retailer.linking.serial_digits, tr)
        case LinkAccount.contact.state:
            return screens.ask_contact(tr)
        case LinkAccount.code.state:
            return screens.ask_code(tr)
        case _:
            return screens.ask_number(retailer, tr)


def routes() -> Router:
    router = Router(name="link")
    linking = StateFilter(LinkAccount)
    router.message.register(open_link, StartsWith())
    router.message.register(go_on, linking, Begins())
    router.message.register(go_on, StateFilter(LinkAccount.consent), Text())
    router.message.register(take_number, StateFilter(LinkAccount.number), Text())
    router.message.register(take_amount, StateFilter(LinkAccount.amount, LinkAccount.branch), Text())
    router.message.register(take_serial, StateFilter(LinkAccount.serial), Text())
    router.message.register(take_contact, StateFilter(LinkAccount.contact), Contact())
    router.message.register(insist_on_contact, StateFilter(LinkAccount.contact), Text())
    router.message.register(take_code, StateFilter(LinkAccount.code), Text())
    router.callback_query.register(agree_and_open, Agree.filter(), StateFilter(LinkAccount.consent))
    router.callback_query.register(agree, Agree.filter())
    router.callback_query.register(begin, AddAccount.filter())
    router.callback_query.register(change_language, ChooseLanguage.filter(), linking)
    router.callback_query.register(ask_again, AskAgain.filter(), linking)
    router.callback_query.register(pick_branch, PickBranch.filter(), StateFilter(LinkAccount.branch))
    router.callback_query.register(recover, Recover.filter())
    router.callback_query.register(ask_contact, ShowContact.filter())
    router.callback_query.register(ask_code, EnterCode.filter())
    router.callback_query.register(use_code, UseCode.filter(), StateFilter(LinkAccount.code))
    return router
