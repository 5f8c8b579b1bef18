"""The tariff book of the live generation, and what decides on the prices of an account."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import BigInteger, Date, Row, bindparam, or_, select

from core.storage.book import account_history, accounts, tariffs
from core.storage.sealing import Vault
from core.storage.work import Work
from core.tariffs.model import Household, Rate, TariffBook
from core.tariffs.ports import TariffsOfAccount

_NORM, _PRICE, _VAT = -3, -4, -2  # as the book is stored: scaled integers
_FIELDS = ("residents", "stove", "benefit", "tariff_group", "tariff_scheme")
_HOUSEHOLDS = (
    select(
        accounts.c.kind,
        *(accounts.c[name] for name in _FIELDS),
        account_history.c.valid_from,
        *(account_history.c[name].label(f"then_{name}") for name in _FIELDS),
    )
    .outerjoin(account_history, account_history.c.account_id == accounts.c.account_id)
    .where(accounts.c.account_id == bindparam("account_id", type_=BigInteger))
    .order_by(account_history.c.valid_from)
)
_IN_FORCE = select(tariffs).where(
    tariffs.c.valid_from <= bindparam("last", type_=Date),
    or_(tariffs.c.valid_to.is_(None), tariffs.c.valid_to >= bindparam("first", type_=Date)),
)
_OF_GROUPS = _IN_FORCE.where(tariffs.c.tariff_group.in_(bindparam("groups", expanding=True)))

# A generation is never changed, and at the end of a month everybody asks for the same days of the same prices: what
# was read is kept, for each database (told apart by its vault) and generation.
_BOOKS: WeakKeyDictionary[Vault, dict[tuple[int, frozenset[str] | None, date, date], TariffBook]] = WeakKeyDictionary()
_MOST_BOOKS = 200


class SqlTariffs:
    """`Tariffs` of core.tariffs.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of_account(self, account_id: int) -> TariffsOfAccount | None:
        rows = (await self._work.execute(_HOUSEHOLDS, {"account_id": account_id})).all()
        if not rows:
            return None
        return TariffsOfAccount(legal=rows[0].kind == "legal", households=tuple(map(_household, rows)))

    async def book(self, groups: Collection[str] | None, first: date, last: date) -> TariffBook:
        kept = _BOOKS.setdefault(self._work.vault, {})
        key = await self._work.generation(), None if groups is None else frozenset(groups), first, last
        if key not in kept:
            if len(kept) >= _MOST_BOOKS:
                kept.clear()
            kept[key] = await self._read(groups, first, last)
        return kept[key]

    async def _read(self, groups: Collection[str] | None, first: date, last: date) -> TariffBook:
        asked: dict[str, Any] = {"first": first, "last": last}
        if groups is None:
            return TariffBook(tuple(map(_rate, await self._work.execute(_IN_FORCE, asked))))
        return TariffBook(tuple(map(_rate, await self._work.execute(_OF_GROUPS, {**asked, "groups": sorted(groups)}))))


def _household(row: Row[Any]) -> Household:
    """Return a state of the history, an empty cell of it as the account itself has it; without one, the account's."""

    def known(name: str) -> Any:
        then = getattr(row, f"then_{name}")
        return getattr(row, name) if then is None else then

    return Household(
        valid_from=row.valid_from,
        residents=known("residents"),
        stove=known("stove") or "",
        benefit=known("benefit") or "",
        tariff_group=known("tariff_group") or "",
        tariff_scheme=known("tariff_scheme") or "",
    )


def _rate(row: Row[Any]) -> Rate:
    return Rate(
        tariff_group=row.tariff_group,
        scheme=row.scheme,
        stove=row.stove,
        benefit=row.benefit,
        zone=row.zone,
        level=row.level,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        norm_from=None if row.norm_from is None else Decimal(row.norm_from).scaleb(_NORM),
        norm_to=None if row.norm_to is None else Decimal(row.norm_to).scaleb(_NORM),
        price_ex_vat=Decimal(row.price_ex_vat).scaleb(_PRICE),
        vat_rate=Decimal(row.vat_rate).scaleb(_VAT),
        price_inc_vat=Decimal(row.price_inc_vat).scaleb(_PRICE),
    )
