"""A request between the chats of an account, the office and the one who has sent it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import appeals
from bot.appeals import Outcome
from bot.office import OfficeRefused
from core.retailer import DEMO_FILE, Retailer
from core.storage.engine import Database
from core.storage.sealing import Vault
from sandbox import Group, Person
from tests.journeys.conftest import Time
from tests.journeys.desk import sees_topic, written
from tests.journeys.steps import links, seen, until_quiet
from tests.journeys.test_privacy import copy_in
from tests.journeys.test_profile import opens_profile, proves
from tests.running import Place

MOMENT = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def hurried_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.jobs.clock._APPEAL_SECONDS", 1)


async def asks_for_a_change(person: Person) -> str:
    """Ask for another e-mail in Russian; return the number of the request."""
    await links(person)
    await proves(person)
    await opens_profile(person)
    await person.taps("Изменить")
    await person.taps("E-mail")
    await person.says("new@mail.example")
    await person.taps("Отправить")
    await person.sees("Обращение зарегистрировано")
    return seen(person).split("Номер: ")[1][:13]


def of_bot(place: Place) -> Database:
    return Database(place.database_url, Vault.from_file(place.folder / "secret.key"))


def told_of(operators: Group, number: str) -> bool:
    return any(number in text for topic in operators.topics for text in written(operators, topic))


async def test_the_office_gets_it_after_a_day_and_its_answer_comes_into_the_chat(
    bot: Place, maria: Person, operators: Group, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appeals, "system_clock", time)
    operators.add_bot(by=maria)
    number = await asks_for_a_change(maria)
    assert "Срок ответа: 14 декабря 2026 г." in seen(maria)
    assert "Будет передано в офис: 24.11.2026 10:0" in seen(maria)
    retailer, database = Retailer.from_file(DEMO_FILE), of_bot(bot)
    with pytest.raises(OfficeRefused, match="look at `appeals`"):
        await appeals.shown(database, retailer, number)

    assert not told_of(operators, number)
    time.move_to(MOMENT + timedelta(hours=25))
    await operators.world.feed.until(lambda: told_of(operators, number), 10)

    topic = await sees_topic(operators, "Изменить: E-mail")
    said = next(text for text in written(operators, topic) if "Изменить" in text)
    assert "Лицевой счёт: 000100100" in said
    assert f"Обращение {number}: изменение профиля" in said
    assert "new@mail.example" not in "".join(written(operators, topic))
    assert "email: new@mail.example" in await appeals.shown(database, retailer, number)
    told = await appeals.answer(database, retailer, number, Outcome.DONE, "Адрес изменён.")
    assert told == f"{number}: done; the consumer is told in the chat."
    await maria.sees("выполнено")
    assert "Ответ офиса: Адрес изменён." in seen(maria)
    with pytest.raises(OfficeRefused, match=f"{number} was answered already"):
        await appeals.answer(database, retailer, number, Outcome.REFUSED, "Нет.")
    await database.dispose()

    await opens_profile(maria)
    await maria.taps("Мои обращения")
    assert f"✅ {number}, изменение профиля: выполнено" in seen(maria)
    await maria.taps(number)
    assert "Ответ офиса: Адрес изменён." in seen(maria)
    assert "Отозвать" not in " ".join(maria.screen.inline)


async def test_not_me_in_another_chat_stops_it(
    bot: Place, maria: Person, aliya: Person, operators: Group, time: Time
) -> None:
    operators.add_bot(by=maria)
    await links(aliya)
    number = await asks_for_a_change(maria)
    await aliya.sees("Басқа чаттан профильді өзгерту сұралды")
    assert number in seen(aliya)
    assert "new@mail.example" not in seen(aliya)

    await aliya.taps("Бұл мен емес")

    assert "Өтініш қайтарып алынды" in seen(aliya)
    assert "👥 Қосылған чаттар" in aliya.screen.inline
    await maria.sees("отозвано из другого чата")
    time.move_to(MOMENT + timedelta(hours=30))
    await until_quiet(bot.sandbox.world, seconds=2)
    await opens_profile(maria)
    await maria.taps("Мои обращения")
    assert f"↩️ {number}, изменение профиля: отозвано" in seen(maria)
    assert not told_of(operators, number)


async def test_one_takes_back_ones_own_and_may_send_another(bot: Place, maria: Person) -> None:
    number = await asks_for_a_change(maria)
    await opens_profile(maria)
    await maria.taps("Изменить")
    await maria.taps("E-mail")
    await maria.says("third@mail.example")
    await maria.taps("Отправить")
    assert f"Такое обращение уже рассматривается: {number}" in seen(maria)
    await maria.taps("Отозвать")
    assert f"Обращение {number} отозвано" in seen(maria)

    await opens_profile(maria)
    await maria.taps("Мои обращения")
    await maria.taps(number)

    assert "Статус: ↩️ отозвано" in seen(maria)
    assert "E-mail: new@mail.example" in seen(maria)


async def test_the_question_before_taking_back_can_be_answered_no(bot: Place, maria: Person) -> None:
    number = await asks_for_a_change(maria)
    await maria.taps("Отозвать")
    assert f"Отозвать обращение {number}?" in seen(maria)
    await maria.taps("Нет")
    assert "ожидает, будет передано в офис" in seen(maria)

    await maria.taps("Отозвать")
    await maria.taps("Да")

    assert f"Обращение {number} отозвано" in seen(maria)


async def test_the_copy_of_ones_data_holds_what_was_asked_for(bot: Place, maria: Person) -> None:
    number = await asks_for_a_change(maria)
    await maria.says("/privacy")
    await maria.taps("Получить мои данные")
    await maria.sees("Всё, что хранится об этом чате")

    data = copy_in(maria)

    assert [each["content"] for each in data["requests"]] == [{"email": "new@mail.example"}]
    assert number.endswith(f"{data['requests'][0]['id']:06}")
    assert data["pin"] is None
