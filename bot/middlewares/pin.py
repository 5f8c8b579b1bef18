"""Asks for the PIN before whatever is personal; what may be done without it is named here, everything else waits."""

from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.fsm.pin import EnterPin, PinDraft
from bot.screens import pin as screens
from bot.screens.screen import Screen
from core.pin.service import PinService
from core.retailer import Retailer

# To speak to an operator shows nothing. Asked in its midst, the PIN would be the message that is passed on.
_SPEAKING = (
    *("show_support", "ask_message", "ask_anyway", "pass_on", "pass_that_on", "go_on", "change", "react"),
    *("close", "rate", "comment", "thank"),
)
# Flows, and single handlers as `flow.handler`; docs/decisions says why each is open.
FREE = frozenset(
    {
        "groups",
        "verify",
        "start",
        "cancel",
        "settings",
        "language",
        "notices",
        "company",
        "support_faq",
        "help",
        "logout",
        "pin",
        "anything",
        "readings",
        "drafts",
        "unlinked",
        "accounts.not_me",
        "link.agree",
        "recovery.agree_and_open",
        "requests.withdraw",
        *(f"support.{name}" for name in _SPEAKING),
        "privacy.show_privacy",
        "privacy.read_agreed",
        "privacy.ask_erasure",
        "privacy.erase",
    }
)


class AskPin:
    """Asked by the index once it has found who would handle an update."""

    async def __call__(self, module: str, name: str, event: TelegramObject, data: dict[str, Any]) -> Screen | None:
        """Return the question that stands before a handler; None: it may go on.

        :raises PinLocked: it may not, until the PIN is reset
        """
        flow = module.rpartition(".")[2]
        retailer: Retailer = data["retailer"]
        if not retailer.security.pin or not data["place"].private or flow in FREE or f"{flow}.{name}" in FREE:
            return None
        pins: PinService = data["pins"]
        if not await pins.is_due(customer=data["customer"]):
            return None
        await _keep_wanted(event, data["state"])
        return screens.ask(data["tr"])


async def _keep_wanted(event: TelegramObject, state: FSMContext) -> None:
    """Note what is wanted, and the flow that is under way: it goes on when the PIN was right."""
    step = await state.get_state()
    data = await state.get_data()
    if step == EnterPin.before_screen.state:  # asked before, and not answered
        before = await PinDraft.load(state)
        step, data = before.state, before.data
    is_tap = isinstance(event, CallbackQuery)
    words = event.data if isinstance(event, CallbackQuery) else event.text if isinstance(event, Message) else ""
    await PinDraft(wanted=words or "", is_tap=is_tap, state=step, data=data).save(state, EnterPin.before_screen)
