"""One-time codes and account tokens: those of the packages stand in the book, those of the office here."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from core.accounts.ports import CodeOnFile
from core.clock import ALMATY
from core.storage.book import link_codes
from core.storage.dialect import upsert
from core.storage.sealing import code_hash
from core.storage.tables import codes
from core.storage.work import Work


class SqlCodes:
    """`Codes` of core.accounts.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def find(self, text: str) -> CodeOnFile | None:
        exact = text.strip()
        as_read = "".join(exact.upper().split()).replace("-", "")
        hashes = (code_hash(exact), code_hash(as_read))
        known = (await self._work.execute(select(codes).where(codes.c.code_hash.in_(hashes)))).first()
        packed = (await self._work.execute(select(link_codes).where(link_codes.c.code_hash.in_(hashes)))).first()
        if packed is not None:
            return CodeOnFile(
                code_hash=packed.code_hash,
                account_id=packed.account_id,
                owner_mark=None,
                kind=packed.kind,
                valid_until=_end_of(packed.valid_to),
                issued_at=None,
                used=known is not None,
            )
        if known is None:
            return None
        return CodeOnFile(
            code_hash=known.code_hash,
            account_id=known.account_id,
            owner_mark=known.owner_mark,
            kind="one_time",
            valid_until=known.valid_to,
            issued_at=known.issued_at,
            used=known.used_at is not None,
        )

    async def issue(self, *, code: str, account_id: int, owner_mark: int, now: datetime, until: datetime) -> None:
        await self._keep(code_hash(code), account_id, owner_mark, now, until, None)

    async def use_up(self, code: CodeOnFile, owner_mark: int, now: datetime) -> None:
        until = code.valid_until or now
        await self._keep(code.code_hash, code.account_id, owner_mark, code.issued_at or now, until, now)

    async def _keep(
        self, hashed: str, account_id: int, owner_mark: int, issued: datetime, until: datetime, used: datetime | None
    ) -> None:
        row = {
            "code_hash": hashed,
            "account_id": account_id,
            "owner_mark": owner_mark,
            "issued_at": issued,
            "valid_to": until,
            "used_at": used,
        }
        keep = upsert(codes, is_sqlite=self._work.is_sqlite).values(row)
        await self._work.execute(keep.on_conflict_do_update(index_elements=["code_hash"], set_={"used_at": used}))


def _end_of(day: date | None) -> datetime | None:
    """Return the end of a calendar day in Kazakhstan."""
    return None if day is None else datetime.combine(day + timedelta(days=1), time.min, ALMATY)
