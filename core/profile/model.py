"""The person behind an account as the retailer has him on file, and what he may ask to be changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.accounts.model import LinkedAccount, SecondProofNeeded
from core.errors import DomainError
from core.mail.address import AddressNotUnderstood


class Field(StrEnum):
    """What of the profile can be changed, in the order of its form."""

    PAYER = "payer"
    PHONE = "phone"
    MOBILE = "mobile"
    EMAIL = "email"
    BIRTH_DATE = "birth_date"
    SEX = "sex"


OF_PEOPLE = (Field.BIRTH_DATE, Field.SEX)  # a company has neither
SEXES = ("f", "m")


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """At level 1 everything is masked already, birth date and sex are left out, and `masked` says so."""

    account: LinkedAccount
    has_others: bool
    masked: bool
    payer: str
    address_kk: str
    address_ru: str
    phone: str
    mobile: str
    email: str
    birth_date: date | None
    sex: str  # f | m | empty: not known

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return what this payer has."""
        legal = self.account.kind == "legal"
        return tuple(each for each in Field if not (legal and each in OF_PEOPLE))

    def value(self, field: Field) -> str:
        """Return what is on file, as the values of a change are written; empty: nothing."""
        if field is Field.BIRTH_DATE:
            return self.birth_date.isoformat() if self.birth_date else ""
        value: str = getattr(self, field)
        return value


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeForm:
    """A change that is being written: what is on file, and what shall stand there."""

    profile: Profile
    changes: Mapping[Field, str]
    hold_hours: int


class ProofNeededToChange(SecondProofNeeded):
    """Whoever knows the last payment only may look, masked, and change nothing."""


class NotAName(DomainError):
    """Of a person, or of a company (`legal`)."""

    def __init__(self, text: str, *, legal: bool) -> None:
        super().__init__()
        self.text = text[:60]
        self.legal = legal


class NotAPhone(DomainError):
    def __init__(self, text: str, field: Field) -> None:
        super().__init__()
        self.text = text[:60]
        self.field = field


class NotAnEmail(AddressNotUnderstood):
    """In the form of the profile, where the other values are kept."""


class NotABirthDate(DomainError):
    """`too` says what is wrong with a day that exists: `late`, `early`; empty: it is no day at all."""

    def __init__(self, text: str, too: str = "") -> None:
        super().__init__()
        self.text = text[:60]
        self.too = too


class NotASex(DomainError):
    """Neither of the two; it is chosen by a button."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text[:60]


class SameAsOnFile(DomainError):
    """The account's file has this very value."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field


class NothingChanged(DomainError):
    """There is no value in the form that is not on file."""

    def __init__(self, link_id: int) -> None:
        super().__init__()
        self.link_id = link_id


class NotOfThisPayer(DomainError):
    """An old or forged button: a company has no such field."""
