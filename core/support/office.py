"""What the office does with the appeals that have come before it."""

from datetime import datetime

from core.accounts.ports import Links
from core.ports import AuditLog, Notices, UnitOfWork
from core.support.model import Appeal, Status, read_appeal_number
from core.support.ports import Appeals


class NotAtTheOffice(LookupError):
    """No appeal of this number has come before the office (yet)."""


class AnsweredBefore(LookupError):
    """It was answered, refused or taken back before; told to the office only."""

    def __init__(self, appeal: Appeal) -> None:
        super().__init__()
        self.appeal = appeal


class AppealOffice:
    def __init__(
        self,
        *,
        work: UnitOfWork,
        appeals: Appeals,
        links: Links,
        audit: AuditLog,
        notices: Notices,
        now: datetime,
    ) -> None:
        self._work = work
        self._appeals = appeals
        self._links = links
        self._audit = audit
        self._notices = notices
        self._now = now

    async def open_ones(self) -> tuple[Appeal, ...]:
        """Return the appeals that wait for an answer, the most urgent first; for a list that shows no content."""
        return await self._appeals.at_the_office(self._now)

    async def read(self, *, number: str) -> Appeal:
        """Return an appeal with its content; the view is written to the audit log.

        :raises NotAtTheOffice: there is none, or it is still held back for its sender
        """
        await self._work.write()
        appeal = await self._find(number)
        await self._record("appeal.view", appeal)
        return appeal

    async def answer(self, *, number: str, status: Status, text: str) -> bool:
        """Close an appeal and tell the chat that has sent it; False: that chat has left the account, nobody is told.

        :raises NotAtTheOffice: there is none, or it is still held back for its sender
        :raises AnsweredBefore: by an earlier run, or taken back
        """
        await self._work.write()
        appeal = await self._find(number)
        if not await self._appeals.close(appeal.id, status, text, self._now):
            raise AnsweredBefore(appeal)
        await self._record("appeal.answer", appeal, status)
        if appeal.chat_id is None:
            await self._appeals.forget_content(appeal.id)
            return False
        if await self.sender_has_left(appeal=appeal):
            return False
        await self._notices.post(
            key=f"appeal_answered:{appeal.id}",
            chat_id=appeal.chat_id,
            name="appeal_answered",
            values={"account_no": appeal.account_no, "number": appeal.number, "status": status, "answer": text},
        )
        return True

    async def sender_has_left(self, *, appeal: Appeal) -> bool:
        """Say whether the chat that asked does not see the account any more: unlinked, or of a former owner."""
        return appeal.chat_id not in {holder.chat_id for holder in await self._links.of_account(appeal.account_id)}

    async def _find(self, number: str) -> Appeal:
        found = await self._appeals.get(read_appeal_number(number))
        known = found is not None and found.number == number.strip().upper()
        if found is None or not known or not found.has_come_before_the_office(self._now):
            raise NotAtTheOffice
        return found

    async def _record(self, action: str, appeal: Appeal, detail: str = "") -> None:
        told = " ".join(filter(None, (appeal.number, detail)))
        await self._audit.record(actor="office", action=action, subject=f"account:{appeal.account_id}", detail=told)
