from dataclasses import asdict, dataclass
from typing import Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from core.readings.model import Draft


class SubmitReading(StatesGroup):
    """A question or the last look waits for a tap; a photo may be sent meanwhile, or other numbers."""

    value = State()
    date = State()
    check = State()
    check_elsewhere = State()  # of an account that the chat has not linked: numbers are for it alone


@dataclass(kw_only=True)
class DraftInHand:
    """Which draft is under way; all that was typed stands in the draft itself."""

    draft_id: int = 0  # 0: none

    @classmethod
    async def load(cls, state: FSMContext) -> Self:
        data = await state.get_data()
        return cls(draft_id=data.get("draft_id", 0))

    async def save(self, state: FSMContext, step: State) -> None:
        await state.set_data(asdict(self))
        await state.set_state(step)


async def hold(draft: Draft, state: FSMContext) -> None:
    """Wait for what a draft still needs."""
    last_look = SubmitReading.check if draft.account else SubmitReading.check_elsewhere
    await DraftInHand(draft_id=draft.id).save(state, SubmitReading.value if draft.missing else last_look)
