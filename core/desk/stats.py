"""How the desk has worked: what came, what waits, how soon it was answered in hours of work, how it was rated."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.desk.answering import AnsweringService
from core.desk.model import DeskRefused, Seat, TalkFigures
from core.desk.policy import DeskPolicy
from core.desk.talks import Stores

_UNLESS_SAID, _MOST = 7, 366


@dataclass(frozen=True, kw_only=True, slots=True)
class OperatorStats:
    user_id: int
    name: str  # empty: not among the operators any more
    answers: int
    talks: int  # that he has taken
    rating: int | None  # mean in hundredths of a star


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskStats:
    """Of the last days; `median` and `ninth` (nine of ten are no later) count hours of work only."""

    days: int
    opened: int
    closed: int
    open_now: int
    waiting: int
    median: timedelta | None
    ninth: timedelta | None
    rated: int
    rating: int | None  # mean in hundredths of a star
    operators: tuple[OperatorStats, ...]


class StatsService:
    def __init__(self, *, stores: Stores, answering: AnsweringService, policy: DeskPolicy, now: datetime) -> None:
        self._stores = stores
        self._answering = answering
        self._policy = policy
        self._now = now

    async def of(self, *, seat: Seat, days: str) -> DeskStats:
        """:raises DeskRefused: syntax: no number of days from 1 to 366"""
        await self._answering.operator(user_id=seat.user_id, is_anonymous=seat.is_anonymous)
        number = _UNLESS_SAID if not days else int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0
        if not 1 <= number <= _MOST:
            raise DeskRefused("syntax", command="stats")
        since = self._now - timedelta(days=number)
        talks = await self._stores.talks.since(since)
        still = await self._stores.talks.all_open()
        firsts = sorted(filter(None, (self._first(talk) for talk in talks if talk.opened_at >= since)))
        rated = [talk for talk in talks if talk.rating is not None and (talk.closed_at or since) >= since]
        return DeskStats(
            days=number,
            opened=sum(talk.opened_at >= since for talk in talks),
            closed=sum(talk.closed_at is not None and talk.closed_at >= since for talk in talks),
            open_now=len(still),
            waiting=sum(talk.waits_since is not None for talk in still),
            median=percentile(firsts, 50),
            ninth=percentile(firsts, 90),
            rated=len(rated),
            rating=_mean(rated),
            operators=await self._operators(since, talks, rated),
        )

    def _first(self, talk: TalkFigures) -> timedelta | None:
        """Return how long the first answer took; None: there is none, or the desk itself has begun."""
        if talk.answered_at is None or talk.answered_at <= talk.opened_at:
            return None
        return max(self._policy.hours.worked(talk.opened_at, talk.answered_at), timedelta(seconds=1))

    async def _operators(
        self, since: datetime, talks: Sequence[TalkFigures], rated: Sequence[TalkFigures]
    ) -> tuple[OperatorStats, ...]:
        answers = Counter(await self._stores.sayings.answers_since(since))
        taken = Counter(talk.assignee for talk in talks if talk.assignee is not None)
        names = {each.user_id: each.name for each in await self._stores.operators.all()}
        return tuple(
            OperatorStats(
                user_id=one,
                name=names.get(one, ""),
                answers=answers[one],
                talks=taken[one],
                rating=_mean([talk for talk in rated if talk.assignee == one]),
            )
            for one in sorted(answers.keys() | taken.keys(), key=lambda one: (-answers[one], one))
        )


def percentile(ordered: Sequence[timedelta], share: int) -> timedelta | None:
    """Return the value that so many of a hundred do not exceed (nearest rank)."""
    if not ordered:
        return None
    rank = -(-len(ordered) * share // 100)
    return ordered[max(rank, 1) - 1]


def _mean(rated: Sequence[TalkFigures]) -> int | None:
    stars = [talk.rating for talk in rated if talk.rating is not None]
    return (sum(stars) * 200 + len(stars)) // (2 * len(stars)) if stars else None
