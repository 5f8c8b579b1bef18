from datetime import UTC, datetime, timedelta

import pytest

from core.accounts.limits import (
    Hour,
    Lock,
    Try,
    check_brake,
    check_lock,
    check_pace,
    is_alarming,
    is_number_locked,
    lock_of_chat,
)
from core.accounts.model import ChatLocked, ContactFirst, TooSoon
from core.accounts.policy import LinkPolicy

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
POLICY = LinkPolicy()


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def wrong(*moments: datetime) -> list[Try]:
    return [Try(at, right=False) for at in moments]


def test_the_third_wrong_try_in_a_day_locks_for_a_day() -> None:
    assert lock_of_chat(wrong(ago(hours=1), NOW), [], POLICY, NOW) is None
    assert lock_of_chat(wrong(ago(hours=23), ago(hours=1), NOW), [], POLICY, NOW) == Lock(NOW, NOW + timedelta(days=1))


def test_a_wrong_try_of_the_day_before_does_not_count() -> None:
    assert lock_of_chat(wrong(ago(hours=24), ago(hours=1), NOW), [], POLICY, NOW) is None


def test_a_right_try_does_not_wipe_out_wrong_ones() -> None:
    tries = [*wrong(ago(hours=3), ago(hours=2)), Try(ago(hours=1), right=True), *wrong(NOW)]

    assert lock_of_chat(tries, [], POLICY, NOW) is not None


def test_the_second_lock_lasts_a_week_and_the_third_until_the_office_helps() -> None:
    tries = wrong(ago(hours=2), ago(hours=1), NOW)
    first = Lock(ago(days=20), ago(days=19))
    second = Lock(ago(days=10), ago(days=3))

    assert lock_of_chat(tries, [first], POLICY, NOW) == Lock(NOW, NOW + timedelta(days=7))
    assert lock_of_chat(tries, [first, second], POLICY, NOW) == Lock(NOW, None)


def test_tries_before_a_lock_do_not_make_another() -> None:
    short = POLICY.model_copy(update={"chat_lock_hours": 1})
    lock = Lock(ago(hours=2), ago(hours=1))

    assert lock_of_chat(wrong(ago(hours=4), ago(hours=3), ago(hours=2), NOW), [lock], short, NOW) is None


def test_a_lock_holds_to_its_last_moment() -> None:
    lock = Lock(ago(hours=24), NOW)

    check_lock([lock], NOW)
    with pytest.raises(ChatLocked) as refusal:
        check_lock([lock], ago(seconds=1))
    assert refusal.value.until == NOW
    with pytest.raises(ChatLocked) as refusal:
        check_lock([Lock(ago(days=900), None)], NOW)
    assert refusal.value.until is None


@pytest.mark.parametrize(
    ("earlier", "seconds"),
    [
        ([], 3),
        ([ago(hours=1)], 30),
        ([ago(hours=25)], 30),  # the caller asks for the tries of 24 hours only
    ],
)
def test_the_pause_grows_after_the_second_wrong_try(earlier: list[datetime], seconds: int) -> None:
    tries = wrong(*earlier, NOW)

    with pytest.raises(TooSoon) as refusal:
        check_pace(tries, POLICY, NOW + timedelta(seconds=seconds - 1))
    assert refusal.value.seconds == 1
    check_pace(tries, POLICY, NOW + timedelta(seconds=seconds))


def test_a_right_try_asks_for_the_short_pause_only() -> None:
    check_pace([Try(NOW, right=True)], POLICY, NOW + timedelta(seconds=3))


@pytest.mark.parametrize(
    ("hours", "locked"),
    [
        ([1, 2], False),
        ([1, 2, 23], True),
        ([1, 25, 26, 27, 28], False),
        ([1, 25, 26, 27, 28, 29], True),
        ([1, *range(200, 208)], False),
        ([1, *range(200, 209)], True),
        ([721] * 20, False),
    ],
)
def test_a_number_is_locked_by_three_a_day_six_a_week_ten_a_month(hours: list[int], locked: bool) -> None:
    assert is_number_locked([ago(hours=each) for each in hours], POLICY, NOW) is locked


@pytest.mark.parametrize(
    ("hour", "alarming"),
    [
        (Hour(99, 99), True),  # nearly all wrong
        (Hour(200, 99), False),
        (Hour(1000, 100), True),
        (Hour(49, 49), False),
        (Hour(50, 30), False),
        (Hour(50, 31), True),
    ],
)
def test_many_or_mostly_wrong_tries_alarm(hour: Hour, alarming: bool) -> None:
    assert is_alarming(hour, POLICY) is alarming


def test_the_brake_asks_for_the_own_contact() -> None:
    check_brake(Hour(299, 299), contact_shown=False, policy=POLICY)
    check_brake(Hour(300, 300), contact_shown=True, policy=POLICY)
    with pytest.raises(ContactFirst):
        check_brake(Hour(300, 300), contact_shown=False, policy=POLICY)
