"""Where consumers are received, and what the company offers: `[[offices]]` and `[[services]]` of retailer.toml."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from core.hours import OpeningHours
from core.marks import mark_of
from core.words import Label, Link, Words

Phone = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ()-]{3,24}$")]


class Office(BaseModel):
    """The place lies within Kazakhstan: two numbers that have changed places are found at the start."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Label
    address: Words
    latitude: float = Field(ge=40, le=56)
    longitude: float = Field(ge=46, le=88)
    phones: tuple[Phone, ...] = ()
    hours: OpeningHours
    services: tuple[Words, ...] = Field((), description="what can be done there")
    branches: tuple[str, ...] = Field((), description="whose consumers it serves, by their codes")

    @property
    def mark(self) -> str:
        """Return by what a button names it, wherever it stands in the file."""
        return mark_of("office", self.name.ru, self.address.ru)


class CompanyService(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Label
    text: Words
    url: Link = ""

    @property
    def mark(self) -> str:
        return mark_of("service", self.name.ru)
