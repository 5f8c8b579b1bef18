"""What a unit of work reads first: which book is live, and with it what every update asks about its chat."""

from typing import Any

from sqlalchemy import BigInteger, Row, bindparam, select

from core.storage.tables import customers, flows, generations

_CHAT = bindparam("chat", type_=BigInteger)
_IS_LIVE = generations.c.state == "live"

CUSTOMER = (customers.c.language, customers.c.consent_version, customers.c.current_link, customers.c.blocked_at)
FLOW = (flows.c.state, flows.c.draft)
LIVE = select(generations.c.generation).where(_IS_LIVE)
LIVE_AND_CHAT = (
    select(generations.c.generation, *CUSTOMER, *FLOW)
    .select_from(generations)
    .outerjoin(customers, customers.c.chat_id == _CHAT)
    .outerjoin(flows, flows.c.chat_id == _CHAT)
    .where(_IS_LIVE)
)

Opened = Row[Any]  # by one of the two
