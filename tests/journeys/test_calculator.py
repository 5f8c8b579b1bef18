"""What electricity would cost: with an account's own data and without any, by levels and zones, with every formula."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import Options
from core.storage import schema
from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import customers
from sandbox import Person, Sandbox
from tests.databases import NOW, own_database
from tests.demo_data import take
from tests.journeys.conftest import Way
from tests.journeys.test_balance import BOTH, Consumers, day_of_the_data, links_by_code, links_own
from tests.running import Place, within

PRELIMINARY = {
    "kk": "Бұл — алдын ала есептеу, ресми шот емес.",
    "ru": "Это предварительный расчёт, не официальный счёт.",
    "en": "This is a preliminary calculation, not an official bill.",
}


@pytest.fixture
async def place(way: Way, sandbox: Sandbox, tmp_path: Path, demo_package: Path) -> AsyncIterator[Place]:
    """The demo package, whose meters were read last on 31 October 2026."""
    async with own_database(way.database, tmp_path) as url:
        database = Database(url, Vault.from_file(tmp_path / "secret.key"))
        await schema.migrate(database, NOW)
        assert (await take(database, demo_package)).accepted
        await database.dispose()
        yield Place(sandbox, tmp_path, url)


@pytest.fixture
async def bot(place: Place) -> AsyncIterator[Place]:
    async with within(place, Options(clock=day_of_the_data(), updates_per_minute=10_000)):
        yield place


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_an_account_with_its_data_and_what_would_be_in_russian(
    bot: Place, maria: Person, people: Consumers
) -> None:
    """Three residents with an electric stove, by levels; the dial stood at 13 150 on 31 October."""
    await links_own(maria, people[0])

    await maria.says("Калькулятор начислений")
    asked = plain(maria.screen.text)
    assert "Постоянно проживающих: 3" in asked
    assert "Плита: электрическая" in asked
    assert "Введите текущее показание. Предыдущее: 13 150 (31.10.2026)." in asked
    await maria.says("13 410")
    own = plain(maria.screen.text)
    assert "13 150 → 13 410" in own
    assert "Период: 31.10.2026 – 22.11.2026, 22 дня" in own
    # 115 × 3 × 22 / 30.5 = 248.85 at 33.35, the rest at 44.69
    assert "248,85  33,35  8 299,15" in own
    assert "11,15  44,69    498,29" in own
    assert "Итого: 8 797,44 ₸" in own
    assert "в том числе НДС 16 %: 1 213,44 ₸" in own
    assert "До следующего уровня осталось 151,15 кВт·ч" in own
    assert "за ноябрь 2026 г.: 355 кВт·ч" in own
    assert own.endswith(PRELIMINARY["ru"])

    await maria.taps("Показать формулы")
    formulas = plain(maria.screen.text)
    assert "13 410 − 13 150 = 260 кВт·ч" in formulas
    assert "Граница уровня 1: 115 × 3 × 22 / 30,5 = 248,85" in formulas
    assert "248,85 × 33,35 = 8 299,15" in formulas
    assert "НДС: 8 797,44 × 16 / 116 = 1 213,44" in formulas
    await maria.taps("Без формул")
    assert plain(maria.screen.text) == own


async def test_what_would_be_is_marked_and_taken_back_in_russian(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[0])
    await maria.says("/calculator")
    await maria.says("13410")
    own = plain(maria.screen.text)

    await maria.taps("Проживающие")
    await maria.says("1")
    alone = plain(maria.screen.text)
    assert "✏️ Постоянно проживающих: 1 (изменено; по счёту: 3)" in alone
    assert "Итого: 8 797,44 ₸" not in alone
    await maria.taps("Проживающие")
    await maria.taps("3")
    assert plain(maria.screen.text) == own
    await maria.taps("🏷 Тариф")
    await maria.taps("Среднеотпускной тариф")
    assert "✏️ Тариф: среднеотпускной (изменено; по счёту: дифференцированный" in plain(maria.screen.text)
    assert "260  36,95  9 607,00" in plain(maria.screen.text)


async def test_the_reading_of_a_result_is_submitted_in_russian(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[0])
    await maria.says("/calculator")
    await maria.taps("Изменить дату")
    await maria.taps("20")
    await maria.says("13410")
    assert "Период: 31.10.2026 – 20.11.2026, 20 дней" in plain(maria.screen.text)

    await maria.taps("Передать это показание")

    sending = plain(maria.screen.text)
    assert "13 410" in sending
    assert "260 кВт·ч" in sending
    assert "20.11.2026" in sending
    assert any("Отправить" in button for button in maria.screen.inline)


@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_a_guest_from_the_first_screen_in_kazakh(bot: Place, aliya: Person) -> None:
    await aliya.starts()
    await aliya.taps("Қазақша")
    await aliya.taps("Есептеу калькуляторы")
    await aliya.taps("Тұрғындар")
    await aliya.taps("Тұтыну деңгейлері бойынша")
    await aliya.taps("Газ плитасы немесе плита жоқ")
    await aliya.taps("Жеңілдік жоқ")
    assert "Онда тұрақты түрде неше адам тұрады?" in aliya.screen.text
    await aliya.taps("Артқа")
    assert "Жеңілдік бар ма?" in aliya.screen.text
    await aliya.taps("Жеңілдік жоқ")
    await aliya.taps("2")
    assert "Неше кВт·сағ?" in aliya.screen.text
    await aliya.taps("Соңы:")
    await aliya.says("30.04.2025")
    assert "Кезең: 31.03.2025 – 30.04.2025, 30 күн" in plain(aliya.screen.text)
    await aliya.says("400 кВт·сағ")

    result = plain(aliya.screen.text)
    assert "1-деңгей      180  28,00  5 040,00" in result
    assert "2-деңгей      140  37,52  5 252,80" in result
    assert "3-деңгей       80  46,82  3 745,60" in result
    assert "Жиыны: 14 038,40 ₸" in result
    assert "оның ішінде ҚҚС 12 %: 1 504,11 ₸" in result
    assert result.endswith(PRELIMINARY["kk"])

    await aliya.says("150")  # another number is another calculation, and no reading of anybody's
    assert "Жиыны: 4 200,00 ₸" in plain(aliya.screen.text)
    assert await consents(bot) == [None]


async def consents(place: Place) -> list[str | None]:
    """Return what is kept of the people: of a guest no more than the language."""
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    async with database.work() as work:
        found = list((await work.execute(select(customers.c.consent_version))).scalars())
    await database.dispose()
    return found


async def test_zones_one_after_another_in_english(bot: Place, john: Person, people: Consumers) -> None:
    await john.says("/calculator")
    await john.taps("Households")
    await john.taps("By zones of the day")
    await john.taps("To:")
    await john.says("2025-03-31")
    await john.says("225")
    assert "Zone: night" in john.screen.text
    await john.says("136")
    await john.taps("Back")
    assert "Zone: day" in john.screen.text
    await john.says("225 136 62")

    result = plain(john.screen.text)
    assert "Period: 28.02.2025 – 31.03.2025, 31 days" in result
    assert "day    225   34.05  7,661.25" in result
    assert "night  136   17.02  2,314.72" in result
    assert "peak    62   46.70  2,895.40" in result
    assert "Total: 12,871.37 ₸" in result
    assert result.endswith(PRELIMINARY["en"])


async def test_the_zones_of_an_own_meter_and_a_dial_that_passed_zero(
    bot: Place, john: Person, people: Consumers
) -> None:
    await links_by_code(john, people[2])
    await john.says("/calculator")
    assert "Zone: day" in john.screen.text
    assert "Previous: 99,905 (31.10.2026)" in plain(john.screen.text)
    await john.says("2026-1")
    assert "I did not understand «2026-1»." in john.screen.text
    await john.says("130")
    assert "▫️ day: 99,905 → 130" in plain(john.screen.text)
    await john.says("night 3162 peak 1623")
    assert "Has the meter rolled over zero?" in john.screen.text
    await john.taps("Yes, it has passed zero")

    result = plain(john.screen.text)
    assert "day    225   40.55  9,123.75" in result
    assert "night  136   20.28  2,758.08" in result
    assert "peak    62   55.63  3,449.06" in result
    await john.taps("Show the formulas")
    assert "day: 100,000 − 99,905 + 130 = 225 kWh" in plain(john.screen.text)


async def test_a_change_of_the_tariff_within_the_period_and_its_formulas(bot: Place, maria: Person) -> None:
    await maria.says("/calculator")
    for label in ("Население", "По уровням потребления", "Электроплита", "Льготы нет", "3"):
        await maria.taps(label)
    await maria.taps("По: ")
    await maria.says("31.07.2025")
    await maria.taps("С: ")
    assert "С какого дня?" in maria.screen.text
    await maria.taps("30")
    await maria.says("520")

    result = plain(maria.screen.text)
    assert "01.07.2025–14.07.2025" in result
    assert "155,81  28,00  4 362,68" in result
    assert "79,03  37,52  2 965,21" in result
    assert "15.07.2025–31.07.2025" in result
    assert "189,19  32,20  6 091,92" in result
    assert "95,97  43,15  4 141,11" in result
    assert "Итого: 17 560,92 ₸" in result
    assert "в том числе НДС 12 %: 1 881,53 ₸" in result
    await maria.taps("Показать формулы")
    formulas = plain(maria.screen.text)
    assert "520 × 14 / 31 = 234,84" in formulas
    assert "520 − 234,84 = 285,16" in formulas
    assert "Граница уровня 1: 115 × 3 × 14 / 31 = 155,81" in formulas
    assert "95,97 × 43,15 = 4 141,11" in formulas


async def test_a_short_period_shows_the_formula_of_its_norm(bot: Place, maria: Person) -> None:
    await maria.says("/calculator")
    for label in ("Население", "По уровням потребления", "Газовая плита", "Льготы нет", "3"):
        await maria.taps(label)
    await maria.taps("По: ")
    await maria.says("21.05.2025")
    await maria.taps("С: ")
    await maria.says("01.05.2025")
    await maria.says("350")
    await maria.taps("Показать формулы")

    formulas = plain(maria.screen.text)
    assert "Граница уровня 1: 90 × 3 × 20 / 30,5 = 177,05" in formulas
    assert "177,05 × 28,00 = 4 957,40" in formulas
    assert "Итого: 11 774,31 ₸" in formulas


async def test_two_meters_and_the_way_to_another_account(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[1])
    await maria.says("/calculator")
    assert "Какой прибор учёта?" in maria.screen.text
    await maria.taps("MT2097153")
    garage = plain(maria.screen.text)
    assert "Предыдущее:" in garage
    assert "Zone" not in garage
    await maria.taps("Ввести кВт·ч")
    await maria.says("100")
    assert "100  36,95  3 695,00" in plain(maria.screen.text)

    await maria.taps("Без лицевого счёта")
    assert "Кто потребляет электроэнергию?" in maria.screen.text


async def test_what_will_not_do_is_named_and_may_be_typed_again(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[0])
    await maria.says("/calculator")
    await maria.says("много")
    assert "Не удалось понять: «много»." in maria.screen.text
    await maria.says("12000")
    assert "Предыдущее: 13 150" in plain(maria.screen.text)
    await maria.says("13410000")
    assert "13410000" in maria.screen.text
    await maria.taps("Назад")
    assert "Введите текущее показание." in maria.screen.text
    await maria.says("13410")
    await maria.taps("Изменить дату")
    await maria.says("вчера")
    assert "«вчера» — не дата." in maria.screen.text
    await maria.says("30.10.2026")
    assert "Дату 30.10.2026 выбрать нельзя." in maria.screen.text
    await maria.says("21.11")
    assert "Период: 31.10.2026 – 21.11.2026, 21 день" in plain(maria.screen.text)


async def test_an_old_button_says_so_and_leads_on(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[0])
    await maria.says("/calculator")
    await maria.says("13410")
    menu = maria.screen.menu
    assert menu
    assert menu.markup
    button = next(
        button for row in menu.markup["inline_keyboard"] for button in row if "Показать формулы" in button["text"]
    )
    await maria.says("/accounts")

    await maria.presses(menu, button)

    assert "Тот расчёт уже закрыт." in maria.screen.text
    await maria.taps("Калькулятор начислений")
    assert "Введите текущее показание." in maria.screen.text


async def test_a_number_after_a_result_is_offered_as_a_reading(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[0])
    await maria.says("/calculator")
    await maria.says("13410")

    await maria.says("13420")

    assert "270 кВт·ч" in plain(maria.screen.text)
    assert any("Отправить" in button for button in maria.screen.inline)
