from datetime import date

import pytest

from bot.keyboards import inline
from bot.screens.notices_about import askable, askable_message
from bot.screens.screen import Screen
from bot.screens.support_about import which
from core.i18n import translator
from core.notices.model import NoticeType
from tests.bot.looks import data, labels

DAY = date(2026, 11, 29)
EN, KK, RU = translator("en"), translator("kk"), translator("ru")
ASK = "💬 Ask about this"
SAID = Screen(text="x", keyboard=inline())


@pytest.mark.parametrize(
    ("values", "link"),
    [
        ({"link_id": 7}, 7),
        ({"accounts": [{"link_id": 7}]}, 7),
        ({"accounts": [{"link_id": 7}, {"link_id": 8}]}, 0),
        ({"accounts": [{"account_no": "1"}]}, 0),
        ({"link_id": 7, "accounts": 1}, 7),
        ({"link_id": 7, "accounts": 3}, 0),
        ({}, 0),
    ],
)
def test_a_notice_of_one_account_names_it_and_one_of_several_names_none(values: dict[str, object], link: int) -> None:
    shown = askable(SAID, NoticeType.NEWS, values, DAY, EN)

    assert data(shown, ASK) == f"askabout:notice:{link}:news.2026-11-29"


@pytest.mark.parametrize("about", list(NoticeType))
def test_each_kind_has_a_button_that_fits_and_is_read_back_in_words(about: NoticeType) -> None:
    values = {"link_id": 2**53, "period": 202610, "paid_at": "2026-11-05T10:00:00", "amount": -12_345_678_900}
    pressed = data(askable(SAID, about, values, DAY, EN), ASK)
    _, kind, _, ref = pressed.split(":")

    assert len(pressed.encode()) <= 64
    assert which(kind, ref, RU) not in ("", ref)


def test_a_message_of_one_chat_is_asked_about_where_it_is_about_an_account() -> None:
    reading = askable_message(SAID, "reading_refused", {"number": "202611-000001"}, DAY, EN)
    linked = askable_message(SAID, "linked_elsewhere", {"link_id": 7, "account_no": "1"}, DAY, EN)

    assert data(reading, ASK) == "askabout:reading:0:202611-000001"
    assert data(linked, ASK) == "askabout:notice:7:linked.2026-11-29"
    assert labels(askable_message(SAID, "mail_denied", {}, DAY, EN)) == []


@pytest.mark.parametrize(
    ("kind", "ref", "said"),
    [
        ("bill", "2026-10", "2026 жылғы қазан"),
        ("charge", "2026-10..2026-09", "2026 жылғы қазан, 2026 жылғы қыркүйек айымен салыстырғанда"),
        ("payment", "2026-11-05.466734", "2026 жылғы 5 қараша · 4\u00a0667,34\u00a0₸"),
        ("notice", "unpaid.2026-11-29", "«Төленбеген түбіртек» · 2026 жылғы 29 қараша"),
        ("appeal", "A-2026-000012", "№ A-2026-000012"),
        ("account", "", ""),
        ("bill", "2026-13", "2026-13"),
        ("payment", "yesterday", "yesterday"),
        ("notice", "gift.2026-11-29", "gift.2026-11-29"),
    ],
)
def test_a_reference_is_said_in_words_and_a_strange_one_as_it_stands(kind: str, ref: str, said: str) -> None:
    assert which(kind, ref, KK) == said
