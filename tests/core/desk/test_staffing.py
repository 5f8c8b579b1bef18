"""Administrators say who answers; what somebody had taken is nobody's when he goes."""

from dataclasses import replace

import pytest

from core.desk.model import DeskRefused, Role
from core.desk.staffing import Named
from tests.core.desk.speaking import AIGUL, MARAT, Speaking
from tests.fakes.town import OPERATORS, Town

DANA = 73


@pytest.fixture
async def speaking(town: Town) -> Speaking:
    speaking = Speaking(town)
    await speaking.seat(AIGUL, role=Role.ADMINISTRATOR)
    await speaking.seat(MARAT)
    return speaking


async def test_a_right_is_given_named_raised_and_taken(town: Town, speaking: Speaking) -> None:
    seat = speaking.somewhere(AIGUL)

    async def add(whom: Named, role: Role = Role.OPERATOR) -> tuple[int, str, Role]:
        found = await town.ask(lambda cabinet: cabinet.staffing.add(seat=seat, whom=whom, role=role))
        return found.user_id, found.name, found.role

    assert await add(Named(written="100073 Дана Сейтова")) == (100_073, "Дана Сейтова", Role.OPERATOR)
    assert await add(Named(user_id=DANA, name="Дана")) == (DANA, "Дана", Role.OPERATOR)
    assert await add(Named(user_id=DANA, name="Дана", written="Дана С.")) == (DANA, "Дана С.", Role.OPERATOR)
    assert await add(Named(user_id=DANA), Role.ADMINISTRATOR) == (DANA, "Дана С.", Role.ADMINISTRATOR)
    assert await add(Named(user_id=DANA)) == (DANA, "Дана С.", Role.ADMINISTRATOR)  # adding takes nothing away
    await town.ask(lambda cabinet: cabinet.staffing.remove(seat=seat, whom=Named(user_id=DANA)))
    assert DANA not in {one.user_id for one in await town.ask(lambda cabinet: cabinet.staffing.listed())}


async def test_only_an_administrator_changes_the_list(town: Town, speaking: Speaking) -> None:
    seat = speaking.somewhere(MARAT)
    for act in ("add", "remove"):
        with pytest.raises(DeskRefused) as refused:
            await town.ask(
                lambda cabinet, name=act: getattr(cabinet.staffing, name)(seat=seat, whom=Named(user_id=MARAT))
            )
        assert refused.value.why == "not_admin"
    with pytest.raises(DeskRefused) as refused:
        await town.ask(lambda cabinet: cabinet.staffing.listed(seat=replace(seat, user_id=DANA)))
    assert refused.value.why == "outsider"


async def test_who_stands_in_the_settings_is_an_administrator_without_a_row(town: Town, speaking: Speaking) -> None:
    desk = town.retailer.desk.model_copy(update={"administrators": (DANA,)})
    town.retailer = town.retailer.model_copy(update={"desk": desk})
    seat = replace(speaking.somewhere(DANA), name="Дана")

    await town.ask(lambda cabinet: cabinet.staffing.remove(seat=seat, whom=Named(written="1")))

    assert [one.user_id for one in await town.ask(lambda cabinet: cabinet.staffing.listed())] == [MARAT]


async def test_what_a_leaving_operator_had_taken_is_nobodys(town: Town, speaking: Speaking) -> None:
    heard = await speaking.asks()
    await speaking.answers(heard, by=MARAT)
    assert (await speaking.talk(heard)).assignee == MARAT

    assert await town.ask(lambda cabinet: cabinet.staffing.gone(user_id=MARAT, group_id=OPERATORS))
    assert not await town.ask(lambda cabinet: cabinet.staffing.gone(user_id=MARAT, group_id=OPERATORS))

    assert (await speaking.talk(heard)).assignee is None
    assert await speaking.queued("operator_gone") == [(OPERATORS, {"user": MARAT, "name": "Марат"})]
