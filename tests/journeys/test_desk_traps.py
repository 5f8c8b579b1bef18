"""What goes wrong at other desks: each of these has cost somebody a consumer's message."""

from datetime import timedelta

import pytest

from sandbox import Group, Person
from sandbox.acts import contact_of
from sandbox.screen import Line
from tests.journeys.conftest import Time
from tests.journeys.desk import SUPPORT, asks, lines, seats, sees_topic, until_heard, until_in_topic, written
from tests.journeys.steps import links, seen, until_quiet
from tests.running import Place
from tests.sandbox.toy import png

PICTURE = png(40, 30)


@pytest.fixture
async def dana(bot: Place, sandbox: object, operators: Group) -> Person:
    """An operator; she is a consumer, too."""
    found = operators.world.person("Dana", language="en", phone="+77010000010")
    operators.add_bot(by=found)
    await seats(bot, found)
    return found


def own(person: Person, text: str) -> Line:
    return next(line for line in person.history if line.mine and line.text == text)


async def test_two_messages_within_a_second_keep_their_order_on_both_sides(
    dana: Person, john: Person, operators: Group
) -> None:
    topic = await asks(john, operators)
    await john.world.feed.until(lambda: own(john, "Why is it dark?").mark == "👌", john.world.patience)
    for text in ("first", "second", "third"):
        await john.says(text, answered=False)
    for text in ("one", "two", "three"):
        await dana.says(text, at=operators, topic=topic.id, answered=False)

    await until_in_topic(operators, topic, "third")
    await until_heard(john, "three")
    assert [text for text in written(operators, topic) if text in ("first", "second", "third")] == [
        "first",
        "second",
        "third",
    ]
    assert [line.text for line in john.history if line.text in ("one", "two", "three")] == ["one", "two", "three"]


async def test_a_photo_may_be_the_very_first_message_and_its_edited_caption_arrives(
    dana: Person, john: Person, operators: Group
) -> None:
    await links(john)
    await john.says("/support")
    await john.taps(SUPPORT["en"])
    await john.sends_photo(PICTURE, caption="The meter smokes")
    topic = await sees_topic(operators, "The meter smokes")
    (photo,) = [line for line in lines(operators, topic) if line.kind == "photo"]

    await john.edits("The meter burns", answered=False)

    line = await until_in_topic(operators, topic, "The meter burns")
    assert line.message.id == photo.message.id
    assert line.kind == "photo"


async def test_an_operators_edit_and_deletion_reach_the_consumer(dana: Person, john: Person, operators: Group) -> None:
    topic = await asks(john, operators)
    await dana.says("At noon", at=operators, topic=topic.id, answered=False)
    line = await until_heard(john, "At noon")

    await dana.edits("At one", at=operators, topic=topic.id, answered=False)
    changed = await until_heard(john, "At one")
    assert changed.message.id == line.message.id

    said = next(each for each in lines(operators, topic) if each.text == "At one")
    await dana.says("/delete", at=operators, topic=topic.id, reply_to=said, answered=False)
    await john.world.feed.until(lambda: all(each.text != "At one" for each in john.history), john.world.patience)


async def test_an_album_of_ten_stays_whole_and_in_order_both_ways(dana: Person, john: Person, operators: Group) -> None:
    topic = await asks(john, operators)
    pictures = [png(20 + size, 20) for size in range(10)]

    await john.sends_album(pictures, caption="ten", answered=False)
    await until_in_topic(operators, topic, "ten")
    there = [line for line in lines(operators, topic) if line.album]
    assert len(there) == 10
    assert len({line.album for line in there}) == 1
    assert widths(there) == [20 + size for size in range(10)]

    await dana.sends_album(pictures, caption="back", at=operators, topic=topic.id, answered=False)
    await until_heard(john, "back")
    here = [line for line in john.history if line.album and not line.mine]
    assert widths(here) == [20 + size for size in range(10)]
    assert len({line.album for line in here}) == 1


def widths(album: list[Line]) -> list[int]:
    return [line.message.content["photo"][-1]["width"] for line in album]


async def test_pins_and_new_names_in_a_topic_are_no_messages(dana: Person, john: Person, operators: Group) -> None:
    topic = await asks(john, operators)
    before = len(john.history)

    operators.rename_topic(topic, "A difficult one", by=dana.id)
    operators.close_topic(topic, by=dana.id)
    operators.close_topic(topic, by=dana.id, closed=False)
    await until_quiet(john.world)

    assert len(john.history) == before


async def test_a_topic_that_was_deleted_by_hand_is_made_anew_and_says_so(
    dana: Person, john: Person, operators: Group
) -> None:
    old = await asks(john, operators)
    await until_quiet(john.world)
    operators.delete_topic(old)

    await john.says("Are you there?", answered=False)
    new = await sees_topic(operators, "Are you there?")
    await until_in_topic(operators, new, "/history")
    await dana.says("We are", at=operators, topic=new.id, answered=False)

    await until_heard(john, "We are")
    assert new.id != old.id


async def test_a_follow_up_after_the_answer_notifies_and_marks_the_topic_again(
    dana: Person, john: Person, operators: Group
) -> None:
    topic = await asks(john, operators)
    await dana.says("Soon", at=operators, topic=topic.id, answered=False)
    await until_heard(john, "Soon")
    await john.world.feed.until(lambda: topic.name.startswith("🟢"), john.world.patience)

    await john.says("And now?", answered=False)

    line = await until_in_topic(operators, topic, "And now?")
    assert not line.message.content.get("disable_notification")
    await john.world.feed.until(lambda: topic.name.startswith("🔴"), john.world.patience)


async def test_a_closed_talk_reopens_on_a_message(dana: Person, john: Person, operators: Group) -> None:
    topic = await asks(john, operators)
    await dana.says("/close", at=operators, topic=topic.id, answered=False)
    await until_heard(john, "is closed")
    await john.world.feed.until(lambda: topic.closed, john.world.patience)

    await john.says("One more thing", answered=False)

    await until_in_topic(operators, topic, "One more thing")
    await john.world.feed.until(lambda: not topic.closed, john.world.patience)


async def test_an_answer_to_the_bots_own_notice_goes_to_the_consumer_of_the_topic(
    dana: Person, john: Person, operators: Group
) -> None:
    topic = await asks(john, operators)
    card = next(line for line in lines(operators, topic) if "000100100" in line.text)

    await dana.says("I see your debt", at=operators, topic=topic.id, reply_to=card, answered=False)

    line = await until_heard(john, "I see your debt")
    assert line.reply_to == 0


async def test_a_reply_in_the_general_topic_is_refused_and_reaches_nobody(
    dana: Person, john: Person, aliya: Person, operators: Group
) -> None:
    await asks(john, operators)
    heard = len(john.history)
    await dana.says("Lunch?", at=operators, answered=False)
    general = next(line for line in operators.screen(0).history if line.text == "Lunch?")

    await dana.says("Yes, lunch", at=operators, reply_to=general, answered=False)

    await john.world.feed.until(
        lambda: any("no consumer stands behind" in line.text for line in operators.screen(0).history),
        john.world.patience,
    )
    assert len(john.history) == heard


async def test_a_quote_stays_a_quote_both_ways(dana: Person, john: Person, operators: Group) -> None:
    topic = await asks(john, operators, "It is dark and cold")
    question = next(line for line in lines(operators, topic) if line.text == "It is dark and cold")

    await dana.says("How cold?", at=operators, topic=topic.id, reply_to=question, quote="cold", answered=False)
    answer = await until_heard(john, "How cold?")
    assert answer.reply_to == own(john, "It is dark and cold").message.id
    assert answer.quote == "cold"

    await john.says("Very", reply_to=answer, answered=False)
    line = await until_in_topic(operators, topic, "Very")
    assert line.reply_to == next(each for each in lines(operators, topic) if each.text == "How cold?").message.id


async def test_reactions_go_both_ways(dana: Person, john: Person, operators: Group) -> None:
    topic = await asks(john, operators)
    await dana.says("Soon", at=operators, topic=topic.id, answered=False)
    answer = await until_heard(john, "Soon")
    said = next(line for line in lines(operators, topic) if line.text == "Soon")
    await john.world.feed.until(lambda: said.mark == "👌", john.world.patience)

    await john.reacts("❤", line=answer)
    await john.world.feed.until(lambda: said.mark == "❤", john.world.patience)
    question = next(line for line in lines(operators, topic) if line.text == "Why is it dark?")
    await dana.reacts("👀", line=question)
    await john.world.feed.until(lambda: own(john, "Why is it dark?").mark == "👀", john.world.patience)


async def test_who_blocks_the_bot_is_told_of_and_comes_back(dana: Person, john: Person, operators: Group) -> None:
    topic = await asks(john, operators)
    await john.blocks()
    await dana.says("Hello?", at=operators, topic=topic.id, answered=False)
    await until_in_topic(operators, topic, "Не доставлено: потребитель заблокировал бота")
    said = next(line for line in lines(operators, topic) if line.text == "Hello?")
    await john.world.feed.until(lambda: said.mark == "💔", john.world.patience)

    await john.unblocks()
    await john.says("I am back", answered=False)

    await until_in_topic(operators, topic, "I am back")
    assert any("разблокировал" in text for text in written(operators, topic))


async def test_a_consumer_with_two_accounts_has_one_topic_that_names_both(
    dana: Person, john: Person, operators: Group, time: Time
) -> None:
    topic = await asks(john, operators)
    await john.says("/accounts")
    await john.taps("Add account")
    time.move_to(time() + timedelta(minutes=1))
    await john.says("000100106\n1234,11")
    await until_quiet(john.world)
    await john.says("About my other flat", answered=False)

    await until_in_topic(operators, topic, "About my other flat")
    assert len(operators.topics) == 1
    await until_in_topic(operators, topic, "000100106")


async def test_the_language_may_change_in_mid_talk(dana: Person, john: Person, operators: Group) -> None:
    topic = await asks(john, operators)
    await john.says("/language")
    await john.taps("Русский")
    await dana.says("Soon", at=operators, topic=topic.id, answered=False)
    await until_heard(john, "Soon")

    await dana.says("/close", at=operators, topic=topic.id, answered=False)

    await until_heard(john, "Как Вам помогли?")


async def test_a_forwarded_contact_and_a_sticker_go_over_and_a_poll_is_refused_in_words(
    dana: Person, john: Person, maria: Person, operators: Group
) -> None:
    topic = await asks(john, operators)
    await john.forwards(of=maria, content=contact_of(maria.account), answered=False)
    await john.sends_sticker(answered=False)
    await john.sends_poll("Light?", ["yes", "no"])

    assert "cannot be passed on" in seen(john)
    await john.world.feed.until(
        lambda: {"contact", "sticker"} <= {line.kind for line in lines(operators, topic)}, john.world.patience
    )
    assert "poll" not in {line.kind for line in lines(operators, topic)}


async def test_an_operator_is_a_consumer_too(dana: Person, john: Person, operators: Group) -> None:
    topic = await asks(john, operators)
    await dana.starts()
    await dana.taps("English")
    await dana.taps("I agree")
    await dana.says("/support")
    await dana.taps(SUPPORT["en"])
    await dana.says("My own question")

    mine = await sees_topic(operators, "My own question")
    assert mine.id != topic.id
    await dana.says("I answer myself", at=operators, topic=mine.id, answered=False)

    await until_heard(dana, "I answer myself")
    assert "I answer myself" not in [line.text for line in john.history]


async def test_an_answer_that_becomes_a_note_is_taken_back(dana: Person, john: Person, operators: Group) -> None:
    topic = await asks(john, operators)
    await dana.says("He is a bore", at=operators, topic=topic.id, answered=False)
    await until_heard(john, "He is a bore")

    await dana.edits("// he is a bore", at=operators, topic=topic.id, answered=False)

    await john.world.feed.until(lambda: all("bore" not in line.text for line in john.history), john.world.patience)


async def test_after_a_rating_an_answer_to_the_operator_is_no_comment_and_a_photo_is_not_lost(
    dana: Person, john: Person, operators: Group
) -> None:
    topic = await asks(john, operators)
    await dana.says("/close", at=operators, topic=topic.id, answered=False)
    await john.sees("is closed. If you write again, it goes on.")
    await john.taps("⭐⭐⭐⭐⭐")
    await until_in_topic(operators, topic, "⭐️⭐️⭐️⭐️⭐️")

    await john.sends_photo(PICTURE, caption="One more thing", answered=False)
    await until_in_topic(operators, topic, "One more thing")
    await dana.says("Is it light now?", at=operators, topic=topic.id, answered=False)
    await until_heard(john, "Is it light now?")
    await john.says("Yes, it is.", answered=False)

    line = await until_in_topic(operators, topic, "Yes, it is.")
    assert line.text == "Yes, it is."


async def test_a_hundred_files_at_once_are_passed_on_unopened(dana: Person, john: Person, operators: Group) -> None:
    topic = await asks(john, operators)
    names = [f"{number:03}-=cmd|' /C calc'!A0-..%2F{number}.zip" for number in range(100)]

    for start in range(0, 100, 10):
        await john.sends_album([(name, b"PK" + bytes(20)) for name in names[start : start + 10]], answered=False)

    def all_there() -> bool:
        return sum(line.kind == "document" for line in lines(operators, topic)) == 100

    await john.world.feed.until(all_there, 90)
    assert not [call for call in john.world.calls if call.method == "getFile"]
