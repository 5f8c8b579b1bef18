"""A consumer and operators of a town who speak to each other, without Telegram."""

from typing import Any

from sqlalchemy import select

from core.cabinet import Cabinet
from core.desk.model import Heard, Incoming, Role, Seat, Spot, Talk, Words
from core.storage.tables import outbox
from tests.fakes.town import OPERATORS, Town

AIGUL, MARAT = 71, 72  # operators


class Speaking:
    """`number` of a message grows with each."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self._number = 0

    async def seat(self, *people: int, role: Role = Role.OPERATOR) -> None:
        async def put(cabinet: Cabinet) -> None:
            await cabinet.work.write()
            for one in people:
                await cabinet._desk.operators.put(
                    user_id=one, name={AIGUL: "Айгүл", MARAT: "Марат"}[one], role=role, by="office", now=cabinet.now
                )

        await self.town.ask(put)

    async def asks(self, chat: int = 1, text: str = "Why is it dark?") -> Heard:
        incoming = Incoming(spot=self._spot(chat), words=Words(kind="text", text=text))
        return await self.town.ask(
            lambda cabinet: cabinet.talks.say(customer=self.town.customer(chat), incoming=incoming)
        )

    async def answers(self, heard: Heard, by: int = AIGUL, text: str = "A tree has fallen.") -> Talk:
        async def say(cabinet: Cabinet) -> Talk:
            thread = await cabinet.threads.get(heard.talk.thread_id)
            assert thread is not None
            operator = await cabinet.answering.operator(user_id=by)
            incoming = Incoming(spot=self._spot(OPERATORS), words=Words(kind="text", text=text))
            return await cabinet.answering.say(operator=operator, thread=thread, incoming=incoming)

        return await self.town.ask(say)

    async def at(self, heard: Heard, by: int = AIGUL) -> Seat:
        """Return the seat of an operator in the topic of a talk."""
        topic = 1000 + heard.talk.thread_id

        async def place(cabinet: Cabinet) -> None:
            await cabinet.work.write()
            await cabinet.threads.change(heard.talk.thread_id, topic_id=topic)

        await self.town.ask(place)
        return self.somewhere(by, topic)

    def somewhere(self, by: int = AIGUL, topic: int | None = None) -> Seat:
        return Seat(user_id=by, name="", is_anonymous=False, spot=self._spot(OPERATORS), topic_id=topic, reply_to=None)

    async def talk(self, heard: Heard) -> Talk:
        found = await self.town.ask(lambda cabinet: cabinet.desk_talks.get(heard.talk.id))
        assert found is not None
        return found

    async def queued(self, name: str = "") -> list[tuple[int, dict[str, Any]]]:
        """Return the words of the bot's own that are queued for the desk's chats: chat and values of each."""
        async with self.town.database.work() as work:
            of = select(outbox.c.chat_id, outbox.c.payload).where(outbox.c.channel == "relay").order_by(outbox.c.id)
            rows = (await work.execute(of)).all()
        found = [(row.chat_id, self.town.database.vault.open(row.payload)) for row in rows if row.payload]
        return [(chat, one["values"]) for chat, one in found if one["act"] == "tell" and one["name"] == name]

    def _spot(self, chat: int) -> Spot:
        self._number += 1
        return Spot(chat_id=chat, message_id=self._number)
