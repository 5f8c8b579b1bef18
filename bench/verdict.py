"""How a figure is printed: what, how much, the budget, and whether it is kept."""

from collections.abc import Callable
from statistics import median


def report(number: str, what: str, value: float, budget: float, unit: str, *, at_least: bool = False) -> bool:
    """Print one line and return whether the budget is kept."""
    kept = value >= budget if at_least else value <= budget
    sign = "≥" if at_least else "≤"
    print(f"{number:4} {what:62} {value:9.2f} {unit:4} {sign} {budget:g} {unit:4} {'kept' if kept else 'MISSED'}")
    return kept


def interleaved(rounds: int, *ways: Callable[[], float]) -> list[float]:
    """Return the median of each way, measured in turns, so that a busy neighbour strikes all alike."""
    found: list[list[float]] = [[] for _ in ways]
    for _ in range(rounds):
        for values, way in zip(found, ways, strict=True):
            values.append(way())
    return [median(values) for values in found]
