from dataclasses import asdict, dataclass
from typing import Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from core.desk.model import About


class WriteSupport(StatesGroup):
    message = State()
    comment = State()


@dataclass(kw_only=True)
class SupportDraft:
    """What the next message is about, or which talk the next words are a comment on."""

    about: str = About.OTHER.value
    link_id: int = 0
    ref: str = ""
    talk_id: int = 0

    @classmethod
    async def load(cls, state: FSMContext) -> Self:
        if await state.get_state() not in WriteSupport.__all_states_names__:
            return cls()
        return cls(**await state.get_data())

    async def save(self, state: FSMContext, step: State) -> None:
        await state.set_data(asdict(self))
        await state.set_state(step)
