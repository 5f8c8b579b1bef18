from bot.middlewares.throttle import Pace, Throttle


class Watch:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


def test_twenty_in_a_minute_then_one_word_then_silence() -> None:
    throttle = Throttle(20, Watch())

    paces = [throttle.check(1) for _ in range(30)]

    assert paces == [Pace.FINE] * 20 + [Pace.TOO_FAST] + [Pace.SILENT] * 9


def test_who_slows_down_is_heard_again() -> None:
    watch = Watch()
    throttle = Throttle(20, watch)
    for _ in range(25):
        throttle.check(1)
    watch.time += 3

    assert throttle.check(1) is Pace.FINE
    assert throttle.check(1) is Pace.SILENT


def test_others_are_not_slowed_down() -> None:
    throttle = Throttle(20, Watch())
    for _ in range(25):
        throttle.check(1)

    assert throttle.check(2) is Pace.FINE


def test_who_has_been_quiet_is_forgotten() -> None:
    watch = Watch()
    throttle = Throttle(20, watch)
    for chat in range(10_000):
        throttle.check(chat)
    watch.time += 120
    for chat in range(10_000, 16_000):
        throttle.check(chat)

    assert len(throttle._full_until) < 6_100


def test_the_pictures_of_an_album_count_as_one_message() -> None:
    throttle = Throttle(20, Watch())

    paces = [throttle.check(1, 0.1) for _ in range(190)]

    assert paces == [Pace.FINE] * 190
    assert throttle.check(1) is Pace.FINE
    assert throttle.check(1) is Pace.TOO_FAST
