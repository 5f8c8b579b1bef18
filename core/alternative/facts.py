"""What an alternative invoice shows, in values that JSON can hold."""

from dataclasses import replace
from datetime import date
from typing import Any

from core.alternative.formulas import about_calculation
from core.alternative.model import Proposal
from core.billing.model import BilledService
from core.papers.facts import about_service
from core.papers.model import Draft


def draft_of(found: Proposal, today: date) -> Draft:
    """Return a proposal with a sum as a document; its scope and its number are given to it later."""
    assert found.amount is not None
    opening, look = found.opening, found.look
    facts: dict[str, Any] = {
        "serial": found.meter.serial_no if found.meter else "",
        "point": found.meter.point_name if found.meter else "",
        "period": opening.period.index,
        "services": [_service(each) for each in opening.services],
        "opening": opening.balance,
        "replaced": opening.replaced,
        "paid_until": opening.paid_until and opening.paid_until.isoformat(),
        "amount": found.amount,
        "due": found.due,
        "left": found.left,
        "calculation": None,
    }
    totals = {"opening": opening.balance, "due": found.due}
    day = today
    if look and look.result:
        day = look.closed
        facts["calculation"] = about_calculation(look.result) | {
            "opened": look.opened.isoformat(),
            "closed": look.closed.isoformat(),
            "legal": look.legal,
            "accrued": found.accrued,
        }
        totals = {"opening": opening.balance, "accrued": found.accrued or 0, "due": found.due}
    return Draft(kind="alternative", scope="", about=day.isoformat(), facts=facts, totals=totals)


def same_as(draft: Draft) -> str:
    """Return what is equal for the same invoice, whoever reads it: the name of the point is not for everybody."""
    return replace(draft, facts={name: fact for name, fact in draft.facts.items() if name != "point"}).prints().digest


def _service(each: BilledService) -> dict[str, Any]:
    payee = {"bin": each.payee.bin, "iban": each.payee.iban, "bic": each.payee.bic}
    return {**about_service(each.service), "code": each.service.service_code, **payee}
