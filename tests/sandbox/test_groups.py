"""Groups: coming and going of the bot, privacy mode, topics, anonymous administrators, channels."""

from typing import Any

import pytest

from sandbox import Group, Person, Sandbox
from tests.sandbox.conftest import Bot


@pytest.fixture
def aigul(sandbox: Sandbox) -> Person:
    return sandbox.world.person("Айгүл", language="kk")


@pytest.fixture
def forum(sandbox: Sandbox, aigul: Person) -> Group:
    group = sandbox.world.group("Операторы", forum=True, members=(aigul,))
    group.add_bot(by=aigul)
    sandbox.world.updates.clear()
    return group


async def test_the_bot_is_told_of_coming_and_going(sandbox: Sandbox, bot: Bot, aigul: Person) -> None:
    group = sandbox.world.group("Операторы")
    group.add_bot(by=aigul)
    group.remove_bot(by=aigul)
    joined, promoted, removed = await bot.updates()
    assert joined["message"]["new_chat_members"][0]["id"] == 1000000001
    assert promoted["my_chat_member"]["new_chat_member"]["can_manage_topics"] is True
    assert removed["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_privacy_mode(sandbox: Sandbox, bot: Bot, aigul: Person) -> None:
    group = sandbox.world.group("Соседи")
    group.add_bot(by=aigul, admin=False)
    sandbox.world.updates.clear()
    sent = await bot.result("sendMessage", chat_id=group.id, text="x")
    own = next(line.message for line in group.history if line.message.id == sent["message_id"])
    for text in ("just talk", "/balance", "/balance@other_bot", "@zharyq_sandbox_bot help"):
        await aigul.says(text, at=group, answered=False)
    await aigul.says("an answer", at=group, reply_to=own, answered=False)
    heard = [update["message"]["text"] for update in await bot.updates()]
    assert heard == ["/balance", "@zharyq_sandbox_bot help", "an answer"]


async def test_topics(sandbox: Sandbox, bot: Bot, forum: Group, aigul: Person) -> None:
    topic = await bot.result("createForumTopic", chat_id=forum.id, name="Мария · 1204567", icon_color=7322096)
    place = {"chat_id": forum.id, "message_thread_id": topic["message_thread_id"]}
    sent = await bot.result("sendMessage", **place, text="Новый вопрос")
    assert (sent["is_topic_message"], sent["message_thread_id"]) == (True, topic["message_thread_id"])
    await aigul.says("Принято", at=forum, topic=topic["message_thread_id"], answered=False)
    created, answer = await bot.updates()
    assert created["message"]["forum_topic_created"]["name"] == "Мария · 1204567"
    # nobody has replied, and yet the topic's first message stands there
    assert answer["message"]["reply_to_message"]["message_id"] == topic["message_thread_id"]
    await bot.result("editForumTopic", **place, name="Мария · 1204567 ✓")
    await bot.result("closeForumTopic", **place)
    assert await bot.refusal("closeForumTopic", **place) == "Bad Request: TOPIC_NOT_MODIFIED"
    await bot.result("sendMessage", **place, text="an administrator may")
    await bot.result("reopenForumTopic", **place)
    assert [(one.name, one.closed) for one in forum.topics] == [("Мария · 1204567 ✓", False)]


@pytest.mark.parametrize("thread", [1, 99999])
async def test_wrong_threads(bot: Bot, forum: Group, thread: int) -> None:
    refusal = await bot.refusal("sendMessage", chat_id=forum.id, message_thread_id=thread, text="x")
    assert refusal == "Bad Request: message thread not found"


async def test_a_deleted_topic(bot: Bot, forum: Group) -> None:
    topic = forum.open_topic("x")
    forum.delete_topic(topic)
    refusal = await bot.refusal("sendMessage", chat_id=forum.id, message_thread_id=topic.id, text="x")
    assert refusal == "Bad Request: message thread not found"


@pytest.mark.parametrize(
    ("forum_chat", "rights", "name", "description"),
    [
        (False, True, "x", "the chat is not a forum"),
        (True, False, "x", "not enough rights to create a topic"),
        (True, True, " ", "name must be non-empty"),
    ],
)
async def test_refused_topics(
    sandbox: Sandbox, bot: Bot, aigul: Person, forum_chat: bool, rights: bool, name: str, description: str
) -> None:
    group = sandbox.world.group("Группа", forum=forum_chat)
    group.add_bot(by=aigul, manage_topics=rights)
    assert await bot.refusal("createForumTopic", chat_id=group.id, name=name) == f"Bad Request: {description}"


async def test_an_anonymous_administrator(bot: Bot, forum: Group) -> None:
    forum.says_anonymously("from the desk")
    message: dict[str, Any] = (await bot.updates())[0]["message"]
    assert (message["from"]["id"], message["from"]["username"]) == (1087968824, "GroupAnonymousBot")
    assert message["sender_chat"]["id"] == forum.id


async def test_a_channel_post(sandbox: Sandbox, bot: Bot, aigul: Person) -> None:
    channel = sandbox.world.group("Новости", kind="channel")
    channel.add_bot(by=aigul)
    channel.posts("News")
    kinds = [list(update)[1] for update in await bot.updates()]
    assert kinds == ["my_chat_member", "channel_post"]


async def test_who_is_who(bot: Bot, forum: Group, aigul: Person, maria: Person) -> None:
    async def status(user_id: int) -> str:
        return str((await bot.result("getChatMember", chat_id=forum.id, user_id=user_id))["status"])

    assert await status(aigul.id) == "member"
    assert await status(maria.id) == "left"
    assert await status(1000000001) == "administrator"
    assert await bot.refusal("getChatMember", chat_id=forum.id, user_id=5) == "Bad Request: PARTICIPANT_ID_INVALID"
    assert (await bot.result("getChat", chat_id=forum.id))["is_forum"] is True


async def test_pinning_needs_rights_and_leaves_a_trace(sandbox: Sandbox, bot: Bot, forum: Group) -> None:
    sent = await bot.result("sendMessage", chat_id=forum.id, text="x")
    place = {"chat_id": forum.id, "message_id": sent["message_id"]}
    await bot.result("pinChatMessage", **place)
    assert (await bot.updates())[0]["message"]["pinned_message"]["message_id"] == sent["message_id"]
    forum.chat.bot = "member"
    refusal = await bot.refusal("pinChatMessage", **place)
    assert refusal == "Bad Request: not enough rights to manage pinned messages in the chat"


async def test_leaving(bot: Bot, forum: Group) -> None:
    await bot.result("leaveChat", chat_id=forum.id)
    assert (await bot.refusal("leaveChat", chat_id=forum.id)).startswith("Forbidden: bot is not a member")
