"""What notices ask of the outbox, of the chats and of each occasion."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from core.notices.model import Campaign, Chat, Firing, NoticeSettings, NoticeType, Recipient, State


class Campaigns(Protocol):
    async def add(
        self, *, about: NoticeType, content: dict[str, Any], created_by: str, now: datetime, **more: Any
    ) -> Campaign | None:
        """Keep a new one; None: there is one of its `key` already."""

    async def get(self, campaign_id: int) -> Campaign | None: ...

    async def hold(self, campaign_id: int) -> None:
        """Keep everybody else from changing it till the end of this unit of work, which writes."""

    async def known(self, keys: Sequence[str]) -> set[str]:
        """Return those of these keys that a campaign has already."""

    async def in_states(self, *states: State) -> tuple[Campaign, ...]:
        """Return them, the oldest first."""

    async def children(self, campaign_id: int) -> tuple[Campaign, ...]:
        """Return those that take back or correct what it has sent, the oldest first."""

    async def newest(self, most: int) -> tuple[Campaign, ...]: ...

    async def change(self, campaign_id: int, before: Iterable[State], **values: Any) -> bool:
        """Change columns of one that is in one of these states; False: it is not (any more)."""

    async def enqueue(self, campaign: Campaign, recipients: Sequence[Recipient], now: datetime) -> int:
        """Put recipients into the outbox and count them; return how many were not there yet."""

    async def are_soon(self, campaign: Campaign, until: datetime, number: int) -> bool:
        """Say whether at least so many recipients of a campaign are to be sent till then."""

    async def drop_waiting(self, campaign_id: int, now: datetime) -> int:
        """Take everything that has not been sent out of the outbox again and count it."""


class Chats(Protocol):
    """The chats that may be written to, with their accounts whose owner is unchanged."""

    async def after(self, chat_id: int, most: int) -> tuple[Chat, ...]:
        """Return the next ones by number."""

    async def count(self) -> int: ...

    async def some(self, chat_ids: Sequence[int]) -> dict[int, Chat]: ...


class Settings(Protocol):
    async def of_chat(self, chat_id: int) -> NoticeSettings: ...

    async def save(self, chat_id: int, settings: NoticeSettings) -> None: ...


class Occasion(Protocol):
    """One kind of notice. `recipients` is asked twice: when the outbox is filled, and again when a message is about
    to go; what it does not name the second time is not sent any more.
    """

    about: NoticeType

    async def firings(self, now: datetime) -> Sequence[Firing]:
        """Return the campaigns that ought to exist now, begun or not; empty for those that people begin."""

    async def recipients(self, campaign: Campaign, chats: Sequence[Chat], now: datetime) -> Sequence[Recipient]:
        """Return who of these chats is written to, and what the words need."""
