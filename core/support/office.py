"""What the office does with the appeals that have come before it: by command line, or from the operators' group."""

from datetime import datetime, timedelta

from core.support.desk import AppealsAtDesk
from core.support.model import Appeal, Paper, Status, read_appeal_number
from core.support.ports import Stores

_OFFICE = "office"
_ALBUM = timedelta(minutes=5)  # the messages of an album come within seconds


class NotAtTheOffice(LookupError):
    """No appeal of this number has come before the office (yet)."""


class AnsweredBefore(LookupError):
    """It was answered, refused or taken back before; told to the office only."""

    def __init__(self, appeal: Appeal) -> None:
        super().__init__()
        self.appeal = appeal


class AppealOffice:
    def __init__(self, *, stores: Stores, now: datetime) -> None:
        self._work = stores.work
        self._appeals = stores.appeals
        self._links = stores.links
        self._audit = stores.audit
        self._desk = AppealsAtDesk(stores=stores, now=now)
        self._now = now

    async def open_ones(self) -> tuple[Appeal, ...]:
        """Return the appeals that wait for an answer, the most urgent first; for a list that shows no content."""
        return await self._appeals.at_the_office(self._now)

    async def read(self, *, number: str) -> Appeal:
        """Return an appeal with its content; the view is written to the audit log.

        :raises NotAtTheOffice: there is none, or it is still held back for its sender
        """
        await self._work.write()
        appeal = await self.find(number)
        await self._record(_OFFICE, "appeal.view", appeal)
        return appeal

    async def answer(
        self, *, number: str, status: Status, text: str, by: str = _OFFICE, paper: Paper | None = None
    ) -> bool:
        """Close an appeal and tell the chat that has sent it; False: that chat has left the account, nobody is told.

        :raises NotAtTheOffice: there is none, or it is still held back for its sender
        :raises AnsweredBefore: by an earlier run, or taken back
        """
        await self._work.write()
        appeal = await self.find(number)
        if not await self._appeals.close(appeal.id, status, text, self._now):
            raise AnsweredBefore(await self._appeals.get(appeal.id) or appeal)
        await self._record(by, "appeal.answer", appeal, status)
        if appeal.chat_id is None:
            await self._appeals.forget_content(appeal.id)
            return False
        told = not await self.sender_has_left(appeal=appeal)
        if told:
            await self._desk.answer(appeal, status, text)
        await self._desk.closed(appeal, status, told=told)
        if paper is not None:
            await self._keep_paper(appeal, paper, told=told)
        return told

    async def answered_by(self, *, album: str) -> Appeal | None:
        """Return what was answered just now by the first file of an album."""
        answered = await self._appeals.answered_since(self._now - _ALBUM)
        return next((each for each in answered if any(one.album == album for one in each.answer_papers)), None)

    async def add_paper(self, *, appeal: Appeal, paper: Paper) -> None:
        """Send a further paper along with an answer."""
        await self._work.write()
        await self._keep_paper(appeal, paper, told=not await self.sender_has_left(appeal=appeal))

    async def sender_has_left(self, *, appeal: Appeal) -> bool:
        """Say whether the chat that asked does not see the account any more: unlinked, or of a former owner."""
        if appeal.account_id is None:
            return appeal.chat_id is None
        return appeal.chat_id not in {holder.chat_id for holder in await self._links.of_account(appeal.account_id)}

    async def find(self, number: str) -> Appeal:
        """:raises NotAtTheOffice: there is none, or it is still held back for its sender"""
        found = await self._appeals.get(read_appeal_number(number))
        known = found is not None and found.number == number.strip().upper()
        if found is None or not known or not found.has_come_before_the_office(self._now):
            raise NotAtTheOffice
        return found

    async def _keep_paper(self, appeal: Appeal, paper: Paper, *, told: bool) -> None:
        index = await self._appeals.add_answer_paper(appeal.id, paper)
        if told:
            await self._desk.answer_paper(appeal, index)

    async def _record(self, by: str, action: str, appeal: Appeal, detail: str = "") -> None:
        told = " ".join(filter(None, (appeal.number, detail)))
        subject = f"account:{appeal.account_id}" if appeal.account_id is not None else f"appeal:{appeal.id}"
        await self._audit.record(actor=by, action=action, subject=subject, detail=told)
