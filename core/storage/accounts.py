"""Accounts of the live book, for linking and the account card."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select

from core.accounts.model import Branch, CardMeter, CardPoint
from core.accounts.ports import AccountFile, Candidate, Payment
from core.storage.book import accounts, amount_counts, branches, last_payments, meters, points, services
from core.storage.tables import locks, packages
from core.storage.work import Work

_SEVERAL_PHONES = re.compile(r"[,;/]")
_IN_PLACE = and_(meters.c.removed_on.is_(None), meters.c.status.is_distinct_from("removed"))
_SERIALS = (
    select(points.c.account_id, meters.c.serial_no)
    .join(meters, meters.c.point_id == points.c.point_id)
    .join(accounts, accounts.c.account_id == points.c.account_id)
    .where(_IN_PLACE)
)
_POINTS = (
    select(
        points.c.point_id.label("point"),
        points.c.label,
        points.c.service_code,
        services.c.name_kk,
        services.c.name_ru,
        services.c.name_en,
        meters,
    )
    .outerjoin(services, services.c.service_code == points.c.service_code)
    .outerjoin(meters, meters.c.point_id == points.c.point_id)
    .order_by(points.c.point_id, meters.c.removed_on.is_not(None), meters.c.removed_on.desc(), meters.c.meter_id)
)


class SqlAccounts:
    """`Accounts` of core.accounts.ports."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def candidates(self, number: str, now: datetime) -> tuple[Candidate, ...]:
        return await self._candidates(accounts.c.number_mark == self._work.vault.number_mark(number), now)

    async def candidate(self, account_id: int, now: datetime) -> Candidate | None:
        found = await self._candidates(accounts.c.account_id == account_id, now)
        return found[0] if found else None

    async def phones(self, account_ids: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
        query = select(accounts.c.account_id, accounts.c.personal).where(accounts.c.account_id.in_(account_ids))
        return {row.account_id: self._phones(row.personal) for row in await self._work.execute(query)}

    async def file(self, account_id: int) -> AccountFile:
        row = (await self._work.execute(select(accounts).where(accounts.c.account_id == account_id))).one()
        personal: dict[str, Any] = self._work.vault.open(row.personal)
        (branch,) = await self.branches((row.branch_code,))
        rows = await self._work.execute(_POINTS.where(points.c.account_id == account_id))
        return AccountFile(
            account_no=personal["account_no"],
            branch=branch,
            kind=row.kind or "person",
            payer=personal.get("payer_name") or "",
            bin=personal.get("bin") or "",
            contract_no=personal.get("contract_no") or "",
            locality=personal.get("locality") or "",
            street=personal.get("street") or "",
            address_kk=written_address(personal, "address_kk", "address_ru"),
            address_ru=written_address(personal, "address_ru", "address_kk"),
            residents=row.residents,
            area=row.area,
            stove=row.stove or "",
            benefit=row.benefit or "none",
            tariff_group=row.tariff_group or "",
            tariff_scheme=row.tariff_scheme or "",
            opened_on=row.opened_on,
            closed_on=row.closed_on,
            points=tuple(self._point(list(same)) for _, same in groupby(rows, lambda row: row.point)),
        )

    async def branches(self, codes: tuple[str, ...]) -> tuple[Branch, ...]:
        query = select(branches.c.branch_code, branches.c.name_kk, branches.c.name_ru)
        rows = (await self._work.execute(query.where(branches.c.branch_code.in_(codes)))).all()
        names = {row.branch_code: row for row in rows}
        return tuple(_branch(code, names.get(code)) for code in sorted(set(codes)))

    async def holders_of_amount(self, amount: int) -> tuple[int, int]:
        holders = select(amount_counts.c.accounts).where(amount_counts.c.amount == amount).scalar_subquery()
        latest = select(packages.c.accounts).order_by(packages.c.imported_at.desc()).limit(1).scalar_subquery()
        both = select(func.coalesce(holders, 0).label("holders"), func.coalesce(latest, 0).label("accounts"))
        row = (await self._work.execute(both)).one()
        return row.holders, row.accounts

    async def _candidates(self, which: ColumnElement[bool], now: datetime) -> tuple[Candidate, ...]:
        frozen = and_(
            locks.c.subject == "account",
            locks.c.mark == accounts.c.account_id,
            locks.c.lifted_at.is_(None),
            locks.c.until > now,
        )
        query = (
            select(
                accounts.c.account_id,
                accounts.c.owner_mark,
                accounts.c.branch_code,
                accounts.c.status,
                locks.c.since,
                last_payments.c.amount,
                last_payments.c.paid_on,
            )
            .outerjoin(last_payments, last_payments.c.account_id == accounts.c.account_id)
            .outerjoin(locks, frozen)
            .where(which)
            .order_by(accounts.c.branch_code, accounts.c.account_id)
        )
        rows = (await self._work.execute(query)).all()
        serials = (await self._work.execute(_SERIALS.where(which))).all()
        return tuple(_candidate(same, serials) for same in _by_account(rows))

    def _point(self, rows: list[Row[Any]]) -> CardPoint:
        first = rows[0]
        label: dict[str, Any] = self._work.vault.open(first.label) if first.label else {}
        code = first.service_code or ""
        return CardPoint(
            name=label.get("name") or "",
            address=label.get("address") or "",
            service_kk=first.name_kk or first.name_ru or code,
            service_ru=first.name_ru or first.name_kk or code,
            service_en=first.name_en or first.name_ru or first.name_kk or code,
            meters=tuple(_meter(row) for row in rows if row.meter_id is not None),
        )

    def _phones(self, personal: bytes) -> tuple[str, ...]:
        opened: dict[str, Any] = self._work.vault.open(personal)
        written = f"{opened.get('phone') or ''};{opened.get('mobile') or ''}"
        return tuple(phone for phone in _SEVERAL_PHONES.split(written) if phone.strip())


def _by_account(rows: Sequence[Row[Any]]) -> Iterable[list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.account_id, []).append(row)
    return found.values()


def _candidate(rows: list[Row[Any]], serials: Sequence[Row[Any]]) -> Candidate:
    first = rows[0]
    payments = {(row.amount, row.paid_on) for row in rows if row.amount is not None}
    return Candidate(
        account_id=first.account_id,
        owner_mark=first.owner_mark,
        branch_code=first.branch_code or "",
        status=first.status or "active",
        frozen_since=max((row.since for row in rows if row.since), default=None),
        payments=tuple(Payment(amount=amount, paid_on=paid_on) for amount, paid_on in sorted(payments)),
        serials=tuple(row.serial_no for row in serials if row.account_id == first.account_id and row.serial_no),
    )


def _branch(code: str, row: Row[Any] | None) -> Branch:
    return Branch(code=code, name_kk=(row and row.name_kk) or code, name_ru=(row and row.name_ru) or code)


def _meter(row: Row[Any]) -> CardMeter:
    return CardMeter(
        serial_no=row.serial_no or "",
        model=row.model or "",
        status=row.status or "active",
        automatic=bool(row.automatic),
        ratio=row.ratio,
        installed_on=row.installed_on,
        removed_on=row.removed_on,
        verified_on=row.verified_on,
        verification_due=row.verification_due,
        replacement_due=row.replacement_due,
    )


def written_address(personal: dict[str, Any], *names: str) -> str:
    """Return the first of the addresses that is given, else its parts in the order of an envelope."""
    whole = next((personal[name] for name in names if personal.get(name)), None)
    parts = (personal.get(name) for name in ("locality", "street", "house", "flat"))
    return whole or ", ".join(part for part in parts if part)
