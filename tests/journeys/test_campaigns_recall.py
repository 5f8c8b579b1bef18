"""What a campaign has sent is corrected and taken back from its card."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import Options
from core.retailer import DEMO_FILE
from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import outbox
from sandbox import Group, Person, Sandbox
from sandbox.screen import Line, inline_buttons
from tests.databases import NOW
from tests.journeys.conftest import Time
from tests.journeys.steps import links, until_quiet
from tests.journeys.test_campaigns import WORDS, card, drafts, fills
from tests.running import Place, within

MOMENT = NOW  # eleven in the morning: no quiet hours
WRONG, RIGHT = "Уважаемый потребитель! Счёт: 000100100", "Верный счёт: 000100100"
LABELS = {
    "kk": ("Мәтінін түзету", "Жіберілгенді өшіру", "Өшіру", "Түзетілді: 1", "Өшірілді: 1"),
    "ru": ("Исправить текст", "Удалить отправленное", "Удалить", "Исправлено: 1", "Удалено: 1"),
}


@pytest.fixture
def boss(sandbox: Sandbox) -> Person:
    return sandbox.world.person("Басшы", language="ru", phone="+77010000008")


def heard(person: Person, words: str) -> list[Line]:
    return [line for line in person.history if words in line.text]


async def recorded(place: Place) -> list[Any]:
    """Return the rows of campaigns in the outbox."""
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    async with database.work() as work:
        query = select(outbox).where(outbox.c.campaign.is_not(None)).order_by(outbox.c.id)
        rows = (await work.execute(query)).all()
    await database.dispose()
    return list(rows)


async def done(operator: Person, group: Group, words: str = "▓▓▓ 100 %") -> None:
    await operator.world.feed.until(lambda: words in card(group).text, operator.world.patience)


async def sends(operator: Person, group: Group, language: str = "ru") -> None:
    """Check and send the campaign of the newest card."""
    *_, check, send, _ = WORDS[language]
    await operator.taps(check, at=group)
    await operator.sees("•••••0100", at=group)
    await operator.taps(send, at=group)
    await operator.taps(send, at=group)


async def goes_out(operator: Person, group: Group, reader: Person, language: str = "ru") -> None:
    """Let a campaign go to the one reader, who has linked an account, and end."""
    group.add_bot(by=operator)
    await drafts(operator, group, language)
    await sends(operator, group, language)
    await reader.sees(WRONG)
    await done(operator, group)


@pytest.mark.parametrize("language", ["kk", "ru"])
async def test_a_wrong_text_is_corrected_where_it_stands_and_then_taken_back(
    bot: Place, sandbox: Sandbox, operators: Group, maria: Person, aliya: Person, boss: Person, language: str
) -> None:
    operator = aliya if language == "kk" else boss
    correct, recall, delete, corrected, deleted = LABELS[language]
    await links(maria)
    await goes_out(operator, operators, maria, language)
    (wrong,) = heard(maria, WRONG)

    await operator.taps(correct, at=operators)
    assert "№ 1" in card(operators).text.partition("\n")[2]  # of which campaign it is
    await fills(operator, operators, WORDS[language][1], "Верный счёт: {account}")
    await sends(operator, operators, language)

    await maria.sees(RIGHT)
    (right,) = heard(maria, RIGHT)
    assert (right.message.id, right.buttons) == (wrong.message.id, wrong.buttons)
    assert not heard(maria, WRONG)
    await done(operator, operators, corrected)

    await operator.says("/campaign 1", at=operators)
    await operator.taps(recall, at=operators)
    asked = operators.history[-1]
    assert "1" in asked.text
    assert heard(maria, RIGHT)
    await operator.taps(delete, at=operators)
    await sandbox.world.feed.until(lambda: not heard(maria, RIGHT), sandbox.world.patience)
    await done(operator, operators, deleted)
    await operator.says("/campaign 1", at=operators)
    await operator.taps(recall, at=operators)
    await operator.taps(correct, at=operators)
    await until_quiet(sandbox.world)
    assert len([line for line in operators.history if line.text.startswith("⚠️")]) == 2


async def test_a_lost_answer_leaves_nothing_unclear_and_the_same_text_counts_as_corrected(
    bot: Place, sandbox: Sandbox, operators: Group, maria: Person, boss: Person
) -> None:
    await links(maria)
    await goes_out(boss, operators, maria)
    await boss.taps("Исправить текст", at=operators)
    await fills(boss, operators, "Текст рус.", "Верный счёт: {account}")
    lost = sandbox.faults.add("lost_answer", methods=("editMessageText",), chat_id=maria.id, times=1)

    await sends(boss, operators)

    await maria.sees(RIGHT)
    await done(boss, operators, "Исправлено: 1")
    assert "неясно: 0" in card(operators).text
    assert lost.hits == 1
    first, second = await recorded(bot)
    assert (first.campaign, second.campaign, first.message_id) == (1, 2, second.message_id)
    assert second.said.endswith(hashlib.sha256(RIGHT.encode()).hexdigest()[:16])
    assert first.said.endswith(hashlib.sha256(WRONG.encode()).hexdigest()[:16])
    assert int(first.said.split(":")[1]) < int(second.said.split(":")[1])


async def test_a_message_that_its_reader_has_deleted_is_counted_as_not_corrected(
    bot: Place, sandbox: Sandbox, operators: Group, maria: Person, boss: Person
) -> None:
    await links(maria)
    await goes_out(boss, operators, maria)
    (line,) = heard(maria, WRONG)
    sandbox.world.remove(line.message)

    await boss.taps("Исправить текст", at=operators)
    await fills(boss, operators, "Текст рус.", "Верный счёт: {account}")
    await sends(boss, operators)

    await done(boss, operators, "исправить уже нельзя: 1")
    assert not heard(maria, RIGHT)


@pytest.fixture
async def strict(place: Place, time: Time, boss: Person, aliya: Person) -> AsyncIterator[Place]:
    """Two may send campaigns, and everything is large."""
    words = DEMO_FILE.read_text(encoding="utf-8")
    changed = words.replace("approval_over = 1000", "approval_over = 0")
    changed = changed.replace("campaigners = []", f"campaigners = [{boss.id}, {aliya.id}]")
    assert changed.count(str(boss.id)) == 1
    file = place.folder / "retailer.toml"
    file.write_text(changed, encoding="utf-8")
    place.more["RETAILER_FILE"] = str(file)
    async with within(place, Options(clock=time, updates_per_minute=10_000)):
        yield place


async def test_what_a_large_one_has_sent_is_taken_back_by_two_persons_who_may(
    strict: Place, sandbox: Sandbox, operators: Group, maria: Person, boss: Person, aliya: Person
) -> None:
    await links(maria)
    operators.add_bot(by=boss)
    await drafts(boss, operators, "ru")
    await sends(boss, operators)
    await aliya.taps("Одобрить", at=operators)
    await maria.sees(WRONG)
    await done(boss, operators)

    await boss.says("/campaign 1", at=operators)
    shown = card(operators).message
    for button in inline_buttons(shown)[1:]:
        await maria.presses(shown, button)  # is in the group, and not on the list
        assert "Вам нельзя отправлять рассылки" in operators.history[-1].text
    await boss.taps("Удалить отправленное", at=operators)
    await boss.taps("Удалить", at=operators)
    await boss.taps("Одобрить", at=operators)
    assert "другой человек" in operators.history[-1].text
    assert heard(maria, WRONG)
    await aliya.taps("Одобрить", at=operators)

    await sandbox.world.feed.until(lambda: not heard(maria, WRONG), sandbox.world.patience)
