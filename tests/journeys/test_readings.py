"""Which meter is read: one message and one tap, the list, zones in a line, several meters, several accounts."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import submission_values, submissions
from sandbox import Person
from tests.databases import NOW
from tests.journeys.conftest import EVERYWHERE, Time
from tests.journeys.steps import SAVED, links, presses_forged, seen, sees_linked, submits
from tests.running import Place

MOMENT = NOW  # 22 November 2026, in the window of that month


async def sent(place: Place) -> list[tuple[Any, ...]]:
    """Return what is kept of all submissions: state and values in kWh, the oldest first."""
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    columns = (submissions.c.state, submissions.c.period, submission_values.c.value)
    of = submission_values.join(submissions, submissions.c.id == submission_values.c.submission)
    query = select(submissions.c.id, *columns).select_from(of).order_by(submissions.c.id, submission_values.c.zone)
    async with database.work() as work:
        rows = (await work.execute(query)).all()
    await database.dispose()
    found: dict[int, tuple[Any, ...]] = {}
    for row in rows:
        found[row.id] = (*found.get(row.id, (row.state,)), row.value // 1000)
    return list(found.values())


async def links_another(person: Person, time: Time, number: str, amount: str) -> None:
    time.move_to(time() + timedelta(seconds=10))  # the pause between two tries
    await person.says("/accounts")
    await person.taps({"ru": "Добавить счёт", "kk": "Шот қосу", "en": "Add account"}[person.account.language])
    await person.says(f"{number}\n{amount}")
    await sees_linked(person, number)


@pytest.mark.parametrize("way", EVERYWHERE, indirect=True)
async def test_one_message_and_one_tap(bot: Place, aliya: Person) -> None:
    await links(aliya)

    await aliya.says("12 345")
    assert "12 345 → есептеу аспабы CU0012345, 152 кВт·сағ, шамамен 4 870 ₸" in seen(aliya)
    await aliya.taps("Жіберу")

    await aliya.sees("Көрсеткіштер сақталды, есепке алу жүйесіне жіберіледі.")
    assert re.search(r"Растама № 20\d{4}-000001", seen(aliya))
    assert await sent(bot) == [("queued", 12_345)]


async def test_one_message_and_one_tap_in_russian_and_english(bot: Place, maria: Person, john: Person) -> None:
    await links(maria, "000400111", "5666,11")
    await links(john, "000400112", "5666,12")

    await maria.says("12345 кВт")
    assert "12 345 → прибор учёта CU0000111, 152 кВт·ч, около 4 870 ₸" in seen(maria)
    assert "За ноябрь 2026 г.; показание на 22.11.2026." in seen(maria)
    await maria.taps("Отправить")
    await john.says("012,345")
    assert "12,345 → meter CU0000112, 152 kWh, about 4,870 ₸" in seen(john)
    await john.taps("Send")

    assert "Подтверждение № 202611-000001" in seen(maria)
    assert "Proof № 202611-000002" in seen(john)
    assert await sent(bot) == [("queued", 12_345), ("queued", 12_345)]


async def test_the_command_asks_for_the_only_meter_at_once(
    bot: Place, aliya: Person, maria: Person, john: Person
) -> None:
    await links(aliya, "000400111", "5666,11")
    await links(maria, "000400112", "5666,12")
    await links(john, "000400113", "5666,13")

    await aliya.taps("Көрсеткіштерді жіберу")
    await maria.says("/readings")
    await john.says("Submit readings")

    assert "Ағымдағы көрсеткішті енгізіңіз. Алдыңғы көрсеткіш: 12 193 (23.10.2026)." in seen(aliya)
    assert "Алдыңғы көрсеткіштің дереккөзі: бақылаушы." in seen(aliya)
    assert "Показания за ноябрь 2026 г. принимаются по 30.11.2026." in seen(maria)
    assert "Enter the current reading. Previous: 12,193 (23.10.2026)." in seen(john)
    await maria.says("показание")
    assert "Показание должно состоять только из цифр.\nВы написали: «показание»." in seen(maria)
    for person in (aliya, maria, john):
        await person.says("12345")
        assert "CU00001" in seen(person)
    await john.taps("Send")
    await john.sees(SAVED["en"])


async def test_zones_in_one_line_in_any_of_the_languages(
    bot: Place, aliya: Person, maria: Person, john: Person
) -> None:
    for person in (aliya, maria, john):
        await links(person, "000400100", "5111,11")

    await aliya.says("күндізгі 4531 түнгі 2210 қарбалас 1189")
    await maria.says("4531 2210 1189")
    await john.says("T1 4531 T2 2210 T3 1189")

    assert "▫️ күндізгі: 4 531 (225 кВт·сағ)" in seen(aliya)
    assert "▫️ ночная: 2 210 (136 кВт·ч)" in seen(maria)
    assert "In all: 423 kWh, about 12,871 ₸" in seen(john)
    await john.taps("Send")
    assert await sent(bot) == [("queued", 4531, 2210, 1189)]


async def test_zones_asked_in_turn(bot: Place, maria: Person) -> None:
    await links(maria, "000400100", "5111,11")

    await maria.says("/readings")
    assert "Зона: дневная" in seen(maria)
    assert "Или сразу все зоны одной строкой: дневная, ночная, пиковая." in seen(maria)
    await maria.says("4531")
    assert "▫️ дневная: 4 531" in seen(maria)
    assert "Зона: ночная\nВведите текущее показание. Предыдущее: 2 074" in seen(maria)
    await maria.says("2210")
    await maria.says("1189")
    assert "Отправить?" in seen(maria)
    await maria.taps("Отправить")

    assert await sent(bot) == [("queued", 4531, 2210, 1189)]


async def test_numbers_that_fit_two_meters_are_asked_about(bot: Place, maria: Person, john: Person) -> None:
    await links(maria, "000400103", "5444,44")

    await maria.says("5150")
    assert "Вы прислали: 5150. Какой прибор это показывает?" in seen(maria)
    assert "расчёт по среднему" in seen(maria)
    assert "другой источник" in seen(maria)
    choice, second = maria.screen.menu, {"text": "?", "callback_data": "meter:M17-1"}
    assert choice is not None
    await maria.presses(choice, second, answered=False)
    await maria.presses(choice, second)
    assert maria.toast == ""
    assert "5 150 → прибор учёта CU0040302, 50 кВт·ч" in seen(maria)
    await maria.taps("Отправить")
    await links(john, "000400103", "5444,44")  # only now: maria hears of it
    await john.says("/readings")
    assert john.screen.inline[:2] == ["✍️ CU0040301", "🧾 CU0040302"]
    await john.taps("✍️ CU0040301")
    await john.says("5140")
    await john.taps("Send")

    assert await sent(bot) == [("queued", 5150), ("queued", 5140)]


async def test_a_replaced_or_automatic_meter_leads_to_what_can_be_done(
    bot: Place, aliya: Person, maria: Person, john: Person
) -> None:
    await links(maria, "000400101", "5222,22")
    await links(aliya, "000400104", "5555,55")

    await maria.says("/readings")
    assert "CU0099002" in seen(maria)
    assert "Введите текущее показание. Предыдущее: 14" in seen(maria)
    await maria.says("120")
    assert "⚠️ Срок поверки прибора истёк 13.10.2026" in seen(maria)
    await links(john, "000400101", "5222,22")  # only now: maria hears of it
    await john.says("/readings")
    await presses_forged(john, "read:0:M15-0")  # a button from before the replacement
    assert "It has been replaced. The meter in its place: CU0099002." in seen(john)
    await john.taps("CU0099002")
    assert "Previous: 14" in seen(john)
    await aliya.says("/readings")
    assert "Ол көрсеткіштерін өзі жібереді" in seen(aliya)
    await aliya.says("12345")
    assert "Ол көрсеткіштерін өзі жібереді" in seen(aliya)


async def test_the_list_shows_the_replaced_meter_with_the_way_on(bot: Place, maria: Person) -> None:
    await links(maria, "000400101", "5222,22")
    await submits(maria, "120")

    await maria.says("/readings")

    assert "⛔️ Он заменён. Прибор на его месте: CU0099002." in seen(maria)
    assert "За ноябрь 2026 г. передано: № 202611-000001, показание 120" in seen(maria)


async def test_several_accounts(bot: Place, time: Time, maria: Person) -> None:
    await links(maria, "000400111", "5666,11")
    await links_another(maria, time, "000400100", "5111,11")

    await maria.says("4531 2210 1189")
    assert "Лицевой счёт: 000400100" in seen(maria)
    await maria.says("12345")
    assert "Лицевой счёт: 000400111" in seen(maria)
    await maria.taps("Отправить")
    await maria.says("/readings")
    await maria.taps("Другой счёт")
    await maria.taps("000400100")

    assert "MT0030001" in seen(maria)
    assert await sent(bot) == [("queued", 12_345)]


async def test_outside_the_window_it_goes_to_the_next_month_to_be_billed(
    bot: Place, time: Time, aliya: Person, maria: Person, john: Person
) -> None:
    await links(aliya, "000400111", "5666,11")
    await links(maria, "000400112", "5666,12")
    await links(john, "000400113", "5666,13")
    time.move_to(MOMENT + timedelta(days=12))

    await maria.says("/readings")
    assert "Приём показаний: с 20 по 31 число каждого месяца." in seen(maria)
    assert "пойдёт за декабрь 2026 г." in seen(maria)
    await aliya.says("12345")
    assert "📅 Бүгін қабылдау күні емес. Көрсеткіш мына айға жазылады: 2026 жылғы желтоқсан." in seen(aliya)
    await maria.says("12345")
    assert "📅 Сегодня не день приёма: показание пойдёт за декабрь 2026 г." in seen(maria)
    await john.says("12345")
    assert "the reading will count for December 2026." in seen(john)
    await john.taps("Send")

    assert "№ 202612-000001" in seen(john)


async def test_the_period_is_that_of_the_message_however_late_it_is_read(bot: Place, time: Time, maria: Person) -> None:
    await links(maria, "000400111", "5666,11")
    time.move_to(MOMENT.replace(day=30, hour=18, minute=58))  # 23:58 in Almaty
    await maria.says("12345")
    time.move_to(MOMENT.replace(day=30, hour=19, minute=4))

    await maria.taps("Отправить")

    assert "№ 202611-000001" in seen(maria)
    assert "Передано: 30.11.2026 23:58" in seen(maria)


async def test_the_words_of_others_still_win_over_numbers(bot: Place, maria: Person) -> None:
    await links(maria, "000400111", "5666,11")

    await maria.says("/accounts")
    await maria.taps("000400111")
    await maria.taps("Переименовать")
    await maria.says("12345")

    assert "Лицевой счёт: 000400111 · 12345" in seen(maria)
