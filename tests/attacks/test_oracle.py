"""T3: neither an answer nor what was done for it tells why a proof failed."""

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median
from typing import Any

import pytest
from sqlalchemy import event

from core.accounts.model import CodeNotAccepted, NotVerified
from tests.attacks.guesses import guess, outcome
from tests.fakes.town import Town

# name of the case → number, amount
CASES = {
    "unknown number": ("000999999", 466_733),
    "wrong amount": ("000100101", 466_733),
    "never paid": ("000100102", 466_733),
    "closed, right amount": ("000100103", 333_311),
    "paid too long ago": ("000100104", 777_713),
    "paid nothing": ("000100105", 1),
    "locked, right amount": ("000100106", 123_411),
    "frozen, right amount": ("000100100", 466_734),
}


@contextmanager
def statements(town: Town) -> Iterator[list[str]]:
    """Collect what is sent to the database, without the values."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(re.sub(r"\s+", " ", statement))

    engine = town.database.writer.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
async def prepared(town: Town) -> Town:
    """A town in which one number is locked and one account frozen."""
    for chat in (801, 802, 803):
        await outcome(guess(town, chat, "000100106", 100_001))
    mine = (await guess(town, 804, "000100100", 466_734)).account
    await town.ask(
        lambda cabinet: cabinet.accounts.not_me(customer=town.customer(804), link_id=mine.link_id, other_id=0)
    )
    await town.ask(lambda cabinet: cabinet.accounts.sign_out(customer=town.customer(804)))
    return town


async def test_every_failure_is_one_refusal_after_the_same_work(prepared: Town) -> None:
    refusals: dict[str, tuple[str, dict[str, object]]] = {}
    work: dict[str, list[str]] = {}
    for chat, (name, (number, amount)) in enumerate(CASES.items(), start=1):
        with statements(prepared) as seen, pytest.raises(NotVerified) as refusal:
            await guess(prepared, chat, number, amount)
        refusals[name] = (str(refusal.value), vars(refusal.value))
        work[name] = list(seen)

    assert {repr(refusal) for refusal in refusals.values()} == {repr(refusals["unknown number"])}
    for name, seen in work.items():
        assert seen == work["unknown number"], name
    assert len(work["unknown number"]) > 10


async def test_the_answer_is_due_at_a_moment_that_the_work_has_no_part_in(prepared: Town) -> None:
    due = prepared.now + timedelta(seconds=prepared.retailer.linking.answer_seconds)

    for chat, (number, amount) in enumerate(CASES.values(), start=1):
        with pytest.raises(NotVerified) as refusal:
            await guess(prepared, chat, number, amount)
        assert refusal.value.answer_at == due


async def test_the_question_for_the_serial_is_the_same_for_every_number(prepared: Town) -> None:
    seen_by_number = []
    for chat, (number, _) in enumerate(CASES.values(), start=1):
        with statements(prepared) as seen:
            ask = prepared.ask(
                lambda cabinet, chat=chat, number=number: cabinet.linking.link(
                    customer=prepared.customer(chat), number=number, amount=500_000
                )
            )
            assert await outcome(ask) == "SerialNeeded"
        seen_by_number.append(list(seen))

    assert all(seen == seen_by_number[0] for seen in seen_by_number)


async def test_every_bad_code_is_one_refusal_after_the_same_work(prepared: Town) -> None:
    frozen, unknown = "ONETIMECODEOF100100", "ONETIMECODEOF999999"
    refusals, work = [], []
    for code in (unknown, frozen):
        with statements(prepared) as seen, pytest.raises(CodeNotAccepted) as refusal:
            await prepared.ask(
                lambda cabinet, code=code: cabinet.recovery.use_code(customer=prepared.customer(1), code=code)
            )
        refusals.append(vars(refusal.value))
        work.append(list(seen))

    assert refusals[0] == refusals[1]
    assert work[0] == work[1]


@pytest.mark.soak
async def test_even_without_the_padding_no_cause_is_told_by_the_clock(
    prepared: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    """500 timings of each cause, taken in turn; the locked number stays locked, the frozen account frozen."""
    prepared.set_policy(brake_wrong_per_hour=10**9, account_wrong_per_month=10**9, account_wrong_per_week=10**9)
    timings: dict[str, list[float]] = {name: [] for name in CASES}
    for turn in range(500):
        prepared.wait(seconds=40)
        for place, (name, (number, amount)) in enumerate(CASES.items()):
            began = time.perf_counter()
            assert await outcome(guess(prepared, 10_000 + turn * 10 + place, number, amount)) == "NotVerified"
            timings[name].append(time.perf_counter() - began)

    medians = {name: median(times) * 1000 for name, times in timings.items()}
    with capsys.disabled():
        sys.stdout.writelines(f"\n{name:24} {milliseconds:6.2f} ms" for name, milliseconds in medians.items())
    assert max(medians.values()) - min(medians.values()) < 10
