"""The facts of a bill's front and of an invoice, in values that JSON can hold."""

from typing import Any

from core.accounts.model import AccountCard, CardMeter
from core.balance.model import ChargeLine
from core.billing.model import CHART_MONTHS, BilledService, BillOnFile
from core.papers.facts import about_amounts, about_service
from core.period import Period


def due_of(services: tuple[BilledService, ...], bill: BillOnFile | None) -> int:
    """Return what a bill asks for: as the accounting system says it, else what is owed for each service."""
    owed = sum(max(each.amounts.closing, 0) for each in services)
    return bill.total if bill and bill.total is not None else owed


def about_bill(period: Period, services: tuple[BilledService, ...], bill: BillOnFile | None) -> dict[str, Any]:
    return {
        "period": period.index,
        "formed_on": bill and bill.formed_on and bill.formed_on.isoformat(),
        "due_on": bill and bill.due_on and bill.due_on.isoformat(),
        "due": due_of(services, bill),
        "services": [
            {
                **about_service(each.service),
                "code": each.service.service_code,
                "bin": each.payee.bin,
                "iban": each.payee.iban,
                "bic": each.payee.bic,
                "amounts": about_amounts(each.amounts),
                "vat": each.vat,
            }
            for each in services
        ],
    }


def about_lines(lines: tuple[ChargeLine, ...], card: AccountCard) -> list[dict[str, Any]]:
    meters = {meter.serial_no: meter for point in card.points for meter in point.meters}
    return [_line(line, meters) for line in lines]


def about_volumes(volumes: dict[Period, int], last: Period) -> list[list[int]]:
    """Return the energy of a year as a chart shows it."""
    months = (last.plus(place + 1 - CHART_MONTHS) for place in range(CHART_MONTHS))
    return [[each.index, max(0, volumes.get(each, 0))] for each in months]


def _line(line: ChargeLine, meters: dict[str, CardMeter]) -> dict[str, Any]:
    meter = meters.get(line.serial_no)
    verified = meter.verified_on if meter else None
    return {
        **about_service(line.service),
        "method": line.method,
        "unit": line.service.unit,
        "serial": line.serial_no,
        "verified_on": verified and verified.isoformat(),
        "level": line.level,
        "zone": line.zone,
        "from": [line.value_from, line.date_from and line.date_from.isoformat()],
        "to": [line.value_to, line.date_to and line.date_to.isoformat()],
        "volume": line.volume,
        "price": line.price,
        "amount": line.amount,
    }
