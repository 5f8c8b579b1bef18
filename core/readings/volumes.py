"""From what a dial shows to the kWh that it has counted; all in thousandths of a kWh."""

from collections.abc import Sequence

from core.readings.model import Meter, Register, Value
from core.tariffs.model import TOTAL

KWH = 1000


def capacity(register: Register) -> int:
    """Return the first value that the dial cannot show."""
    dial: int = 10**register.digits_int
    return dial * KWH


def volume(meter: Meter, counted: int) -> int:
    """Return what a register has counted × ratio + losses, rounded half-up to 1/100 kWh."""
    exact = counted * meter.ratio + meter.losses * 10_000  # 1/10 000 000 kWh
    return (exact + 50_000) // 100_000 * 10


def billed(registers: Sequence[Register]) -> tuple[Register, ...]:
    """Return the registers that together count each kWh once: the zones where there are any, else the total."""
    return tuple(register for register in registers if register.zone != TOTAL) or tuple(registers)


def volume_of(values: Sequence[Value]) -> int | None:
    """Return the kWh of a whole meter; None: a register has nothing to start from."""
    counted = [value for value in values if value.zone != TOTAL] or list(values)
    known = [value.volume for value in counted if value.volume is not None]
    return sum(known) if len(known) == len(counted) else None
