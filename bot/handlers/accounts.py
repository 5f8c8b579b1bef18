from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.filters import Calls, Text
from bot.fsm.accounts import AliasDraft, NameAccount
from bot.keyboards.accounts import (
    DropAlias,
    ListAccounts,
    ListChats,
    NotMe,
    OpenAccount,
    RenameAccount,
    RevokeChat,
    ShowInFull,
    SwitchAccount,
    UnlinkAccount,
)
from bot.screens import accounts as screens
from bot.screens import recovery
from bot.screens.screen import Answer, Screen
from core.accounts.model import LEVEL_SECOND_PROOF, NoSuchLink
from core.accounts.service import AccountService
from core.customers.model import Customer
from core.customers.service import CustomerService
from core.i18n import Translator


async def list_accounts(
    _event: Message | CallbackQuery,
    state: FSMContext,
    accounts: AccountService,
    customers: CustomerService,
    customer: Customer,
    tr: Translator,
    callback_data: ListAccounts | None = None,
) -> Screen:
    await state.clear()
    customers.require_consent(customer)
    current = await accounts.current(customer=customer)
    linked = await accounts.linked(customer=customer)
    return screens.accounts(linked, current, callback_data.page if callback_data else 0, tr)


async def open_account(
    _tap: CallbackQuery,
    callback_data: OpenAccount,
    state: FSMContext,
    accounts: AccountService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    await state.clear()
    account = await accounts.get(customer=customer, link_id=callback_data.link_id)
    current = await accounts.current(customer=customer)
    return screens.account(account, tr, is_current=account == current)


async def switch(
    _tap: CallbackQuery, callback_data: SwitchAccount, accounts: AccountService, customer: Customer, tr: Translator
) -> Screen:
    account = await accounts.switch(customer=customer, link_id=callback_data.link_id)
    return screens.account(account, tr, is_current=True, toast=screens.switched(account, tr))


async def ask_alias(
    _tap: CallbackQuery,
    callback_data: RenameAccount,
    state: FSMContext,
    accounts: AccountService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    account = await accounts.get(customer=customer, link_id=callback_data.link_id)
    await AliasDraft(link_id=account.link_id).save(state)
    return screens.ask_alias(account, tr)


async def rename(
    message: Message, state: FSMContext, accounts: AccountService, customer: Customer, tr: Translator
) -> Screen:
    draft = await AliasDraft.load(state)
    try:
        account = await accounts.rename(customer=customer, link_id=draft.link_id, alias=message.text or "")
    except NoSuchLink:  # unlinked, or sold, since the name was asked
        await state.clear()
        raise
    await state.clear()
    current = await accounts.current(customer=customer)
    return screens.account(account, tr, is_current=account == current)


async def drop_alias(
    _tap: CallbackQuery,
    callback_data: DropAlias,
    state: FSMContext,
    accounts: AccountService,
    customer: Customer,
    tr: Translator,
) -> Screen:
    await state.clear()
    account = await accounts.rename(customer=customer, link_id=callback_data.link_id, alias="")
    current = await accounts.current(customer=customer)
    return screens.account(account, tr, is_current=account == current)


async def unlink(
    _tap: CallbackQuery, callback_data: UnlinkAccount, accounts: AccountService, customer: Customer, tr: Translator
) -> Answer:
    if not callback_data.sure:
        return screens.ask_unlink(await accounts.get(customer=customer, link_id=callback_data.link_id), tr)
    return screens.unlinked(await accounts.unlink(customer=customer, link_id=callback_data.link_id), tr)


async def list_chats(
    _tap: CallbackQuery, callback_data: ListChats, accounts: AccountService, customer: Customer, tr: Translator
) -> Screen:
    link_id = callback_data.link_id or (await accounts.current(customer=customer)).link_id
    return screens.chats(link_id, await accounts.chats(customer=customer, link_id=link_id), tr)


async def revoke(
    _tap: CallbackQuery, callback_data: RevokeChat, accounts: AccountService, customer: Customer, tr: Translator
) -> Screen:
    link_id = callback_data.link_id
    await accounts.revoke(customer=customer, link_id=link_id, other_id=callback_data.other_id)
    chats = await accounts.chats(customer=customer, link_id=link_id)
    return screens.chats(link_id, chats, tr, toast=screens.revoked(tr))


async def not_me(
    _tap: CallbackQuery, callback_data: NotMe, accounts: AccountService, customer: Customer, tr: Translator
) -> Screen:
    await accounts.not_me(customer=customer, link_id=callback_data.link_id, other_id=callback_data.other_id)
    return screens.not_me_done(tr)


async def show_in_full(
    _tap: CallbackQuery, callback_data: ShowInFull, accounts: AccountService, customer: Customer, tr: Translator
) -> Screen:
    account = await accounts.get(customer=customer, link_id=callback_data.link_id)
    if account.level < LEVEL_SECOND_PROOF:
        return recovery.second_proof(account.link_id, tr)
    current = await accounts.current(customer=customer)
    return screens.account(account, tr, is_current=account == current)


def routes() -> Router:
    router = Router(name="accounts")
    router.message.register(list_accounts, Calls("accounts"))
    router.message.register(rename, StateFilter(NameAccount.alias), Text())
    router.callback_query.register(list_accounts, ListAccounts.filter())
    router.callback_query.register(open_account, OpenAccount.filter())
    router.callback_query.register(switch, SwitchAccount.filter())
    router.callback_query.register(ask_alias, RenameAccount.filter())
    router.callback_query.register(drop_alias, DropAlias.filter())
    router.callback_query.register(unlink, UnlinkAccount.filter())
    router.callback_query.register(list_chats, ListChats.filter())
    router.callback_query.register(revoke, RevokeChat.filter())
    router.callback_query.register(not_me, NotMe.filter())
    router.callback_query.register(show_in_full, ShowInFull.filter())
    return router
