"""Short answers: `[[faq]]` of retailer.toml, and which of them fit what somebody has written."""

import re
from collections.abc import Sequence
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.marks import mark_of
from core.words import Label, Link, Words

# What a button can open: the flows of the menu.
Flow = Literal[
    "balance",
    "readings",
    "bills",
    "documents",
    "calculator",
    "usage",
    "support",
    "accounts",
    "company",
    "settings",
    "notices",
    "profile",
    "privacy",
]
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5  # letters by which words are compared: endings change in Kazakh and Russian
_ENOUGH = 2  # words of a question that have to be there; of `words` one is enough


class ShortAnswer(BaseModel):
    """`words` are those by which a free text is known to ask this, in any language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Label
    answer: Words
    words: tuple[str, ...] = ()
    flow: Flow | None = Field(None, description="of the bot: a button below the answer opens it")
    url: Link = Field("", description="or a button that opens this page")

    @model_validator(mode="after")
    def _one_button(self) -> Self:
        if self.flow and self.url:
            raise ValueError("flow or url, not both")
        return self

    @property
    def mark(self) -> str:
        return mark_of("faq", self.question.ru)

    def fits(self, text: str) -> int:
        """Return how well it answers a text; 0: not at all."""
        said = _stems(text)
        named = len(said & _stems(" ".join(self.words)))
        asked = len(said & _stems(" ".join((self.question.kk, self.question.ru, self.question.en))))
        return 2 * named + asked if named or asked >= _ENOUGH else 0


def fitting(answers: Sequence[ShortAnswer], text: str, most: int = 3) -> tuple[ShortAnswer, ...]:
    """Return the answers to what somebody has written, the best first."""
    found = [(each.fits(text), each) for each in answers]
    return tuple(each for fit, each in sorted(found, key=lambda one: -one[0]) if fit)[:most]


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.casefold().replace("ё", "е"))}
