"""What aiogram makes of the sandbox: a real client reads every answer and every update."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MenuButtonCommands,
    Message,
    ReactionTypeEmoji,
    ReplyParameters,
    Update,
)

from sandbox import Person, Sandbox
from tests.sandbox.toy import png

KINDS = ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"]
KEYS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="y")]])


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(sandbox.url))
    async with Bot(sandbox.token, session=session) as bot:
        yield bot


async def test_messages_are_understood(client: Bot, maria: Person) -> None:
    sent = await client.send_message(maria.id, "<b>x</b>", parse_mode="HTML", reply_markup=KEYS)
    assert sent.entities is not None
    edited = await client.edit_message_text("y", chat_id=maria.id, message_id=sent.message_id)
    assert isinstance(edited, Message)
    await client.edit_message_reply_markup(chat_id=maria.id, message_id=sent.message_id, reply_markup=KEYS)
    await client.send_chat_action(maria.id, "typing")
    await client.set_message_reaction(maria.id, sent.message_id, [ReactionTypeEmoji(emoji="👍")])
    await client.pin_chat_message(maria.id, sent.message_id)
    await client.copy_message(maria.id, maria.id, sent.message_id)
    await client.delete_message(maria.id, sent.message_id)


async def test_files_are_understood(client: Bot, maria: Person) -> None:
    document = await client.send_document(maria.id, BufferedInputFile(b"%PDF", "Шот.pdf"), caption="one")
    assert document.document is not None
    assert document.document.file_name == "Шот.pdf"
    await client.edit_message_caption(chat_id=maria.id, message_id=document.message_id, caption="two")
    got = await client.download(document.document.file_id)
    assert got is not None
    assert got.read() == b"%PDF"
    photo = await client.send_photo(maria.id, BufferedInputFile(png(90, 60), "x.png"))
    assert photo.photo is not None


async def test_chats_and_topics_are_understood(sandbox: Sandbox, client: Bot, maria: Person) -> None:
    group = sandbox.world.group("Операторы", forum=True, members=(maria,))
    group.add_bot(by=maria)
    topic = await client.create_forum_topic(group.id, "Тема")
    await client.edit_forum_topic(group.id, topic.message_thread_id, name="Тема 2")
    await client.close_forum_topic(group.id, topic.message_thread_id)
    await client.reopen_forum_topic(group.id, topic.message_thread_id)
    assert (await client.get_chat(group.id)).is_forum
    assert (await client.get_chat(maria.id)).first_name == "Мария"
    assert (await client.get_chat_member(group.id, client.id)).status == "administrator"
    assert (await client.get_chat_member(group.id, maria.id)).status == "member"
    await client.leave_chat(group.id)


async def test_the_profile_is_understood(client: Bot) -> None:
    assert (await client.get_me()).username == "zharyq_sandbox_bot"
    await client.set_my_commands([BotCommand(command="help", description="Помощь")], language_code="ru")
    assert (await client.get_my_commands(language_code="ru"))[0].description == "Помощь"
    await client.delete_my_commands(language_code="ru")
    await client.set_my_description("x")
    await client.set_my_short_description("y")
    assert (await client.get_my_description()).description == "x"
    assert (await client.get_my_short_description()).short_description == "y"
    await client.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await client.get_webhook_info()).url == ""


async def test_private_updates_are_understood(sandbox: Sandbox, client: Bot, maria: Person) -> None:
    await client.get_updates(allowed_updates=KINDS)
    await client.send_message(maria.id, "x", reply_markup=KEYS)
    await maria.taps("Да", answered=False)
    await maria.reacts("👍")
    await maria.says("/readings", answered=False)
    await maria.edits("12345", answered=False)
    await maria.forwards("x", answered=False)
    await maria.sends_sticker(answered=False)
    await maria.sends_voice(answered=False)
    await maria.sends_location(49.9, 82.6, answered=False)
    await maria.sends_photo(png(9, 9), answered=False)
    await maria.shares_contact(answered=False)
    menu = maria.screen.menu
    assert menu is not None
    menu.inaccessible = True
    await maria.taps("Да", answered=False)
    await maria.blocks()
    await all_understood(sandbox, client, 12)


async def test_the_desk_is_understood(sandbox: Sandbox, client: Bot, maria: Person) -> None:
    await client.get_updates(allowed_updates=[*KINDS, "chat_member"])
    group = sandbox.world.group("Форум", forum=True)
    group.add_bot(by=maria)
    topic = await client.create_forum_topic(group.id, "Тема")
    place = {"at": group, "topic": topic.message_thread_id, "answered": False}
    for send in (maria.sends_video, maria.sends_animation, maria.sends_audio, maria.sends_video_note):
        await send(**place)
    await maria.sends_poll("Свет есть?", ["Да", "Нет"], **place)
    await maria.sends_venue(49.9, 82.6, "Офис", "ул. Абая, 1", **place)
    await maria.sends_album([png(9, 9), png(9, 9)], caption="Щиток", **place)
    ids = [line.message.id for line in group.history[-2:]]
    copies = await client.copy_messages(maria.id, group.id, ids)
    assert len(copies) == 2
    quote = ReplyParameters(message_id=ids[0], quote="Щит", quote_parse_mode="HTML")
    sent = await client.send_message(group.id, "x", message_thread_id=topic.message_thread_id, reply_parameters=quote)
    assert sent.quote is not None
    await client.pin_chat_message(group.id, sent.message_id)
    await client.unpin_chat_message(group.id, message_id=sent.message_id)
    group.joins(sandbox.world.person("Айгүл"))
    group.leaves(maria)
    assert len(await client.get_chat_administrators(group.id)) == 1
    group.silence_bot(by=maria)
    assert (await client.get_chat_member(group.id, client.id)).status == "restricted"
    await all_understood(sandbox, client, 17)


async def test_updates_of_groups_are_understood(sandbox: Sandbox, client: Bot, maria: Person) -> None:
    group = sandbox.world.group("Группа", kind="group")
    group.add_bot(by=maria)
    group.says_anonymously("x")
    group.migrate(by=maria).remove_bot(by=maria)
    channel = sandbox.world.group("Канал", kind="channel")
    channel.add_bot(by=maria)
    channel.posts("x")
    forum = sandbox.world.group("Форум", forum=True)
    forum.add_bot(by=maria)
    topic = forum.open_topic("Тема", by=maria.id)
    forum.close_topic(topic, by=maria.id)
    forum.rename_topic(topic, "Другая", by=maria.id)
    await all_understood(sandbox, client, 13)


async def all_understood(sandbox: Sandbox, client: Bot, count: int) -> None:
    updates = await client.get_updates()
    assert len(updates) == len(sandbox.world.updates.pending) == count
    assert all(isinstance(update, Update) and update.event for update in updates)


async def test_faults_arrive_as_the_exceptions_that_they_are(sandbox: Sandbox, client: Bot, maria: Person) -> None:
    async def send() -> None:
        await client.send_message(maria.id, "x", request_timeout=1)

    for kind, expected in (
        ("too_many", TelegramRetryAfter),
        ("server_error", TelegramServerError),
        ("bad_gateway", ClientDecodeError),
        ("cut_json", ClientDecodeError),
        ("dropped", TelegramNetworkError),
        ("lost_answer", TelegramNetworkError),
        ("hang", TelegramNetworkError),
        ("refused", TelegramBadRequest),
    ):
        sandbox.faults.add(kind, times=1)
        with pytest.raises(expected):
            await send()
    group = sandbox.world.group("Группа", kind="group")
    group.add_bot(by=maria)
    group.migrate(by=maria)
    with pytest.raises(TelegramMigrateToChat):
        await client.send_message(group.id, "x")
    with pytest.raises(TelegramEntityTooLarge):
        await client.send_photo(maria.id, BufferedInputFile(png(9, 9) + bytes(10 * 2**20), "x.png"))
    await maria.blocks()
    with pytest.raises(TelegramForbiddenError):
        await send()
