from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonOnFile:
    """What the accounting system has of a payer, unsealed and not masked; empty or None: not known."""

    payer: str
    locality: str
    street: str
    address_kk: str
    address_ru: str
    phone: str
    mobile: str
    email: str
    birth_date: date | None
    sex: str


class People(Protocol):
    """The payers of the live book; the service has made sure that the account is the customer's."""

    async def of_account(self, account_id: int) -> PersonOnFile: ...
