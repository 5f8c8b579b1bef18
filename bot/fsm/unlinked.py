from dataclasses import asdict, dataclass
from typing import Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup


class SubmitElsewhere(StatesGroup):
    """For an account that this chat has not linked: nothing of it is shown."""

    number = State()
    serial = State()


@dataclass(kw_only=True)
class ElsewhereDraft:
    number: str

    @classmethod
    async def load(cls, state: FSMContext) -> Self:
        return cls(**await state.get_data())

    async def save(self, state: FSMContext) -> None:
        await state.set_data(asdict(self))
        await state.set_state(SubmitElsewhere.serial)
