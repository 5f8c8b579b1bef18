"""Forming an alternative invoice; the numbers are taken as the calculator takes them, and nothing is submitted."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from core.accounts.model import LinkedAccount
from core.accounts.service import AccountService
from core.alternative.facts import draft_of, same_as
from core.alternative.model import (
    AlternativeGone,
    AlternativeOff,
    Choice,
    Formed,
    NoReadingToStartFrom,
    NotTaken,
    Proposal,
    SumNotUnderstood,
    SumOutOfRange,
    Wanted,
)
from core.alternative.opening import Openings
from core.alternative.ports import Alternatives
from core.clock import today_in_almaty
from core.customers.model import Customer
from core.marks import mark_of
from core.money import AmountNotUnderstood, parse_amount
from core.papers.policy import DocumentPolicy
from core.papers.service import PaperService
from core.period import Period
from core.readings.model import Meter
from core.tariffs.asked import Asked, DayOutside, Question, TariffsUnknown, Unit
from core.tariffs.found import Look
from core.tariffs.model import LevelsBroken, NoTariff, PeriodEmpty, ReadingBelowOpening
from core.tariffs.ports import HungMeters
from core.tariffs.service import CalculatorService
from core.tariffs.typed import NumbersNotUnderstood, NumberTooLong

_REFUSALS = (NumbersNotUnderstood, NumberTooLong, ReadingBelowOpening, DayOutside, PeriodEmpty, NoTariff, LevelsBroken)
_SCOPE = 32  # signs of the digest; with the month they fit the column


class _Place(NamedTuple):
    account: LinkedAccount
    meters: tuple[Meter, ...]
    meter: Meter | None


class AlternativeService:
    """Every method first asks whether the retailer has alternative invoices, and whether the account is linked.

    :raises AlternativeOff, NoSuchLink
    """

    def __init__(
        self,
        *,
        accounts: AccountService,
        calculator: CalculatorService,
        meters: HungMeters,
        openings: Openings,
        alternatives: Alternatives,
        papers: PaperService,
        policy: DocumentPolicy,
        now: datetime,
    ) -> None:
        self._accounts = accounts
        self._calculator = calculator
        self._meters = meters
        self._openings = openings
        self._alternatives = alternatives
        self._papers = papers
        self._policy = policy
        self._now = now

    async def begin(self, *, customer: Customer, link_id: int, mark: str = "") -> Choice:
        """Return the meters to choose from, or what may be done for the one that is chosen (or the only one)."""
        place = await self._place(customer, link_id, mark)
        return Choice(
            account=place.account,
            meters=place.meters,
            meter=place.meter,
            can_read=await self._first_look(customer, place) is not None,
            opening=await self._openings.of(place.account.account_id, place.meter, None),
        )

    async def by_reading(self, *, customer: Customer, link_id: int, mark: str) -> Proposal:
        """Begin with a meter, whose registers are asked for.

        :raises NoReadingToStartFrom: it cannot be calculated with
        """
        place = await self._place(customer, link_id, mark)
        found = await self._first_look(customer, place)
        if found is None:
            raise NoReadingToStartFrom(link_id, mark)
        return await self._proposal(place, Wanted(link_id=link_id, mark=mark, asked=found.asked), found)

    async def by_sum(self, *, customer: Customer, link_id: int, mark: str) -> Proposal:
        """Begin with a sum of his own, which is asked for."""
        return await self.show(customer=customer, wanted=Wanted(link_id=link_id, mark=mark))

    async def by_calculation(self, *, customer: Customer, asked: Asked) -> Proposal:
        """Begin with a result of the calculator: a reading of the account's own meter, under its own tariff.

        :raises NoReadingToStartFrom: it is something else
        """
        link_id = asked.link_id or 0
        found = await self._calculator.look(customer=customer, asked=asked)
        if not found.as_metered or found.meter is None:
            raise NoReadingToStartFrom(link_id, "")
        mark, asked = mark_of(found.meter.meter_id), replace(found.asked, closed=found.closed)
        place = await self._place(customer, link_id, mark)
        return await self._proposal(place, Wanted(link_id=link_id, mark=mark, asked=asked), found)

    async def take(self, *, customer: Customer, wanted: Wanted, text: str, written_at: datetime) -> Proposal:
        """Take what was typed: numbers of the meter as it showed on that day, or a sum.

        :raises NotTaken, SumNotUnderstood, SumOutOfRange: it will not do
        """
        place = await self._place(customer, wanted.link_id, wanted.mark)
        if wanted.asked is None:
            return await self._proposal(place, replace(wanted, amount=self._sum(text)), None)
        asked = replace(wanted.asked, closed=today_in_almaty(written_at))
        try:
            found = await self._calculator.take(customer=customer, asked=asked, text=text)
        except _REFUSALS as why:
            raise NotTaken(why) from why
        return await self._proposal(place, replace(wanted, asked=found.asked), found)

    async def pass_zero(self, *, customer: Customer, wanted: Wanted) -> Proposal:
        """Take it that the dial has gone over zero.

        :raises AlternativeGone: no reading is in hand
        :raises NotTaken: it would not explain the reading
        """
        if wanted.asked is None:
            raise AlternativeGone(wanted.link_id)
        asked = replace(wanted.asked, rollover=True)
        return await self.show(customer=customer, wanted=replace(wanted, asked=asked))

    async def show(self, *, customer: Customer, wanted: Wanted) -> Proposal:
        """Return an invoice as it stands.

        :raises NotTaken: it cannot be calculated (any more)
        """
        place = await self._place(customer, wanted.link_id, wanted.mark)
        if wanted.asked is None:
            return await self._proposal(place, wanted, None)
        try:
            found = await self._calculator.look(customer=customer, asked=wanted.asked)
        except _REFUSALS as why:
            raise NotTaken(why) from why
        return await self._proposal(place, wanted, found)

    async def form(self, *, customer: Customer, wanted: Wanted) -> Formed:
        """Put an invoice on record; the same facts in a month are the same invoice, with the same number.

        :raises AlternativeGone: there is no sum yet
        """
        found = await self.show(customer=customer, wanted=wanted)
        if found.amount is None:
            raise AlternativeGone(wanted.link_id)
        card = await self._accounts.read_card(customer=customer, link_id=wanted.link_id)
        month, draft = Period.at(self._now), draft_of(found, today_in_almaty(self._now))
        digest = same_as(draft)
        nth = await self._alternatives.number(card.account.account_id, month, digest)
        number = f"ALT-{card.account.account_no}-{month.index}-{nth}"
        draft = replace(draft, scope=f"{month} {digest[:_SCOPE]}", own_number=number)
        return Formed(proposal=found, made=await self._papers.hand_out(customer=customer, card=card, draft=draft))

    async def _place(self, customer: Customer, link_id: int, mark: str) -> _Place:
        if not self._policy.alternative_enabled:
            raise AlternativeOff
        account = await self._accounts.get(customer=customer, link_id=link_id)
        meters = await self._meters.of_account(account)
        chosen = [meter for meter in meters if mark_of(meter.meter_id) == mark] or list(meters)
        return _Place(account, meters, chosen[0] if len(chosen) == 1 else None)

    async def _first_look(self, customer: Customer, place: _Place) -> Look | None:
        """Return what is asked of a meter; None: it has no reading to start from, or none that is older than today."""
        if place.meter is None:
            return None
        today = today_in_almaty(self._now)
        asked = Asked(link_id=place.account.link_id, meter_id=place.meter.meter_id, unit=Unit.READINGS, closed=today)
        try:
            found = await self._calculator.look(customer=customer, asked=asked)
        except (*_REFUSALS, TariffsUnknown):
            return None
        return found if found.by_meter and found.question is Question.NUMBERS else None

    async def _proposal(self, place: _Place, wanted: Wanted, found: Look | None) -> Proposal:
        opened = found.opened if found else None
        return Proposal(
            account=place.account,
            wanted=wanted,
            meter=place.meter,
            look=found,
            opening=await self._openings.of(place.account.account_id, place.meter, opened),
        )

    def _sum(self, text: str) -> int:
        most = self._policy.alternative_most_tenge * 100
        try:
            given = parse_amount(text)
        except AmountNotUnderstood:
            raise SumNotUnderstood(text) from None
        if not 0 < given <= most:
            raise SumOutOfRange(given, most)
        return given
