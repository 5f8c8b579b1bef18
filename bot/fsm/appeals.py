from dataclasses import asdict, dataclass, field
from typing import Any, Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from core.support.appealing import Form
from core.support.model import Kind, Paper


class WriteAppeal(StatesGroup):
    form = State()  # words, papers, or the tap that sends them


@dataclass(kw_only=True)
class AppealDraft:
    """An appeal that is being written."""

    kind: str = ""  # empty: none is
    link_id: int = 0
    key: str = ""
    ref: str = ""
    text: str = ""
    papers: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    async def load(cls, state: FSMContext) -> Self:
        if await state.get_state() not in WriteAppeal.__all_states_names__:
            return cls()
        return cls(**await state.get_data())

    @property
    def form(self) -> Form | None:
        if not self.kind:
            return None
        papers = tuple(Paper(**each) for each in self.papers)
        return Form(
            kind=Kind(self.kind), link_id=self.link_id, key=self.key, ref=self.ref, text=self.text, papers=papers
        )

    def take(self, text: str, papers: tuple[Paper, ...]) -> None:
        self.text = text
        self.papers = [each.to_json() for each in papers]

    async def save(self, state: FSMContext) -> None:
        await state.set_data(asdict(self))
        await state.set_state(WriteAppeal.form)
