"""The account card, masked and in full."""

import re
from dataclasses import replace
from datetime import date

import pytest
from aiogram.types import InlineKeyboardMarkup

from bot.screens import balance_card
from bot.screens.screen import Screen
from core.accounts.model import AccountCard
from core.i18n import Translator, translator
from core.retailer import DEMO_FILE, Retailer
from tests.bot.looks import check, data, labels
from tests.fakes.cards import CARD, METER, POINT
from tests.fakes.ledger import ACCOUNT

RETAILER = Retailer.from_file(DEMO_FILE)
TODAY = date(2026, 11, 22)
KK, EN = translator("kk"), translator("en")


def card(shown: AccountCard, tr: Translator, page: int = 0) -> Screen:
    screen = balance_card.card(shown, page, TODAY, RETAILER, tr)
    check(screen)
    return screen


def test_the_card_says_what_the_cabinet_says() -> None:
    text = check(card(CARD, KK))

    for said in (
        "Дербес шот нөмірі: 000100100",
        "Төлеуші: А***ова К. С.",
        "Мекенжайы: Өскемен, Қ*** көшесі",
        "Тұрақты тұратындар саны: 3",
        "Плита: электр",
        "56,4\u00a0м²",
        "тұтыну деңгейлері бойынша",
        "№ CU0012345",
        "Келесі салыстырып тексеру (поверка): 01.04.2031",
        "Жоспарлы ауыстыру күні: 01.01.2045",
    ):
        assert said in text


def test_a_masked_card_leads_to_the_second_proof_and_a_full_one_does_not() -> None:
    full = replace(CARD, masked=False)

    assert data(card(CARD, EN), "Show in full") == "infull:7"
    assert not [label for label in labels(card(full, EN)) if "full" in label]


def test_the_number_can_be_copied() -> None:
    keyboard = card(CARD, EN).keyboard
    assert isinstance(keyboard, InlineKeyboardMarkup)

    assert [b.copy_text.text for row in keyboard.inline_keyboard for b in row if b.copy_text] == ["000100100"]


@pytest.mark.parametrize(("due", "late"), [(date(2026, 11, 21), True), (TODAY, False)])
def test_what_is_overdue_is_marked_from_the_day_after(due: date, late: bool) -> None:
    meter = replace(METER, verification_due=due, replacement_due=due)

    text = check(card(replace(CARD, points=(replace(POINT, meters=(meter,)),)), EN))

    assert text.count("overdue") == (2 if late else 0)


def test_removed_meters_stand_after_those_in_place() -> None:
    gone = replace(METER, serial_no="OLD1", removed_on=date(2020, 2, 3), verification_due=date(2019, 1, 1))
    points = (replace(POINT, meters=(gone,)), replace(POINT, name="Гараж", meters=(METER,)))

    text = check(card(replace(CARD, points=points), EN))

    assert text.index("CU0012345") < text.index("OLD1")
    assert "Removed: 03.02.2020" in text
    assert "overdue" not in text


def test_a_legal_entity_has_its_number_and_ratio_and_no_residents() -> None:
    shown = replace(
        CARD,
        account=replace(ACCOUNT, kind="legal", level=2),
        masked=False,
        bin="123456789012",
        contract_no="77/A",
        points=(replace(POINT, meters=(replace(METER, ratio=400_000, automatic=True),)),),
    )

    text = check(card(shown, EN))

    assert "BIN: 123456789012" in text
    assert "Contract: 77/A" in text
    assert "Transformer ratio: 40" in text
    assert not re.search("residents|Stove|pensioner", text)


def test_a_card_with_many_points_is_paged_and_a_page_that_is_gone_is_the_last() -> None:
    points = tuple(replace(POINT, name=f"Point {place}") for place in range(10))
    shown = replace(CARD, points=points)

    last = card(shown, EN, page=2**50)

    assert "Point 9" in last.text
    assert (data(last, "◀️"), "▶️" in labels(last)) == ("card:7:1", False)
    assert "Point 0" in card(shown, EN, page=-5).text
