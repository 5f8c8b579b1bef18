"""From what is asked and what is known to where a calculation stands: its questions, or its result."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.accounts.model import LinkedAccount
from core.readings.model import Meter
from core.readings.policy import ReadingPolicy
from core.tariffs.asked import Asked, DayOutside, Question, TariffsUnknown, Unit
from core.tariffs.calculator import calculate
from core.tariffs.choices import changed, groups_of, in_force, matters_of, only, schemes_of, zones_of
from core.tariffs.dials import billed, dials_of, is_readable, uses
from core.tariffs.found import Dial, Look, Result
from core.tariffs.model import Case, Household, ReadingBelowOpening, TariffBook
from core.tariffs.pace import forecast, may_have_passed_zero, month_end
from core.tariffs.policy import TariffPolicy
from core.tariffs.ports import TariffsOfAccount

_DAY = timedelta(days=1)
_YEARS_BACK = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is known of an account, if it is anybody's; `meters` are those that hang there."""

    account: LinkedAccount | None = None
    others: int = 0
    tariffs: TariffsOfAccount | None = None
    meters: tuple[Meter, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    tariffs: TariffPolicy
    readings: ReadingPolicy
    today: date

    @property
    def first_day(self) -> date:
        return date(self.today.year - _YEARS_BACK, 1, 1)

    @property
    def last_day(self) -> date:
        """Return the end of the next month: nobody knows the prices of later days."""
        return month_end(month_end(self.today) + _DAY)


def month_before(day: date) -> date:
    """Return the reading of a month ago: the same day, the last one for the last one of a shorter month."""
    last = day.replace(day=1) - _DAY
    return last if day == month_end(day) or day.day > last.day else last.replace(day=day.day)


def span_of(asked: Asked, known: Known, rules: Rules) -> tuple[date, date]:
    """Return the days whose prices may be needed."""
    closed = asked.closed or rules.today
    days = [month_before(closed), asked.opened, *(_read_on(meter) for meter in known.meters)]
    return min(day for day in days if day), month_end(max(closed, rules.last_day))


def look(asked: Asked, known: Known, book: TariffBook, rules: Rules) -> Look:
    """:raises TariffsUnknown, DayOutside: nothing can be asked; and those of `calculate`"""
    if not book.rates:
        raise TariffsUnknown
    plan, meter = _plan(asked, known, book, rules), _meter(asked, known)
    may_read = plan.own is None or (meter is not None and is_readable(meter, plan.priced, supposed=plan.supposed))
    unit = (asked.unit or (Unit.READINGS if plan.own else Unit.KWH)) if may_read else Unit.KWH
    dials = dials_of(unit, meter, plan.priced, supposed=plan.supposed)
    opened, closed = _period(asked, unit, meter, rules)
    found = Look(
        asked=_kept(asked, plan.own, dials, meter),
        account=known.account,
        others=known.others,
        legal=_is_legal(known, plan.household, rules),
        own=plan.own,
        unit=unit,
        may_read=may_read,
        household=plan.household,
        groups=plan.groups,
        schemes=plan.schemes,
        matters=plan.matters,
        meters=known.meters,
        meter=meter,
        read_on=_read_on(meter) if meter else None,
        dials=dials,
        opened=opened,
        closed=closed,
        first_day=opened + _DAY if unit is Unit.READINGS and meter else rules.first_day + _DAY,
        last_day=rules.last_day,
        earliest=rules.first_day,
        today=rules.today,
        question=None,
    )
    question = _question(found)
    return replace(found, question=question) if question else _result(found, known, book, rules)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Plan:
    """What the price depends on, as far as it is chosen or known, and what may be chosen of it."""

    own: Household | None
    household: Household
    groups: tuple[str, ...]
    schemes: tuple[str, ...]
    matters: frozenset[str]
    priced: tuple[str, ...]  # the zones that have prices of their own
    supposed: bool  # zones are looked at that the account does not pay by


def _plan(asked: Asked, known: Known, book: TariffBook, rules: Rules) -> _Plan:
    day = asked.closed or rules.today
    own = known.tariffs.on(day) if known.tariffs else None
    groups = (own.tariff_group,) if own and own.tariff_group else groups_of(book, rules.tariffs)
    household = changed(own or Household(tariff_group=only(groups), tariff_scheme=""), asked)
    rates = in_force(book, household.tariff_group, day)
    household = replace(household, tariff_scheme=household.tariff_scheme or only(schemes_of(rates)))
    by_zones = household.tariff_scheme == "zone"
    return _Plan(
        own=own,
        household=household,
        groups=groups,
        schemes=schemes_of(rates),
        matters=matters_of(rates, household.tariff_scheme),
        priced=zones_of(rates) if by_zones else (),
        supposed=by_zones and own is not None and own.tariff_scheme != "zone",
    )


def _meter(asked: Asked, known: Known) -> Meter | None:
    if len(known.meters) == 1:
        return known.meters[0]
    return next((meter for meter in known.meters if meter.meter_id == asked.meter_id), None)


def _read_on(meter: Meter) -> date | None:
    """Return the day that its registers were read on; of different ones the earliest: all use is after it."""
    return min((register.last.date for register in billed(meter) if register.last), default=None)


def _period(asked: Asked, unit: Unit, meter: Meter | None, rules: Rules) -> tuple[date, date]:
    """:raises DayOutside: the days are in no order, or too far away"""
    read_on = _read_on(meter) if meter else None
    if unit is Unit.READINGS and read_on:
        closed = asked.closed or max(rules.today, read_on + _DAY)
        return read_on, _within(closed, read_on + _DAY, rules.last_day)
    closed = _within(asked.closed or rules.today, rules.first_day + _DAY, rules.last_day)
    usual = read_on if read_on and read_on < closed else month_before(closed)
    return _within(asked.opened or usual, min(rules.first_day, usual), closed - _DAY), closed


def _within(day: date, first: date, last: date) -> date:
    if not first <= day <= last:
        raise DayOutside(day, first, last)
    return day


def _kept(asked: Asked, own: Household | None, dials: tuple[Dial, ...], meter: Meter | None) -> Asked:
    """Let go of what is no choice (any more): the account's own data, numbers of dials that are not asked for."""
    zones = {dial.zone: dial for dial in dials}
    numbers = tuple(number for number in asked.numbers if number.zone in zones)
    own = own or Household(tariff_group="", tariff_scheme="")
    return replace(
        asked,
        meter_id=meter.meter_id if meter else "",
        numbers=numbers,
        scheme="" if asked.scheme == own.tariff_scheme else asked.scheme,
        stove="" if asked.stove == own.stove else asked.stove,
        benefit="" if asked.benefit == own.benefit else asked.benefit,
        residents=None if asked.residents == own.residents else asked.residents,
    )


def _is_legal(known: Known, household: Household, rules: Rules) -> bool:
    if known.tariffs:
        return known.tariffs.legal
    group = rules.tariffs.groups.get(household.tariff_group)
    return group is not None and group.legal


def _question(found: Look) -> Question | None:
    chosen, nobodys = found.household, found.own is None
    open_questions = (
        (Question.METER, len(found.meters) > 1 and found.meter is None),
        (Question.GROUP, not chosen.tariff_group),
        (Question.SCHEME, chosen.tariff_scheme not in found.schemes),
        (Question.STOVE, nobodys and "stove" in found.matters and not chosen.stove),
        (Question.BENEFIT, nobodys and "benefit" in found.matters and not chosen.benefit),
        (Question.RESIDENTS, nobodys and "residents" in found.matters and chosen.residents is None),
        (Question.NUMBERS, bool(found.missing)),
    )
    return next((question for question, is_open in open_questions if is_open), None)


def _result(found: Look, known: Known, book: TariffBook, rules: Rules) -> Look:
    """:raises ReadingBelowOpening, NoTariff: it cannot be calculated"""
    asked, own = found.asked, known.tariffs.households if known.tariffs else ()
    case = Case(
        households=tuple(changed(each, asked) for each in own) or (found.household,),
        uses=uses(asked, found.meter if found.unit is Unit.READINGS else None, found.unit),
        opened=found.opened,
        closed=found.closed,
        policy=rules.tariffs.norms,
        legal=found.legal,
    )
    try:
        calculation = calculate(case, book)
    except ReadingBelowOpening:
        if found.meter and not asked.rollover and may_have_passed_zero(case, found.meter, rules.readings):
            return replace(found, question=Question.ROLLOVER)
        raise
    result = Result(
        calculation=calculation, uses=case.uses, norms=case.policy, forecast=forecast(case, book, rules.today)
    )
    return replace(found, result=result)
