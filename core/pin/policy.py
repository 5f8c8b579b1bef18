"""What the retailer decides about a further lock on the cabinet: `[security]` of retailer.toml."""

from pydantic import BaseModel, ConfigDict, Field


class SecurityPolicy(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    pin: bool = Field(default=False, description="whether consumers may set one; asked before personal screens")
    pin_idle_minutes: int = Field(15, ge=1, le=24 * 60, description="it is asked again after so long without a use")
