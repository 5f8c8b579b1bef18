"""The pace of campaigns, and who is held when Telegram says «too many»."""

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.gate import Gate
from bot.delivery.pace import Pace


class Time:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@given(st.sampled_from([1, 25, 30, 1000]), st.lists(st.floats(0, 0.03), min_size=50, max_size=200))
def test_no_rolling_second_holds_more_than_the_rate_however_late_the_timer_is(rate: int, lateness: list[float]) -> None:
    time = Time()
    pace, sent = Pace(rate, time), []
    for late in lateness:
        if wait := pace.seconds():
            time.now += wait + min(late, 0.02)
        pace.spend()
        sent.append(time.now)

    assert all(sum(at <= other < at + 1 for other in sent) <= rate * 1.03 for at in sent)


def test_a_timer_that_is_late_does_not_slow_the_whole_down() -> None:
    time = Time()
    pace = Pace(1000, time)
    for _ in range(5_000):
        if wait := pace.seconds():
            time.now += wait + 0.001
        pace.spend()

    assert 5_000 / (time.now - 1_000.0) >= 970


def test_answers_take_their_turn_from_what_can_wait() -> None:
    time = Time()
    pace = Pace(30, time)
    for _ in range(60):
        pace.spend()

    assert pace.seconds() > 1.9


def test_a_pause_is_not_made_up_for_at_a_run() -> None:
    time = Time()
    pace = Pace(10, time)
    pace.spend()
    time.now += 3_600
    pace.spend()

    assert pace.seconds() > 0.05


def test_a_chat_that_is_held_for_an_hour_holds_nobody_else() -> None:
    time = Time()
    gate = Gate(time)
    gate.hold(1, 1)
    gate.hold(2, 3_600)

    assert (gate.closed_for(2), gate.closed_for(3)) == (3_600, 1)
    time.now += 2
    assert (gate.closed_for(1), gate.closed_for(3)) == (0, 0)


def test_many_chats_that_are_held_hold_all() -> None:
    time = Time()
    gate = Gate(time)
    for chat in range(1, 5):
        gate.hold(chat, 30)

    assert gate.closed_for(99) == 30
