"""Campaigns as the operators make them, in their chat: buttons of a card, and replies to it.

What is awaited from whom is kept with the draft, so several can work at once and a restart forgets nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from aiogram import Bot, Router
from aiogram.types import CallbackQuery, Message
from aiogram.types import Document as File

from bot.delivery.incoming import NotFetched, fetch
from bot.filters import AtDesk, CallsCampaign, RepliesToCard, read_command
from bot.keyboards.campaigns import AskCampaign, AskRecall, CorrectCampaign, DoCampaign, RecallCampaign
from bot.screens import campaigns as screens
from bot.screens import campaigns_recall as screens_recall
from bot.screens import campaigns_report as reported
from bot.screens.notices_news import news as worded
from bot.screens.screen import Answer, Screen
from core.i18n import Translator, translator
from core.notices.account_lists import MOST_BYTES, AccountLists, check_file
from core.notices.audience import Audience
from core.notices.checking import Measure
from core.notices.described import read_audience, read_button, read_when
from core.notices.drafting import DraftService
from core.notices.launching import LaunchService
from core.notices.model import Campaign
from core.notices.policy import operator
from core.notices.recalling import RecallService
from core.notices.refusals import CampaignRefused
from core.notices.reports import MOST_REPORTED, CampaignReports
from core.retailer import Retailer


async def begin(message: Message, drafting: DraftService, retailer: Retailer, tr: Translator) -> Screen:
    """`/campaign` makes a draft, `/campaign 5` shows the card of number 5."""
    by = author(message, retailer)
    number = read_command(message.text or "").args or ""
    if number.isascii() and number.isdigit() and len(number) < 18:
        return screens.card(await drafting.get(campaign_id=int(number)), tr)
    return screens.card(await drafting.new(by=by), tr)


async def ask_part(
    tap: CallbackQuery, callback_data: AskCampaign, drafting: DraftService, retailer: Retailer, tr: Translator
) -> Screen:
    operator(retailer.notices, tap.from_user.id)
    campaign = await drafting.get(campaign_id=callback_data.campaign)
    campaign = await seen(tap, campaign, drafting, tr, awaits={str(tap.from_user.id): callback_data.field})
    return screens.card(campaign, tr, prompt=screens.prompt(callback_data.field, tr))


async def take_part(
    message: Message,
    campaign_id: int,
    drafting: DraftService,
    account_lists: AccountLists,
    bot: Bot,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    by = author(message, retailer)
    campaign = await drafting.get(campaign_id=campaign_id)
    person = by.partition(":")[2]
    field = (campaign.content.get("awaits") or {}).get(person)
    if field is None:
        return screens.nothing_awaited(tr)
    if field == "audience" and message.document:
        audience = await listed(message, message.document, account_lists, bot)
        await drafting.set_audience(campaign_id=campaign_id, by=by, audience=audience)
    else:
        await take(field, message, campaign_id, by, drafting)
    return screens.card(await drafting.note(campaign_id=campaign_id, awaits={person: None}), tr)


async def act(
    tap: CallbackQuery,
    callback_data: DoCampaign,
    drafting: DraftService,
    launching: LaunchService,
    campaign_reports: CampaignReports,
    now: datetime,
    retailer: Retailer,
    tr: Translator,
) -> Answer:
    by = operator(retailer.notices, tap.from_user.id)
    campaign = await seen(tap, await drafting.get(campaign_id=callback_data.campaign), drafting, tr)
    match callback_data.act:
        case "check":
            return await check(campaign, by, launching, retailer, tr)
        case "report":
            return await report(campaign, campaign_reports, now, tr)
        case "send":
            launching.require_checked(campaign)
            return (screens_recall.sure_correction if campaign.edits else screens.sure)(campaign, tr)
    return screens.card(await do(callback_data.act, campaign, by, launching), tr)


async def ask_recall(
    tap: CallbackQuery,
    callback_data: AskRecall,
    recalling: RecallService,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    operator(retailer.notices, tap.from_user.id)
    return screens_recall.sure_recall(await recalling.recallable(campaign_id=callback_data.campaign), tr)


async def recall(
    tap: CallbackQuery,
    callback_data: RecallCampaign,
    drafting: DraftService,
    recalling: RecallService,
    retailer: Retailer,
    tr: Translator,
) -> Screen:
    """What was asked becomes the card of the recall."""
    by = operator(retailer.notices, tap.from_user.id)
    begun = await recalling.recall(campaign_id=callback_data.campaign, by=by)
    return screens.card(await seen(tap, begun, drafting, tr), tr)


async def correct(
    tap: CallbackQuery, callback_data: CorrectCampaign, recalling: RecallService, retailer: Retailer, tr: Translator
) -> Screen:
    by = operator(retailer.notices, tap.from_user.id)
    draft = await recalling.correct(campaign_id=callback_data.campaign, by=by)
    return replace(screens.card(draft, tr), anew=True)


async def check(
    campaign: Campaign, by: str, launching: LaunchService, retailer: Retailer, tr: Translator
) -> tuple[Screen, ...]:
    now, found = await launching.check(campaign_id=campaign.id, by=by, measure=measure(retailer))
    return screens.checked(now, found, tr, retailer)


async def report(
    campaign: Campaign, campaign_reports: CampaignReports, now: datetime, tr: Translator
) -> tuple[Screen, ...]:
    """Of a large one the chat gets what is quickly counted; the command line gives the rest."""
    short = await campaign_reports.short(campaign=campaign, most=MOST_REPORTED)
    large = campaign.counts.queued > MOST_REPORTED
    sums = None if large else await campaign_reports.breakdown(campaign=campaign)
    return reported.report(campaign, short, sums, now, tr)


async def do(what: str, campaign: Campaign, by: str, launching: LaunchService) -> Campaign:
    number = campaign.id
    match what:
        case "sure":
            return await launching.send(campaign_id=number, by=by)
        case "pilot":
            return await launching.send(campaign_id=number, by=by, pilot=True)
        case "approve":
            return await launching.approve(campaign_id=number, by=by)
        case "pause":
            return await launching.pause(campaign_id=number, by=by)
        case "resume":
            return await launching.resume(campaign_id=number, by=by)
        case "cancel":
            return await launching.cancel(campaign_id=number, by=by)
    return campaign


async def take(field: str, message: Message, number: int, by: str, drafting: DraftService) -> None:
    """Put what was replied where it belongs."""
    text = (message.text or "").strip()
    match field:
        case "media":
            kind, file_id = ("", "") if text == "-" else file_of(message)
            await drafting.set_media(campaign_id=number, by=by, kind=kind, file_id=file_id)
        case "button" if text == "-":
            await drafting.drop_buttons(campaign_id=number, by=by)
        case "button":
            labels, url, command = read_button(text)
            await drafting.add_button(campaign_id=number, by=by, labels=labels, url=url, command=command)
        case "audience":
            await drafting.set_audience(campaign_id=number, by=by, audience=read_audience(text))
        case "when":
            due, repeats = read_when(text)
            await drafting.set_time(campaign_id=number, by=by, due=due, repeats=repeats)
        case _:
            words = message.html_text if text else ""
            language = field.removeprefix("text_")
            await drafting.set_text(campaign_id=number, by=by, language=language, text=words)


async def listed(message: Message, file: File, account_lists: AccountLists, bot: Bot) -> Audience:
    """Read an audience from a file of account numbers; its caption may ask for more, as a text does.

    :raises CampaignRefused:
    """
    check_file(file.file_name or "", file.file_size or 0)
    asked = read_audience(message.caption or "")
    try:
        data = await fetch(bot, file.file_id, most=MOST_BYTES)
    except NotFetched:
        raise CampaignRefused("file_away") from None
    return replace(asked, accounts=await account_lists.read(data=data))


async def seen(
    tap: CallbackQuery,
    campaign: Campaign,
    drafting: DraftService,
    tr: Translator,
    awaits: Mapping[str, str | None] | None = None,
) -> Campaign:
    """Note which message is the card now: it is what shows how far the campaign is."""
    where = (tap.message.chat.id, tap.message.message_id) if tap.message else (None, None)
    known = (campaign.card_chat, campaign.card_message)
    if known == where and campaign.content.get("language") == tr.language and not awaits:
        return campaign
    card = {"card_chat": where[0], "card_message": where[1]}
    return await drafting.note(campaign_id=campaign.id, awaits=awaits, language=tr.language, **card)


def author(message: Message, retailer: Retailer) -> str:
    """:raises CampaignRefused: nobody can tell who it is, or he may not send campaigns"""
    person = message.from_user
    if person is None or person.is_bot or message.sender_chat is not None:
        raise CampaignRefused("anonymous")
    return operator(retailer.notices, person.id)


def file_of(message: Message) -> tuple[str, str]:
    if message.photo:
        return "photo", message.photo[-1].file_id
    if message.document:
        return "document", message.document.file_id
    raise CampaignRefused("media")


def measure(retailer: Retailer) -> Measure:
    return lambda values, language: worded(values, translator(language), retailer).text


def routes() -> Router:
    router = Router(name="campaigns")
    router.message.filter(AtDesk())
    router.callback_query.filter(AtDesk())
    router.message.register(begin, CallsCampaign())
    router.message.register(take_part, RepliesToCard())
    router.callback_query.register(ask_part, AskCampaign.filter())
    router.callback_query.register(act, DoCampaign.filter())
    router.callback_query.register(ask_recall, AskRecall.filter())
    router.callback_query.register(recall, RecallCampaign.filter())
    router.callback_query.register(correct, CorrectCampaign.filter())
    return router
