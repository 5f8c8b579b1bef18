"""The person behind an account of the live book."""

from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from core.profile.ports import PersonOnFile
from core.storage.accounts import written_address
from core.storage.book import accounts
from core.storage.work import Work

_PERSONAL = select(accounts.c.personal).where(accounts.c.account_id == bindparam("account"))


class SqlPeople:
    """`People` of core.profile.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of_account(self, account_id: int) -> PersonOnFile:
        sealed = (await self._work.execute(_PERSONAL, {"account": account_id})).scalar_one()
        known: dict[str, Any] = self._work.vault.open(sealed)
        born = known.get("birth_date")
        return PersonOnFile(
            payer=known.get("payer_name") or "",
            locality=known.get("locality") or "",
            street=known.get("street") or "",
            address_kk=written_address(known, "address_kk", "address_ru"),
            address_ru=written_address(known, "address_ru", "address_kk"),
            phone=known.get("phone") or "",
            mobile=known.get("mobile") or "",
            email=known.get("email") or "",
            birth_date=date.fromisoformat(born) if born else None,
            sex=known.get("sex") or "",
        )
