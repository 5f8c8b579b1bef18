"""What the retailer decides about letters: `[mail]` of retailer.toml. The server itself is a setting of the machine."""

from pydantic import BaseModel, ConfigDict, Field


class MailPolicy(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    letters_per_day: int = Field(20, ge=1, le=1000, description="documents a chat, and an address, gets in 24 hours")
    confirmations_per_day: int = Field(5, ge=1, le=100, description="letters with a link for a chat, and an address")
