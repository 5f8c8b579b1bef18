"""The documents of a span of months, proved against its balances before anybody sees them.

The accounting system says of a payment when it was made and when it was posted, not in which month's balance it
counts. Systems differ, so the day of posting is tried first, then that of payment: one of them has to agree with the
balance of every month (docs/decisions/0008).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from core.balance.model import Amounts, StatementMonth
from core.period import Period
from core.reconciliation.model import Act, Break, BrokenPart, Entry
from core.reconciliation.ports import Accrued, Corrected, Documents, Paid

_ORDER = ("accrual", "correction", "penalty", "refund", "payment")  # of what stands on one day


def reconcile(months: Sequence[StatementMonth], documents: Documents) -> Act | Break:
    """Return the act of consecutive months, at least one; or where they and the documents first disagree."""
    if broken := next(filter(None, map(_contradicts_itself, months)), None):
        return broken
    entries: list[Entry] = []
    paid = _booked(months, documents.paid)
    for month in months:
        assert month.amounts is not None
        of_month = _entries(month.period, month.amounts, documents, paid[month.period])
        if broken := _contradicted(month.period, month.amounts, of_month):
            return broken
        entries.extend(of_month)
    first, last = months[0], months[-1]
    assert first.amounts is not None
    assert last.amounts is not None
    return Act(
        first=first.period,
        last=last.period,
        opening=first.amounts.opening,
        entries=tuple(sorted(entries, key=lambda each: (each.day, _ORDER.index(each.kind)))),
        closing=last.amounts.closing,
        paid_until=last.paid_until,
    )


def _entries(period: Period, amounts: Amounts, documents: Documents, paid: Sequence[Paid]) -> list[Entry]:
    """Return the documents of one month; what is zero is none."""
    found = [_accrual(each) for each in documents.accrued if each.period == period]
    found += [_correction(each) for each in documents.corrected if each.period == period]
    found.append(Entry(day=period.last_day, kind="penalty", period=period, amount=amounts.penalty))
    found += [_payment(each, period) for each in paid]
    return [each for each in found if each.amount]


def _contradicts_itself(month: StatementMonth) -> Break | None:
    """Look at the balance alone: it names the month that is wrong, whichever day payments are counted by."""
    if month.amounts is None:
        return Break(month.period, "missing", 0)
    checks: tuple[tuple[BrokenPart, int], ...] = (("balance", month.amounts.unexplained), ("carried", month.carried))
    return _first(month.period, checks)


def _contradicted(period: Period, amounts: Amounts, entries: Sequence[Entry]) -> Break | None:
    sums: dict[str, int] = defaultdict(int)
    for each in entries:
        sums[each.kind] += each.amount
    checks: tuple[tuple[BrokenPart, int], ...] = (
        ("accrued", amounts.accrued - sums["accrual"]),
        ("corrections", amounts.corrections - sums["correction"]),
        ("paid", amounts.paid + sums["payment"] + sums["refund"]),
    )
    return _first(period, checks)


def _first(period: Period, checks: Sequence[tuple[BrokenPart, int]]) -> Break | None:
    return next((Break(period, part, difference) for part, difference in checks if difference), None)


def _booked(months: Sequence[StatementMonth], paid: Sequence[Paid]) -> Mapping[Period, list[Paid]]:
    """Return the payments of each month by the day that its balance counts them by."""
    by_posting, by_payment = _by_month(paid, _posted), _by_month(paid, lambda each: each.paid_on)
    counted = {each.period: each.amounts.paid for each in months if each.amounts}
    agrees = all(sum(each.amount for each in by_posting[period]) == amount for period, amount in counted.items())
    return by_posting if agrees else by_payment


def _by_month(paid: Sequence[Paid], day_of: Callable[[Paid], date]) -> Mapping[Period, list[Paid]]:
    found: dict[Period, list[Paid]] = defaultdict(list)
    for each in paid:
        found[Period.of(day_of(each))].append(each)
    return found


def _posted(paid: Paid) -> date:
    return paid.posted_on or paid.paid_on


def _accrual(each: Accrued) -> Entry:
    day = _within(each.day, each.period)
    return Entry(day=day, kind="accrual", period=each.period, amount=each.amount, point=each.point_id)


def _correction(each: Corrected) -> Entry:
    day = _within(each.day, each.period)
    return Entry(day=day, kind="correction", period=each.period, amount=each.amount, words=each.reason)


def _payment(each: Paid, period: Period) -> Entry:
    return Entry(
        day=each.paid_on if Period.of(each.paid_on) == period else _posted(each),
        kind="payment" if each.amount > 0 else "refund",
        period=period,
        amount=-each.amount,
        words=each.channel,
        number=each.number,
    )


def _within(day: date | None, period: Period) -> date:
    """Return the day of a document as it stands in the balance of its month, whenever it was written."""
    return min(max(day or period.last_day, period.first_day), period.last_day)
