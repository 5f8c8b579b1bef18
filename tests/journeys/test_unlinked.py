"""A reading for an account that the chat has not linked: sent, and nothing of the account is shown."""

import pytest

from sandbox import Person
from tests.databases import NOW
from tests.journeys.conftest import Time
from tests.journeys.steps import SAVED, SEND, agrees, links, seen, until_quiet
from tests.journeys.test_readings import sent
from tests.running import Place

MOMENT = NOW
NUMBER, SERIAL = "000400112", "CU0000112"
WORDS = {
    "kk": ("Басқа адамның шоты бойынша", "Дербес шоттың нөмірін енгізіңіз.", "Есептеу аспабының зауыттық нөмірін"),
    "ru": ("По счёту другого человека", "Введите номер лицевого счёта.", "Введите заводской номер прибора учёта"),
    "en": ("For someone else's account", "Enter its account number.", "Enter the serial number of the meter"),
}
# of the household: its last reading, its day, its source, its use, its price
SECRETS = ("12 193", "12,193", "23.10", "152", "4 870", "4,870", "контролёр", "бақылаушы", "inspector")


async def asks_for_another(person: Person) -> None:
    button, number, serial = WORDS[person.account.language]
    await person.says("/readings")
    await person.taps(button)
    assert number in seen(person)
    await person.says(NUMBER)
    assert serial in seen(person)
    await person.says(SERIAL)


@pytest.mark.parametrize("name", ["aliya", "maria", "john"])
async def test_whoever_has_no_account_sends_for_another(bot: Place, request: pytest.FixtureRequest, name: str) -> None:
    person: Person = request.getfixturevalue(name)
    await agrees(person)
    await person.says("/cancel")

    await asks_for_another(person)
    await person.says("12345")
    await person.taps(SEND[person.account.language])
    await person.sees(SAVED[person.account.language])

    assert await sent(bot) == [("queued", 12_345)]
    said = [line.text.replace("\u00a0", " ") for line in person.history if not line.mine]
    assert not [text for text in said for secret in SECRETS if secret in text.replace("202611-000001", "")]


async def test_whoever_has_one_keeps_both_apart(bot: Place, maria: Person) -> None:
    await links(maria, "000400111", "5666,11")

    await asks_for_another(maria)
    await maria.says("12345")
    await maria.says("12399")
    assert "12 399 → прибор учёта CU0000112" in seen(maria)
    await maria.taps("Отправить")
    await maria.taps("Мои показания")
    assert "Пока ничего не передано." in seen(maria)
    await maria.taps("Переданное за других")

    assert "№ 202611-000001 · ноябрь 2026 г." in seen(maria)
    await maria.taps("202611-000001")
    await maria.taps("Отозвать")
    await maria.taps("Да")
    assert await sent(bot) == [("withdrawn", 12_399)]


async def test_the_owner_is_told_and_may_take_it_back(bot: Place, aliya: Person, maria: Person) -> None:
    await links(aliya, NUMBER, "5666,12")
    await links(maria, "000400111", "5666,11")
    await asks_for_another(maria)
    await maria.says("12345")
    await maria.taps("Отправить")

    await aliya.sees("оны қоспаған чаттан көрсеткіш жіберілді")
    assert "Мария" not in seen(aliya)
    assert "+7701" not in seen(aliya)
    await aliya.taps("Растаманы көрсету")
    await aliya.taps("Қайтарып алу")
    await aliya.taps("Иә")
    assert await sent(bot) == [("withdrawn", 12_345)]


async def test_an_old_reading_is_refused_without_naming_the_last_one(bot: Place, john: Person) -> None:
    await agrees(john)
    await john.says("/cancel")
    await asks_for_another(john)

    await john.says("12000")

    assert "The reading cannot be less than the previous one." in seen(john)
    assert "12,193" not in seen(john)


async def test_a_mismatch_says_nothing_of_either(bot: Place, maria: Person, john: Person) -> None:
    for person, number, serial in ((maria, NUMBER, "CU0000113"), (john, "000999999", SERIAL)):
        await agrees(person)
        await person.says("/cancel")
        await person.says("/readings")
        await person.taps(WORDS[person.account.language][0])
        await person.says(number)
        await person.says(serial)

    assert "не подходят друг к другу. Проверьте оба номера." in seen(maria)
    assert "do not match. Check both." in seen(john)
    await maria.says(SERIAL)
    assert "Введите текущее показание." in seen(maria)


async def test_a_wrong_form_is_named(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await maria.says("/cancel")
    await maria.says("/readings")
    await maria.taps("По счёту другого человека")

    await maria.says("мамин счёт")

    assert "«мамин счёт» не похоже на номер лицевого счёта." in seen(maria)
    await maria.says(NUMBER)
    assert "Введите заводской номер" in seen(maria)


async def test_there_are_only_so_many_tries_a_day(bot: Place, time: Time, maria: Person) -> None:
    await agrees(maria)
    await maria.says("/cancel")
    await maria.says("/readings")
    await maria.taps("По счёту другого человека")
    await maria.says(NUMBER)

    for attempt in range(6):
        await maria.says(f"CU900000{attempt}")

    await maria.sees("Ввести номера счёта и прибора можно только 5 раз в сутки.")
    time.move_to(time().replace(day=24))
    await maria.says(SERIAL)
    assert "Введите текущее показание." in seen(maria)


async def test_numbers_of_somebody_without_an_account_are_no_reading(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await maria.says("/cancel")

    await maria.says("12345")

    await until_quiet(bot.sandbox.world)
    assert "Вы написали число: «12345»." in seen(maria)
