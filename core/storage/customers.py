from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select, update

from core.customers.model import Customer, GivenConsent, OwnConversation
from core.notices.model import NoticeSettings
from core.storage import agreements, chats, desk_own, emails, papers, pins, readings_erasure, support
from core.storage.dialect import upsert
from core.storage.opening import CUSTOMER
from core.storage.outbox import count, hold
from core.storage.tables import consents, customers, flows, inbox, links, outbox
from core.storage.work import Work

_CONSENT = (
    consents.c.version,
    consents.c.text_hash,
    consents.c.language,
    consents.c.given_at,
    consents.c.withdrawn_at,
)


_FIND = select(*CUSTOMER).where(customers.c.chat_id == bindparam("chat"))


class SqlCustomers:
    """`Customers` of core.customers.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def find(self, chat_id: int) -> Customer | None:
        row = await self._work.chat(chat_id) or (await self._work.execute(_FIND, {"chat": chat_id})).first()
        if row is None or row.language is None:
            return None
        return Customer(
            chat_id=chat_id,
            language=row.language,
            consent_version=row.consent_version,
            current_link=row.current_link,
            unreachable=row.blocked_at is not None,
        )

    async def save_language(self, chat_id: int, language: str, now: datetime) -> None:
        await self._enter(chat_id, now, language=language)

    async def save_consent(self, chat_id: int, consent: GivenConsent) -> None:
        row = {name: getattr(consent, name) for name in ("version", "text_hash", "language", "given_at")}
        await self._work.execute(insert(consents).values(chat_id=chat_id, **row))
        await self._enter(chat_id, consent.given_at, language=consent.language, consent_version=consent.version)

    async def withdraw_consent(self, chat_id: int, now: datetime) -> None:
        in_force = (consents.c.chat_id == chat_id, consents.c.withdrawn_at.is_(None))
        await self._work.execute(update(consents).where(*in_force).values(withdrawn_at=now))
        gone = update(customers).where(customers.c.chat_id == chat_id).values(consent_version=None)
        await self._work.execute(gone)

    async def consents(self, chat_id: int) -> tuple[GivenConsent, ...]:
        given = select(*_CONSENT).where(consents.c.chat_id == chat_id).order_by(consents.c.id)
        return tuple(GivenConsent(**row) for row in (await self._work.execute(given)).mappings())

    async def mark_blocked(self, chat_id: int, at: datetime | None) -> bool:
        mark = update(customers).where(customers.c.chat_id == chat_id).values(blocked_at=at)
        return bool((await self._work.execute(mark)).rowcount)

    async def joined_at(self, chat_id: int) -> datetime | None:
        found: datetime | None = (
            await self._work.execute(select(customers.c.joined_at).where(customers.c.chat_id == chat_id))
        ).scalar()
        return found

    async def notices(self, chat_id: int) -> NoticeSettings:
        return await chats.SqlNoticeSettings(self._work).of_chat(chat_id)

    async def agreements(self, chat_id: int) -> tuple[GivenConsent, ...]:
        return await agreements.of_chat(self._work, chat_id)

    async def conversations(self, chat_id: int) -> tuple[OwnConversation, ...]:
        return await desk_own.of_chat(self._work, chat_id)

    async def erase(self, chat_id: int, now: datetime) -> None:
        await self._drop_waiting(chat_id, now)  # first of all: whoever else changes a campaign has its rows after it
        await self._work.execute(delete(links).where(links.c.chat_id == chat_id))
        await self._work.execute(delete(flows).where(flows.c.chat_id == chat_id))
        for slice_of in (readings_erasure, papers, emails, pins, chats):
            await slice_of.forget_chat(self._work, chat_id)
        await agreements.forget_chat(self._work, chat_id, now)
        await support.forget_sender(self._work, chat_id, now)
        await desk_own.forget_chat(self._work, chat_id, now)
        await self._work.execute(delete(customers).where(customers.c.chat_id == chat_id))
        finished = (inbox.c.chat_id == chat_id, inbox.c.state.in_(("done", "dead")))
        await self._work.execute(update(inbox).where(*finished).values(body=None, answer=None))

    async def _drop_waiting(self, chat_id: int, now: datetime) -> None:
        """Take what waits for the chat out of the outbox, and what was said to it: campaigns are locked before rows.

        What a campaign puts in meanwhile is judged when it is to go, as is what it puts in afterwards.
        """
        own = (outbox.c.chat_id == chat_id, outbox.c.state == "new")
        found = await self._work.execute(select(outbox.c.campaign).where(*own).distinct())
        held = {campaign for campaign in found.scalars() if campaign is not None}
        await hold(self._work, held)
        waiting = update(outbox).where(*own, or_(outbox.c.campaign.is_(None), outbox.c.campaign.in_(held)))
        dropped = waiting.values(state="cancelled", outcome="gone", closed_at=now).returning(outbox.c.campaign)
        of_campaigns = [each for each in (await self._work.execute(dropped)).scalars() if each is not None]
        await count(self._work, Counter((campaign, "dropped") for campaign in of_campaigns))
        told = update(outbox).where(outbox.c.chat_id == chat_id, outbox.c.state.not_in(("new", "sending")))
        await self._work.execute(told.values(payload=None))

    async def _enter(self, chat_id: int, now: datetime, **values: Any) -> None:
        row = upsert(customers, is_sqlite=self._work.is_sqlite).values(chat_id=chat_id, joined_at=now, **values)
        await self._work.execute(row.on_conflict_do_update(index_elements=["chat_id"], set_=values))
