"""Which account numbers of a list there are."""

from collections.abc import Collection

from sqlalchemy import BigInteger, bindparam, select

from core.storage.book import accounts
from core.storage.work import Work

_PAGE = 1_000
_KNOWN = select(accounts.c.number_mark).where(
    accounts.c.number_mark.in_(bindparam("marks", expanding=True, type_=BigInteger))
)


class SqlAccountBook:
    """`AccountBook` of core.notices.account_lists."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def known(self, numbers: Collection[str]) -> frozenset[str]:
        by_mark = {self._work.vault.number_mark(number): number for number in numbers}
        marks, found = list(by_mark), set[str]()
        for at in range(0, len(marks), _PAGE):
            rows = await self._work.execute(_KNOWN, {"marks": marks[at : at + _PAGE]})
            found |= {by_mark[mark] for mark in rows.scalars()}
        return frozenset(found)
