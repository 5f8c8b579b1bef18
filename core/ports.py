"""What every slice may ask of the outside: the transaction, the audit log, a word to somebody else."""

from typing import Protocol


class UnitOfWork(Protocol):
    async def write(self) -> None:
        """Begin the one writing transaction; the first line of every use case that writes."""


class AuditLog(Protocol):
    async def record(self, *, actor: str, action: str, subject: str, detail: str = "") -> None:
        """Append who did what to whom, in ids: `chat:1`, `view.balance`, `account:2`. Never a name or an amount."""


class Notices(Protocol):
    async def post(self, *, key: str, chat_id: int, name: str, values: dict[str, str | int], priority: int = 3) -> None:
        """Queue a message to another chat in this transaction; an equal `key` is queued once.

        `name` says which message (`linked_elsewhere`); the words are chosen when it is sent, in the language of
        that chat then.
        """

    async def alarm(self, *, key: str, name: str, values: dict[str, str | int]) -> None:
        """Queue a message to the operators' chat; nothing is queued where none is set."""
