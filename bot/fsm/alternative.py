from dataclasses import dataclass
from typing import Self

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from pydantic import TypeAdapter

from core.alternative.model import AlternativeGone, Proposal, Wanted
from core.tariffs.asked import Question

_WANTED = TypeAdapter(Wanted)


class FormInvoice(StatesGroup):
    numbers = State()
    amount = State()


@dataclass(kw_only=True)
class AlternativeDraft:
    """What has been said so far. It stays after the invoice, so that a second press finds it; buttons name `of`."""

    of: int
    wanted: Wanted

    @classmethod
    async def load(cls, state: FSMContext, of: int | None = None) -> Self:
        """:raises AlternativeGone: something else has begun since, or another invoice than that of a button"""
        data = await state.get_data()
        if "alternative" not in data or of not in (None, data["alternative"]):
            raise AlternativeGone
        return cls(of=data["alternative"], wanted=_WANTED.validate_python(data["wanted"]))


async def hold(found: Proposal, of: int, state: FSMContext) -> None:
    """Keep what has been said, beside what the calculator keeps, and wait for what is missing."""
    wanted = _WANTED.dump_python(found.wanted, mode="json", exclude_defaults=True)
    await state.update_data({"alternative": of, "wanted": wanted})
    await state.set_state(_step_of(found))


def _step_of(found: Proposal) -> State | None:
    if found.look is None:
        return FormInvoice.amount if found.amount is None else None
    return FormInvoice.numbers if found.look.question in (Question.NUMBERS, Question.ROLLOVER) else None
