"""When a message that has not gone is tried again."""

from bot.delivery.outcome import Outcome
from core.storage.outbox import TRIES

_SLOWEST = 300.0


def seconds_to_next(tries: int, outcome: Outcome | None = None) -> float | None:
    """Return how long to wait after so many tries; None: it was tried often enough, unless Telegram is only flooded."""
    if tries >= TRIES and not (outcome and outcome.flood):
        return None
    return max(outcome.wait if outcome else 0.0, min(2.0**tries, _SLOWEST))
