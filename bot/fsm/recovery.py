from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from bot.fsm.link import LinkAccount, LinkDraft


class ProveOtherwise(StatesGroup):
    consent = State()  # a link from a bill was opened before the consent was given
    contact = State()
    code = State()


LINKING = frozenset((*LinkAccount.__all_states_names__, *ProveOtherwise.__all_states_names__))


async def so_far(state: FSMContext) -> LinkDraft:
    """Return what has been answered; nothing if another flow, or none, is under way."""
    return await LinkDraft.load(state) if await state.get_state() in LINKING else LinkDraft()
