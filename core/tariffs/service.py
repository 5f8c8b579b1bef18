"""The calculator: what so much electricity costs in so many days, on an account's own data or on chosen ones.

What it needs and does not know it asks for; everything it knows may be changed, to see what would be.
"""

from dataclasses import replace
from datetime import date, datetime

from core.accounts.service import AccountService, current_of
from core.accounts.trail import note
from core.clock import today_in_almaty
from core.customers.model import Customer
from core.ports import AuditLog
from core.readings.policy import ReadingPolicy
from core.tariffs.asked import MOST_RESIDENTS, Asked, ResidentsOutOfRange
from core.tariffs.dials import fill
from core.tariffs.found import Look
from core.tariffs.looking import Known, Rules, look, span_of
from core.tariffs.model import TariffBook
from core.tariffs.policy import TariffPolicy
from core.tariffs.ports import HungMeters, Tariffs
from core.tariffs.typed import NumbersNotUnderstood, NumberTooLong, read_day, read_numbers


class CalculatorService:
    """Of an account nothing is looked up for a person who has not agreed to it, or has not linked it.

    Every method returns where the calculation stands, and raises what `look` raises.
    """

    def __init__(
        self,
        *,
        accounts: AccountService,
        tariffs: Tariffs,
        meters: HungMeters,
        audit: AuditLog,
        policy: TariffPolicy,
        readings: ReadingPolicy,
        now: datetime,
    ) -> None:
        self._accounts = accounts
        self._tariffs = tariffs
        self._meters = meters
        self._audit = audit
        self._rules = Rules(tariffs=policy, readings=readings, today=today_in_almaty(now))

    async def begin(self, *, customer: Customer, link_id: int | None = None) -> Look:
        """Begin with an account, the current one unless it is named; of somebody without any, with nothing."""
        if link_id is None and customer.consent_version:
            linked = await self._accounts.linked(customer=customer)
            link_id = current_of(customer, linked).link_id if linked else None
        found = await self.look(customer=customer, asked=Asked(link_id=link_id))
        if found.account:
            await note(self._audit, customer, "view.calculator", found.account.account_id)
        return found

    async def look(self, *, customer: Customer, asked: Asked) -> Look:
        """Return where a calculation stands.

        :raises NoSuchLink: old, foreign or forged
        :raises TariffsUnknown: there is no tariff book
        :raises DayOutside: a day that prices are not known for, or one out of order
        :raises ReadingBelowOpening: a reading below the last one that no passing of zero explains
        :raises NoTariff: the book has no price for one of the days
        """
        known, book = await self._load(customer, asked)
        return look(asked, known, book, self._rules)

    async def take(self, *, customer: Customer, asked: Asked, text: str) -> Look:
        """Take typed numbers: all of them in one line, or the next one that is asked for.

        :raises NumbersNotUnderstood: no numbers, or not as many as were asked for
        :raises NumberTooLong: more digits than the dial has
        """
        known, book = await self._load(customer, asked)
        empty = look(replace(asked, numbers=()), known, book, self._rules)
        filled = fill(asked, empty.unit, empty.dials, text)
        return look(filled, known, book, self._rules)

    async def choose(self, *, customer: Customer, asked: Asked, fact: str, to: str) -> Look:
        """Take what was chosen; meters and groups are named by their place in what `look` returns.

        :raises CalculationGone: there is no such choice (any more)
        """
        known, book = await self._load(customer, asked)
        found = look(asked, known, book, self._rules)
        by_place = {"meter": [meter.meter_id for meter in found.meters], "group": found.groups}.get(fact)
        if by_place is not None:
            to = next((code for place, code in enumerate(by_place) if str(place) == to), "")
        return look(asked.chosen(fact, to), known, book, self._rules)

    async def settle(self, *, customer: Customer, asked: Asked, text: str) -> Look:
        """Take a typed number of residents.

        :raises ResidentsOutOfRange: no whole number from 1 to 99
        """
        try:
            ((_, count),) = read_numbers(text, (1,))
        except (NumbersNotUnderstood, NumberTooLong):
            raise ResidentsOutOfRange(text) from None
        if count != int(count) or not 1 <= count <= MOST_RESIDENTS:
            raise ResidentsOutOfRange(text)
        return await self.look(customer=customer, asked=replace(asked, residents=int(count)))

    async def date(self, *, customer: Customer, asked: Asked, day: date | str, opening: bool) -> Look:
        """Take a day, picked or typed: that of the closing reading, or of the opening one.

        :raises DayNotUnderstood: it is no day
        """
        if isinstance(day, str):
            day = read_day(day, self._rules.today if opening else self._rules.last_day)
        return await self.look(customer=customer, asked=asked.dated(day, opening=opening))

    async def _load(self, customer: Customer, asked: Asked) -> tuple[Known, TariffBook]:
        known = await self._known(customer, asked.link_id)
        groups = known.tariffs.groups if known.tariffs and all(known.tariffs.groups) else None
        return known, await self._tariffs.book(groups, *span_of(asked, known, self._rules))

    async def _known(self, customer: Customer, link_id: int | None) -> Known:
        if link_id is None:
            return Known()
        linked = await self._accounts.linked(customer=customer)
        account = next((each for each in linked if each.link_id == link_id), None)
        if account is None:
            account = await self._accounts.get(customer=customer, link_id=link_id)
        return Known(
            account=account,
            others=len(linked) - 1,
            tariffs=await self._tariffs.of_account(account.account_id),
            meters=await self._meters.of_account(account),
        )
