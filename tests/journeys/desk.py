"""An operator at the desk, and what stands in a consumer's topic."""

from core.desk.model import Role
from core.storage.desk_people import SqlBans, SqlOperators
from core.storage.engine import Database
from core.storage.sealing import Vault
from sandbox import Group, Person
from sandbox.screen import Line
from sandbox.state import Topic
from tests.databases import NOW
from tests.journeys.steps import language_of, links
from tests.running import Place

SUPPORT = {"kk": "Техникалық қолдау", "ru": "Техническая поддержка", "en": "Technical support"}


async def asks(person: Person, operators: Group, text: str = "Why is it dark?") -> Topic:
    """Link an account and write to the desk; return the topic."""
    await links(person)
    await person.says("/support")
    await person.taps(SUPPORT[language_of(person)])
    await person.says(text)
    return await sees_topic(operators, text)


async def seats(place: Place, *people: Person, role: Role = Role.OPERATOR) -> None:
    """Put people into the table of operators."""
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    async with database.work() as work:
        await work.write()
        for one in people:
            await SqlOperators(work).put(user_id=one.id, name=one.name, role=role, by="office", now=NOW)
        await work.commit()
    await database.dispose()


async def bans(place: Place, person: Person) -> None:
    """Keep somebody from writing to the operators, as one of them may."""
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    async with database.work() as work:
        await work.write()
        await SqlBans(work).add(chat_id=person.id, reason="спам", by=1, until=None, now=NOW)
        await work.commit()
    await database.dispose()


async def sees_topic(operators: Group, part: str) -> Topic:
    """Wait for a topic in which something says `part`."""

    def found() -> bool:
        return any(part in line.text for topic in operators.topics for line in operators.screen(topic.id).history)

    await operators.world.feed.until(found, operators.world.patience)
    return next(
        topic for topic in operators.topics if any(part in line.text for line in operators.screen(topic.id).history)
    )


def lines(operators: Group, topic: Topic) -> list[Line]:
    return operators.screen(topic.id).history


def written(operators: Group, topic: Topic) -> list[str]:
    return [line.text for line in lines(operators, topic)]


async def until_in_topic(operators: Group, topic: Topic, part: str) -> Line:
    def found() -> bool:
        return any(part in text for text in written(operators, topic))

    await operators.world.feed.until(found, operators.world.patience)
    return next(line for line in lines(operators, topic) if part in line.text)


async def until_heard(person: Person, part: str) -> Line:
    def found() -> bool:
        return any(part in line.text for line in person.history if not line.mine)

    await person.world.feed.until(found, person.world.patience)
    return next(line for line in reversed(person.history) if part in line.text and not line.mine)
