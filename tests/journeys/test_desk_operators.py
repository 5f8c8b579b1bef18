"""Who answers at the desk is said by an administrator, and ends with the group."""

from core.desk.model import Role
from sandbox import Group, Person
from tests.journeys.desk import asks, lines, seats
from tests.journeys.steps import seen, until_quiet
from tests.running import Place


async def test_an_administrator_adds_by_a_reply_and_removes_by_the_number_of_the_list(
    bot: Place, john: Person, maria: Person, aliya: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    operators.joins(aliya)
    await seats(bot, maria, role=Role.ADMINISTRATOR)
    topic = await asks(john, operators)
    await aliya.says("May I answer?", at=operators, topic=topic.id)
    await aliya.sees(f"/operators add {aliya.id}", at=operators)
    hers = next(line for line in lines(operators, topic) if line.text == "May I answer?")

    await maria.says("/operators add", at=operators, topic=topic.id, reply_to=hers.message)
    await maria.sees("Әлия", at=operators)
    await aliya.says("A tree has fallen.", at=operators, topic=topic.id, answered=False)
    await john.sees("A tree has fallen.")

    await maria.says("/operators", at=operators)
    listed = (await maria.sees("Операторы", at=operators)).text
    number = next(line.split(".")[0] for line in listed.splitlines() if "Әлия" in line)
    await maria.says(f"/operators remove {number}", at=operators)
    await maria.sees("больше не отвечает потребителям", at=operators)
    await aliya.says("Am I still heard?", at=operators, topic=topic.id)
    await until_quiet(operators.world)
    assert "still heard" not in " ".join(line.text for line in john.history)


async def test_an_operator_who_is_no_administrator_changes_nobody(
    bot: Place, maria: Person, aliya: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)

    for command in (f"/operators add {aliya.id} Әлия", f"/operators admin {maria.id}", "/operators remove 1"):
        await maria.says(command, at=operators)
        await maria.sees("решает только администратор", at=operators)
    await maria.says("/operators", at=operators)
    assert str(aliya.id) not in (await maria.sees("Операторы", at=operators)).text


async def test_who_leaves_the_group_answers_no_more_and_the_group_is_told(
    bot: Place, john: Person, maria: Person, aliya: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    operators.joins(aliya)
    await seats(bot, maria, role=Role.ADMINISTRATOR)
    topic = await asks(john, operators)
    await maria.says(f"/operators add {aliya.id} Әлия", at=operators)
    await aliya.says("/take", at=operators, topic=topic.id)

    operators.leaves(aliya, by=maria)
    await operators.world.feed.until(
        lambda: sum("больше не в группе" in line.text for line in operators.history) == 1, operators.world.patience
    )
    operators.joins(aliya)
    await aliya.says("It is your own fault.", at=operators, topic=topic.id, answered=False)
    await until_quiet(operators.world)
    assert "your own fault" not in seen(john)
    assert sum("больше не в группе" in line.text for line in operators.history) == 1


async def test_what_is_written_wrongly_is_answered_with_how_it_is_written(
    bot: Place, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria, role=Role.ADMINISTRATOR)

    for command in ("/operators add", "/operators add Aliya", "/operators fire 1"):
        await maria.says(command, at=operators)
        await maria.sees("/operators add 123456789", at=operators)
    await maria.says("/operators remove 77", at=operators)
    await maria.sees("Такого оператора нет", at=operators)
