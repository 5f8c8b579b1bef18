"""The months of a statement, with what does not fit together in them told apart from what does."""

from collections.abc import Sequence
from dataclasses import replace

from core.balance.model import StatementMonth
from core.period import Period


def lay_out(delivered: Sequence[StatementMonth]) -> tuple[StatementMonth, ...]:
    """Return every month from the first to the last of `delivered` (in order)."""
    months: list[StatementMonth] = []
    for each in delivered:
        months.extend(_gap(months, each.period))
        before = months[-1].amounts if months else None
        carried = each.amounts.opening - before.closing if each.amounts and before else 0
        months.append(replace(each, carried=carried))
    return tuple(months)


def _gap(months: list[StatementMonth], until: Period) -> list[StatementMonth]:
    """Return the months without data that stand before `until`."""
    gap: list[StatementMonth] = []
    period = months[-1].period.plus(1) if months else until
    while period < until:
        gap.append(StatementMonth(period=period, amounts=None))
        period = period.plus(1)
    return gap
