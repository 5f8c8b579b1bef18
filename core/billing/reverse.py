"""The facts of a bill's reverse side: debts, prices, how to submit readings, whom to ask, meters to be verified."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from core.accounts.model import AccountCard
from core.balance.model import Service
from core.billing.model import Office
from core.papers.facts import about_service
from core.period import Period
from core.readings.policy import ReadingPolicy
from core.tariffs.in_force import PricesInForce
from core.tariffs.model import Rate

DEBT_MONTHS = 6
_PRICE, _NORM = 4, 3  # decimal places that are kept


def about_debts(closings: Iterable[tuple[Service, Period, int]], last: Period) -> dict[str, Any]:
    """Return the balance of each service at the end of each month; None: nothing was delivered for it."""
    months = [last.plus(place + 1 - DEBT_MONTHS) for place in range(DEBT_MONTHS)]
    known: dict[Service, dict[Period, int]] = {}
    for service, period, closing in closings:
        known.setdefault(service, {})[period] = closing
    return {
        "months": [each.index for each in months],
        "services": [[about_service(service), [of.get(each) for each in months]] for service, of in known.items()],
    }


def about_prices(prices: Iterable[PricesInForce], *, legal: bool) -> dict[str, Any]:
    return {
        "legal": legal,
        "from": [
            {
                "since": each.since.isoformat(),
                "scheme": each.household.tariff_scheme,
                "residents": each.household.residents,
                "stove": each.household.stove,
                "benefit": each.household.benefit,
                "rates": [_rate(rate) for rate in each.rates],
            }
            for each in prices
        ],
    }


def about_readings(policy: ReadingPolicy, branch_code: str) -> dict[str, Any]:
    window = policy.window_of(branch_code)
    return {"window": [window.first_day, window.last_day], "outside": policy.outside_window}


def about_meters(card: AccountCard) -> list[list[str]]:
    """Return the meters in place whose next verification is known, the nearest first."""
    hung = (meter for point in card.points for meter in point.meters if meter.in_place)
    due = sorted((each.verification_due.isoformat(), each.serial_no) for each in hung if each.verification_due)
    return [[serial_no, day] for day, serial_no in due]


def about_office(office: Office | None) -> dict[str, str] | None:
    if office is None:
        return None
    return {
        "name_kk": office.name_kk,
        "name_ru": office.name_ru,
        "address_kk": office.address_kk,
        "address_ru": office.address_ru,
        "phones": office.phones,
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {
        "level": rate.level,
        "zone": rate.zone,
        "norm_from": _scaled(rate.norm_from, _NORM),
        "norm_to": _scaled(rate.norm_to, _NORM),
        "price": _scaled(rate.price_inc_vat, _PRICE),
        "price_ex_vat": _scaled(rate.price_ex_vat, _PRICE),
        "vat_rate": _scaled(rate.vat_rate, 2),
    }


def _scaled(value: Decimal | None, places: int) -> int | None:
    return None if value is None else int(value.scaleb(places))
