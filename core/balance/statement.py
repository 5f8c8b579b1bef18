"""The months of a statement, with what does not fit together in them told apart from what does."""

from collections.abc import Sequence

from core.balance.model import Amounts, StatementMonth
from core.period import Period


def lay_out(delivered: Sequence[tuple[Period, Amounts]]) -> tuple[StatementMonth, ...]:
    """Return every month from the first to the last of `delivered` (in order)."""
    months: list[StatementMonth] = []
    for period, amounts in delivered:
        months.extend(_gap(months, period))
        before = months[-1].amounts if months else None
        carried = amounts.opening - before.closing if before else 0
        months.append(StatementMonth(period=period, amounts=amounts, carried=carried))
    return tuple(months)


def _gap(months: list[StatementMonth], until: Period) -> list[StatementMonth]:
    """Return the months without data that stand before `until`."""
    gap: list[StatementMonth] = []
    period = months[-1].period.plus(1) if months else until
    while period < until:
        gap.append(StatementMonth(period=period, amounts=None))
        period = period.plus(1)
    return gap
