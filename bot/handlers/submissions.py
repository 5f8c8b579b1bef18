"""What was submitted: the list, the proof of one, taking it back."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.keyboards.submissions import ListElsewhere, ListSubmissions, MakeProof, OpenSubmission, Withdraw
from bot.screens import submissions as screens
from bot.screens.screen import Screen
from core.accounts.model import NoAccountLinked
from core.accounts.service import AccountService
from core.customers.model import Customer
from core.i18n import Translator
from core.papers.proofs import ProofService
from core.readings.service import ReadingService
from core.retailer import Retailer


async def list_submissions(
    _tap: CallbackQuery,
    callback_data: ListSubmissions,
    accounts: AccountService,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    link_id, before = callback_data.link_id, callback_data.before
    try:
        account = await (
            accounts.get(customer=customer, link_id=link_id) if link_id else accounts.current(customer=customer)
        )
    except NoAccountLinked:
        return screens.elsewhere((await readings.own(customer=customer)).submissions, retailer, tr)
    page = await readings.submissions(customer=customer, link_id=account.link_id, before=before or None)
    return screens.submissions(account, page, before, retailer, tr)


async def list_elsewhere(
    _tap: CallbackQuery, readings: ReadingService, customer: Customer, retailer: Retailer, tr: Translator
) -> Screen:
    return screens.elsewhere((await readings.own(customer=customer)).submissions, retailer, tr)


async def show_proof(
    _tap: CallbackQuery,
    callback_data: OpenSubmission,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    found = await readings.submission(customer=customer, submission=callback_data.submission)
    return screens.proof(found, retailer, tr)


async def make_proof(
    _tap: CallbackQuery, callback_data: MakeProof, proofs: ProofService, customer: Customer, tr: Translator
) -> Screen:
    return screens.on_paper(await proofs.proof(customer=customer, submission=callback_data.submission), tr)


async def withdraw(
    _tap: CallbackQuery,
    callback_data: Withdraw,
    readings: ReadingService,
    customer: Customer,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    submission = callback_data.submission
    if not callback_data.sure:
        return screens.ask_withdrawal(await readings.submission(customer=customer, submission=submission), retailer, tr)
    return screens.withdrawn(await readings.withdraw(customer=customer, submission=submission), retailer, tr)


def routes() -> Router:
    router = Router(name="submissions")
    router.callback_query.register(list_submissions, ListSubmissions.filter())
    router.callback_query.register(list_elsewhere, ListElsewhere.filter())
    router.callback_query.register(show_proof, OpenSubmission.filter())
    router.callback_query.register(make_proof, MakeProof.filter())
    router.callback_query.register(withdraw, Withdraw.filter())
    return router
