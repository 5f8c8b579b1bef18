"""All that was charged in two months, as parts that add up to the difference to the tiyn."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from core.balance.model import Amounts, Service
from core.changes.energy import by_volume
from core.changes.model import ChargedLine, Facts, Kind, Part, Side
from core.changes.month import Month, month_of
from core.changes.norms import Pricing
from core.changes.prices import Shares
from core.period import Period

_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Ledger:
    """What is known of two months; `lines` hold those by estimate of the months before them as well."""

    earlier: Period
    later: Period
    amounts: Mapping[tuple[Service, Period], Amounts]
    lines: tuple[ChargedLine, ...]
    energy: frozenset[Service]  # services whose volume is explained even beside others
    pricing: Pricing | None

    @property
    def services(self) -> tuple[Service, ...]:
        """Return the services in the order of their codes."""
        found = {service for service, _ in self.amounts} | {line.service for line in self._of_months()}
        return tuple(sorted(found, key=lambda each: (each.service_code, each.supplier_code)))

    def of(self, service: Service, period: Period) -> Amounts:
        return self.amounts.get((service, period), Amounts())

    def side(self, period: Period) -> Side:
        sums = (sums for (_, month), sums in self.amounts.items() if month == period)
        return Side(period=period, amounts=sum(sums, Amounts()))

    def month(self, service: Service, period: Period) -> Month:
        mine = [line for line in self.lines if line.service == service]
        return month_of(
            [line for line in mine if line.period == period],
            self.of(service, period).accrued,
            [line for line in mine if line.period < period and line.is_estimated and (line.volume or 0) > 0],
        )

    def _of_months(self) -> Iterator[ChargedLine]:
        return (line for line in self.lines if line.period in (self.earlier, self.later))


def explain(ledger: Ledger) -> tuple[tuple[Part, ...], tuple[Facts, ...]]:
    """Return the parts without those of nothing, and the facts of what was split; one service alone always is."""
    services = ledger.services
    parts: list[Part] = []
    known: list[Facts] = []
    for service in services:
        if service in ledger.energy or len(services) == 1:
            amounts, facts = _split(ledger, service)
            parts += (Part(kind=kind, amount=amount, service=service, facts=facts) for kind, amount in amounts.items())
            known.append(facts)
        else:
            more = ledger.of(service, ledger.later).accrued - ledger.of(service, ledger.earlier).accrued
            parts.append(Part(kind=Kind.SERVICE, amount=more, service=service))
    one, two = ledger.side(ledger.earlier).amounts, ledger.side(ledger.later).amounts
    parts.append(Part(kind=Kind.CORRECTION, amount=two.corrections - one.corrections))
    parts.append(Part(kind=Kind.PENALTY, amount=two.penalty - one.penalty))
    parts = sorted((each for each in parts if each.amount), key=lambda each: _ORDER[each.kind])
    return tuple(parts), tuple(known)


def _split(ledger: Ledger, service: Service) -> tuple[dict[Kind, int], Facts]:
    one, two = (ledger.month(service, period) for period in (ledger.earlier, ledger.later))
    shares, facts = _accrued(one, two, ledger.pricing if service in ledger.energy else None)
    total = ledger.of(service, ledger.later).accrued - ledger.of(service, ledger.earlier).accrued
    return rounded(shares, total, rounding=one.lines + two.lines), facts


def _accrued(one: Month, two: Month, pricing: Pricing | None) -> tuple[Shares, Facts]:
    """Return the shares but for what is rounded, or is in no line: that is left for `rounded`."""
    shares: Shares = defaultdict(Fraction)
    facts = Facts(no_lines=(not one.lines, not two.lines), estimated=(one.estimated, two.estimated))
    if one.uses and two.uses:
        split, facts = by_volume(one, two, pricing)
        shares |= split
        shares[Kind.OTHER] += two.by_estimate - one.by_estimate
    elif (one.uses or two.uses) and (one.by_estimate or two.by_estimate):
        shares[Kind.ESTIMATE] += two.value + two.by_estimate - one.value - one.by_estimate
    else:
        shares[Kind.OTHER] += two.value + two.by_estimate - one.value - one.by_estimate
    shares[Kind.ESTIMATE] += two.settled - one.settled
    shares[Kind.OTHER] += two.fixed - one.fixed + two.unexplained - one.unexplained
    return shares, facts


def rounded(shares: Shares, total: int, *, rounding: int) -> dict[Kind, int]:
    """Return whole tiyn that add up to `total`.

    Each share is rounded half-up. What is left then goes to the largest share (of equal ones the first) if it is no
    more than one tiyn for each share and each of `rounding` lines; more than that is no rounding and goes to `OTHER`.
    """
    found = {kind: floor(share + Fraction(1, 2)) for kind, share in shares.items()}
    left = total - sum(found.values())
    if not left:
        return found
    largest = max(found, key=lambda kind: (abs(found[kind]), -_ORDER[kind]), default=Kind.OTHER)
    if abs(left) > rounding + len(found) or not found.get(largest):
        largest = Kind.OTHER
    found[largest] = found.get(largest, 0) + left
    return found
