"""How appeals come before the operators: in the consumer's topic, or as an alarm where he has none.

Words of the relay (`name`: values): to the operators `appeal_arrived`: appeal_id, number, kind, account_no, due_on
(empty: none), text, fields, papers (how many); `appeal_gone`: number; `appeal_closed`: number, status, told (1 or 0);
`appeal_due`: number, due_on, kind; `appeal_not_delivered`: number. To the consumer `appeal_answered`: appeal_id,
number, account_no, status, answer.
"""

from datetime import datetime

from core.desk.model import Thread
from core.support.model import Appeal, Kind, Status
from core.support.ports import Stores

Values = dict[str, str | int]


class AppealsAtDesk:
    def __init__(self, *, stores: Stores, now: datetime) -> None:
        self._stores = stores
        self._now = now

    async def arrived(self, appeal: Appeal) -> None:
        """Show it to the operators with its words and papers; of a change of the profile only what is to change."""
        thread = await self._place(appeal)
        if thread is None:
            key = f"appeal_arrived:{appeal.id}"
            await self._stores.notices.alarm(key=key, name="appeal_arrived", values=_known_of(appeal))
            return
        more: Values = {"appeal_id": appeal.id, "papers": len(appeal.papers), "text": appeal.text, "fields": ""}
        more["ref"] = appeal.content.get("ref", "")
        if appeal.kind is Kind.PROFILE_CHANGE:
            more["fields"] = " ".join(appeal.content)
        await self._stores.relay.tell_thread(
            thread=thread, name="appeal_arrived", values=_known_of(appeal) | more, key=f"appeal_arrived:{appeal.id}"
        )
        for index in range(len(appeal.papers)):
            await self._stores.relay.pass_paper(chat_id=thread.group_id, appeal_id=appeal.id, of="asked", index=index)
        await self._stores.relay.refresh(thread=thread, now=self._now)

    async def gone(self, appeal: Appeal) -> None:
        """Say that it was withdrawn."""
        values: Values = {"number": appeal.number, "account_no": appeal.account_no}
        thread = await self._known(appeal)
        if thread is None:
            await self._stores.notices.alarm(key=f"appeal_gone:{appeal.id}", name="appeal_gone", values=values)
            return
        await self._stores.relay.tell_thread(
            thread=thread, name="appeal_gone", values=values, key=f"appeal_gone:{appeal.id}"
        )
        await self._stores.relay.refresh(thread=thread, now=self._now)

    async def closed(self, appeal: Appeal, status: Status, *, told: bool) -> None:
        """Say that it has been answered, from wherever."""
        thread = await self._known(appeal)
        if thread is None:
            return
        values: Values = {"number": appeal.number, "status": status.value, "told": int(told)}
        await self._stores.relay.tell_thread(
            thread=thread, name="appeal_closed", values=values, key=f"appeal_closed:{appeal.id}"
        )
        await self._stores.relay.refresh(thread=thread, now=self._now)

    async def answer(self, appeal: Appeal, status: Status, text: str) -> None:
        """Bring the answer into the chat that has asked."""
        assert appeal.chat_id is not None
        values: Values = {
            "appeal_id": appeal.id,
            "number": appeal.number,
            "account_no": appeal.account_no,
            "status": status.value,
            "answer": text,
        }
        await self._stores.relay.tell(
            chat_id=appeal.chat_id, name="appeal_answered", values=values, key=f"appeal_answered:{appeal.id}"
        )

    async def answer_paper(self, appeal: Appeal, index: int) -> None:
        assert appeal.chat_id is not None
        await self._stores.relay.pass_paper(chat_id=appeal.chat_id, appeal_id=appeal.id, of="answer", index=index)

    async def remind(self, appeal: Appeal, times: int, *, group_too: bool) -> None:
        """Say in the topic that it waits, and in the group as well where the topic alone has not helped."""
        values = _known_of(appeal)
        thread = await self._place(appeal)
        key = f"appeal_due:{appeal.id}:{times}"
        if thread is None:
            await self._stores.notices.alarm(key=key, name="appeal_due", values=values)
            return
        await self._stores.relay.tell_thread(thread=thread, name="appeal_due", values=values, key=key)
        if group_too:
            await self._stores.relay.tell_group(
                chat_id=thread.group_id, name="appeal_due", values=values, key=f"{key}:group"
            )

    async def _known(self, appeal: Appeal) -> Thread | None:
        return None if appeal.chat_id is None else await self._stores.places.known(appeal.chat_id)

    async def _place(self, appeal: Appeal) -> Thread | None:
        if appeal.chat_id is None:
            return None
        return await self._stores.places.of(appeal.chat_id, appeal.account_id)


def _known_of(appeal: Appeal) -> Values:
    """Return what stands open: nothing personal."""
    return {
        "number": appeal.number,
        "kind": appeal.kind.value,
        "account_no": appeal.account_no,
        "due_on": appeal.due_on.isoformat() if appeal.due_on is not None else "",
    }
