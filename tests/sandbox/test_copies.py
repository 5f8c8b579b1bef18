"""Albums, copies of every content, quotes, reactions, edits and deletions by people."""

from typing import Any

import pytest

from sandbox import Group, Person, Sandbox, media
from sandbox.acts import CannotAct
from sandbox.screen import Line
from tests.sandbox.conftest import Bot
from tests.sandbox.toy import png

PICTURE = png(40, 30)


@pytest.fixture
def aigul(sandbox: Sandbox) -> Person:
    return sandbox.world.person("Айгүл", language="kk")


@pytest.fixture
def forum(sandbox: Sandbox, aigul: Person) -> Group:
    group = sandbox.world.group("Операторы", forum=True)
    group.add_bot(by=aigul)
    sandbox.world.updates.clear()
    return group


def last(person: Person) -> Line:
    return person.history[-1]


async def copied(bot: Bot, maria: Person, to: int, **more: Any) -> list[int]:
    ids = [line.message.id for line in maria.history if not line.message.content.get("text", "").startswith("/")]
    made = await bot.result("copyMessages", chat_id=to, from_chat_id=maria.id, message_ids=ids, **more)
    return [one["message_id"] for one in made]


async def test_an_album_of_ten_comes_as_ten_updates_and_is_copied_as_one_album(
    bot: Bot, forum: Group, maria: Person
) -> None:
    topic = forum.open_topic("Мария")
    await bot.updates()
    await maria.sends_album([PICTURE] * 10, caption="Щиток", answered=False)
    told = [update["message"] for update in await bot.updates()]
    assert len(told) == 10
    assert len({message["media_group_id"] for message in told}) == 1
    assert [message.get("caption") for message in told] == ["Щиток"] + [None] * 9
    assert [message["message_id"] for message in told] == sorted(message["message_id"] for message in told)

    ids = await copied(bot, maria, forum.id, message_thread_id=topic.id)
    lines = forum.screen(topic.id).history[-10:]
    assert [line.message.id for line in lines] == ids == sorted(ids)
    assert len({line.album for line in lines}) == 1
    assert lines[0].album not in ("", told[0]["media_group_id"])
    assert lines[0].text == "Щиток"


async def test_two_albums_and_a_word_between_stay_apart(bot: Bot, forum: Group, maria: Person) -> None:
    await maria.sends_album([PICTURE, media.video(maria.world)], answered=False)
    await maria.says("и ещё", answered=False)
    await maria.sends_album([("a.pdf", b"1"), ("b.pdf", b"2")], answered=False)
    await copied(bot, maria, forum.id)
    albums = [line.album for line in forum.history[-5:]]
    assert albums[0] == albums[1] != ""
    assert albums[2] == ""
    assert albums[3] == albums[4] not in ("", albums[0])


async def test_one_message_of_an_album_is_copied_as_a_single_one(bot: Bot, forum: Group, maria: Person) -> None:
    await maria.sends_album([PICTURE, PICTURE], answered=False)
    place = {"chat_id": forum.id, "from_chat_id": maria.id}
    await bot.result("copyMessages", **place, message_ids=[last(maria).message.id])
    assert forum.history[-1].album == ""


async def test_what_is_no_album_cannot_be_sent_as_one(maria: Person) -> None:
    for wrong in ([PICTURE], [PICTURE] * 11, [PICTURE, ("a.pdf", b"1")], [media.voice(maria.world)] * 2):
        with pytest.raises(CannotAct, match="an album holds"):
            await maria.sends_album(wrong, answered=False)


@pytest.mark.parametrize(
    ("ids", "description"),
    [
        (None, "message identifiers are not specified"),
        ([], "message identifiers are not specified"),
        ("7", "expected an Array of message identifiers"),
        (list(range(1, 102)), "too many message identifiers specified"),
        ([{}], "message identifier must be a Number"),
        (["x"], "can't parse message identifier as a Number"),
        ([0], "invalid message identifier specified"),
        ([5, 4], "message identifiers must be in a strictly increasing order"),
        ([5, 5], "message identifiers must be in a strictly increasing order"),
        ([1, 2], "there are no messages to forward"),
    ],
)
async def test_refused_lists_of_messages(bot: Bot, maria: Person, ids: Any, description: str) -> None:
    refusal = await bot.refusal("copyMessages", chat_id=maria.id, from_chat_id=maria.id, message_ids=ids)
    assert refusal == f"Bad Request: {description}"


async def test_copying_skips_what_cannot_be_copied(bot: Bot, forum: Group, maria: Person) -> None:
    topic = forum.open_topic("x")
    place = {"chat_id": maria.id, "from_chat_id": forum.id}
    refusal = await bot.refusal("copyMessages", **place, message_ids=[topic.id])
    assert refusal == "Bad Request: messages can't be forwarded"
    said = await bot.result("sendMessage", chat_id=forum.id, message_thread_id=topic.id, text="слово")
    made = await bot.result("copyMessages", **place, message_ids=[topic.id, said["message_id"], 99999])
    assert [line.message.id for line in maria.history[-1:]] == [one["message_id"] for one in made]
    assert last(maria).text == "слово"


async def test_copied_captions_can_be_taken_away(bot: Bot, forum: Group, maria: Person) -> None:
    await maria.sends_album([PICTURE, PICTURE], caption="Щиток", answered=False)
    await copied(bot, maria, forum.id, remove_caption=True)
    assert [line.text for line in forum.history[-2:]] == ["", ""]


CONTENTS = [
    "animation", "audio", "contact", "document", "location", "photo", "poll", "sticker",
    "text", "venue", "video", "video_note", "voice",
]  # fmt: skip


async def sent(maria: Person, kind: str) -> None:
    acts = {
        "animation": lambda: maria.sends_animation(caption="под", answered=False),
        "audio": lambda: maria.sends_audio(caption="под", answered=False),
        "contact": lambda: maria.shares_contact(answered=False),
        "document": lambda: maria.sends_document("a.pdf", b"%PDF", caption="под", answered=False),
        "location": lambda: maria.sends_location(49.9, 82.6, answered=False),
        "photo": lambda: maria.sends_photo(PICTURE, caption="под", answered=False),
        "poll": lambda: maria.sends_poll("Свет есть?", ["Да", "Нет"], answered=False),
        "sticker": lambda: maria.sends_sticker(answered=False),
        "text": lambda: maria.says("слово", answered=False),
        "venue": lambda: maria.sends_venue(49.9, 82.6, "Офис", "ул. Абая, 1", answered=False),
        "video": lambda: maria.sends_video(caption="под", answered=False),
        "video_note": lambda: maria.sends_video_note(answered=False),
        "voice": lambda: maria.sends_voice(answered=False),
    }
    await acts[kind]()


@pytest.mark.parametrize("kind", CONTENTS)
async def test_every_content_reaches_the_bot_and_is_copied(bot: Bot, forum: Group, maria: Person, kind: str) -> None:
    await sent(maria, kind)
    message = (await bot.updates())[0]["message"]
    assert message[kind]
    place = {"chat_id": forum.id, "from_chat_id": maria.id, "message_id": message["message_id"]}
    await bot.result("copyMessage", **place)
    line = forum.history[-1]
    assert line.kind == kind
    assert line.text == last(maria).text
    await bot.result("copyMessage", **place, caption="новое")
    captioned = kind in ("animation", "audio", "document", "photo", "video", "voice")
    assert (forum.history[-1].text == "новое") is captioned


async def test_a_copied_poll_is_a_new_one(bot: Bot, forum: Group, maria: Person) -> None:
    await sent(maria, "poll")
    await copied(bot, maria, forum.id)
    poll, copy = last(maria).message.content["poll"], forum.history[-1].message.content["poll"]
    assert (poll["question"], poll["id"] == copy["id"]) == (copy["question"], False)


@pytest.mark.parametrize("kind", ["animation", "audio", "document", "photo", "video"])
async def test_captions_are_edited_by_people_and_by_the_bot(bot: Bot, maria: Person, kind: str) -> None:
    await sent(maria, kind)
    await maria.edits("*иначе* example.kz", answered=False)
    first, second = await bot.updates()
    assert second["edited_message"]["message_id"] == first["message"]["message_id"]
    assert second["edited_message"]["caption"] == "*иначе* example.kz"
    assert second["edited_message"]["caption_entities"][0]["type"] == "url"
    assert second["edited_message"][kind] == first["message"][kind]
    await maria.edits("", answered=False)
    assert "caption" not in (await bot.updates())[0]["edited_message"]

    number = await bot.result(
        "copyMessage", chat_id=maria.id, from_chat_id=maria.id, message_id=first["message"]["message_id"]
    )
    place = {"chat_id": maria.id, "message_id": number["message_id"]}
    edited = await bot.result("editMessageCaption", **place, caption="<b>дано</b>", parse_mode="HTML")
    assert (edited["caption"], edited["caption_entities"][0]["type"]) == ("дано", "bold")
    assert (await bot.refusal("editMessageText", **place, text="x")).endswith("no text in the message to edit")


@pytest.mark.parametrize("kind", ["sticker", "location", "contact", "video_note", "poll"])
async def test_what_has_no_caption_cannot_be_edited(maria: Person, kind: str) -> None:
    await sent(maria, kind)
    with pytest.raises(CannotAct, match="own texts and captions only"):
        await maria.edits("иначе", line=last(maria), answered=False)


async def test_forwards_tell_their_origin_and_cannot_be_edited(
    sandbox: Sandbox, bot: Bot, maria: Person, aigul: Person
) -> None:
    contact = {"contact": {"phone_number": "+77010000002", "first_name": "Данияр"}}
    await maria.forwards(of=aigul, content=contact, answered=False)
    await maria.forwards("чужое", of="Аноним", answered=False)
    known, hidden = [update["message"] for update in await bot.updates()]
    assert known["forward_origin"]["sender_user"]["id"] == aigul.id
    assert known["contact"]["first_name"] == "Данияр"
    assert hidden["forward_origin"]["sender_user_name"] == "Аноним"
    with pytest.raises(CannotAct, match="forwarded"):
        await maria.edits("моё", answered=False)


async def test_people_quote(bot: Bot, maria: Person) -> None:
    sent = await bot.result("sendMessage", chat_id=maria.id, text="Долг <b>100</b> и 🙂 пеня 5", parse_mode="HTML")
    await maria.says("почему?", reply_to=last(maria), quote="100", answered=False)
    await maria.says("а это?", reply_to=maria.history[-2], quote="пеня", answered=False)
    first, second = [update["message"] for update in await bot.updates()]
    assert first["reply_to_message"]["message_id"] == sent["message_id"]
    assert first["quote"] == {
        "text": "100", "position": 5, "is_manual": True, "entities": [{"type": "bold", "offset": 0, "length": 3}],
    }  # fmt: skip
    assert second["quote"]["position"] == len("Долг 100 и ") + 3
    with pytest.raises(CannotAct, match="in the message replied to"):
        await maria.says("?", reply_to=maria.history[1], quote="нет такого", answered=False)


@pytest.mark.parametrize(
    ("more", "quote"),
    [
        ({"quote": "12"}, "12"),
        ({"quote": "<b>кВт</b>", "quote_parse_mode": "HTML"}, "кВт"),
        ({"quote": "кВт"}, None),  # it stands there in bold
        ({"quote": "<i>12</i>", "quote_parse_mode": "HTML"}, None),
        ({"quote": "13"}, None),
    ],
)
async def test_the_bot_quotes_exactly_or_not_at_all(
    bot: Bot, maria: Person, more: dict[str, str], quote: str | None
) -> None:
    sent = await bot.result("sendMessage", chat_id=maria.id, text="12 <b>кВт</b>", parse_mode="HTML")
    answer = {"chat_id": maria.id, "text": "x", "reply_parameters": {"message_id": sent["message_id"], **more}}
    if quote is None:
        assert await bot.refusal("sendMessage", **answer) == "Bad Request: QUOTE_TEXT_INVALID"
    else:
        assert (await bot.result("sendMessage", **answer))["quote"]["text"] == quote
        assert last(maria).quote == quote


async def test_a_quote_of_a_message_that_is_gone_is_let_go_where_that_is_allowed(bot: Bot, maria: Person) -> None:
    gone = {"message_id": 99999, "quote": "x"}
    answer = {"chat_id": maria.id, "text": "x"}
    refusal = await bot.refusal("sendMessage", **answer, reply_parameters=gone)
    assert refusal == "Bad Request: message to be replied not found"
    sent = await bot.result("sendMessage", **answer, reply_parameters=gone | {"allow_sending_without_reply": True})
    assert "quote" not in sent


async def test_a_mark_of_the_bot_is_seen_and_reactions_in_groups_reach_administrators_only(
    bot: Bot, forum: Group, aigul: Person
) -> None:
    await bot.result("getUpdates", allowed_updates=["message", "message_reaction"])
    topic = forum.open_topic("x")
    await aigul.says("слово", at=forum, topic=topic.id, answered=False)
    line = forum.screen(topic.id).history[-1]
    place = {"chat_id": forum.id, "message_id": line.message.id}
    await bot.result("setMessageReaction", **place, reaction=[{"type": "emoji", "emoji": "👌"}])
    await aigul.reacts("🔥", line=line)
    assert (line.mark, sorted(line.reactions)) == ("👌", ["👌", "🔥"])
    told = (await bot.updates())[-1]["message_reaction"]
    assert (told["message_id"], told["new_reaction"]) == (line.message.id, [{"type": "emoji", "emoji": "🔥"}])
    forum.add_bot(by=aigul, admin=False)
    await bot.updates()
    await aigul.reacts("👎", line=line)
    assert await bot.updates() == []
    await bot.result("setMessageReaction", **place, reaction=[])
    assert (line.mark, line.reactions) == ("", ["👎"])


async def test_deletions_by_people_are_not_told(sandbox: Sandbox, bot: Bot, forum: Group, maria: Person) -> None:
    await maria.says("лишнее", answered=False)
    await bot.updates()
    number = last(maria).message.id
    maria.deletes()
    assert await bot.updates() == []
    refusal = await bot.refusal("copyMessage", chat_id=forum.id, from_chat_id=maria.id, message_id=number)
    assert refusal == "Bad Request: message to copy not found"
    forum.joins(maria)
    sent = await bot.result("sendMessage", chat_id=forum.id, text="x")
    foreign = next(line for line in forum.history if line.message.id == sent["message_id"])
    with pytest.raises(CannotAct, match="own messages only"):
        maria.deletes(foreign)


async def test_an_album_counts_as_its_messages_against_the_limit(bot: Bot, sandbox: Sandbox, maria: Person) -> None:
    group = sandbox.world.group("Операторы", forum=True)
    group.add_bot(by=maria)
    await maria.sends_album([PICTURE] * 10, answered=False)
    ids = [line.message.id for line in maria.history[-10:]]
    sandbox.api.limits.enabled = True
    album = {"chat_id": group.id, "from_chat_id": maria.id, "message_ids": ids}
    await bot.result("copyMessages", **album)
    await bot.result("copyMessages", **album)
    assert (await bot.refusal("sendMessage", chat_id=group.id, text="x")).startswith("Too Many Requests")
