"""What is kept, a copy of it, and erasure."""

import json
from typing import Any

from sqlalchemy import func, select

from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import consents, customers, flows, link_tries, links
from sandbox import Group, Person
from tests.journeys.desk import asks, seats, sees_topic
from tests.journeys.steps import links as links_account
from tests.journeys.steps import seen, sees_linked
from tests.running import Place


async def test_the_consent_is_shown_with_its_date_and_text(bot: Place, maria: Person) -> None:
    await links_account(maria)
    await maria.says("/privacy")
    assert "Вы дали согласие" in maria.screen.text
    assert "версия текста: 2026-01" in maria.screen.text

    await maria.taps("Текст согласия")
    assert "дайте согласие на сбор и обработку" in maria.screen.text
    await maria.taps("Назад")
    assert "Вы дали согласие" in maria.screen.text


async def test_the_copy_holds_what_this_chat_may_see(bot: Place, john: Person) -> None:
    await links_account(john)
    await john.says("/privacy")

    await john.taps("Get my data")

    await john.sees("Everything that is kept about this chat.")
    data = copy_in(john)
    assert data["chat"]["chat_id"] == john.id
    assert data["chat"]["consents"][0]["version"] == "2026-01"
    (card,) = data["accounts"]
    assert card["account"]["account_no"] == "000100100"
    assert card["masked"]
    assert "Ахметова" not in json.dumps(data, ensure_ascii=False)


async def test_after_the_second_proof_the_copy_is_in_full(bot: Place, john: Person) -> None:
    await links_account(john, "000200200", "1111,11")
    await john.starts("ONETIMECODEOF100100")
    await john.taps("Confirm")
    await sees_linked(john, "Account added")
    await john.says("/privacy")
    await john.taps("Get my data")
    await john.sees("Everything that is kept about this chat.")

    payers = [card["payer"] for card in copy_in(john)["accounts"]]

    assert payers[1] == "Ахметова Кәмила Серікқызы"
    assert payers[0] != payers[1]


def copy_in(person: Person) -> dict[str, Any]:
    line = person.history[-1]
    assert line.file_name == "zharyq-my-data.json"
    file = person.world.files[line.message.content["document"]["file_id"]]
    data: dict[str, Any] = json.loads(file.data)
    return data


async def test_erasure_unlinks_and_forgets_and_the_counters_stay(bot: Place, aliya: Person) -> None:
    await links_account(aliya)
    await aliya.says("/privacy")
    await aliya.taps("Қайтарып алу және өшіру")
    await aliya.taps("Жоқ")
    assert "Келісім берген уақытыңыз" in aliya.screen.text
    await aliya.taps("Қайтарып алу және өшіру")

    await aliya.taps("Иә")

    assert "Келісім қайтарып алынды" in aliya.screen.text
    assert await rows(bot, customers, links, flows) == [0, 0, 0]
    assert await rows(bot, consents, link_tries) == [1, 1]
    await aliya.says("/accounts")
    assert "келісім беріңіз" in aliya.screen.text


async def test_talks_and_appeals_are_in_the_copy_and_erased_with_the_rest(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators, "Why is it dark?")
    await maria.says("A tree has fallen.", at=operators, topic=topic.id, answered=False)
    await john.sees("A tree has fallen.")
    await john.says("/support")
    await john.taps("Public reception")
    await john.says("Cut the trees.")
    await john.taps("Send")
    await john.sees("Your appeal is registered")
    await sees_topic(operators, "Cut the trees.")
    await maria.says("/answer A-2026-000001 We have.", at=operators, topic=topic.id, answered=False)
    await john.sees("We have.")

    await john.says("/privacy")
    await john.taps("Get my data")
    await john.sees("Everything that is kept about this chat.")
    data = copy_in(john)
    (talk,) = data["chat"]["conversations"]
    assert [(each["by"], each["text"]) for each in talk["messages"]] == [
        ("consumer", "Why is it dark?"),
        ("desk", "A tree has fallen."),
    ]
    assert [(each["content"]["text"], each["answer"]) for each in data["requests"]] == [("Cut the trees.", "We have.")]
    assert str(maria.id) not in json.dumps(data)

    await john.says("/privacy")
    await john.taps("Withdraw and erase")
    await john.taps("Yes")
    await john.sees("The consent is withdrawn")

    await sees_topic(operators, "Потребитель удалил свои данные")
    await operators.world.feed.until(lambda: "000100100" not in operators.chat.topics[topic.id].name, 20)
    await maria.says("Are you there?", at=operators, topic=topic.id, answered=False)
    await sees_topic(operators, "Сообщение не передано: потребитель попросил удалить")
    assert "Are you there?" not in seen(john)


async def rows(place: Place, *tables: object) -> list[int]:
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    async with database.work() as work:
        found = [(await work.execute(select(func.count()).select_from(table))).scalar_one() for table in tables]
    await database.dispose()
    return found
