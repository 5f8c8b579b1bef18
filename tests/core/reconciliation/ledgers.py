"""Ledgers of one service as an accounting system would keep them: documents first, balances made of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from core.balance.model import Amounts, StatementMonth
from core.balance.statement import lay_out
from core.period import Period
from core.reconciliation.ports import Accrued, Corrected, Documents, Paid

JANUARY = Period(2026, 1)
SUMS = st.integers(-(10**12), 10**12)


@dataclass(frozen=True)
class Ledger:
    months: tuple[StatementMonth, ...]
    documents: Documents

    def between(self, first: Period, last: Period) -> tuple[tuple[StatementMonth, ...], Documents]:
        """Return what is read of a span: its months, its bookings, and payments made or posted in it."""
        days = (first.first_day, last.last_day)
        found = Documents(
            accrued=tuple(each for each in self.documents.accrued if first <= each.period <= last),
            corrected=tuple(each for each in self.documents.corrected if first <= each.period <= last),
            paid=tuple(
                each
                for each in self.documents.paid
                if days[0] <= each.paid_on <= days[1] or (each.posted_on and days[0] <= each.posted_on <= days[1])
            ),
        )
        return lay_out([each for each in self.months if first <= each.period <= last]), found


def accrued(period: Period, amount: int, point: str = "p1", day: date | None = None) -> Accrued:
    return Accrued(point_id=point, period=period, day=day, amount=amount)


def corrected(period: Period, amount: int, day: date | None = None) -> Corrected:
    return Corrected(period=period, day=day, amount=amount, reason="Перерасчёт")


def paid(day: date, amount: int, posted_on: date | None = None) -> Paid:
    return Paid(paid_on=day, posted_on=posted_on, amount=amount, channel="Мысал Банк", number="Q1")


def kept(documents: Documents, penalties: list[int], opening: int = 0, *, by_posting: bool = False) -> Ledger:
    """Return the ledger of these documents: a month for each penalty, from January on."""
    months: list[StatementMonth] = []
    for place, penalty in enumerate(penalties):
        period = JANUARY.plus(place)
        sums = {
            "accrued": sum(each.amount for each in documents.accrued if each.period == period),
            "corrections": sum(each.amount for each in documents.corrected if each.period == period),
            "paid": sum(each.amount for each in documents.paid if Period.of(_day(each, by_posting)) == period),
        }
        closing = opening + sums["accrued"] + sums["corrections"] + penalty - sums["paid"]
        amounts = Amounts(opening=opening, penalty=penalty, closing=closing, **sums)
        months.append(StatementMonth(period=period, amounts=amounts, paid_until=period.last_day))
        opening = closing
    return Ledger(tuple(months), documents)


def _day(each: Paid, by_posting: bool) -> date:
    return (each.posted_on or each.paid_on) if by_posting else each.paid_on


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Draw up to two years with any documents; payments are posted up to five days later, or no one knows when."""
    count = draw(st.integers(1, 24))
    periods = st.integers(0, count - 1).map(JANUARY.plus)
    days = st.integers(0, (JANUARY.plus(count).first_day - JANUARY.first_day).days - 1).map(
        lambda place: JANUARY.first_day + timedelta(days=place)
    )
    anyhow = st.none() | st.dates(date(2025, 12, 1), date(2028, 2, 1))
    later = st.none() | st.integers(0, 5)
    documents = Documents(
        accrued=tuple(draw(st.lists(st.builds(accrued, periods, SUMS, st.sampled_from(("p1", "p2")), anyhow)))),
        corrected=tuple(draw(st.lists(st.builds(corrected, periods, SUMS, anyhow)))),
        paid=tuple(
            paid(day, amount, None if lag is None else day + timedelta(days=lag))
            for day, amount, lag in draw(st.lists(st.tuples(days, SUMS, later)))
        ),
    )
    penalties = draw(st.lists(st.integers(0, 10**6), min_size=count, max_size=count))
    return kept(documents, penalties, draw(SUMS), by_posting=draw(st.booleans()))
