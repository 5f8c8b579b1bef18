from datetime import datetime

from core.customers.service import CustomerService
from core.retailer import Retailer
from core.storage.audit import SqlAudit
from core.storage.customers import SqlCustomers
from core.storage.work import Work


class Cabinet:
    """Every service, built for one unit of work and one moment of it."""

    def __init__(self, work: Work, retailer: Retailer, now: datetime) -> None:
        self.work = work
        self.retailer = retailer
        self.now = now
        self.audit = SqlAudit(work, now)
        self.customers = CustomerService(
            work=work,
            customers=SqlCustomers(work),
            audit=self.audit,
            consent_version=retailer.consent.version,
            now=now,
        )
