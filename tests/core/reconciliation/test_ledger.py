from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.balance.statement import lay_out
from core.period import Period
from core.reconciliation.ledger import reconcile
from core.reconciliation.model import Act, Break
from core.reconciliation.ports import Documents
from tests.core.reconciliation.ledgers import JANUARY, Ledger, accrued, corrected, kept, ledgers, paid

FEBRUARY = Period(2026, 2)


def act_of(ledger: Ledger, first: Period | None = None, last: Period | None = None) -> Act:
    months, documents = ledger.between(first or ledger.months[0].period, last or ledger.months[-1].period)
    found = reconcile(months, documents)
    assert isinstance(found, Act), found
    return found


@given(ledgers())
def test_opening_and_debit_less_credit_is_closing(ledger: Ledger) -> None:
    act = act_of(ledger)

    assert act.opening + act.debit - act.credit == act.closing
    assert (act.opening, act.closing) == (ledger.months[0].amounts.opening, ledger.months[-1].amounts.closing)  # type: ignore[union-attr]


@given(ledgers())
def test_an_act_opens_as_that_of_the_month_before_closes(ledger: Ledger) -> None:
    acts = [act_of(ledger, each.period, each.period) for each in ledger.months]

    assert all(before.closing == after.opening for before, after in pairwise(acts))


@given(ledgers(), st.data())
def test_two_acts_that_meet_say_what_one_of_both_says(ledger: Ledger, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(ledger.months)))
    whole, halves = act_of(ledger), [act_of(ledger, last=ledger.months[cut - 1].period)]
    if cut < len(ledger.months):
        halves.append(act_of(ledger, first=ledger.months[cut].period))

    assert sum(each.debit for each in halves) == whole.debit
    assert sum(each.credit for each in halves) == whole.credit


@given(ledgers())
def test_documents_stand_by_date_within_their_months(ledger: Ledger) -> None:
    entries = act_of(ledger).entries

    assert [each.day for each in entries] == sorted(each.day for each in entries)
    assert all(Period.of(each.day) == each.period for each in entries)
    assert all(each.amount for each in entries)


@given(ledgers(), st.data())
def test_any_sum_that_is_changed_is_found_in_its_month(ledger: Ledger, data: st.DataObject) -> None:
    """Whatever one figure of a balance is off by, there is no act, and the month is named."""
    at = data.draw(st.integers(0, len(ledger.months) - 1))
    name = data.draw(st.sampled_from(("opening", "accrued", "corrections", "penalty", "paid", "closing")))
    wrong = data.draw(st.integers(-(10**9), 10**9).filter(bool))
    month = ledger.months[at]
    amounts = replace(month.amounts, **{name: getattr(month.amounts, name) + wrong})  # type: ignore[type-var]
    months = [*ledger.months[:at], replace(month, amounts=amounts), *ledger.months[at + 1 :]]

    found = reconcile(lay_out(months), ledger.documents)

    assert isinstance(found, Break)
    assert found.period == month.period
    assert abs(found.difference) == abs(wrong)


def all_counted(ledger: Ledger) -> bool:
    """Say whether each payment counts in these months, by whichever day: of another month's nobody can tell."""
    months = {each.period for each in ledger.months}
    days = [day for each in ledger.documents.paid for day in (each.paid_on, each.posted_on or each.paid_on)]
    return all(Period.of(day) in months for day in days)


@pytest.mark.parametrize("kind", ["accrued", "corrected", "paid"])
@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_a_document_that_is_lost_or_comes_twice_is_found(kind: str, data: st.DataObject) -> None:
    ledger = data.draw(ledgers().filter(lambda each: any(one.amount for one in getattr(each.documents, kind))))
    assume(all_counted(ledger))
    some: tuple[Any, ...] = getattr(ledger.documents, kind)
    one = data.draw(st.sampled_from([each for each in some if each.amount]))
    spoiled = tuple(each for each in some if each is not one) if data.draw(st.booleans()) else (*some, one)

    found = reconcile(ledger.months, replace(ledger.documents, **{kind: spoiled}))

    assert isinstance(found, Break)
    assert found.part == {"accrued": "accrued", "corrected": "corrections", "paid": "paid"}[kind]


def small() -> Ledger:
    documents = Documents(
        accrued=(
            accrued(JANUARY, 500_00, day=date(2026, 2, 5)),
            accrued(JANUARY, 70_00, "p2"),
            accrued(FEBRUARY, -30_00),
        ),
        corrected=(corrected(FEBRUARY, 12_00, date(2026, 2, 10)), corrected(FEBRUARY, -5_00)),
        paid=(
            paid(date(2026, 1, 20), 600_00, date(2026, 1, 21)),
            paid(date(2026, 1, 31), 10_00, date(2026, 2, 2)),
            paid(date(2026, 2, 3), -40_00),
            paid(date(2026, 2, 4), 0),
        ),
    )
    return kept(documents, [1_50, 0], 25_00)


def test_each_document_stands_on_its_side() -> None:
    entries = [(each.day.isoformat(), each.kind, each.amount) for each in act_of(small()).entries]

    assert entries == [
        ("2026-01-20", "payment", -600_00),
        ("2026-01-31", "accrual", 500_00),
        ("2026-01-31", "accrual", 70_00),
        ("2026-01-31", "penalty", 1_50),
        ("2026-01-31", "payment", -10_00),
        ("2026-02-03", "refund", 40_00),
        ("2026-02-10", "correction", 12_00),
        ("2026-02-28", "accrual", -30_00),
        ("2026-02-28", "correction", -5_00),
    ]
    assert (act_of(small()).debit, act_of(small()).credit) == (623_50, 645_00)


def test_payments_are_counted_as_the_balance_counts_them() -> None:
    by_posting = kept(small().documents, [1_50, 0], 25_00, by_posting=True)

    (moved,) = [each for each in act_of(by_posting).entries if each.amount == -10_00]

    assert (moved.day, moved.period) == (date(2026, 2, 2), FEBRUARY)


def test_a_month_without_data_is_named() -> None:
    ledger = kept(small().documents, [1_50, 0, 0], 25_00)
    months = lay_out([ledger.months[0], ledger.months[2]])

    assert reconcile(months, ledger.documents) == Break(FEBRUARY, "missing", 0)


def test_a_break_between_two_months_is_told_at_the_second() -> None:
    first, second = small().months
    assert second.amounts is not None
    moved = replace(second.amounts, opening=second.amounts.opening + 7, closing=second.amounts.closing + 7)
    months = lay_out([first, replace(second, amounts=moved)])

    assert reconcile(months, small().documents) == Break(FEBRUARY, "carried", 7)
