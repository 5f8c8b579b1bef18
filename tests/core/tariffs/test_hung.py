from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

import pytest

from core.accounts.model import LEVEL_SECOND_PROOF
from core.period import Period
from core.readings.model import LastReading, Meter
from core.readings.policy import ReadingPolicy
from core.readings.ports import OwnReading
from core.tariffs.hung import MetersInPlace
from tests.fakes.ledger import ACCOUNT
from tests.fakes.tariffs import meter

TODAY = date(2026, 11, 22)
OCTOBER = LastReading(value=1_000_000, date=date(2026, 9, 30), source="inspector")


@dataclass
class OnFile:
    """The book's meters, and what was submitted; they answer for one account."""

    meters: tuple[Meter, ...]
    submitted: tuple[OwnReading, ...] = ()

    async def of_account(self, account_id: int) -> tuple[Meter, ...]:
        assert account_id == ACCOUNT.account_id
        return self.meters

    async def own(self, account_ids: tuple[int, ...], since: Period) -> dict[int, tuple[OwnReading, ...]]:
        assert (account_ids, since) == ((ACCOUNT.account_id,), Period(2025, 11))
        return {ACCOUNT.account_id: self.submitted} if self.submitted else {}

    def in_place(self) -> MetersInPlace:
        on_file = cast("Any", self)
        return MetersInPlace(meters=on_file, submissions=on_file, policy=ReadingPolicy(), today=TODAY)


def hung(**facts: Any) -> Meter:
    found = meter("T0", point_name="Пәтер", **facts)
    return replace(found, registers=tuple(replace(each, last=OCTOBER) for each in found.registers))


def submitted(period: Period, day: date) -> OwnReading:
    return OwnReading(id=1, meter_id="M", period=period, reading_date=day, values=(("R-T0", 1_200_000),))


async def test_meters_that_are_gone_are_left_out() -> None:
    gone = (hung(meter_id="A", status="removed"), hung(meter_id="B", removed_on=date(2026, 1, 1)))

    found = await OnFile((hung(), *gone)).in_place().of_account(ACCOUNT)

    assert [each.meter_id for each in found] == ["M"]


async def test_the_place_of_a_meter_is_told_after_the_second_proof() -> None:
    on_file = OnFile((hung(),)).in_place()

    assert [each.point_name for each in await on_file.of_account(ACCOUNT)] == [""]
    in_full = replace(ACCOUNT, level=LEVEL_SECOND_PROOF)
    assert [each.point_name for each in await on_file.of_account(in_full)] == ["Пәтер"]


@pytest.mark.parametrize(
    ("period", "day", "value"),
    [
        pytest.param(Period(2026, 10), date(2026, 10, 25), 1_200_000, id="one of an earlier period is the last one"),
        pytest.param(Period(2026, 11), date(2026, 11, 21), 1_000_000, id="one of this period may still be corrected"),
        pytest.param(Period(2026, 9), date(2026, 9, 25), 1_000_000, id="the book has a newer one"),
    ],
)
async def test_a_reading_of_ours_may_be_the_last_one(period: Period, day: date, value: int) -> None:
    (found,) = await OnFile((hung(),), (submitted(period, day),)).in_place().of_account(ACCOUNT)

    assert found.registers[0].last
    assert found.registers[0].last.value == value
