from collections.abc import Awaitable

from core.accounts.model import Linked
from core.errors import DomainError
from tests.fakes.town import Town


async def guess(town: Town, chat: int, number: str, amount: int, serial: str = "0000") -> Linked:
    """Enter everything at once; the serial is looked at only where the amount asks for it."""
    return await town.ask(
        lambda cabinet: cabinet.linking.link(customer=town.customer(chat), number=number, amount=amount, serial=serial)
    )


async def outcome(attempt: Awaitable[object]) -> str:
    """Return the name of the refusal, or `right`."""
    try:
        await attempt
    except DomainError as refusal:
        return type(refusal).__name__
    return "right"
