from sqlalchemy import func, select

from core.accounts.attack import Distribution
from core.storage.book import accounts, amount_counts
from core.storage.work import Work


async def read_distribution(work: Work) -> Distribution:
    """Return how the newest payments of the live book are spread; no row of it belongs to one account."""
    total = (await work.execute(select(func.count()).select_from(accounts))).scalar_one()
    counted = await work.execute(select(amount_counts.c.amount, amount_counts.c.accounts))
    return Distribution.of(((row.amount, row.accounts) for row in counted), total)
