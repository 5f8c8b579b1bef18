"""The two days of a reading window on which people are reminded."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.period import Period
from core.readings.policy import Window


class Edge(StrEnum):
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, order=True, slots=True)
class WindowEdge:
    period: Period  # that readings of the day count for
    edge: Edge


def edge_of(window: Window, day: date) -> WindowEdge | None:
    """Return which edge of the window a day is; of a window of one day it is the last."""
    period = window.period_of(day)
    first_day, last_day = window.days_of(period)
    if day == last_day:
        return WindowEdge(period, Edge.LAST)
    return WindowEdge(period, Edge.FIRST) if day == first_day else None
