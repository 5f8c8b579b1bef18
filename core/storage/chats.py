"""The chats that campaigns may write to, a page at a time."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import BigInteger, Integer, Row, and_, bindparam, delete, func, select

from core.notices.model import AudienceAccount, Channel, Chat, NoticeSettings, NoticeType
from core.storage.accounts import written_address
from core.storage.book import accounts
from core.storage.dialect import upsert
from core.storage.tables import customers, links, notice_settings
from core.storage.work import Work

MAY = and_(  # `consent`: the version in force
    customers.c.blocked_at.is_(None), customers.c.consent_version == bindparam("consent"), customers.c.chat_id > 0
)
_CHATS = select(
    customers.c.chat_id,
    customers.c.language,
    notice_settings.c.off,
    notice_settings.c.quiet_from,
    notice_settings.c.quiet_to,
    notice_settings.c.bills_by,
).outerjoin(notice_settings, notice_settings.c.chat_id == customers.c.chat_id)
_AFTER = (
    _CHATS.where(MAY, customers.c.chat_id > bindparam("chat", type_=BigInteger))
    .order_by(customers.c.chat_id)
    .limit(bindparam("most", type_=Integer))
)
_SOME = _CHATS.where(MAY, customers.c.chat_id.in_(bindparam("chats", expanding=True, type_=BigInteger)))
_COUNT = select(func.count()).select_from(customers).where(MAY)
_LINKED = (
    select(
        links.c.id,
        links.c.chat_id,
        links.c.linked_at,
        links.c.level,
        *(accounts.c[name] for name in ("account_id", "branch_code", "kind", "status")),
        *(accounts.c[name] for name in ("tariff_group", "tariff_scheme", "stove", "benefit", "personal")),
    )
    .join(accounts, (links.c.account_id == accounts.c.account_id) & (links.c.owner_mark == accounts.c.owner_mark))
    .where(links.c.chat_id.in_(bindparam("chats", expanding=True, type_=BigInteger)))
    .order_by(links.c.chat_id, links.c.id)
)
_SETTINGS = select(notice_settings).where(notice_settings.c.chat_id == bindparam("chat", type_=BigInteger))


class SqlChats:
    """`Chats` of core.notices.ports."""

    def __init__(self, work: Work, consent_version: str) -> None:
        self._work = work
        self._consent = consent_version

    async def after(self, chat_id: int, most: int) -> tuple[Chat, ...]:
        bound = {"consent": self._consent, "chat": chat_id, "most": most}
        return await self._with_accounts((await self._work.execute(_AFTER, bound)).all())

    async def count(self) -> int:
        return int((await self._work.execute(_COUNT, {"consent": self._consent})).scalar_one())

    async def some(self, chat_ids: Sequence[int]) -> dict[int, Chat]:
        bound = {"consent": self._consent, "chats": list(chat_ids)}
        return {
            chat.chat_id: chat for chat in await self._with_accounts((await self._work.execute(_SOME, bound)).all())
        }

    async def _with_accounts(self, rows: Sequence[Row[Any]]) -> tuple[Chat, ...]:
        if not rows:
            return ()
        found = (await self._work.execute(_LINKED, {"chats": [row.chat_id for row in rows]})).all()
        linked = {chat: tuple(map(self._account, of)) for chat, of in groupby(found, attrgetter("chat_id"))}
        return tuple(
            Chat(
                chat_id=row.chat_id,
                language=row.language,
                settings=_settings(row),
                accounts=linked.get(row.chat_id, ()),
            )
            for row in rows
        )

    def _account(self, row: Row[Any]) -> AudienceAccount:
        personal: dict[str, Any] = self._work.vault.open(row.personal)
        return AudienceAccount(
            link_id=row.id,
            account_id=row.account_id,
            linked_at=row.linked_at,
            level=row.level,
            account_no=personal["account_no"],
            branch_code=row.branch_code or "",
            kind=row.kind or "person",
            status=row.status or "active",
            tariff_group=row.tariff_group or "",
            tariff_scheme=row.tariff_scheme or "",
            stove=row.stove or "",
            benefit=row.benefit or "none",
            locality=personal.get("locality") or "",
            street=personal.get("street") or "",
            house=personal.get("house") or "",
            address_kk=written_address(personal, "address_kk", "address_ru"),
            address_ru=written_address(personal, "address_ru", "address_kk"),
        )


class SqlNoticeSettings:
    """`Settings` of core.notices.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of_chat(self, chat_id: int) -> NoticeSettings:
        row = (await self._work.execute(_SETTINGS, {"chat": chat_id})).first()
        return _settings(row) if row is not None else NoticeSettings()

    async def save(self, chat_id: int, settings: NoticeSettings) -> None:
        quiet_from, quiet_to = settings.quiet or (None, None)
        values = {
            "off": "".join(f",{about}" for about in sorted(settings.off)),
            "quiet_from": quiet_from,
            "quiet_to": quiet_to,
            "bills_by": settings.bills_by.value,
        }
        row = upsert(notice_settings, is_sqlite=self._work.is_sqlite).values(chat_id=chat_id, **values)
        await self._work.execute(row.on_conflict_do_update(index_elements=["chat_id"], set_=values))


async def forget_chat(work: Work, chat_id: int) -> None:
    await work.execute(delete(notice_settings).where(notice_settings.c.chat_id == chat_id))


def _settings(row: Row[Any]) -> NoticeSettings:
    known = {about.value for about in NoticeType}
    return NoticeSettings(
        off=frozenset(NoticeType(word) for word in (row.off or "").split(",") if word in known),
        quiet=None if row.quiet_from is None else (row.quiet_from, row.quiet_to),
        bills_by=Channel(row.bills_by or Channel.CHAT),
    )
