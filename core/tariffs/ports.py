from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from core.accounts.model import LinkedAccount
from core.readings.model import Meter
from core.tariffs.model import Household, TariffBook


@dataclass(frozen=True, kw_only=True, slots=True)
class TariffsOfAccount:
    """What decides on the prices of an account, from when on; the newest state is the last."""

    legal: bool
    households: tuple[Household, ...]

    @property
    def groups(self) -> frozenset[str]:
        return frozenset(each.tariff_group for each in self.households)

    def on(self, day: date) -> Household:
        """Return the state of a day; that of days before the first one is the first."""
        begun = (each for each in reversed(self.households) if each.valid_from is None or each.valid_from <= day)
        return next(begun, self.households[0])


class Tariffs(Protocol):
    """The tariff book and the households of the live book."""

    async def of_account(self, account_id: int) -> TariffsOfAccount | None: ...

    async def book(self, groups: Collection[str] | None, first: date, last: date) -> TariffBook:
        """Return the rows of these groups, or of all, that are in force on any day from `first` to `last`."""


class HungMeters(Protocol):
    async def of_account(self, account: LinkedAccount) -> tuple[Meter, ...]:
        """Return the meters in place as this link may see them, each with the reading that the next one starts from."""
