"""Why something cannot be done with a campaign, told to whoever asks for it: an operator, or the command line."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import DomainError


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """A line of a file that cannot be used; `unknown`: its number has the right form, and no account has it."""

    line: int
    text: str
    unknown: bool = False


class CampaignRefused(DomainError):
    """`why` is a word of the list in bot/screens/notices_refusals.py; the rest are the facts that it names."""

    def __init__(
        self, why: str, about: str = "", *, number: int = 0, most: int = 0, faults: Sequence[Fault] = ()
    ) -> None:
        super().__init__()
        self.why = why
        self.about = about
        self.number = number
        self.most = most
        self.faults = tuple(faults)
