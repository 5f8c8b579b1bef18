from dataclasses import asdict, dataclass, field
from typing import Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from core.profile.model import Field


class ChangeProfile(StatesGroup):
    form = State()  # a tap is awaited
    value = State()


@dataclass(kw_only=True)
class ChangeDraft:
    """A form that is being filled in; what is right in it stays when another value turns out wrong."""

    link_id: int = 0
    key: str = ""
    changes: dict[str, str] = field(default_factory=dict)
    legal: bool = False
    asked: str = ""  # the field whose value is awaited

    @classmethod
    async def load(cls, state: FSMContext) -> Self:
        """Return the form under way; an empty one if another flow, or none, is."""
        if await state.get_state() not in ChangeProfile.__all_states_names__:
            return cls()
        return cls(**await state.get_data())

    @property
    def fields(self) -> dict[Field, str]:
        return {Field(name): value for name, value in self.changes.items()}

    async def save(self, state: FSMContext, step: State) -> None:
        await state.set_data(asdict(self))
        await state.set_state(step)
