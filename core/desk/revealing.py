"""Personal data in a group of the operators: for a reason, written down first, and for some minutes only."""

from dataclasses import dataclass
from datetime import datetime

from core.accounts.ports import Accounts
from core.desk.answering import AnsweringService
from core.desk.model import DeskRefused, Seat
from core.desk.policy import DeskPolicy
from core.desk.talks import Stores

_SHORTEST_REASON = 3
_LONGEST_DETAIL = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Revealed:
    account_no: str
    payer: str
    address_kk: str
    address_ru: str
    phones: tuple[str, ...]


class RevealService:
    def __init__(
        self, *, stores: Stores, answering: AnsweringService, accounts: Accounts, policy: DeskPolicy, now: datetime
    ) -> None:
        self._stores = stores
        self._answering = answering
        self._accounts = accounts
        self._policy = policy
        self._now = now

    async def reveal(self, *, seat: Seat, reason: str) -> None:
        """Have the data of the consumer's accounts shown in the thread, and erased again.

        :raises DeskRefused: syntax: there has to be a reason; nothing_linked: he shows no account as his own (any more)
        """
        await self._stores.work.write()
        operator, thread = await self._answering.whose(seat=seat)
        reason = " ".join(reason.split())
        if len(reason) < _SHORTEST_REASON:
            raise DeskRefused("syntax", command="reveal")
        assert thread.chat_id is not None
        linked = await self._stores.links.of_chat(thread.chat_id)
        if not linked:
            raise DeskRefused("nothing_linked")
        for each in linked:
            await self._stores.audit.record(
                actor=f"operator:{operator.user_id}",
                action="desk.reveal",
                subject=f"account:{each.account_id}",
                detail=f"thread:{thread.id} {reason}"[:_LONGEST_DETAIL],
            )
        await self._stores.relay.tell_thread(
            thread=thread,
            name="data_revealed",
            values={},
            key=f"reveal:{seat.spot.chat_id}:{seat.spot.message_id}",
            erase_after=self._policy.reveal_minutes * 60,
            shows=True,
        )

    async def shown(self, *, thread_id: int) -> tuple[Revealed, ...]:
        """Return what is shown now; nothing of an account that has been unlinked meanwhile."""
        thread = await self._stores.threads.get(thread_id)
        if thread is None or thread.chat_id is None:
            return ()
        linked = await self._stores.links.of_chat(thread.chat_id)
        phones = await self._accounts.phones(tuple(each.account_id for each in linked))
        found = []
        for each in linked:
            file = await self._accounts.file(each.account_id)
            found.append(
                Revealed(
                    account_no=each.account_no,
                    payer=file.payer,
                    address_kk=file.address_kk,
                    address_ru=file.address_ru,
                    phones=phones.get(each.account_id, ()),
                )
            )
        return tuple(found)
