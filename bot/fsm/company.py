from aiogram.fsm.state import State, StatesGroup


class FindOffice(StatesGroup):
    place = State()
