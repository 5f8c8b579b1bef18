from datetime import datetime
from typing import Protocol

from core.customers.model import Customer, GivenConsent, OwnConversation
from core.notices.model import NoticeSettings


class Customers(Protocol):
    async def find(self, chat_id: int) -> Customer | None: ...

    async def save_language(self, chat_id: int, language: str, now: datetime) -> None:
        """Keep the language; somebody new is entered."""

    async def save_consent(self, chat_id: int, consent: GivenConsent) -> None:
        """Append the consent and put it in force; somebody new is entered."""

    async def withdraw_consent(self, chat_id: int, now: datetime) -> None: ...

    async def consents(self, chat_id: int) -> tuple[GivenConsent, ...]:
        """Return every consent that was ever given, the oldest first."""

    async def mark_blocked(self, chat_id: int, at: datetime | None) -> bool:
        """Note since when the person blocks the bot (None: no more); return whether the person is known."""

    async def joined_at(self, chat_id: int) -> datetime | None: ...

    async def notices(self, chat_id: int) -> NoticeSettings:
        """Return what is chosen of notices."""

    async def agreements(self, chat_id: int) -> tuple[GivenConsent, ...]:
        """Return every agreement to notices without paper that was given here, the oldest first."""

    async def conversations(self, chat_id: int) -> tuple[OwnConversation, ...]:
        """Return what was said between the chat and the operators, the oldest talk first; notes are no part of it."""

    async def erase(self, chat_id: int, now: datetime) -> None:
        """Delete what is kept of the chat: links, drafts, texts. Counters of tries and consents given stay."""
