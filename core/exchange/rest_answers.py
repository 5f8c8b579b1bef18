"""What the accounting system may answer online, and how values are written; anything else is no answer."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from core.readings.handover import Outgoing

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class TakenValue(_Part):
    register_id: str
    value: str = Field(pattern=r"^[0-9]{1,12}(\.[0-9]{1,6})?$")


class Taken(_Part):
    """`SubmissionState` of the contract: where a reading stands, and what was understood of it."""

    submission_id: str
    status: Literal["accepted", "queued", "rejected", "duplicate"]
    reason_code: Code | None = None
    meter_id: str
    values: list[TakenValue]

    def echoes(self, reading: Outgoing) -> bool:
        """Return whether that is the reading which was sent."""
        sent = {one.register_id: Decimal(one.value) / 1000 for one in reading.values}
        taken = {one.register_id: Decimal(one.value) for one in self.values}
        same = self.submission_id.lower() == reading.submission_id and self.meter_id == reading.meter_id
        return same and len(self.values) == len(sent) and taken == sent


class Problem(_Part):
    code: Code


def decimal(thousandths: int) -> str:
    """Return a value as it is written to the accounting system: «12345», «12345.6»."""
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03}".rstrip("0") if rest else str(whole)
