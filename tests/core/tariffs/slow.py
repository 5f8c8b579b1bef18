"""The same calculation once more, by other means: day by day, in whole numbers, by nothing of the engine."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.tariffs.model import Case, Rate, TariffBook, Use

Row = tuple[str, int, int]  # zone, level, 1/100 kWh


@dataclass(frozen=True)
class Slow:
    rows: list[tuple[str, int, int, int]]  # zone, level, 1/100 kWh, tiyn
    total: int
    vat: int


def slowly(case: Case, book: TariffBook) -> Slow:
    days = [case.opened + timedelta(days=number) for number in range(1, (case.closed - case.opened).days + 1)]
    runs: list[list[date]] = []
    seen: object = None
    for day in days:
        state = _state(case, book, day)
        if state != seen:
            runs.append([])
        runs[-1].append(day)
        seen = state
    rows: list[tuple[str, int, int, int]] = []
    owed: dict[int, int] = defaultdict(int)
    left = [hundredths(use) for use in case.uses]
    whole = list(left)
    for run in runs:
        share = []
        for place, volume in enumerate(whole):
            part = left[place] if run is runs[-1] else min(left[place], half_up(volume * len(run), len(days)))
            left[place] -= part
            share.append(part)
        for zone, rate, volume in _priced(case, book, run, len(days), share):
            price = rate.price_ex_vat if case.legal else rate.price_inc_vat
            sum_ = half_up(volume * scaled(price, 4), 10_000)
            rows.append((zone, rate.level, volume, sum_))
            owed[scaled(rate.vat_rate, 2)] += sum_
    vat = sum(half_up(sum_ * vat, 10_000 + (0 if case.legal else vat)) for vat, sum_ in owed.items())
    return Slow(rows, sum(owed.values()) + (vat if case.legal else 0), vat)


def hundredths(use: Use) -> int:
    if use.volume is not None:
        return half_up(scaled(use.volume, 3), 10)
    assert use.opening is not None
    assert use.closing is not None
    counted = scaled(use.closing, 3) - scaled(use.opening, 3)
    if counted < 0:
        counted += 1000 * 10 ** int(use.digits_int or 0)
    return half_up(counted * scaled(use.ratio, 4) + scaled(use.losses, 7), 100_000)


def scaled(number: Decimal, digits: int) -> int:
    whole = number * 10**digits
    assert whole == int(whole)
    return int(whole)


def half_up(number: int, divisor: int) -> int:
    whole, rest = divmod(number, divisor)
    return whole + (rest * 2 >= divisor)


def _person(case: Case, day: date) -> tuple[str, str, int, str, str]:
    found = None
    for each in case.households:
        begun = each.valid_from is None or each.valid_from <= day
        newer = found is None or (each.valid_from or date.min) >= (found.valid_from or date.min)
        if begun and newer:
            found = each
    if found is None:
        found = min(case.households, key=lambda each: each.valid_from or date.min)
    stove = "E" if found.stove == "E" else "G"
    return found.tariff_group, found.tariff_scheme, found.residents or 1, stove, found.benefit or "none"


def _rates(case: Case, book: TariffBook, day: date, zone: str) -> list[Rate]:
    group, scheme, _, stove, benefit = _person(case, day)
    fitting: dict[tuple[str, str, int], list[Rate]] = defaultdict(list)
    for rate in book.rates:
        late = rate.valid_to is not None and rate.valid_to < day
        early = rate.valid_from > day
        if (
            not early
            and not late
            and rate.tariff_group == group
            and {rate.stove, rate.benefit} <= {stove, benefit, "*"}
        ):
            fitting[rate.scheme, rate.zone, rate.level].append(rate)
    best = {
        key: max(rates, key=lambda rate: (rate.benefit != "*", rate.stove != "*", rate.valid_from))
        for key, rates in fitting.items()
    }
    if scheme == "level":
        ladder = [best[key] for key in sorted(best) if key[0] == "level"]
        ends = [place for place, rate in enumerate(ladder) if rate.norm_to is None]
        return ladder[: ends[0] + 1]
    return [best["zone", zone, 0]] if ("zone", zone, 0) in best and scheme == "zone" else [best["flat", "", 0]]


def _state(case: Case, book: TariffBook, day: date) -> object:
    return _person(case, day), [_rates(case, book, day, use.zone) for use in case.uses]


def _priced(
    case: Case, book: TariffBook, run: list[date], days: int, share: list[int]
) -> Iterator[tuple[str, Rate, int]]:
    """Yield zone, rate and 1/100 kWh of each line, none of them empty."""
    _, scheme, residents, _, _ = _person(case, run[0])
    if scheme != "level":
        for use, volume in zip(case.uses, share, strict=True):
            if volume:
                yield use.zone, _rates(case, book, run[0], use.zone)[0], volume
        return
    policy = case.policy
    full = policy.full_from <= days and (policy.full_to is None or days <= policy.full_to)
    total, below = sum(share), 0
    for rate in _rates(case, book, run[0], "T0"):
        upto = total
        if rate.norm_to is not None:
            norm = scaled(rate.norm_to, 3) * residents * len(run)  # thousandths, over `days`
            divisor = days if full else scaled(policy.base_days, 1)
            upto = min(total, half_up(norm * (1 if full else 10), 10 * divisor))
        if upto > below:
            yield "T0", rate, upto - below
            below = upto
