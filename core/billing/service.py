"""The bill of a month as the accounting system's data make it: the facts of its front, its reverse, its invoice."""

from typing import Any

from core.accounts.model import AccountCard, CardMeter
from core.accounts.service import AccountService
from core.balance.model import ChargeLine
from core.balance.ports import Balances
from core.billing.model import CHART_MONTHS, BilledService, BillOnFile, NoBillForMonth
from core.billing.ports import Bills
from core.customers.model import Customer
from core.papers.facts import about_amounts, about_service
from core.papers.model import Draft, Kind
from core.period import Period
from core.ports import AuditLog


class BillingService:
    """Every reading of a bill is written to the audit log; everything is read before that row is written."""

    def __init__(self, *, accounts: AccountService, balances: Balances, bills: Bills, audit: AuditLog) -> None:
        self._accounts = accounts
        self._balances = balances
        self._bills = bills
        self._audit = audit

    async def months(self, *, customer: Customer, link_id: int) -> frozenset[Period]:
        """Return the months that have a bill.

        :raises NoSuchLink: old, foreign or forged
        """
        account = await self._accounts.get(customer=customer, link_id=link_id)
        return await self._balances.periods(account.account_id, None)

    async def draft(self, *, customer: Customer, card: AccountCard, kind: Kind, period: Period) -> Draft:
        """Return a bill, its reverse side or an invoice; `card` is of an account that the customer has linked.

        :raises NoBillForMonth: there are no data for it
        """
        account = card.account
        services = await self._bills.services(account.account_id, period)
        if not services:
            raise NoBillForMonth(period)
        bill = await self._bills.bill(account.account_id, period)
        facts = _facts(period, services, bill)
        if kind == "bill":
            lines = await self._balances.charges(account.account_id, period)
            volumes = await self._bills.volumes(account.account_id, period.plus(1 - CHART_MONTHS), period)
            facts["lines"] = [_line(line, _meters(card)) for line in lines]
            facts["chart"] = [
                [each.index, max(0, volumes.get(each, 0))]
                for each in (period.plus(place + 1 - CHART_MONTHS) for place in range(CHART_MONTHS))
            ]
        await self._audit.record(
            actor=f"chat:{customer.chat_id}",
            action=f"view.{kind}",
            subject=f"account:{account.account_id}",
            detail=str(period),
        )
        totals = {"accrued": sum(each.amounts.accrued for each in services), "due": facts["due"]}
        return Draft(kind=kind, scope=str(period), about=str(period), facts=facts, totals=totals)


def _facts(period: Period, services: tuple[BilledService, ...], bill: BillOnFile | None) -> dict[str, Any]:
    owed = sum(max(each.amounts.closing, 0) for each in services)
    return {
        "period": period.index,
        "formed_on": bill and bill.formed_on and bill.formed_on.isoformat(),
        "due_on": bill and bill.due_on and bill.due_on.isoformat(),
        "due": bill.total if bill and bill.total is not None else owed,
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


def _meters(card: AccountCard) -> dict[str, CardMeter]:
    return {meter.serial_no: meter for point in card.points for meter in point.meters}


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
