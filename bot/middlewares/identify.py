from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update

from bot.context import Context
from bot.middlewares.refusals import Next
from core.customers.service import guess
from core.i18n import translator

_AT_DESK = (
    *("answering", "desk_acts", "canned", "banning", "desk_stats", "revealing", "staffing"),
    "appeal_answers",
    *("drafting", "launching", "recalling", "campaign_reports", "account_lists"),
)
_SERVICES = tuple(
    name
    for name in Context.__annotations__
    if name not in {"tr", "customer", "now", "retailer", "operators", "by_email", "at_desk", *_AT_DESK}
)


class Identify(BaseMiddleware):
    """Says who speaks, in which language, and hands the cabinet's services to the handler.

    Outside a private chat there is neither a customer nor a service, so no handler can show anything personal there;
    the operators' chat has the services of campaigns, and no others.
    """

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        cabinet, person = data["cabinet"], data.get("event_from_user")
        language = person.language_code if person else None
        data["now"], data["retailer"], data["operators"] = cabinet.now, cabinet.retailer, cabinet.operators
        data["by_email"] = cabinet.by_email
        if data["place"].private:
            customer = await cabinet.customers.meet(chat_id=data["place"].chat_id, telegram_language=language)
            if customer.unreachable and isinstance(event, Update) and (event.message or event.callback_query):
                await cabinet.customers.note_blocked(chat_id=customer.chat_id, blocked=False)
            data["customer"], data["tr"] = customer, translator(customer.language)
            data.update({name: part for name, part in vars(cabinet).items() if name in _SERVICES})
            data["talks"] = cabinet.talks
        else:
            data["tr"] = translator(guess(language))
        data["at_desk"] = not data["place"].private and await cabinet.is_desk(_group(event) or data["place"].chat_id)
        if data["at_desk"]:
            data.update({name: getattr(cabinet, name) for name in _AT_DESK})
        return await handler(event, data)


def _group(event: TelegramObject) -> int | None:
    """Return which group a supergroup has been, where this is Telegram's note of it: that one is known here."""
    message = event.message if isinstance(event, Update) else None
    return message.migrate_from_chat_id if message is not None else None
