"""How the desk works: `[desk]` of retailer.toml."""

from string import Formatter
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from core.hours import OpeningHours

PLACEHOLDERS = ("account", "balance", "as_of", "last_day", "operator")


class DeskGroup(BaseModel):
    """A further group of operators, for the consumers of some branches: one group takes twenty messages a minute."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chat_id: int = Field(lt=0)
    branches: tuple[str, ...] = Field(min_length=1)


class Canned(BaseModel):
    """An answer that is written once; `{account}`, `{balance}`, `{as_of}`, `{last_day}`, `{operator}` are filled in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9_-]{1,20}$")
    kk: str = Field(min_length=1, max_length=3000)
    ru: str = Field(min_length=1, max_length=3000)
    en: str = Field("", max_length=3000, description="empty: the Russian one")

    @field_validator("kk", "ru", "en")
    @classmethod
    def _known(cls, text: str) -> str:
        try:
            parsed = list(Formatter().parse(text))
        except ValueError as error:
            raise ValueError(f"a brace that belongs to no placeholder ({error})") from error
        for _, field, form, conversion in parsed:
            if field is not None and (field not in PLACEHOLDERS or form or conversion):
                known = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
                raise ValueError(f"{{{field}}} is none of {known}")
        return text

    def of(self, language: str) -> str:
        return {"kk": self.kk, "en": self.en or self.ru}.get(language, self.ru)

    def fields(self, language: str) -> tuple[str, ...]:
        """Return the placeholders of a text."""
        return tuple(field for _, field, _, _ in Formatter().parse(self.of(language)) if field)


class DeskPolicy(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    groups: tuple[DeskGroup, ...] = Field((), description="besides OPERATOR_CHAT_ID, which takes all other branches")
    administrators: tuple[int, ...] = Field((), description="Telegram ids of those who say who is an operator")
    language: Literal["kk", "ru", "en"] = Field("ru", description="of the bot's own words in the groups")
    topic_name: str = Field("{account} · {branch}", description="of {account} {branch} {number} {language}")
    hours: OpeningHours = OpeningHours.model_validate(
        dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08:00-18:00"), strict=False
    )
    answer_minutes: int = Field(30, ge=1, description="of work, within which a consumer is answered")
    remind_minutes: tuple[int, ...] = Field((30, 120), description="of work, after which the desk is reminded")
    behind_seconds: int = Field(60, ge=10, description="a queue this late is spoken of in the group")
    close_after_days: int = Field(5, ge=0, description="silence after the desk's last word closes a talk; 0: never")
    reopen_days: int = Field(3, ge=0, le=90, description="after closing, within which a word goes on with the talk")
    reveal_minutes: int = Field(10, ge=1, le=60, description="how long revealed personal data stand in the group")
    digest: bool = True  # what waits, every morning of work
    canned: tuple[Canned, ...] = ()

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        names = [each.name for each in self.canned]
        if len(set(names)) != len(names):
            raise ValueError("two answers in `canned` have one name")
        branches = [branch for group in self.groups for branch in group.branches]
        if len(set(branches)) != len(branches):
            raise ValueError("a branch belongs to one group")
        return self

    def group_of(self, branch: str, default: int | None) -> int | None:
        """Return the group that answers the consumers of a branch; None: there is no desk."""
        found = (group.chat_id for group in self.groups if branch in group.branches)
        return next(found, default)
