"""The newest payment of each account, derived from its payments, and how many accounts share each amount.

What one receipt pays for several services is one sum: rows of one moment and one document number. Two receipts of one
moment are two rows. A newest payment of nothing, or a refund, is kept as it is: it proves nothing.
"""

from sqlalchemy import BigInteger, ColumnElement, Date, Insert, Table, and_, cast, func, insert, select


def fill(payments: Table, last: Table, *, is_sqlite: bool, only: ColumnElement[bool] | None = None) -> Insert:
    """Return the statement that derives them; `only` narrows the payments."""
    moments = select(payments.c.account_id, func.max(payments.c.paid_at).label("paid_at"))
    if only is not None:
        moments = moments.where(only)
    newest = moments.group_by(payments.c.account_id).subquery()
    same = and_(payments.c.account_id == newest.c.account_id, payments.c.paid_at == newest.c.paid_at)
    day = func.substr(func.min(newest.c.paid_at), 1, 10)
    receipts = (
        select(
            payments.c.account_id,
            cast(func.sum(payments.c.amount), BigInteger).label("amount"),
            (day if is_sqlite else cast(day, Date)).label("paid_on"),  # a day is a text to SQLite
        )
        .join(newest, same)
        .group_by(payments.c.account_id, payments.c.doc_no)
        .subquery()
    )
    names = ["account_id", "amount", "paid_on"]
    return insert(last).from_select(names, select(*(receipts.c[name] for name in names)).distinct())


def count(last: Table, counts: Table) -> Insert:
    accounts = func.count(last.c.account_id.distinct())
    return insert(counts).from_select(["amount", "accounts"], select(last.c.amount, accounts).group_by(last.c.amount))
