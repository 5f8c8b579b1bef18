"""A charge is disputed from the screen that shows it; the month goes along."""

import pytest

from sandbox import Group, Person
from tests.databases import NOW
from tests.journeys.desk import sees_topic
from tests.journeys.steps import seen
from tests.journeys.test_balance import Consumers, links_own
from tests.running import Place

DEMO, MOMENT = True, NOW


async def from_a_bill(person: Person) -> None:
    await person.says("/bills")
    await person.taps("🔍 10.2026")


async def from_why_it_has_changed(person: Person) -> None:
    await person.says("/balance")
    await person.taps("Неге өзгерді?")


@pytest.mark.parametrize("way_there", [from_a_bill, from_why_it_has_changed], ids=lambda way: way.__name__)
async def test_the_dispute_carries_account_and_month_along(
    bot: Place, aliya: Person, maria: Person, operators: Group, people: Consumers, way_there: object
) -> None:
    operators.add_bot(by=maria)
    await links_own(aliya, people[0])
    assert callable(way_there)
    await way_there(aliya)

    await aliya.taps("Соманы даулау")

    assert f"Дербес шот: {people[0].account_no}" in seen(aliya)
    assert "Мәселе: 2026 жылғы қазан" in seen(aliya)
    await aliya.says("Мен бұл айда үйде болған жоқпын.")
    await aliya.taps("Жіберу")
    await aliya.sees("Өтінішіңіз тіркелді")
    assert "Жауап беру мерзімі: 2026 жылғы 2 желтоқсан" in seen(aliya)
    topic = await sees_topic(operators, "Мен бұл айда үйде болған жоқпын.")
    said = "\n".join(line.text for line in operators.screen(topic.id).history)
    assert "О чём: октябрь 2026" in said
    assert people[0].account_no in said
