"""What the retailer decides about documents: `[documents]` and `[[payment_links]]` of retailer.toml."""

from pydantic import BaseModel, ConfigDict, Field


class DocumentPolicy(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    accent: str = Field("#0f766e", pattern=r"^#[0-9a-fA-F]{6}$", description="colour of headings and totals")
    logo: str = Field("", max_length=1_000, description="a PNG or JPEG, absolute or beside retailer.toml; empty: none")
    check_days: int = Field(1_825, ge=1, le=36_500, description="how long the code on a document can be checked")
    facts_days: int = Field(30, ge=1, le=366, description="how long a document that was made can be had by e-mail")
