"""A consumer writes to the operators: from the Support screen, from «ask about this», or in an open talk at once."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, MessageReactionUpdated

from bot.filters import Calls, InPrivate, InTalk, Text, Wordless
from bot.fsm.support import SupportDraft, WriteSupport
from bot.incoming import answered_by, incoming_of, reaction_of, spot_of, words_of
from bot.keyboards.anything import PassOn
from bot.keyboards.support import CloseTalk, ListTalks, OpenSupport, OpenTalk, RateTalk, SaveTalk, WriteToDesk
from bot.keyboards.support_ask import AskAbout
from bot.keyboards.support_faq import AnswerHelped, WriteAnyway
from bot.screens import support as screens
from bot.screens.screen import Answer, Screen
from core.accounts.model import LinkedAccount
from core.accounts.service import AccountService
from core.customers.model import Customer
from core.customers.service import CustomerService
from core.desk.model import About, Subject
from core.desk.talks import TalkService
from core.i18n import Translator
from core.readings.model import submission_of
from core.readings.service import ReadingService
from core.retailer import Retailer


async def show_support(
    _event: Message | CallbackQuery,
    customers: CustomerService,
    talks: TalkService,
    customer: Customer,
    state: FSMContext,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    await state.clear()
    customers.require_consent(customer)
    return screens.support(await talks.open_one(customer=customer), talks.answers_from(), retailer, tr)


async def ask_message(
    _tap: CallbackQuery,
    callback_data: WriteToDesk,
    customers: CustomerService,
    talks: TalkService,
    customer: Customer,
    state: FSMContext,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    customers.require_consent(customer)
    await talks.require_free(customer=customer)
    await SupportDraft(about=callback_data.about).save(state, WriteSupport.message)
    return screens.ask_message(talks.answers_from(), retailer, tr)


async def ask_about(
    _tap: CallbackQuery,
    callback_data: AskAbout,
    accounts: AccountService,
    readings: ReadingService,
    talks: TalkService,
    customer: Customer,
    state: FSMContext,
    tr: Translator,
) -> Screen:
    account = await whose(callback_data, accounts, readings, customer)
    await talks.require_free(customer=customer)
    link_id = account.link_id if account else 0
    draft = SupportDraft(about=callback_data.about, link_id=link_id, ref=callback_data.ref)
    await draft.save(state, WriteSupport.message)
    return screens.ask_about(draft.about, account, draft.ref, talks.answers_from(), tr)


async def whose(
    asked: AskAbout, accounts: AccountService, readings: ReadingService, customer: Customer
) -> LinkedAccount | None:
    """Return the account that is asked about; None: it is none of this chat, or several are meant."""
    if asked.link_id:
        return await accounts.get(customer=customer, link_id=asked.link_id)
    linked = await accounts.linked(customer=customer)
    if asked.about is About.READING and (submission := submission_of(asked.ref)) is not None:
        sent = await readings.submission(customer=customer, submission=submission)
        return next((each for each in linked if each.account_no == sent.account_no), None)
    return linked[0] if len(linked) == 1 else None


async def pass_on(
    message: Message,
    customers: CustomerService,
    accounts: AccountService,
    talks: TalkService,
    customer: Customer,
    state: FSMContext,
    tr: Translator,
) -> Screen:
    """The message that was asked for: it opens a talk, or goes on with the open one."""
    customers.require_consent(customer)
    draft = await SupportDraft.load(state)
    subject = await about(draft, accounts, customer)
    heard = await talks.say(customer=customer, incoming=incoming_of(message), subject=subject)
    await state.clear()
    return screens.passed_on(heard, tr)


async def pass_that_on(
    tap: CallbackQuery,
    callback_data: PassOn,
    customers: CustomerService,
    talks: TalkService,
    customer: Customer,
    state: FSMContext,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    """What nobody understood comes with the press, as the message that the bot has answered; nothing was kept."""
    customers.require_consent(customer)
    said = answered_by(tap)
    if said is None or said.message_id != callback_data.said:
        await talks.require_free(customer=customer)
        await SupportDraft(about=About.TECHNICAL).save(state, WriteSupport.message)
        return screens.ask_once_more(retailer, tr)
    return screens.passed_on(await talks.say(customer=customer, incoming=incoming_of(said)), tr)


async def ask_anyway(
    _tap: CallbackQuery,
    customers: CustomerService,
    talks: TalkService,
    customer: Customer,
    state: FSMContext,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    """No short answer was enough: go on with the message that was asked for before them, or ask for one."""
    customers.require_consent(customer)
    await talks.require_free(customer=customer)
    if await state.get_state() != WriteSupport.message.state:
        await SupportDraft(about=About.TECHNICAL).save(state, WriteSupport.message)
    return screens.ask_message(talks.answers_from(), retailer, tr)


async def thank(_tap: CallbackQuery, state: FSMContext, tr: Translator) -> Screen:
    """A short answer was enough: a message that was asked for before is not waited for any more."""
    if await state.get_state() == WriteSupport.message.state:
        await state.clear()
    return screens.helped(tr)


async def about(draft: SupportDraft, accounts: AccountService, customer: Customer) -> Subject:
    if not draft.link_id:
        return Subject(kind=About(draft.about), ref=draft.ref)
    account = await accounts.get(customer=customer, link_id=draft.link_id)
    return Subject(
        kind=About(draft.about),
        account_id=account.account_id,
        account_no=account.account_no,
        branch=account.branch.code,
        ref=draft.ref,
    )


async def go_on(message: Message, talks: TalkService, customer: Customer, tr: Translator) -> Answer:
    """In an open talk what belongs to no flow goes to the operators; it is answered by their mark alone."""
    heard = await talks.say(customer=customer, incoming=incoming_of(message))
    return screens.passed_on(heard, tr) if heard.opened or heard.reopened else None


async def change(message: Message, talks: TalkService, customer: Customer) -> None:
    if not await talks.edit(customer=customer, spot=spot_of(message), words=words_of(message)):
        raise SkipHandler


async def react(event: MessageReactionUpdated, talks: TalkService, customer: Customer) -> None:
    spot, emoji, key = reaction_of(event)
    await talks.react(customer=customer, spot=spot, emoji=emoji, key=key)


async def close(
    _tap: CallbackQuery, callback_data: CloseTalk, talks: TalkService, customer: Customer, tr: Translator
) -> Screen:
    talk = await talks.close(customer=customer, talk_id=callback_data.talk_id)
    return screens.closed(talk.id, tr)


async def rate(
    _tap: CallbackQuery,
    callback_data: RateTalk,
    talks: TalkService,
    customer: Customer,
    state: FSMContext,
    tr: Translator,
) -> Screen:
    talk = await talks.rate(customer=customer, talk_id=callback_data.talk_id, stars=callback_data.stars)
    await SupportDraft(talk_id=talk.id).save(state, WriteSupport.comment)
    return screens.rated(callback_data.stars, tr)


async def comment(
    message: Message, talks: TalkService, customer: Customer, state: FSMContext, tr: Translator
) -> Answer:
    """A word on the talk that was rated; where an operator has spoken since, it is an answer to him."""
    if await talks.open_one(customer=customer) is not None:
        await state.clear()
        return await go_on(message, talks, customer, tr)
    draft = await SupportDraft.load(state)
    await talks.comment(customer=customer, talk_id=draft.talk_id, text=message.text or "")
    await state.clear()
    return screens.thanks(tr)


async def list_talks(
    _tap: CallbackQuery, callback_data: ListTalks, talks: TalkService, customer: Customer, tr: Translator
) -> Screen:
    return screens.talks(await talks.own(customer=customer), callback_data.page, tr)


async def open_talk(
    _tap: CallbackQuery, callback_data: OpenTalk, talks: TalkService, customer: Customer, tr: Translator
) -> Screen:
    talk, said = await talks.history(customer=customer, talk_id=callback_data.talk_id)
    return screens.talk(talk, said, tr)


async def save_talk(
    _tap: CallbackQuery, callback_data: SaveTalk, talks: TalkService, customer: Customer, tr: Translator
) -> Screen:
    talk, said = await talks.history(customer=customer, talk_id=callback_data.talk_id)
    return screens.history(talk, said, tr)


def routes() -> Router:
    router = Router(name="support")
    router.message.register(show_support, Calls("support"))
    router.callback_query.register(show_support, OpenSupport.filter())
    router.callback_query.register(ask_message, WriteToDesk.filter())
    router.callback_query.register(ask_about, AskAbout.filter())
    router.callback_query.register(pass_that_on, PassOn.filter())
    router.callback_query.register(ask_anyway, WriteAnyway.filter())
    router.callback_query.register(thank, AnswerHelped.filter())
    router.message.register(pass_on, WriteSupport.message, Text())
    router.message.register(pass_on, WriteSupport.message, Wordless())
    router.message.register(comment, WriteSupport.comment, Text())
    router.callback_query.register(close, CloseTalk.filter())
    router.callback_query.register(rate, RateTalk.filter())
    router.callback_query.register(list_talks, ListTalks.filter())
    router.callback_query.register(open_talk, OpenTalk.filter())
    router.callback_query.register(save_talk, SaveTalk.filter())
    router.message.register(go_on, StateFilter(None), Text(), InTalk())
    router.message.register(go_on, StateFilter(None, WriteSupport.comment), Wordless(), InTalk())
    router.edited_message.register(change, InPrivate())
    router.message_reaction.register(react, InPrivate())
    return router
