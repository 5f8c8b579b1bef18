"""Two months of charges to be explained, written as one would read them off two bills."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from core.balance.model import Amounts, Service
from core.changes.explain import Ledger, explain
from core.changes.model import ChargedLine, Facts, Kind, Part
from core.changes.norms import Pricing
from core.period import Period
from core.tariffs.model import PRORATA, Household, TariffBook
from core.tariffs.ports import TariffsOfAccount
from tests.core.tariffs.books import DEMO
from tests.fakes.ledger import service

EL, LIFT = service("EL"), service("LIFT", unit="")
SEPTEMBER, OCTOBER = Period(2025, 9), Period(2025, 10)
AUGUST_END, SEPTEMBER_END, OCTOBER_END = date(2025, 8, 31), date(2025, 9, 30), date(2025, 10, 31)
SPANS = {SEPTEMBER: (AUGUST_END, SEPTEMBER_END), OCTOBER: (SEPTEMBER_END, OCTOBER_END)}


def line(period: Period, kwh: float, price: float, **changes: Any) -> ChargedLine:
    """Return a line of so many kWh at so many tenge."""
    since, until = SPANS.get(period, (None, None))
    facts: dict[str, Any] = {
        "service": EL,
        "point_id": "P1",
        "register_id": "R1",
        "method": "meter",
        "since": since,
        "until": until,
        "volume": round(kwh * 1000),
        "price": round(price * 10_000),
        "amount": int(kwh * price * 100 + (0.5 if kwh >= 0 else -0.5)),
    }
    return ChargedLine(period=period, **(facts | changes))


def ledger(
    *lines: ChargedLine,
    households: Iterable[Household] = (),
    book: TariffBook = DEMO,
    energy: Iterable[Service] = (EL,),
    **sums: dict[Period, int],
) -> Ledger:
    """Return the ledger of these lines; `sums` are corrections and penalty by month."""
    amounts: dict[tuple[Service, Period], Amounts] = {}
    for each in lines:
        if each.period in (SEPTEMBER, OCTOBER):
            key = each.service, each.period
            amounts[key] = amounts.get(key, Amounts()) + Amounts(accrued=each.amount)
    for name, by_month in sums.items():
        for period, amount in by_month.items():
            amounts[EL, period] = amounts.get((EL, period), Amounts()) + Amounts(**{name: amount})
    known = tuple(households)
    account = TariffsOfAccount(legal=False, households=known) if known else None
    return Ledger(
        earlier=SEPTEMBER,
        later=OCTOBER,
        amounts=amounts,
        lines=lines,
        energy=frozenset(energy),
        pricing=account and Pricing(account=account, book=book, policy=PRORATA),
    )


def explained(given: Ledger) -> dict[Kind, int]:
    """Return the parts by kind; they add up, or the test fails."""
    parts, _ = explain(given)
    adds_up(given, parts)
    return {each.kind: each.amount for each in parts}


def facts_of(given: Ledger) -> Facts:
    (facts,) = explain(given)[1]
    return facts


def adds_up(given: Ledger, parts: Iterable[Part]) -> None:
    difference = given.side(given.later).charged - given.side(given.earlier).charged
    assert sum(each.amount for each in parts) == difference
