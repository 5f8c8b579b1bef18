"""Personal data are shown for a reason that is written down first, and are never kept in what is queued."""

import pytest
from sqlalchemy import select

from core.desk.model import DeskRefused
from core.storage.tables import audit, outbox
from tests.attacks.guesses import guess
from tests.core.desk.speaking import AIGUL, Speaking
from tests.fakes.town import Town

NUMBER, AMOUNT, PAYER = "000100100", 466_734, "Ахметова Кәмила Серікқызы"


@pytest.fixture
async def speaking(town: Town) -> Speaking:
    speaking = Speaking(town)
    await speaking.seat(AIGUL)
    return speaking


async def audited(town: Town) -> list[tuple[str, str]]:
    async with town.database.work() as work:
        rows = await work.execute(select(audit.c.actor, audit.c.detail).where(audit.c.action == "desk.reveal"))
        return [(row.actor, row.detail) for row in rows]


async def test_what_is_queued_names_nobody_and_the_data_are_looked_up_when_they_are_shown(
    town: Town, speaking: Speaking
) -> None:
    linked = await guess(town, 1, NUMBER, AMOUNT)
    heard = await speaking.asks()
    seat = await speaking.at(heard)

    await town.ask(lambda cabinet: cabinet.revealing.reveal(seat=seat, reason="she asks for a visit"))
    await town.ask(lambda cabinet: cabinet.revealing.reveal(seat=seat, reason="she asks for a visit"))  # replayed

    async with town.database.work() as work:
        payloads = (await work.execute(select(outbox.c.payload))).scalars().all()
    queued = [town.database.vault.open(payload) for payload in payloads if payload]
    assert PAYER not in str(queued)
    assert len([one for one in queued if one.get("shows")]) == 1
    assert {actor for actor, _ in await audited(town)} == {f"operator:{AIGUL}"}
    assert all("she asks for a visit" in detail for _, detail in await audited(town))

    thread = heard.talk.thread_id
    (shown,) = await town.ask(lambda cabinet: cabinet.revealing.shown(thread_id=thread))
    assert (shown.payer, shown.phones) == (PAYER, ("8 (7232) 26-11-00", "+7 777 123-45-67"))
    await town.ask(lambda cabinet: cabinet.accounts.unlink(customer=town.customer(1), link_id=linked.account.link_id))
    assert await town.ask(lambda cabinet: cabinet.revealing.shown(thread_id=thread)) == ()


@pytest.mark.parametrize("reason", ["", "  ", "ok"])
async def test_nothing_is_shown_without_a_reason(town: Town, speaking: Speaking, reason: str) -> None:
    await guess(town, 1, NUMBER, AMOUNT)
    seat = await speaking.at(await speaking.asks())

    with pytest.raises(DeskRefused) as refused:
        await town.ask(lambda cabinet: cabinet.revealing.reveal(seat=seat, reason=reason))
    assert refused.value.why == "syntax"
    assert await audited(town) == []


async def test_nothing_is_shown_of_a_chat_without_an_account(town: Town, speaking: Speaking) -> None:
    seat = await speaking.at(await speaking.asks())

    with pytest.raises(DeskRefused) as refused:
        await town.ask(lambda cabinet: cabinet.revealing.reveal(seat=seat, reason="curious"))
    assert refused.value.why == "nothing_linked"
    assert await audited(town) == []
