from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from core.accounts.model import NoSuchLink
from core.balance.model import LastMonths, Months
from core.papers.model import NothingToPrint
from core.payments.model import NoSuchPayment, PaidPart, Payment
from core.payments.service import PaymentService
from core.period import Period
from tests.core.balance.test_service import MARIA, Audit, Linked
from tests.fakes.ledger import service

EL, GAS = service("EL"), service("GAS")


def payment(paid_at: str, *amounts: int, **changes: Any) -> Payment:
    parts = tuple(PaidPart(service=of, amount=amount) for of, amount in zip((EL, GAS), amounts, strict=False))
    facts: dict[str, Any] = {"posted_on": None, "channel": "Мысал Банк", "doc_no": "K-1"}
    return Payment(paid_at=paid_at, parts=parts, **(facts | changes))


@dataclass
class Paid:
    """`Payments` of core.payments.ports, of one account."""

    payments: tuple[Payment, ...] = ()
    asked: list[tuple[date, date]] = field(default_factory=list)

    async def between(self, account_id: int, first: date, last: date) -> tuple[Payment, ...]:
        self.asked.append((first, last))
        return tuple(each for each in self.payments if account_id == 41 and first <= each.day <= last)

    async def months(self, account_id: int) -> frozenset[Period]:
        return frozenset(Period.of(each.day) for each in self.payments if account_id == 41)


SPLIT = payment("2026-11-13T16:01:00", 300, 70)
MOVED = payment("2026-11-02", 100, -100, doc_no="K-2")
NOTHING = payment("2026-11-01", 0, doc_no="")
REFUND = payment("2026-08-01T10:00:00", -150)


@dataclass
class Desk:
    paid: Paid
    audit: Audit = field(default_factory=Audit)

    @property
    def service(self) -> PaymentService:
        return PaymentService(accounts=Linked(), payments=self.paid, audit=self.audit)  # type: ignore[arg-type]


@pytest.fixture
def desk() -> Desk:
    return Desk(Paid((SPLIT, MOVED, NOTHING, REFUND)))


async def test_the_last_months_end_with_the_newest_payment(desk: Desk) -> None:
    found = await desk.service.listed(customer=MARIA, link_id=7, span=LastMonths(2))

    assert found.span == Months(Period(2026, 10), Period(2026, 11))
    assert found.payments == (SPLIT, MOVED, NOTHING)
    assert (found.total, found.has_others, found.asked) == (370, True, LastMonths(2))
    assert desk.paid.asked == [(date(2026, 10, 1), date(2026, 11, 30))]


async def test_an_account_that_never_paid_has_an_empty_list() -> None:
    found = await Desk(Paid()).service.listed(customer=MARIA, link_id=7, span=LastMonths(12))

    assert (found.span, found.payments, found.total) == (None, (), 0)


async def test_a_span_beyond_all_calendars_is_empty_and_harmless(desk: Desk) -> None:
    end_of_time = Months(Period(9999, 12), Period(9999, 12))

    assert (await desk.service.listed(customer=MARIA, link_id=7, span=end_of_time)).payments == ()


async def test_a_payment_is_named_by_its_day_and_its_mark(desk: Desk) -> None:
    found = await desk.service.payment(customer=MARIA, link_id=7, day=MOVED.day, mark=MOVED.mark)

    assert found.payment == MOVED
    assert len({each.mark for each in desk.paid.payments}) == 4
    with pytest.raises(NoSuchPayment):
        await desk.service.payment(customer=MARIA, link_id=7, day=MOVED.day, mark=SPLIT.mark)


async def test_nothing_is_read_of_a_foreign_account(desk: Desk) -> None:
    with pytest.raises(NoSuchLink):
        await desk.service.listed(customer=MARIA, link_id=9, span=LastMonths(1))
    with pytest.raises(NoSuchLink):
        await desk.service.payment(customer=MARIA, link_id=9, day=SPLIT.day, mark=SPLIT.mark)
    with pytest.raises(NoSuchLink):
        await desk.service.months(customer=MARIA, link_id=9)
    with pytest.raises(NoSuchPayment):  # another account of this chat
        await desk.service.payment(customer=MARIA, link_id=8, day=SPLIT.day, mark=SPLIT.mark)
    assert desk.audit.rows == []


async def test_every_view_is_in_the_audit_log_in_ids_alone(desk: Desk) -> None:
    await desk.service.listed(customer=MARIA, link_id=7, span=LastMonths(1))
    await desk.service.payment(customer=MARIA, link_id=7, day=SPLIT.day, mark=SPLIT.mark)

    assert desk.audit.rows == [
        ("chat:1", "view.payments", "account:41", "2026-11..2026-11"),
        ("chat:1", "view.payment", "account:41", f"2026-11-13 {SPLIT.mark}"),
    ]


@dataclass
class Card:
    """What the service asks of an account card."""

    account: Any = Linked().accounts[0]


@pytest.mark.parametrize(
    ("paid", "totals"),
    [(SPLIT, {"paid": 370}), (REFUND, {"refund": 150}), (MOVED, {"paid": 0})],
)
async def test_a_receipt_has_the_sum_and_its_parts(desk: Desk, paid: Payment, totals: dict[str, int]) -> None:
    card: Any = Card()

    draft = await desk.service.draft(customer=MARIA, card=card, day=paid.day, mark=paid.mark)

    assert draft.totals == totals
    assert sum(amount for _, amount in draft.facts["parts"]) == draft.facts["amount"] == paid.amount
    assert (draft.kind, draft.about, draft.scope) == ("receipt", str(paid.day), f"{paid.day} {paid.mark}")


async def test_there_is_no_receipt_of_nothing(desk: Desk) -> None:
    card: Any = Card()

    with pytest.raises(NothingToPrint):
        await desk.service.draft(customer=MARIA, card=card, day=NOTHING.day, mark=NOTHING.mark)
    assert desk.audit.rows == []
