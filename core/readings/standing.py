"""How things stand for the meters of an account: what a reading starts from, and whether it may be submitted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.period import Period
from core.readings.model import Closed, LastReading, Meter, MeterClosed, Register
from core.readings.policy import ReadingPolicy
from core.readings.ports import AccountOfMeters, OwnReading


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """One meter in one period."""

    meter: Meter
    closed: MeterClosed | None
    sent: OwnReading | None  # what is active for it in the period already


def stand(
    account: AccountOfMeters, own: Sequence[OwnReading], period: Period, policy: ReadingPolicy, today: date
) -> tuple[Standing, ...]:
    return tuple(
        Standing(
            meter=from_last(meter, own, period),
            closed=why_closed(meter, account, policy, today),
            sent=next((each for each in own if each.meter_id == meter.meter_id and each.period == period), None),
        )
        for meter in account.meters
    )


def from_last(meter: Meter, own: Sequence[OwnReading], period: Period) -> Meter:
    """Return the meter as the next reading starts from it: ours of an earlier period may be newer than the book's."""
    earlier = [each for each in own if each.meter_id == meter.meter_id and each.period < period]
    if not earlier:
        return meter
    newest = max(earlier, key=lambda each: each.reading_date)
    values = dict(newest.values)
    return replace(
        meter, registers=tuple(_newer(register, values, newest.reading_date) for register in meter.registers)
    )


def _newer(register: Register, values: dict[str, int], day: date) -> Register:
    value = values.get(register.register_id)
    if value is None or (register.last and register.last.date >= day):
        return register
    return replace(register, last=LastReading(value=value, date=day, source="bot", own=True))


def why_closed(meter: Meter, account: AccountOfMeters, policy: ReadingPolicy, today: date) -> MeterClosed | None:
    if not in_place(meter):
        next_one = next((each for each in account.meters if each.point_id == meter.point_id and in_place(each)), None)
        if next_one is None:
            return MeterClosed(Closed.REMOVED, meter.serial_no)
        return MeterClosed(
            Closed.REPLACED, meter.serial_no, successor=next_one.serial_no, successor_id=next_one.meter_id
        )
    held = {
        Closed.ACCOUNT: account.status == "closed",
        Closed.AUTOMATIC: meter.automatic,
        Closed.FAULTY: meter.status == "faulty",
        Closed.NO_REGISTERS: not meter.registers,
        Closed.UNVERIFIED: policy.verification_policy == "refuse" and is_overdue(meter, today),
    }
    reason = next((reason for reason, holds in held.items() if holds), None)
    return MeterClosed(reason, meter.serial_no) if reason else None


def in_place(meter: Meter) -> bool:
    return meter.removed_on is None and meter.status != "removed"


def is_overdue(meter: Meter, today: date) -> bool:
    """Say whether the verification has run out; its last day is still good."""
    return meter.verification_due is not None and meter.verification_due < today
