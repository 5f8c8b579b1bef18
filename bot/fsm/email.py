from dataclasses import asdict, dataclass
from typing import Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup


class SetEmail(StatesGroup):
    address = State()


@dataclass(kw_only=True)
class EmailDraft:
    """For which document an address is being asked; 0: for none."""

    document: int = 0

    @classmethod
    async def load(cls, state: FSMContext) -> Self:
        return cls(**await state.get_data())

    async def save(self, state: FSMContext) -> None:
        await state.set_data(asdict(self))
        await state.set_state(SetEmail.address)
