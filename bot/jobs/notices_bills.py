"""A notice that brings its document along: it is made at the moment of sending, which writes.

For a type that is named in `MADE` the sender asks here instead of `bot.screens.notices_occasions.OCCASIONS`: with the
cabinet of a unit of work that it commits before it sends the screen.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.screens import notices_bills as screens
from bot.screens.screen import Screen
from core.cabinet import Cabinet
from core.customers.model import Customer
from core.errors import DomainError
from core.i18n import Translator
from core.mail.model import QueuedLetter
from core.notices.model import Channel, Chat, NoticeType, Recipient
from core.papers.model import Made
from core.period import Period

Making = Callable[[Cabinet, Chat, Recipient, Translator], Awaitable[Screen]]

_ONE_LETTER = timedelta(days=1)  # however often the message has to be tried anew


async def bill(cabinet: Cabinet, chat: Chat, recipient: Recipient, tr: Translator) -> Screen:
    """Return the notice of a new bill; where the chat wants it so, queue the letter with it.

    What cannot go by e-mail comes to the chat, and what cannot be drawn is told in words: no bill is kept back.
    """
    values, retailer, by = recipient.values, cabinet.retailer, chat.settings.bills_by
    customer = await cabinet.customers.meet(chat_id=chat.chat_id, telegram_language=None)
    made = await _made(cabinet, customer, recipient)
    if made is None:
        return screens.bill(values, tr, retailer)
    letter = None if by is Channel.CHAT else await _letter(cabinet, customer, made)
    if by is Channel.EMAIL and letter is not None:
        return screens.mailed(values, letter.address, tr, retailer)
    shown = screens.with_paper(values, made, tr, retailer)
    return shown if by is Channel.CHAT or letter is not None else screens.not_mailed(shown, tr)


async def _made(cabinet: Cabinet, customer: Customer, recipient: Recipient) -> Made | None:
    link_id, period = recipient.values["link_id"], Period.from_index(recipient.values["period"])
    try:
        return await cabinet.documents.of_month(customer=customer, link_id=link_id, kind="bill", period=period)
    except DomainError:
        return None


async def _letter(cabinet: Cabinet, customer: Customer, made: Made) -> QueuedLetter | None:
    document = made.issued.document
    try:
        return await cabinet.letters.send(customer=customer, document=document, once_in=_ONE_LETTER, subscribed=True)
    except DomainError:
        return None


MADE: dict[NoticeType, Making] = {NoticeType.BILL: bill}
