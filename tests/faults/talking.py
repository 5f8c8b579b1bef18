"""Consumers who talk with operators while everything breaks, and the judge of what each of them has seen."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field

from core.desk.model import Role
from core.storage.desk_people import SqlOperators
from core.storage.engine import Database
from sandbox import Group, Person
from sandbox.state import Topic
from tests.databases import NOW
from tests.sandbox.toy import png

DRAINED = 60.0  # seconds
IN_ALBUM = 3
PICTURE = png(64, 64)


@dataclass
class Talker:
    """One consumer: what he has written, and what an operator has answered him."""

    person: Person
    asked: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    albums: int = 0
    deleted: list[str] = field(default_factory=list)

    def heard(self) -> list[str]:
        """Return the operators' words, as they stand in his chat now."""
        return [line.text for line in self.person.history if not line.mine and line.text.startswith("answer ")]

    async def begins(self) -> None:
        await self.person.says("/support")
        await self.person.taps("Technical support")
        await self.writes()
        await self.person.sees("Passed on to an operator", timeout=DRAINED)

    async def writes(self) -> None:
        text = f"question {len(self.asked)} of {self.person.name}"
        self.asked.append(text)
        await self.person.says(text, answered=False)

    async def sends_album(self) -> None:
        text = f"question {len(self.asked)} of {self.person.name}"
        self.asked.append(text)
        self.albums += 1
        await self.person.sends_album([PICTURE] * IN_ALBUM, caption=text, answered=False)

    async def edits(self, chance: random.Random) -> None:
        at = chance.randrange(len(self.asked))
        line = next(line for line in self.person.history if line.mine and line.text == self.asked[at])
        if line.album:
            return
        self.asked[at] += " (edited)"
        await self.person.edits(self.asked[at], line=line, answered=False)


class Desk:
    """The operators' group, as an operator sees it."""

    def __init__(self, group: Group, operator: Person) -> None:
        self.group = group
        self.operator = operator
        self._seen: dict[int, Topic] = {}

    def topics_of(self, talker: Talker) -> list[Topic]:
        """Return every topic in which he is heard: the words alone say whose they are."""
        return [topic for topic in self.group.topics if self.questions(topic) & set(talker.asked)]

    def questions(self, topic: Topic) -> set[str]:
        return {text for text in self.said(topic) if text.startswith("question ")}

    def said(self, topic: Topic) -> list[str]:
        return [line.text for line in self.group.screen(topic.id).history]

    async def answers(self, talker: Talker) -> None:
        text = f"answer {len(talker.answered) + len(talker.deleted)} for {talker.person.name}"
        talker.answered.append(text)
        topic = self._seen.get(talker.person.id)
        if topic is None:
            (topic,) = self.topics_of(talker)
            self._seen[talker.person.id] = topic
        asked = [line for line in self.group.screen(topic.id).history if line.text.startswith("question ")]
        await self.operator.says(text, at=self.group, topic=topic.id, reply_to=asked[-1].message, answered=False)

    async def deletes(self, talker: Talker) -> None:
        """Take the newest answer back, whether it has arrived by now or not."""
        text, topic = talker.answered.pop(), self._seen[talker.person.id]
        line = next(line for line in self.group.screen(topic.id).history if line.text == text)
        await self.operator.says("/delete", at=self.group, topic=topic.id, reply_to=line.message, answered=False)
        talker.deleted.append(text)

    async def sees_all(self, talkers: list[Talker]) -> None:
        """Wait until every question stands in the group, in its last wording."""

        def all_there() -> bool:
            there = {text for topic in self.group.topics for text in self.said(topic)}
            return all(text in there for talker in talkers for text in talker.asked)

        await self.group.world.feed.until(all_there, DRAINED)


async def all_heard(talkers: list[Talker]) -> None:
    def missing() -> list[set[str]]:
        return [lacks for each in talkers if (lacks := set(each.answered) ^ set(each.heard()))]

    try:
        async with asyncio.timeout(DRAINED):
            while missing():  # noqa: ASYNC110 - a crowd
                await asyncio.sleep(0.2)
    except TimeoutError:
        raise AssertionError(f"not heard, or heard still: {missing()}") from None


def judge(talkers: list[Talker], desk: Desk, *, twice: int) -> None:
    """Each has seen his own answers in order and nobody else's; so many may have come twice, at a crash.

    The operators have seen each question in its consumer's topic, in order.
    """
    repeated = 0
    for talker in talkers:
        heard = talker.heard()
        assert set(heard) <= set(talker.answered), "somebody else's answer"
        assert list(dict.fromkeys(heard)) == talker.answered
        repeated += len(heard) - len(set(heard))
        (topic,) = desk.topics_of(talker)
        asked = [text for text in desk.said(topic) if text.startswith("question ")]
        assert set(asked) <= set(talker.asked), "somebody else's question"
        assert list(dict.fromkeys(asked)) == talker.asked
        repeated += sum(Counter(asked).values()) - len(set(asked))
        repeated += albums_beyond(talker, desk, topic)
        quotes_fit(talker)
    assert repeated <= twice


def albums_beyond(talker: Talker, desk: Desk, topic: Topic) -> int:
    """Every album is there, whole and as one; return how many came twice."""
    albums = Counter(line.album for line in desk.group.screen(topic.id).history if line.album)
    assert set(albums.values()) <= {IN_ALBUM}, "a torn album"
    assert len(albums) >= talker.albums
    return len(albums) - talker.albums


def quotes_fit(talker: Talker) -> None:
    """Each answer that quotes something quotes his own question."""
    own = {line.message.id for line in talker.person.history if line.mine}
    quoted = [line.reply_to for line in talker.person.history if line.text.startswith("answer ")]
    assert set(quoted) <= own


async def seat(database: Database, operator: Person) -> None:
    async with database.work() as work:
        await work.write()
        await SqlOperators(work).put(user_id=operator.id, name=operator.name, role=Role.OPERATOR, by="office", now=NOW)
        await work.commit()
