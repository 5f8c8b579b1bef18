from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup


class OfferReading(StatesGroup):
    meter = State()  # numbers were typed that fit several meters


@dataclass(kw_only=True)
class NumbersInHand:
    """What was typed, and when, until one of the meters is picked."""

    text: str
    at: str  # ISO 8601

    @classmethod
    async def load(cls, state: FSMContext) -> Self:
        return cls(**await state.get_data())

    @property
    def written_at(self) -> datetime:
        return datetime.fromisoformat(self.at)

    async def save(self, state: FSMContext) -> None:
        await state.set_data(asdict(self))
        await state.set_state(OfferReading.meter)
