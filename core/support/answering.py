"""Operators answer appeals from their group: by the number, or in reply to the message that shows one."""

from core.desk.answering import AnsweringService
from core.desk.model import DeskRefused, Operator, Seat, Spot
from core.desk.ports import Threads
from core.ports import AuditLog
from core.support.model import LONGEST_ANSWER, Appeal, Paper, Status, read_appeal_number
from core.support.office import AnsweredBefore, AppealOffice, NotAtTheOffice
from core.support.ports import Appeals


class AppealAnswers:
    """Each act is asked for anew whether he may, and is audited."""

    def __init__(
        self,
        *,
        answering: AnsweringService,
        office: AppealOffice,
        appeals: Appeals,
        threads: Threads,
        audit: AuditLog,
    ) -> None:
        self._answering = answering
        self._office = office
        self._appeals = appeals
        self._threads = threads
        self._audit = audit

    async def list_open(self, *, seat: Seat) -> tuple[Appeal, ...]:
        """Return what waits for an answer, the most urgent first."""
        operator = await self._operator(seat)
        await self._audit.record(actor=_name(operator), action="appeal.list", subject="appeals")
        return await self._office.open_ones()

    async def close(
        self, *, seat: Seat, written: str, status: Status, paper: Paper | None = None
    ) -> tuple[Appeal, bool]:
        """Close the appeal that is named or replied to; return it, and whether its sender is told.

        What is `written` may begin with the number.

        :raises DeskRefused: no appeal is meant, it is of another consumer than the topic, it is closed already, there
            is no text, or too much of it
        """
        operator = await self._operator(seat)
        meant, text = await self._meant(seat, written)
        if not text:
            raise DeskRefused("no_answer", number=meant.number)
        if len(text) > LONGEST_ANSWER:
            raise DeskRefused("answer_too_long", length=len(text), limit=LONGEST_ANSWER)
        try:
            told = await self._office.answer(
                number=meant.number, status=status, text=text, by=_name(operator), paper=paper
            )
            return await self._office.find(meant.number), told
        except NotAtTheOffice:
            raise DeskRefused("no_such_appeal", number=meant.number) from None
        except AnsweredBefore as before:
            raise DeskRefused("answered_before", number=meant.number, status=before.appeal.status.value) from None

    async def begun_by(self, *, album: str) -> Appeal | None:
        """Return the appeal that was answered by the first file of an album."""
        return await self._office.answered_by(album=album)

    async def add_paper(self, *, seat: Seat, paper: Paper) -> None:
        """Send the next paper of an album along with the answer that its first one has carried."""
        operator = await self._operator(seat)
        appeal = await self.begun_by(album=paper.album)
        if appeal is not None:
            await self._office.add_paper(appeal=appeal, paper=paper)
            await self._audit.record(actor=_name(operator), action="appeal.paper", subject=f"appeal:{appeal.id}")

    async def _operator(self, seat: Seat) -> Operator:
        return await self._answering.operator(user_id=seat.user_id, is_anonymous=seat.is_anonymous)

    async def _meant(self, seat: Seat, written: str) -> tuple[Appeal, str]:
        """Return the appeal, and the text without its number.

        :raises DeskRefused: as in `close`
        """
        number, text = _split(written)
        shown = None
        if seat.reply_to is not None:
            shown = await self._appeals.at(Spot(chat_id=seat.spot.chat_id, message_id=seat.reply_to))
        if not number:
            if shown is None:
                raise DeskRefused("which_appeal")
            return shown, text
        if shown is not None and shown.number != number:
            raise DeskRefused("two_appeals", number=number, other=shown.number)
        found = await self._appeals.get(read_appeal_number(number))
        if found is None or found.number != number:
            raise DeskRefused("no_such_appeal", number=number)
        if seat.topic_id is not None and found.chat_id is not None:
            thread = await self._threads.of_topic(seat.spot.chat_id, seat.topic_id)
            if thread is not None and thread.chat_id != found.chat_id:
                raise DeskRefused("other_consumer", number=number)
        return found, text


def _split(written: str) -> tuple[str, str]:
    """Return the number that an answer begins with, and the rest."""
    first, *rest = written.strip().split(maxsplit=1) or [""]
    if read_appeal_number(first.rstrip(":,")):
        return first.rstrip(":,").upper(), rest[0].strip() if rest else ""
    return "", written.strip()


def _name(operator: Operator) -> str:
    return f"operator:{operator.user_id}"
