"""What the retailer decides about calculations: `[tariffs]` of retailer.toml."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from core.tariffs.model import POLICIES, NormPolicy

_LONGEST_NAME = 40  # a button


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnNorms(_Part):
    """A norm policy of the retailer's own: the norm is whole from `full_from` to `full_to` days."""

    base_days: Annotated[Decimal, Field(gt=0, le=366)]
    full_from: int = Field(ge=1, le=366)
    full_to: int | None = Field(None, ge=1, le=100_000)

    @model_validator(mode="after")
    def _in_order(self) -> "OwnNorms":
        if self.full_to is not None and self.full_to < self.full_from:
            raise ValueError("full_to is below full_from")
        return self


class GroupName(_Part):
    """How consumers know a tariff group of the book."""

    kk: str = Field(min_length=1, max_length=_LONGEST_NAME)
    ru: str = Field(min_length=1, max_length=_LONGEST_NAME)
    en: str = Field(min_length=1, max_length=_LONGEST_NAME)
    legal: bool = False  # prices and sums without VAT, which is added to the whole

    def of(self, language: str) -> str:
        return {"ru": self.ru, "en": self.en}.get(language, self.kk)


class TariffPolicy(_Part):
    norm_policy: Literal["prorata", "aes2013"] | OwnNorms = "prorata"
    groups: dict[str, GroupName] = Field(default_factory=dict, description="by tariff_group, in the order of buttons")

    @field_validator("norm_policy", mode="before")
    @classmethod
    def _named_or_own(cls, given: object) -> object:
        if isinstance(given, dict):
            return OwnNorms.model_validate(given)
        if given not in POLICIES:
            raise ValueError(f"neither a table nor one of {', '.join(POLICIES)}")
        return given

    @property
    def norms(self) -> NormPolicy:
        if isinstance(self.norm_policy, str):
            return POLICIES[self.norm_policy]
        own = self.norm_policy
        return NormPolicy(base_days=own.base_days, full_from=own.full_from, full_to=own.full_to)
