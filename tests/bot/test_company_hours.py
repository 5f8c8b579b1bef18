from datetime import datetime

import pytest

from bot.screens.company_hours import now_line, week
from core.clock import ALMATY
from core.hours import OpeningHours
from core.i18n import translator

ROUND = OpeningHours.model_validate(
    dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "00:00-24:00") | {"holidays": True}
)
LATE = OpeningHours.model_validate({"mon": "18:00-24:00", "tue": "08:00-10:00, 11:00-12:00, 13:00-14:00"})
FRIDAY = datetime(2026, 11, 27, 20, 0, tzinfo=ALMATY)
MONDAY = datetime(2026, 11, 30, 20, 0, tzinfo=ALMATY)
EN, RU = translator("en"), translator("ru")


def test_who_never_closes_says_so() -> None:
    assert now_line(ROUND, FRIDAY, RU) == "🟢 Работает круглосуточно"
    assert week(ROUND, RU) == ["Пн–Вс: круглосуточно"]


def test_midnight_is_twenty_four() -> None:
    assert now_line(LATE, MONDAY, EN) == "🟢 Open now, until 24:00"


def test_tomorrow_is_named_so() -> None:
    assert now_line(LATE, MONDAY.replace(day=29), EN) == "🔴 Closed now, opens tomorrow at 18:00"


def test_a_day_in_several_parts_lists_them() -> None:
    assert week(LATE, EN)[1] == "Tu: 08:00–10:00, 11:00–12:00, 13:00–14:00"


def test_who_never_opens_is_closed() -> None:
    assert now_line(OpeningHours(), FRIDAY, EN) == "🔴 Closed"


@pytest.mark.parametrize("day", [16, 17])
def test_a_public_holiday_is_a_day_off(day: int) -> None:
    hours = ROUND.model_copy(update={"holidays": False})
    moment = datetime(2026, 12, day, 12, 0, tzinfo=ALMATY)  # 16 December: Independence Day

    assert now_line(hours, moment, EN).startswith("🔴" if day == 16 else "🟢")
