"""How the people of the demo pay: one receipt or several a month, for what they owe or not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from core.exchange.demo.household import Household
from core.exchange.demo.reference import ELECTRICITY

CHANNELS = ("Мысал Банк", "Үлгі Банк қосымшасы", "Пример-терминал", "Касса отделения")
ROUND = 50_000  # tiyn: 500 tenge


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is paid at once, by service; `time` is empty where the accounting system knows the day only."""

    day: date
    time: str
    parts: tuple[tuple[str, int], ...]
    number: str
    channel: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month from its payer's side: what was billed for the month before, and whether it is the last one written."""

    first: date
    billed: dict[str, int]
    is_last: bool
    last_day: date  # of the payment in the last month


Habit = Callable[[Household, Month, Random], list[Receipt]]


def receipts(household: Household, month: Month, rng: Random) -> list[Receipt]:
    return _HABITS[household.habit](household, month, rng)


def _pays(_household: Household, month: Month, rng: Random) -> list[Receipt]:
    return [_receipt(month, rng, tuple(part for part in month.billed.items() if part[1] > 0))]


def _pays_round(_household: Household, month: Month, rng: Random) -> list[Receipt]:
    total = sum(month.billed.values())
    return [_receipt(month, rng, _split(max(ROUND, -(-total // ROUND) * ROUND), month.billed))]


def _pays_certain(household: Household, month: Month, rng: Random) -> list[Receipt]:
    if not month.is_last:
        return _pays(household, month, rng)
    return [_receipt(month, rng, _split(household.last_payment, month.billed))]


def _never(_household: Household, _month: Month, _rng: Random) -> list[Receipt]:
    return []


def _ends_with_nothing(household: Household, month: Month, rng: Random) -> list[Receipt]:
    return [_receipt(month, rng, ((ELECTRICITY, 0),))] if month.is_last else _pays(household, month, rng)


def _ends_with_a_refund(household: Household, month: Month, rng: Random) -> list[Receipt]:
    return [_receipt(month, rng, ((ELECTRICITY, -150_000),))] if month.is_last else _pays(household, month, rng)


def _twice_a_day(household: Household, month: Month, rng: Random) -> list[Receipt]:
    if not month.is_last:
        return _pays(household, month, rng)
    day = month.last_day
    parts = ((ELECTRICITY, household.last_payment),)
    return [
        Receipt(day, "", parts, "K-1", CHANNELS[0]),
        Receipt(day, "", ((ELECTRICITY, household.last_payment // 3),), "K-2", CHANNELS[1]),
    ]


_HABITS: dict[str, Habit] = {
    "pays": _pays,
    "round": _pays_round,
    "certain": _pays_certain,
    "never": _never,
    "zero": _ends_with_nothing,
    "refund": _ends_with_a_refund,
    "twice": _twice_a_day,
}


def _receipt(month: Month, rng: Random, parts: tuple[tuple[str, int], ...]) -> Receipt:
    day = month.last_day if month.is_last else month.first + timedelta(days=rng.randrange(4, 25))
    time = f"{rng.randrange(8, 22):02}:{rng.randrange(60):02}:{rng.randrange(60):02}"
    return Receipt(day, time, parts, f"Q{rng.randrange(10**9):09}", CHANNELS[rng.randrange(len(CHANNELS))])


def _split(total: int, billed: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """Share a sum: the other services what they were billed while it lasts, electricity the rest."""
    parts = []
    for service, amount in billed.items():
        if service != ELECTRICITY and 0 < amount < total:
            parts.append((service, amount))
            total -= amount
    return (*parts, (ELECTRICITY, total))
