"""What an account owes, its card, its statement for any period, and what a month is made of."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Options
from core.clock import Clock, system_clock
from core.exchange.demo import DemoPerson
from core.i18n import translator
from core.storage import schema
from core.storage.engine import Database
from core.storage.sealing import Vault
from sandbox import Person, Sandbox
from tests.databases import NOW, own_database, postgres_marks
from tests.demo_data import take
from tests.journeys.conftest import Way
from tests.journeys.steps import agrees, links, sees_linked
from tests.running import Place, within

BOTH = [pytest.param(Way(), id="sqlite"), pytest.param(Way("postgresql"), id="postgresql", marks=postgres_marks())]
Consumers = tuple[DemoPerson, DemoPerson, DemoPerson]


def day_of_the_data() -> Clock:
    """Return a clock that runs on from NOW, the day of the demo package."""
    start = system_clock()
    return lambda: NOW + (system_clock() - start)


@pytest.fixture
def options() -> Options:
    return Options(clock=day_of_the_data(), updates_per_minute=10_000)


@pytest.fixture
async def place(way: Way, sandbox: Sandbox, tmp_path: Path, demo_package: Path) -> AsyncIterator[Place]:
    """The bot's own folder and database, filled from the demo package."""
    async with own_database(way.database, tmp_path) as url:
        place = Place(sandbox, tmp_path, url)
        database = Database(url, Vault.from_file(tmp_path / "secret.key"))
        await schema.migrate(database, NOW)
        report = await take(database, demo_package)
        await database.dispose()
        assert report.accepted, report.refusal
        yield place


@pytest.fixture
async def bot(place: Place, options: Options) -> AsyncIterator[Place]:
    async with within(place, options):
        yield place


async def links_own(person: Person, consumer: DemoPerson) -> None:
    """Link the account of a demo person by its last payment."""
    await links(person, consumer.account_no, translator("en").plain.amount(consumer.last_payment).replace(",", ""))


async def links_by_code(person: Person, consumer: DemoPerson) -> None:
    """Link it by the one-time code: name and address are shown in full then."""
    await agrees(person)
    await person.starts(consumer.one_time_code)
    await person.taps({"kk": "Растау", "ru": "Подтвердить", "en": "Confirm"}[str(person.account.language)])
    await sees_linked(person, consumer.account_no)


@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_the_status_and_what_its_sum_is_made_of_in_kazakh(bot: Place, aliya: Person, people: Consumers) -> None:
    await links_own(aliya, people[0])

    await aliya.says("Дербес шоттың жай-күйі")

    status = aliya.screen.text
    assert "Артық төлем: 1\u00a0254,86\u00a0₸" in status
    assert "Төлемдер 2026 жылғы 21 қараша күніне дейін ескерілді." in status
    assert "Деректер 2026 жылғы 22 қараша күнгі жағдай бойынша берілді." in status
    assert "Ақырғы сальдо" in status
    assert "Электр энергиясы · «Жарық Энергосату» ЖШС" in status
    assert "(+) берешек, (−) артық төлем" in status

    await aliya.taps("Үзінді көшірме")
    assert "Кезең: 2026 жылғы қараша" in aliya.screen.text
    await aliya.taps("Кезең")
    await aliya.taps("6 ай")
    assert "06.2026–11.2026" in aliya.screen.text
    await aliya.taps("▶️")
    assert "Бет: 2 / 2" in aliya.screen.text
    await aliya.taps("🔍 10.2026")
    assert "1-деңгей: 345\u00a0кВт·сағ × 33,35\u00a0₸ = 11\u00a0505,75\u00a0₸" in aliya.screen.text
    assert "12\u00a0770 → 13\u00a0150" in aliya.screen.text

    await aliya.taps("Артқа")
    assert "Бет: 2 / 2" in aliya.screen.text
    await aliya.taps("Артқа")
    assert aliya.screen.text == status


async def test_one_service_of_several_is_picked_and_left(bot: Place, aliya: Person, people: Consumers) -> None:
    await links_own(aliya, people[0])
    await aliya.says("/balance")
    await aliya.taps("Үзінді көшірме")
    assert "Барлық қызмет бірге" in aliya.screen.text

    await aliya.taps("🧾 Қызмет")
    await aliya.taps("Лифт")

    assert "Лифт · «Мысал Үй» ПИК" in aliya.screen.text
    await aliya.taps("Кезең")
    await aliya.taps("12 ай")
    assert "Лифт · «Мысал Үй» ПИК" in aliya.screen.text
    assert "12.2025–11.2026" in aliya.screen.text
    await aliya.taps("🧾 Қызмет")
    assert "✅ Лифт" in aliya.screen.inline
    await aliya.taps("Барлық қызмет")
    assert "Барлық қызмет бірге" in aliya.screen.text


async def test_any_period_by_the_calendar_in_russian(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[1])
    await maria.says("Состояние счёта")
    assert "Переплата:" in maria.screen.text
    assert "Аванс: 3\u00a0000,00\u00a0₸" in maria.screen.text
    await maria.taps("Выписка")
    await maria.taps("Период")
    await maria.taps("Произвольный период")
    calendar = maria.screen.inline

    await maria.taps(next(place for place in calendar if place == "·"))
    assert maria.toast == "Нет данных: декабрь 2026 г."
    assert maria.screen.inline == calendar

    await maria.taps("Сентябрь")
    assert "Начало: сентябрь 2026 г." in maria.screen.text
    await maria.taps("‹ 2025")
    await maria.taps("Декабрь")

    assert "Период: 12.2025–09.2026" in maria.screen.text
    assert "Страница 1 из 3" in maria.screen.text


async def test_the_card_is_masked_until_the_second_proof(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[1])
    await maria.says("/balance")

    await maria.taps("Карточка счёта")

    assert people[1].account_no in maria.screen.text
    assert people[1].payer not in maria.screen.text
    assert "П***ова М. О." in maria.screen.text
    assert "Гараж" not in maria.screen.text
    await maria.taps("Скопировать номер")
    assert maria.clipboard == people[1].account_no
    await maria.taps("Показать полностью")
    assert "📱 По моему номеру телефона" in maria.screen.inline


async def test_the_card_in_full_with_a_replaced_meter_in_english(bot: Place, john: Person, people: Consumers) -> None:
    await links_by_code(john, people[2])
    await john.says("Account status")

    await john.taps("Account card")

    card = john.screen.text
    assert f"Payer: {people[2].payer}" in card
    assert "Number of permanent residents: 4" in card
    assert "Stove: electric" in card
    assert card.index(people[2].serial_no) < card.index("AB4194303")
    assert "♻️ Removed: 31.03.2026" in card
    await john.taps("Back")
    await john.taps("Statement")
    await john.taps("Period")
    await john.taps("3 months")
    await john.taps("10.2026")
    assert "night zone" in john.screen.text
    assert "136\u00a0kWh × 20.28\u00a0₸ = 2,758.08\u00a0₸" in john.screen.text


async def test_another_account_is_one_tap_away_and_stays_the_current_one(
    bot: Place, maria: Person, people: Consumers
) -> None:
    await links_own(maria, people[1])
    await maria.starts(people[2].one_time_code)
    await maria.taps("Подтвердить")
    await sees_linked(maria, people[2].account_no)
    await maria.says("/balance")
    assert people[2].account_no in maria.screen.text

    await maria.taps("Другой счёт")
    assert f"✅ {people[2].account_no}" in maria.screen.inline
    await maria.taps(people[1].account_no)

    assert people[1].account_no in maria.screen.text
    await maria.says("/balance")
    assert people[1].account_no in maria.screen.text


async def test_an_old_statement_goes_on_working_after_a_restart(
    place: Place, options: Options, maria: Person, people: Consumers
) -> None:
    async with within(place, options):
        await links_own(maria, people[1])
        await maria.says("/balance")
        await maria.taps("Выписка")

    async with within(place, options):
        await maria.taps("Период")
        await maria.taps("3 месяца")

        assert "Период: 09.2026–11.2026" in maria.screen.text


async def test_a_button_of_an_account_that_is_unlinked_shows_nothing(
    bot: Place, maria: Person, people: Consumers
) -> None:
    await links_own(maria, people[1])
    await maria.says("/balance")
    await maria.taps("Выписка")
    page = maria.screen.menu
    assert page is not None
    every = [button for row in page.markup["inline_keyboard"] for button in row]
    await maria.says("/logout")
    await maria.taps("Да")

    for button in every[:1] + every[-1:]:
        await maria.presses(page, button)

        assert maria.toast == "Эта кнопка устарела."
        assert "сальдо" not in maria.screen.text


async def test_without_an_account_the_way_to_one_is_shown(bot: Place, john: Person) -> None:
    await agrees(john)

    await john.says("/balance")

    assert "No account is added yet." in john.screen.text
    assert john.screen.inline == ["➕ Add account", "🧮 Charge calculator"]


async def test_without_consent_nothing_is_looked_up(bot: Place, john: Person) -> None:
    await john.starts()

    await john.says("/balance")

    assert "I agree" in " ".join(john.screen.inline)
