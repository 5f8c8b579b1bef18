"""Why a bill has changed: the sentence, the parts, other months, and months that cannot be compared."""

import pytest

from sandbox import Person
from tests.databases import NOW
from tests.journeys.test_balance import BOTH, Consumers, links_by_code, links_own
from tests.running import Place

DEMO, MOMENT = True, NOW


@pytest.mark.parametrize("way", BOTH, indirect=True)
async def test_the_newest_bill_is_explained_in_kazakh(bot: Place, aliya: Person, people: Consumers) -> None:
    """330 kWh in 30 days of September, 380 in 31 of October; the norm of level 1 is 345."""
    await links_own(aliya, people[0])
    await aliya.says("Дербес шоттың жай-күйі")

    await aliya.taps("Неге өзгерді?")

    said = aliya.screen.text.replace("\u00a0", " ")
    assert "2026 жылғы қазан айында 2026 жылғы қыркүйек айымен салыстырғанда 2 064,40 ₸ артық есептелді." in said
    assert "Басты себебі: тәуліктік тұтыну артты, 11 кВт·сағ → 12,26 кВт·сағ (+1 300,65 ₸)." in said
    assert "09.2026: 15 887,33 ₸ → 10.2026: 17 951,73 ₸" in said

    await aliya.taps("Айырма неден құралады")

    table = aliya.screen.text.replace("\u00a0", " ")
    assert "Күн саны" in table
    assert "(380 кВт·сағ − 330 кВт·сағ × 31 / 30) × 33,35 ₸" in table
    assert "2-деңгей: +35 кВт·сағ × 44,69 ₸ = +1 564,15" in table
    assert sums_from(table, "Айырма") == [206_440]
    assert sum(sums_from(table, "Күн саны")) == 206_440

    await aliya.taps("Қысқаша")
    assert aliya.screen.text.replace("\u00a0", " ") == said
    await aliya.taps("Артқа")
    assert "Дербес шоттың жай-күйі" in aliya.screen.text


def sums_from(text: str, first: str) -> list[int]:
    """Return the sums, in tiyn, of the rows of a table from `first` on to the next blank line."""
    rows = text[text.index(first) :].split("\n\n")[0].splitlines()
    numbers = [row.rpartition("  ")[2] for row in rows]
    return [int(number.replace(" ", "").replace(",", "").replace("−", "-")) for number in numbers]


async def test_a_month_of_the_statement_is_explained_in_russian(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[1])
    await maria.says("Состояние счёта")
    await maria.taps("Выписка")
    await maria.taps("Период")
    await maria.taps("6 месяцев")
    await maria.taps("🔍 09.2026")

    await maria.taps("Почему изменилось?")

    said = maria.screen.text.replace("\u00a0", " ")
    assert "За сентябрь 2026 г. начислено на" in said
    assert "больше, чем за август 2026 г." in said
    assert "При этом: перерасчёт, 0,00 ₸ → −482,15 ₸ (−482,15 ₸)." in said
    await maria.taps("Из чего сложилась разница")
    assert "09.2026: −482,15 ₸, Қайта есептеу / Перерасчёт по показаниям" in maria.screen.text.replace("\u00a0", " ")
    await maria.taps("Назад")
    assert "Период: сентябрь 2026 г." in maria.screen.text


async def test_a_bill_is_explained_and_gone_back_to(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[1])
    await maria.says("/bills")
    await maria.taps("🔍 10.2026")
    bill = maria.screen.text

    await maria.taps("Почему изменилось?")

    assert "За октябрь 2026 г. начислено на" in maria.screen.text
    await maria.taps("Назад")
    assert maria.screen.text == bill


async def test_any_two_months_in_english(bot: Place, john: Person, people: Consumers) -> None:
    """In April a meter of three zones took the place of one without."""
    await links_by_code(john, people[2])
    await john.says("/balance")
    await john.taps("Why did it change?")
    assert "In October 2026 1,216.50 ₸ less was charged" in john.screen.text.replace("\u00a0", " ")  # 30 × 40.55

    await john.taps("Other months")
    await john.taps("June")
    assert "Month: June 2026" in john.screen.text
    await john.taps("March")

    said = john.screen.text.replace("\u00a0", " ")
    assert "In June 2026" in said
    assert "more was charged than in March 2026." in said
    assert "The main reason: daily use has risen, 7.42 kWh → 13.1 kWh" in said
    await john.taps("Parts of the difference")
    assert "Zones of the day" in john.screen.text
    assert "peak: +62 kWh × 55.63" in john.screen.text.replace("\u00a0", " ")


async def test_a_month_without_data_is_refused_and_the_others_stay_at_hand(
    bot: Place, maria: Person, people: Consumers
) -> None:
    await links_own(maria, people[1])
    await maria.says("/balance")
    await maria.taps("Почему изменилось?")
    shown = maria.screen.text

    await maria.taps("Годом раньше")

    assert maria.toast == "За этот месяц (октябрь 2025 г.) начислений в данных нет. Выберите другой."
    assert maria.screen.text == shown
    await maria.taps("Другие месяцы")
    await maria.taps("Октябрь")
    await maria.taps("Октябрь")
    assert maria.toast == "Это тот же месяц (октябрь 2026 г.). Выберите другой."
    await maria.taps("Назад")
    await maria.taps("Назад")
    assert "За октябрь 2026 г. начислено на" in maria.screen.text


async def test_one_service_of_several_is_explained(bot: Place, aliya: Person, people: Consumers) -> None:
    await links_own(aliya, people[0])
    await aliya.says("/balance")
    await aliya.taps("Неге өзгерді?")
    await aliya.taps("🧾 Қызмет")

    await aliya.taps("Лифт")

    assert "Соманың ешбір бөлігі өзгермеген." in aliya.screen.text
    await aliya.taps("🧾 Қызмет")
    assert "✅ Лифт" in aliya.screen.inline
    await aliya.taps("Барлық қызмет")
    assert "артық есептелді" in aliya.screen.text


async def test_the_buttons_of_an_account_that_is_unlinked_show_nothing(
    bot: Place, maria: Person, people: Consumers
) -> None:
    await links_own(maria, people[1])
    await maria.says("/balance")
    await maria.taps("Почему изменилось?")
    page = maria.screen.menu
    assert page is not None
    every = [button for row in page.markup["inline_keyboard"] for button in row]
    await maria.says("/logout")
    await maria.taps("Да")

    for button in every:
        await maria.presses(page, button)

        assert maria.toast == "Эта кнопка устарела."
        assert "начислено" not in maria.screen.text
