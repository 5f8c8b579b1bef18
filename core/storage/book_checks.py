"""What must hold between the rows of a book, as set queries over a stage (and, for a delta, the live book)."""

from collections.abc import AsyncIterator, Iterator

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Delete,
    Select,
    Table,
    and_,
    case,
    cast,
    delete,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from core.storage.book import (
    account_history,
    accounts,
    balances,
    bills,
    branches,
    charges,
    corrections,
    link_codes,
    meters,
    outages,
    payments,
    points,
    readings,
    registers,
    services,
    suppliers,
)
from core.storage.staging import TABLES, key

# Which column names a row of which table; an empty cell names nothing.
REFERENCES: tuple[tuple[Column[str], Column[str]], ...] = (
    (accounts.c.branch_code, branches.c.branch_code),
    *(
        (table.c.account_id, accounts.c.account_id)
        for table in (account_history, points, balances, charges, payments, corrections, link_codes, bills)
    ),
    *((table.c.service_code, services.c.service_code) for table in (points, balances, charges, payments, corrections)),
    *(
        (table.c.supplier_code, suppliers.c.supplier_code)
        for table in (points, balances, charges, payments, corrections)
    ),
    (meters.c.point_id, points.c.point_id),
    (registers.c.meter_id, meters.c.meter_id),
    (readings.c.register_id, registers.c.register_id),
    (charges.c.point_id, points.c.point_id),
    (charges.c.register_id, registers.c.register_id),
    (outages.c.branch_code, branches.c.branch_code),
)
Staged = dict[str, Table]
PAGE = 5_000  # findings taken out at a time


async def take_out(connection: AsyncConnection, table: Table, query: Select[int]) -> AsyncIterator[int]:
    """Delete the rows that a query finds, a page at a time, and yield their lines."""
    while True:
        lines = (await connection.execute(query.limit(PAGE))).scalars().all()
        if lines:
            await connection.execute(delete(table).where(table.c.line.in_(lines)))
        for line in lines:
            yield line
        if len(lines) < PAGE:
            return


def duplicates(table: Table) -> Select[int]:
    """Return the lines whose key stands in an earlier line."""
    columns = [table.c[name] for name in key(table)]
    first = func.min(table.c.line).label("first")
    repeated = select(*columns, first).group_by(*columns).having(func.count() > 1).subquery()
    same = and_(*(column == repeated.c[column.name] for column in columns))
    return select(table.c.line).join(repeated, same).where(table.c.line > repeated.c.first)


def replaced(table: Table) -> Delete:
    """Take the deletions of a delta out that a later line takes back: what comes last is meant."""
    later = table.alias("later")
    same = (later.c[name] == table.c[name] for name in key(table))
    taken_back = exists().where(*same, ~later.c.deleted, later.c.line > table.c.line)
    return delete(table).where(table.c.deleted, taken_back)


def dangling(staged: Staged, name: str, *, delta: bool) -> Iterator[tuple[str, Select[int]]]:
    """Yield, for each reference of a table, its column and the query of the lines where it leads to nothing."""
    table = staged[name]
    for child, parent in REFERENCES:
        if child.table.name != name:
            continue
        value, target = table.c[child.name], staged[parent.table.name]
        there = _stands(target, parent, value) if delta else exists().where(target.c[parent.name] == value)
        query = select(table.c.line).where(value.is_not(None), ~there)
        yield child.name, query.where(table.c.deleted == false()) if delta else query


def any_dangling(staged: Staged, name: str) -> Select[int]:
    """Return the query of one line that refers to nothing, by any column: one walk where all is well."""
    table = staged[name]
    broken = [
        and_(
            table.c[child.name].is_not(None),
            ~exists().where(staged[parent.table.name].c[parent.name] == table.c[child.name]),
        )
        for child, parent in REFERENCES
        if child.table.name == name
    ]
    return select(table.c.line).where(or_(false(), *broken)).limit(1)


def in_use(staged: Staged, name: str) -> Iterator[Select[int]]:
    """Yield, for branches, suppliers and services, the lines of a delta that delete what the live book still names."""
    table = staged[name]
    for child, parent in REFERENCES:
        if parent.table.name == name and name in ("branches", "suppliers", "services"):
            named = exists().where(child == table.c[parent.name])
            yield select(table.c.line).where(table.c.deleted, named)


def unbalanced(table: Table) -> Select[int]:
    closing = table.c.opening + table.c.accrued + table.c.corrections + table.c.penalty - table.c.paid
    return select(table.c.line).where(closing != table.c.closing)


def accrued_differs(months: Table, lines: Table) -> ColumnElement[bool]:
    """Say of a row of balances that the charges of its account, service, supplier and month are another sum."""
    return months.c.accrued != charged(months, lines)


def accrued_differs_at_once(months: Table, lines: Table) -> Select[int]:
    """Return the lines of those rows of balances, all charges being added up first."""
    names = ("account_id", "period", "service_code", "supplier_code")
    columns = [lines.c[name] for name in names]
    total = cast(func.sum(lines.c.amount), BigInteger).label("total")
    sums = select(*columns, total).group_by(*columns).subquery()
    same = and_(*(months.c[name] == sums.c[name] for name in names))
    return select(months.c.line).outerjoin(sums, same).where(months.c.accrued != func.coalesce(sums.c.total, 0))


def charged(months: Table, lines: Table) -> ColumnElement[int]:
    same = (months.c[name] == lines.c[name] for name in ("account_id", "period", "service_code", "supplier_code"))
    total = select(func.coalesce(func.sum(lines.c.amount), 0)).where(*same)
    return cast(total.correlate(months).scalar_subquery(), BigInteger)


def opening_differs(months: Table, line: ColumnElement[int]) -> Select[int]:
    """Return the lines of months whose opening balance is not the closing balance of the month before."""
    series = tuple(months.c[name] for name in ("account_id", "service_code", "supplier_code"))
    before = func.lag(months.c.closing).over(partition_by=series, order_by=months.c.period)
    period_before = func.lag(months.c.period).over(partition_by=series, order_by=months.c.period)
    rows = select(
        line.label("line"),
        months.c.opening.label("opening"),
        cast(months.c.period, BigInteger).label("period"),
        before.label("closing_before"),
        cast(period_before, BigInteger).label("period_before"),
    ).subquery()
    next_period = case((rows.c.period_before % 100 == 12, rows.c.period_before + 89), else_=rows.c.period_before + 1)
    return select(rows.c.line).where(rows.c.period == next_period, rows.c.opening != rows.c.closing_before)


def price_differs(table: Table) -> Select[int]:
    """Return the lines whose price with VAT is not the other x (1 + VAT), rounded half up to the tiyn."""
    exact = cast(table.c.price_ex_vat, BigInteger) * (literal(10_000) + table.c.vat_rate)
    rounded = (exact + 500_000) // 1_000_000 * 100
    return select(table.c.line).where(rounded != table.c.price_inc_vat)


def in_stage(live: Table, staged: Table) -> ColumnElement[bool]:
    """Say of a row of the live book that the delta has its key."""
    names = key(live)
    if len(names) == 1:
        return live.c[names[0]].in_(select(staged.c[names[0]]))
    return tuple_(*(live.c[name] for name in names)).in_(select(*(staged.c[name] for name in names)))


def _stands(target: Table, parent: Column[str], value: ColumnElement[str]) -> ColumnElement[bool]:
    """Say that the value names a row of the delta, or one of the live book that the delta does not delete."""
    name = parent.name
    new = exists().where(target.c[name] == value, target.c.deleted == false())
    gone = exists().where(target.c[name] == value, target.c.deleted)
    live = TABLES[parent.table.name]
    return or_(new, and_(exists().where(live.c[name] == value), ~gone))
