"""Notices about meters in three languages, from one meter to hundreds."""

from typing import Any

import pytest
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards.readings import OpenReadings, ReadMeter
from bot.screens.notices_occasions import OCCASIONS
from bot.screens.screen import Screen
from core.i18n import LANGUAGES, translator
from core.notices.model import NoticeType
from core.retailer import DEMO_FILE, Retailer

RETAILER = Retailer.from_file(DEMO_FILE)


def account(number: int, meters: int = 1, last_day: str = "2026-11-30", serial: str = "CU<1>") -> dict[str, Any]:
    named = [[f"M{number}-{nth}", serial] for nth in range(meters)]
    return {"link_id": number, "account_no": f"00{number}", "last_day": last_day, "meters": named}


def reminder(*accounts: dict[str, Any], edge: str = "last", left: int = 0) -> dict[str, Any]:
    return {"edge": edge, "period": 202611, "last_day": "2026-11-30", "accounts": list(accounts), "left": left}


def say(about: NoticeType, values: dict[str, Any], language: str = "en") -> Screen:
    return OCCASIONS[about](values, translator(language), RETAILER)


def data_of(screen: Screen) -> list[str]:
    assert isinstance(screen.keyboard, InlineKeyboardMarkup)
    return [str(button.callback_data) for row in screen.keyboard.inline_keyboard for button in row]


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("kk", "Көрсеткіштерді жіберетін уақыт келді", "соңғы күн"),
        ("ru", "Пора передать показания", "Сегодня последний день"),
        ("en", "It is time to submit your readings", "Today is the last day"),
    ],
)
def test_the_last_day_sounds_more_urgent_than_the_first(language: str, first: str, last: str) -> None:
    early = say(NoticeType.READING_REMINDER, reminder(account(1), edge="first"), language)
    late = say(NoticeType.READING_REMINDER, reminder(account(1)), language)

    assert first in early.text
    assert last in late.text
    for screen in (early, late):
        assert "30.11.2026" in screen.text
        assert "<b>001</b>" in screen.text
        assert "CU&lt;1&gt;" in screen.text


def test_each_button_opens_the_reading_of_its_meter() -> None:
    screen = say(NoticeType.READING_REMINDER, reminder(account(1), account(2, 2)))

    wanted = [ReadMeter(link_id=link, meter_id=meter) for link, meter in ((1, "M1-0"), (2, "M2-0"), (2, "M2-1"))]
    assert data_of(screen) == [each.pack() for each in wanted]
    assert "until" not in screen.text.replace("until midnight", "")


def test_days_that_differ_are_told_of_each_account() -> None:
    screen = say(NoticeType.READING_REMINDER, reminder(account(1), account(2, last_day="2026-12-05"), edge="first"))

    assert "001</b> · until 30.11.2026" in screen.text
    assert "002</b> · until 05.12.2026" in screen.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_hundreds_of_meters_make_a_message_that_telegram_takes(language: str) -> None:
    of_each = [account(number, serial="&" * 64, last_day=f"2026-11-{number}") for number in range(10, 30)]

    screen = say(NoticeType.READING_REMINDER, reminder(*of_each, left=280), language)

    assert "280" in screen.text
    assert len(screen.text.replace("&amp;", "&")) < 4096
    assert len(data_of(screen)) == 21
    assert data_of(screen)[-1] == OpenReadings().pack()


@pytest.mark.parametrize(
    ("about", "words"),
    [
        (NoticeType.VERIFICATION, {"kk": "салыстырып тексеру", "ru": "срок поверки", "en": "Verification"}),
        (NoticeType.REPLACEMENT, {"kk": "ауыстыру", "ru": "срок замены", "en": "replaced"}),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_deadline_is_told_with_its_day_and_what_to_do(
    about: NoticeType, words: dict[str, str], language: str
) -> None:
    values = {"link_id": 7, "account_no": "001", "due": "2027-01-03", "days": 30, "serials": ["CU<1>"], "left": 2}

    screen = say(about, values, language)
    today = say(about, values | {"days": 0, "left": 0}, language)

    assert words[language] in screen.text
    for fact in ("2027", "30", "<b>001</b>", "CU&lt;1&gt;", "2"):
        assert fact in screen.text
    assert translator(language).gettext("That is today.") in today.text
    assert data_of(screen) == ["card:7:0"]
