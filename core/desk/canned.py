"""Answers that the office has written once: filled in for a consumer, looked at, sent once, and changed if need be."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.clock import today_in_almaty
from core.desk.answering import AnsweringService
from core.desk.card import CardAccount, CardFacts, CardService
from core.desk.model import DeskRefused, Incoming, Operator, Role, Said, SaidState, Seat, Side, Spot, Thread, Words
from core.desk.policy import Canned, DeskPolicy
from core.desk.talks import Stores
from core.readings.policy import ReadingPolicy

_DIGEST = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class CannedFacts:
    """What the placeholders stand for; None: this consumer has none. `balance` is in tiyn, plus: a debt."""

    language: str
    operator: str
    account: str | None = None
    balance: int | None = None
    as_of: date | None = None
    last_day: date | None = None  # on which this month's readings are taken


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """An answer as it would go out now; `digest` tells it from any other."""

    thread: Thread
    name: str
    language: str
    text: str  # HTML
    digest: str


Fill = Callable[[Canned, CannedFacts], str]


class CannedService:
    def __init__(
        self,
        *,
        stores: Stores,
        answering: AnsweringService,
        cards: CardService,
        policy: DeskPolicy,
        readings: ReadingPolicy,
        now: datetime,
    ) -> None:
        self._stores = stores
        self._answering = answering
        self._cards = cards
        self._policy = policy
        self._readings = readings
        self._now = now

    async def listed(self, *, seat: Seat) -> tuple[Thread, tuple[Canned, ...]]:
        """Return the answers that there are.

        :raises DeskRefused: no_canned
        """
        _, thread = await self._answering.whose(seat=seat)
        if not self._policy.canned:
            raise DeskRefused("no_canned")
        return thread, self._policy.canned

    async def preview(self, *, seat: Seat, name: str, fill: Fill, thread_id: int | None = None) -> Preview:
        """Return an answer filled in for the consumer, in his language; nothing has gone to him.

        :raises DeskRefused: no_such_canned; canned_lacks: it speaks of something that he has not
        """
        operator, thread = await self._answering.whose(seat=seat, thread_id=thread_id)
        return await self._filled(operator, thread, name, fill)

    async def send(self, *, seat: Seat, thread_id: int, name: str, digest: str, fill: Fill) -> tuple[Preview, bool]:
        """Send what the preview at `seat` shows; False: it would be another text by now, so that is looked at first.

        What has been sent stays sent: a second press sends nothing.

        :raises DeskRefused:
        """
        await self._stores.work.write()
        operator, thread = await self._answering.whose(seat=seat, thread_id=thread_id)
        preview = await self._filled(operator, thread, name, fill)
        sent = await self._stores.sayings.by_source(seat.spot)
        if sent is not None:
            return replace(preview, text=sent.words.text if sent.words is not None else ""), True
        if preview.digest != digest:
            return preview, False
        words = Words(kind="text", text=preview.text, own=True)
        await self._answering.say(operator=operator, thread=thread, incoming=Incoming(spot=seat.spot, words=words))
        return preview, True

    async def drop(self, *, seat: Seat) -> None:
        """Send nothing; this, too, is an operator's decision."""
        await self._answering.operator(user_id=seat.user_id, is_anonymous=seat.is_anonymous)

    async def edit(self, *, seat: Seat, text: str) -> Said:
        """Change an answer of the bot's text that has been sent; `text` is HTML.

        :raises DeskRefused: syntax; not_canned: what is answered is no such text; not_yours
        """
        await self._stores.work.write()
        operator, _ = await self._answering.whose(seat=seat)
        if seat.reply_to is None or not text.strip():
            raise DeskRefused("syntax", command="edit")
        said = await self._stores.sayings.at(Spot(chat_id=seat.spot.chat_id, message_id=seat.reply_to))
        if said is None or said.words is None or not said.words.own or said.state is SaidState.DELETED:
            raise DeskRefused("not_canned")
        if said.author != operator.user_id and operator.role is not Role.ADMINISTRATOR:
            raise DeskRefused("not_yours")
        assert said.side is Side.DESK
        await self._stores.sayings.change(said.id, words=replace(said.words, text=text), edited_at=self._now)
        await self._stores.relay.edit(said=said)
        talk = await self._stores.talks.get(said.talk_id)
        assert talk is not None
        await self._answering.record(operator, "talk.edit", talk, str(said.id))
        return said

    async def _filled(self, operator: Operator, thread: Thread, name: str, fill: Fill) -> Preview:
        canned = next((each for each in self._policy.canned if each.name == name.casefold()), None)
        if canned is None:
            raise DeskRefused("no_such_canned", name=name)
        card = await self._cards.facts(thread_id=thread.id)
        facts = self._facts(card, operator)
        for field in canned.fields(card.language):
            if getattr(facts, field) in (None, ""):
                raise DeskRefused("canned_lacks", field=field)
        text = fill(canned, facts)
        digest = hashlib.sha256(f"{card.language}\n{text}".encode()).hexdigest()[:_DIGEST]
        return Preview(thread=thread, name=canned.name, language=card.language, text=text, digest=digest)

    def _facts(self, card: CardFacts, operator: Operator) -> CannedFacts:
        facts = CannedFacts(language=card.language, operator=operator.name)
        one = _asked_about(card)
        if one is None:
            return facts
        today = today_in_almaty(self._now)
        window = self._readings.window_of(one.account.branch.code)
        return replace(
            facts,
            account=one.account.account_no,
            balance=one.balance,
            as_of=one.as_of,
            last_day=window.days_of(window.period_of(today))[1],
        )


def _asked_about(card: CardFacts) -> CardAccount | None:
    """Return the account that the talk is about, else the one that the consumer has before him."""
    about = card.talk.subject.account_id if card.talk is not None and card.talk.subject is not None else None
    now = card.current.account_id if card.current is not None else None
    for wanted in (about, now):
        for each in card.accounts:
            if each.account.account_id == wanted:
                return each
    return next(iter(card.accounts), None)
