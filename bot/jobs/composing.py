"""What claimed notices say at the moment of sending, and which of them are not sent any more."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.alarms import Alarms
from bot.jobs.again import seconds_to_next
from bot.jobs.notices_bills import MADE
from bot.screens.notices_about import askable
from bot.screens.notices_choices import stoppable
from bot.screens.notices_occasions import OCCASIONS
from bot.screens.screen import Screen
from core.cabinet import Cabinet
from core.clock import Clock, today_in_almaty
from core.i18n import Translator, translator
from core.notices.model import LEGAL
from core.notices.moment import Dropped, Later, Ready, Verdict, Waiting
from core.retailer import Retailer
from core.storage.engine import Database
from core.storage.ledger import Ended, GivenBack
from core.storage.outbox import Parcel

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """`said` names language, version and hash of the words; `kept` is the sealed record of a notice of law."""

    parcel: Parcel
    screen: Screen
    said: str
    kept: bytes | None = None
    erase: int = 0  # the message that is taken back; nothing is said then
    edits: int = 0  # the message that gets these words; 0: a new one

    @property
    def may_be_repeated(self) -> bool:
        """Say whether doing it twice is as good as once."""
        return bool(self.erase or self.edits)


Composed = Message | Ended | GivenBack


class Composer:
    def __init__(
        self, database: Database, retailer: Retailer, clock: Clock, alarms: Alarms, *, by_email: bool = False
    ) -> None:
        self._database = database
        self._retailer = retailer
        self._clock = clock
        self._alarms = alarms
        self._by_email = by_email

    async def compose(self, parcels: Sequence[Parcel]) -> list[Composed]:
        """Return the messages in the order of their parcels; those of a campaign are judged with a few queries.

        A campaign that cannot be judged holds up no other: it is tried again later, and given up after many tries.
        """
        composed: dict[int, Composed] = {}
        for campaign in sorted({parcel.campaign or 0 for parcel in parcels}):
            own = [parcel for parcel in parcels if (parcel.campaign or 0) == campaign]
            try:
                verdicts = await self._judged(own)
            except Exception as error:
                log.exception("a campaign cannot be judged", extra={"campaign": campaign})
                composed |= {parcel.id: self._put_off(parcel, type(error).__name__) for parcel in own}
                continue
            composed |= {parcel.id: await self._composed(parcel, verdicts[parcel.id]) for parcel in own}
        return [composed[parcel.id] for parcel in parcels]

    async def _judged(self, parcels: Sequence[Parcel]) -> dict[int, Verdict]:
        rows = [
            Waiting(id=each.id, key=each.key, chat_id=each.chat_id, campaign=each.campaign or 0) for each in parcels
        ]
        async with self._database.work() as work:
            cabinet = Cabinet(work, self._retailer, self._clock(), by_email=self._by_email)
            return await cabinet.moment.judge(rows=rows)

    def _put_off(self, parcel: Parcel, why: str) -> Composed:
        wait = seconds_to_next(parcel.tries)
        if wait is None:
            return Ended(parcel=parcel, state="dead", counter="failed", outcome=why)
        due = self._clock() + timedelta(seconds=wait)
        return GivenBack(parcel=parcel, due=due, why=why, counted=True)

    async def _composed(self, parcel: Parcel, verdict: Verdict) -> Composed:
        match verdict:
            case Later(until=until):
                return GivenBack(parcel=parcel, due=until, why="quiet")
            case Dropped(why=why):
                return Ended(parcel=parcel, state="cancelled", counter="dropped", outcome=why)
        try:
            return await self._worded(parcel, verdict)
        except Exception as error:
            log.exception("a notice has no words", extra={"parcel": parcel.id})
            await self._alarms.raise_("dead_letter", table="outbox", row=parcel.id)
            return Ended(parcel=parcel, state="dead", counter="failed", outcome=type(error).__name__)

    async def _worded(self, parcel: Parcel, ready: Ready) -> Message:
        campaign, language = ready.campaign, ready.chat.language
        if campaign.recalls:
            return Message(parcel=parcel, screen=Screen(), said="", erase=int(ready.recipient.values["erase"]))
        tr = translator(language)
        day = today_in_almaty(self._clock())
        screen = askable(await self._screen(ready, tr), campaign.about, ready.recipient.values, day, tr)
        if campaign.about not in LEGAL:
            screen = stoppable(screen, campaign.about, tr)
        digest = hashlib.sha256(screen.text.encode()).hexdigest()[:16]
        said = f"{language}:{campaign.version}:{digest}"
        edits = int(ready.recipient.values["edits"]) if campaign.edits else 0
        message = Message(parcel=parcel, screen=screen, said=said, edits=edits)
        if campaign.about not in LEGAL:
            return message
        return replace(message, kept=self._database.vault.seal({"text": screen.text}))

    async def _screen(self, ready: Ready, tr: Translator) -> Screen:
        about = ready.campaign.about
        if about not in MADE:
            return OCCASIONS[about](ready.recipient.values, tr, self._retailer)
        async with self._database.work() as work:
            cabinet = Cabinet(work, self._retailer, self._clock(), by_email=self._by_email)
            screen = await MADE[about](cabinet, ready.chat, ready.recipient, tr)
            await work.commit()
        return screen
