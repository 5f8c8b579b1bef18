from core.customers.model import Customer
from core.ports import AuditLog


async def note(audit: AuditLog, customer: Customer, action: str, account_id: int, detail: str = "") -> None:
    """Write down that a customer has seen or changed something of an account."""
    actor, subject = f"chat:{customer.chat_id}", f"account:{account_id}"
    await audit.record(actor=actor, action=action, subject=subject, detail=detail)
