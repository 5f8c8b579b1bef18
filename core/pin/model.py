"""A PIN: four to six digits that somebody who holds the unlocked phone does not know."""

from dataclasses import dataclass
from datetime import datetime

from core.errors import DomainError

SHORTEST, LONGEST = 4, 6
TRIES = 3  # wrong ones in a row; the next is not looked at any more, right or wrong


@dataclass(frozen=True, kw_only=True, slots=True)
class Pin:
    """`secret` is the salted slow hash; nobody can tell the digits from it without trying them all."""

    secret: str
    set_at: datetime
    tries: int  # since the last right one
    open_until: datetime | None  # None: it is asked before the next personal screen

    @property
    def is_locked(self) -> bool:
        return self.tries >= TRIES

    def is_open(self, now: datetime) -> bool:
        return not self.is_locked and self.open_until is not None and now < self.open_until


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnPin:
    """What is kept of a PIN, for the copy of a chat's data: never the digits or their hash."""

    set_at: datetime
    wrong_tries: int


class PinsOff(DomainError):
    """The retailer does not offer them (any more)."""


class NoPin(DomainError):
    """An old button: there is no PIN to change or to take away."""


class PinNotUnderstood(DomainError):
    """Not four to six digits; what was typed is not repeated, since it may be the PIN of something else."""


class PinTooSimple(DomainError):
    """1111, 1234, 654321: what anybody tries first."""


class PinsDiffer(DomainError):
    """The second time it was typed otherwise; the first one counts no more."""


class PinChangedMeanwhile(DomainError):
    """What has been typed was to replace a PIN that is not in force any more."""


class WrongPin(DomainError):
    """Told in the same words at the same moment, whichever try it was."""

    def __init__(self, answer_at: datetime) -> None:
        super().__init__()
        self.answer_at = answer_at


class PinLocked(DomainError):
    """Too many wrong tries; a right PIN is refused as well."""

    def __init__(self, answer_at: datetime) -> None:
        super().__init__()
        self.answer_at = answer_at


class PinNotReset(DomainError):
    """The one refusal of the proof that resets a PIN."""

    def __init__(self, answer_at: datetime) -> None:
        super().__init__()
        self.answer_at = answer_at
