"""How the desk has worked, as /stats tells it."""

from sandbox import Group, Person
from tests.journeys.desk import asks, seats
from tests.running import Place


async def test_the_figures_of_the_desk_name_what_came_what_waits_and_who_answered(
    bot: Place, john: Person, aliya: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    topic = await asks(john, operators)
    await maria.says("A tree has fallen.", at=operators, topic=topic.id, answered=False)
    await john.sees("A tree has fallen.")
    await maria.says("/close", at=operators, topic=topic.id, answered=False)
    await john.taps("⭐⭐⭐⭐")

    await maria.says("/stats", at=operators)
    told = (await maria.sees("Поддержка за 7 дней", at=operators)).text
    for part in ("открыто: 1, закрыто: 1", "ждут ответа: 0", "половина за 1 мин", "⭐️ 4,00", "Мария: 1, 1, ⭐️ 4,00"):
        assert part in told
    await maria.says("/stats 1000", at=operators)
    await maria.sees("/stats 30", at=operators)
    await aliya.says("/stats", at=operators)
    await aliya.sees(f"/operators add {aliya.id}", at=operators)
