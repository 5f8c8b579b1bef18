from dataclasses import asdict, dataclass, field
from typing import Any, Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup


class EnterPin(StatesGroup):
    before_screen = State()
    before_change = State()
    before_removal = State()


class ChoosePin(StatesGroup):
    first = State()
    again = State()


class ResetPin(StatesGroup):
    amount = State()
    serial = State()
    code = State()


@dataclass(kw_only=True)
class PinDraft:
    wanted: str = ""  # the text or the button's data that the PIN was asked for
    is_tap: bool = False
    state: str | None = None  # the flow that was under way when it was asked …
    data: dict[str, Any] = field(default_factory=dict)  # … and what had been said in it
    secret: str = ""  # hash of what was typed first
    replaces: str = ""  # since when the PIN is that shall be replaced; empty: none is
    amount: int = 0

    @classmethod
    async def load(cls, state: FSMContext) -> Self:
        return cls(**await state.get_data())

    async def save(self, state: FSMContext, step: State) -> None:
        await state.set_data(asdict(self))
        await state.set_state(step)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a handler answers when the PIN was right: go on with what had been wanted before it was asked."""

    words: str
    is_tap: bool
    state: str | None
    message_id: int  # of the message with the PIN
