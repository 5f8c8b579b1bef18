from dataclasses import asdict, dataclass
from typing import Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup


class LinkAccount(StatesGroup):
    number = State()
    amount = State()
    serial = State()
    branch = State()


@dataclass(kw_only=True)
class LinkDraft:
    """What has been answered so far; an answer stays when another one turns out wrong."""

    number: str = ""
    branch: str | None = None
    branches: tuple[str, ...] = ()  # those that were offered, in their order on the screen
    amount: int | None = None
    serial: str | None = None
    code: str = ""
    by_phone: bool = False  # the number is asked for a proof by phone, not by payment
    link_id: int = 0  # a linked account that is to be shown in full; 0: a new one

    @classmethod
    async def load(cls, state: FSMContext) -> Self:
        return cls(**await state.get_data())

    def take(self, number: str, amount: int | None) -> None:
        """Note what is to be proven; what was answered of another number or amount does not count for it."""
        if number != self.number:
            self.branch = None
        self.number, self.amount, self.serial = number, amount, None

    async def save(self, state: FSMContext, step: State) -> None:
        """Keep the answers, and wait for the next one."""
        await state.set_data(asdict(self))
        await state.set_state(step)
