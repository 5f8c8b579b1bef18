from dataclasses import dataclass
from typing import Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from pydantic import TypeAdapter

from core.tariffs.asked import Asked, CalculationGone, Question
from core.tariffs.found import Look

_ASKED = TypeAdapter(Asked)


class Calculate(StatesGroup):
    numbers = State()
    residents = State()
    opened = State()
    closed = State()


@dataclass(kw_only=True)
class CalculatorDraft:
    """What has been chosen so far. It stays after the result, whose buttons change it; they name it by `of`."""

    of: int
    asked: Asked

    @classmethod
    async def load(cls, state: FSMContext, of: int | None = None) -> Self:
        """:raises CalculationGone: something else has begun since, or another calculation than that of a button"""
        data = await state.get_data()
        if "calculation" not in data or of not in (None, data["calculation"]):
            raise CalculationGone
        return cls(of=data["calculation"], asked=_ASKED.validate_python(data["asked"]))

    async def save(self, state: FSMContext, step: State | None) -> None:
        asked = _ASKED.dump_python(self.asked, mode="json", exclude_defaults=True)
        await state.set_data({"calculation": self.of, "asked": asked})
        await state.set_state(step)


def step_of(found: Look) -> State | None:
    """Return what is awaited: after a result another number, but of those who may mean a reading to be submitted."""
    if found.question is Question.RESIDENTS:
        return Calculate.residents
    if found.question in (Question.NUMBERS, Question.ROLLOVER) or (found.result and found.account is None):
        return Calculate.numbers
    return None
