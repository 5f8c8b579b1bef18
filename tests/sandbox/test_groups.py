"""Groups: coming and going of the bot, privacy mode, topics, anonymous administrators, channels."""

from typing import Any

import pytest

from sandbox import Group, Person, Sandbox
from sandbox.acts import CannotAct
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


async def test_comings_and_goings_of_people(sandbox: Sandbox, bot: Bot, forum: Group, maria: Person) -> None:
    await bot.result("getUpdates", allowed_updates=["message", "chat_member"])
    aigul = sandbox.world.person("Айгүл", language="kk")
    forum.joins(maria)
    forum.joins(maria, by=aigul, status="administrator")
    forum.leaves(maria)
    forum.joins(maria)
    forum.leaves(maria, by=aigul)
    told = await bot.updates()
    services = [
        next(key for key in update["message"] if "chat_member" in key) for update in told if "message" in update
    ]
    assert services == ["new_chat_members", "left_chat_member", "new_chat_members", "left_chat_member"]
    changes = [update["chat_member"] for update in told if "chat_member" in update]
    steps = [(one["old_chat_member"]["status"], one["new_chat_member"]["status"]) for one in changes]
    assert steps == [
        ("left", "member"), ("member", "administrator"), ("administrator", "left"),
        ("left", "member"), ("member", "kicked"),
    ]  # fmt: skip
    assert changes[-1]["from"]["id"] == aigul.id
    with pytest.raises(CannotAct, match="not in the group any more"):
        await maria.says("x", at=forum, answered=False)


async def test_comings_are_told_only_where_asked_for_and_to_administrators(
    sandbox: Sandbox, bot: Bot, forum: Group, aigul: Person, maria: Person
) -> None:
    forum.joins(maria)
    assert [list(update)[1] for update in await bot.updates()] == ["message"]
    await bot.result("getUpdates", allowed_updates=["chat_member"])
    forum.add_bot(by=aigul, admin=False)
    forum.leaves(maria)
    assert await bot.updates() == []


async def test_administrators(bot: Bot, forum: Group, aigul: Person, maria: Person) -> None:
    forum.joins(maria)
    forum.joins(aigul, status="creator")
    found = await bot.result("getChatAdministrators", chat_id=forum.id)
    assert [(one["user"]["id"], one["status"]) for one in found] == [
        (aigul.id, "creator"), (1000000001, "administrator"),
    ]  # fmt: skip
    assert await bot.result("getChatMemberCount", chat_id=forum.id) == 3
    refusal = await bot.refusal("getChatAdministrators", chat_id=maria.id)
    assert refusal == "Bad Request: there are no administrators in the private chat"


async def test_rights_of_the_bot_come_and_go(bot: Bot, forum: Group, aigul: Person) -> None:
    place = {"chat_id": forum.id}
    forum.add_bot(by=aigul, manage_topics=False, without=("can_pin_messages", "can_delete_messages"))
    change = (await bot.updates())[0]["my_chat_member"]
    assert change["old_chat_member"]["can_manage_topics"] is True
    assert change["new_chat_member"]["can_manage_topics"] is False
    assert change["new_chat_member"]["can_pin_messages"] is False
    sent = await bot.result("sendMessage", **place, text="x")
    assert "not enough rights" in await bot.refusal("pinChatMessage", **place, message_id=sent["message_id"])
    await aigul.says("слово", at=forum, answered=False)
    foreign = forum.history[-1].message.id
    refusal = await bot.refusal("deleteMessage", **place, message_id=foreign)
    assert refusal == "Bad Request: message can't be deleted"
    forum.silence_bot(by=aigul)
    assert (await bot.updates())[-1]["my_chat_member"]["new_chat_member"]["can_send_messages"] is False
    refusal = await bot.refusal("sendMessage", **place, text="x")
    assert refusal == "Bad Request: not enough rights to send text messages to the chat"
    forum.add_bot(by=aigul)
    await bot.result("deleteMessage", **place, message_id=foreign)


@pytest.mark.parametrize("new_first", [False, True])
async def test_a_group_becomes_a_supergroup(sandbox: Sandbox, bot: Bot, aigul: Person, new_first: bool) -> None:
    group = sandbox.world.group("Группа", kind="group")
    group.add_bot(by=aigul)
    await bot.updates()
    new = group.migrate(by=aigul, new_first=new_first)
    told = [update["message"] for update in await bot.updates()]
    order = [group.id, new.id]
    assert [message["chat"]["id"] for message in told] == (order[::-1] if new_first else order)
    assert {message.get("migrate_to_chat_id") for message in told} == {new.id, None}
    assert {message.get("migrate_from_chat_id") for message in told} == {group.id, None}
    body = await bot("sendMessage", chat_id=group.id, text="x")
    assert body["parameters"] == {"migrate_to_chat_id": new.id}
    refusal = await bot.refusal("createForumTopic", chat_id=new.id, name="x")
    assert refusal == "Bad Request: the chat is not a forum"
    new.turn_topics(on=True)
    await bot.result("createForumTopic", chat_id=new.id, name="x")


async def test_every_message_in_a_topic_answers_its_beginning_unless_it_answers_something_else(
    bot: Bot, forum: Group, aigul: Person
) -> None:
    topic = forum.open_topic("x")
    sent = await bot.result("sendMessage", chat_id=forum.id, message_thread_id=topic.id, text="слово")
    assert sent["reply_to_message"]["message_id"] == topic.id
    await aigul.sends_photo(b"x", at=forum, topic=topic.id, answered=False)
    await aigul.says("x", at=forum, topic=topic.id, reply_to=forum.history[-1], answered=False)
    await aigul.says("общее", at=forum, answered=False)
    _, photo, answer, general = [update["message"] for update in await bot.updates()]
    assert photo["reply_to_message"]["message_id"] == topic.id
    assert answer["reply_to_message"]["message_id"] == photo["message_id"]
    assert "reply_to_message" not in general
    assert "message_thread_id" not in general


async def test_without_topics_answers_make_threads(sandbox: Sandbox, bot: Bot, aigul: Person) -> None:
    group = sandbox.world.group("Без тем")
    group.add_bot(by=aigul)
    sent = await bot.result("sendMessage", chat_id=group.id, text="слово")
    await aigul.says("раз", at=group, reply_to=group.history[-1], answered=False)
    await aigul.says("два", at=group, reply_to=group.history[-1], answered=False)
    first, second = [update["message"] for update in (await bot.updates())[-2:]]
    assert first["message_thread_id"] == second["message_thread_id"] == sent["message_id"]
    assert "is_topic_message" not in first
    assert second["reply_to_message"]["message_id"] == first["message_id"]


async def test_in_a_closed_topic_only_administrators_write(forum: Group, aigul: Person, maria: Person) -> None:
    topic = forum.open_topic("x")
    forum.joins(maria)
    forum.joins(aigul, status="administrator")
    forum.close_topic(topic)
    await aigul.says("можно", at=forum, topic=topic.id, answered=False)
    with pytest.raises(CannotAct, match="the topic is closed"):
        await maria.says("нельзя", at=forum, topic=topic.id, answered=False)


async def test_pins_come_down(bot: Bot, forum: Group) -> None:
    place = {"chat_id": forum.id}
    assert await bot.refusal("unpinChatMessage", **place) == "Bad Request: message to unpin not found"
    sent = await bot.result("sendMessage", **place, text="x")
    await bot.result("pinChatMessage", **place, message_id=sent["message_id"])
    assert [line.pinned for line in forum.history][-2:] == [True, False]
    await bot.result("unpinChatMessage", **place)
    assert not any(line.pinned for line in forum.history)


async def test_people_pin_and_the_bot_hears_of_it(bot: Bot, forum: Group, aigul: Person, maria: Person) -> None:
    forum.joins(aigul, status="administrator")
    topic = forum.open_topic("x")
    await aigul.says("слово", at=forum, topic=topic.id, answered=False)
    await bot.updates()
    line = forum.screen(topic.id).history[-1]
    aigul.pins(line)
    told = (await bot.updates())[0]["message"]
    assert (told["pinned_message"]["text"], told["message_thread_id"], line.pinned) == ("слово", topic.id, True)
    with pytest.raises(CannotAct, match="may not pin"):
        maria.pins(line)
