"""What a customer may see of the energy that an account has used; every view is written to the audit log.

All is read before the audit row is written, so the writer is held for that row alone.
"""

from collections.abc import Sequence

from core.accounts.model import LEVEL_SECOND_PROOF, LinkedAccount
from core.accounts.service import AccountService
from core.accounts.trail import note
from core.customers.model import Customer
from core.ports import AuditLog
from core.usage.intervals import Interval, intervals, totals
from core.usage.model import History, HistoryReading, Place, Usage
from core.usage.monthly import months
from core.usage.ports import PlaceOnFile, ReadingOnFile, UsageBook

PAGE = 10


class UsageService:
    """`place` is the mark of a metering point; empty, or that of one that is gone: all of them together."""

    def __init__(self, *, accounts: AccountService, book: UsageBook, audit: AuditLog) -> None:
        self._accounts = accounts
        self._book = book
        self._audit = audit

    async def overview(
        self, *, customer: Customer, link_id: int | None = None, place: str = "", year: int | None = None
    ) -> Usage:
        """Return the months of up to three years; `year` is the one to be shown, None the last twelve months.

        :raises NoAccountLinked: there is none
        :raises NoSuchLink: old, foreign or forged
        """
        account, others = await self._accounts.meant(customer=customer, link_id=link_id)
        places, chosen = _chosen(account, await self._book.places(account.account_id), place)
        readings = _of(chosen, await self._book.readings(account.account_id))
        charged = tuple(each for each in await self._book.charged(account.account_id) if _is_of(chosen, each.point_id))
        whole = chosen is None or len(places) == 1  # a recalculation does not say which place it is of
        corrected = dict(await self._book.corrected(account.account_id)) if whole else {}
        known, so_far = months(charged, totals(intervals(readings)), corrected)
        usage = Usage(
            account=account,
            has_others=bool(others),
            as_of=await self._book.as_of(),
            places=places,
            place=chosen,
            months=known,
            so_far=so_far,
            year=year,
            has_readings=bool(readings),
        )
        await self._record(customer, "view.usage", account, f"{usage.place.mark if usage.place else ''} {year or ''}")
        return usage

    async def history(self, *, customer: Customer, link_id: int, place: str = "", page: int = 0) -> History:
        """Return a page of readings with the energy between them; a page too far is the last one.

        :raises NoSuchLink: old, foreign or forged
        """
        account = await self._accounts.get(customer=customer, link_id=link_id)
        places, chosen = _chosen(account, await self._book.places(account.account_id), place)
        rows = _rows(_of(chosen, await self._book.readings(account.account_id)), places)
        pages = max(1, -(-len(rows) // PAGE))
        page = min(max(page, 0), pages - 1)
        await self._record(customer, "view.readings", account, f"{chosen.mark if chosen else ''} {page}")
        return History(
            account=account,
            places=places,
            place=chosen,
            readings=tuple(rows[page * PAGE : (page + 1) * PAGE]),
            page=page,
            pages=pages,
        )

    async def _record(self, customer: Customer, action: str, account: LinkedAccount, detail: str) -> None:
        await note(self._audit, customer, action, account.account_id, detail.strip())


def _chosen(
    account: LinkedAccount, on_file: Sequence[PlaceOnFile], mark: str
) -> tuple[tuple[Place, ...], Place | None]:
    named = account.level >= LEVEL_SECOND_PROOF
    places = tuple(
        Place(point_id=each.point_id, name=each.name if named else "", serials=each.serials) for each in on_file
    )
    return places, next((each for each in places if each.mark == mark), None)


def _is_of(place: Place | None, point_id: str) -> bool:
    return place is None or place.point_id == point_id


def _of(place: Place | None, readings: Sequence[ReadingOnFile]) -> list[ReadingOnFile]:
    return [each for each in readings if _is_of(place, each.register.point_id)]


def _rows(readings: Sequence[ReadingOnFile], places: Sequence[Place]) -> list[HistoryReading]:
    """Return the readings in the order of the places, the newest first, the zones of a day together."""
    order = {place.point_id: at for at, place in enumerate(places)}
    ended = {id(each.reading): each for each in intervals(readings)}
    rows = [_row(each, ended.get(id(each))) for each in readings]
    rows.sort(key=lambda row: (row.serial_no, row.zone))
    rows.sort(key=lambda row: row.day, reverse=True)
    rows.sort(key=lambda row: order.get(row.point_id, len(order)))
    return rows


def _row(each: ReadingOnFile, interval: Interval | None) -> HistoryReading:
    return HistoryReading(
        point_id=each.register.point_id,
        serial_no=each.register.serial_no,
        zone=each.register.zone,
        day=each.day,
        value=each.value,
        source=each.source,
        accepted=each.accepted,
        volume=interval.volume if interval else None,
        rolled_over=bool(interval and interval.rolled_over),
    )
