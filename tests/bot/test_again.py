"""How long a message that has not gone waits for its next try."""

import pytest

from bot.delivery.outcome import End, Outcome
from bot.jobs.again import seconds_to_next
from core.storage.outbox import TRIES

AWAY = Outcome(end=End.LATER, wait=60)
FLOOD = Outcome(end=End.LATER, wait=3600, flood=True)


@pytest.mark.parametrize(
    ("tries", "outcome", "seconds"),
    [
        (1, None, 2),
        (5, None, 32),
        (TRIES - 1, None, 300),
        (1, AWAY, 60),
        (8, AWAY, 256),
        (1, FLOOD, 3600),
        (TRIES + 1, FLOOD, 3600),
        (TRIES, None, None),
        (TRIES, AWAY, None),
    ],
)
def test_each_wait_is_twice_the_one_before_and_only_a_flood_is_no_reason_to_give_up(
    tries: int, outcome: Outcome | None, seconds: float | None
) -> None:
    assert seconds_to_next(tries, outcome) == seconds
