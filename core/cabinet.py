from datetime import datetime

from core.retailer import Retailer
from core.storage.work import Work


class Cabinet:
    """Every service, built for one unit of work and one moment of it."""

    def __init__(self, work: Work, retailer: Retailer, now: datetime) -> None:
        self.work = work
        self.retailer = retailer
        self.now = now
