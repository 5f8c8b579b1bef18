"""How much was used, as it is said under the picture."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.keyboards.usage import PickPlace
from bot.screens import usage as screens
from bot.screens import usage_history
from bot.screens.screen import Screen
from core.i18n import LANGUAGES, translator
from core.period import Period
from core.usage.model import History, HistoryReading, Place, SoFar, Usage, UsageMonth
from tests.bot.looks import check, data, labels
from tests.fakes.ledger import ACCOUNT, OTHER_ACCOUNT

KK, RU, EN = translator("kk"), translator("ru"), translator("en")
OCTOBER = Period(2026, 10)
FLAT = Place(point_id="p1", name="Пәтер", serials=("A1", "A0"))
GARAGE = Place(point_id="p2", name="", serials=("B2",))
CAPTION = 1024


def month(back: int, kwh: float | None, **changes: Any) -> UsageMonth:
    volume = None if kwh is None else round(kwh * 1000)
    return UsageMonth(period=OCTOBER.plus(-back), volume=volume, **changes)


def usage(*months: UsageMonth, **changes: Any) -> Usage:
    facts: dict[str, Any] = {
        "account": ACCOUNT,
        "has_others": False,
        "as_of": date(2026, 11, 21),
        "places": (FLAT,),
        "place": None,
        "so_far": None,
        "year": None,
        "has_readings": True,
    }
    return Usage(months=tuple(sorted(months, key=lambda each: each.period)), **(facts | changes))


def seen(screen: Screen) -> str:
    """Return what is read; it has to stand under a picture."""
    text = check(screen)
    assert len(text) <= CAPTION
    assert screen.keeps_picture
    return text


def test_a_month_and_what_it_is_compared_with() -> None:
    text = seen(screens.usage(usage(month(0, 380), month(1, 300), month(12, 410)), EN))

    assert "⚡️ October 2026: 380\u00a0kWh" in text
    assert "October 2025: 410\u00a0kWh" in text
    assert "📉 7\u00a0% less than a year before." in text
    assert "Monthly average: 340\u00a0kWh" in text
    assert "Over the last twelve months: 680\u00a0kWh" in text
    assert "Data as of 21 November 2026." in text


@pytest.mark.parametrize(
    ("before", "back", "said"),
    [
        (100, 12, "📈 На 50\u00a0% больше, чем годом раньше."),
        (300, 12, "📉 На 50\u00a0% меньше, чем годом раньше."),
        (150.4, 12, "⚖️ Столько же, сколько годом раньше."),
        (100, 1, "📈 На 50\u00a0% больше, чем месяцем раньше."),
        (300, 1, "📉 На 50\u00a0% меньше, чем месяцем раньше."),
        (150, 1, "⚖️ Столько же, сколько месяцем раньше."),
    ],
)
def test_the_change_is_said_in_words(before: float, back: int, said: str) -> None:
    assert said in seen(screens.usage(usage(month(0, 150), month(back, before)), RU))


@pytest.mark.parametrize("before", [0, -5, None])
def test_what_cannot_be_compared_is_not(before: float | None) -> None:
    text = seen(screens.usage(usage(month(0, 150), month(12, before)), EN))

    assert "than" not in text
    assert "As much" not in text


def test_estimates_recalculations_and_zones_are_named() -> None:
    zones = (("T1", 210_000), ("T3", 62_000), ("T0", 35_000))
    text = seen(screens.usage(usage(month(0, 307, estimated=True, zones=zones, corrected=-48_000)), RU))

    assert "▫️ расчётный объём" in text
    assert "▫️ дневная: 210\u00a0кВт·ч\n▫️ пиковая: 62\u00a0кВт·ч\n▫️ без зон: 35\u00a0кВт·ч" in text
    assert "▫️ в том числе перерасчёт: −48\u00a0кВт·ч" in text
    assert "Заштрихованные месяцы — расчётные" in text


def test_nothing_is_said_of_hatching_where_there_is_none() -> None:
    assert "Hatched" not in seen(screens.usage(usage(month(0, 300)), EN))


def test_the_month_that_is_not_over_comes_first() -> None:
    so_far = SoFar(period=Period(2026, 11), volume=200_000, until=date(2026, 11, 20), estimated=False)
    text = seen(screens.usage(usage(month(0, 380), so_far=so_far), KK))

    assert "⏳ 2026 жылғы қараша, 20.11.2026 күнгі жағдай: 200\u00a0кВт·сағ\n⚡️ 2026 жылғы қазан: 380" in text
    assert "⏳" not in seen(screens.usage(usage(month(0, 380), so_far=so_far, year=2026), KK))


def test_the_picture_gets_numbers_and_nothing_of_the_account() -> None:
    screen = screens.usage(usage(month(0, 380, estimated=True), month(12, 410)), KK)

    assert screen.picture is not None
    facts = screen.picture.facts
    assert (screen.picture.kind, set(facts)) == ("usage", {"language", "months", "mean"})
    assert [len(facts["months"]), facts["months"][11], facts["months"][-1]] == [
        24,
        [202510, 410_000, 0],
        [202610, 380_000, 1],
    ]
    assert Screen.from_json(screen.to_json()) == screen


@pytest.mark.parametrize(("has_readings", "said"), [(True, "It takes two readings"), (False, "nothing that you need")])
def test_an_account_without_months_gets_calm_words(has_readings: bool, said: str) -> None:
    screen = screens.usage(usage(has_readings=has_readings), EN)

    assert said in check(screen)
    assert screen.picture is None
    assert labels(screen) == (["📋 Table of readings"] if has_readings else []) + ["🗂 My submissions"]


def test_the_years_can_be_picked() -> None:
    screen = screens.usage(usage(month(0, 1), month(10, 1), month(20, 1), year=2025), EN)

    assert labels(screen)[:4] == ["12 months", "2026", "✅ 2025", "📋 Table of readings"]
    assert data(screen, "My submissions") == "submissions:7:0"
    assert data(screen, "2026") == "usage:7::2026"
    assert data(screen, "12 months") == "usage:7::"
    assert "\nIn 2025:" in seen(screen)


def test_several_meters_are_named_and_picked() -> None:
    shown = usage(month(0, 1), places=(FLAT, GARAGE), place=FLAT, has_others=True)
    screen = screens.usage(shown, EN)
    picked = screens.choose_place(shown, PickPlace(link_id=7, place=FLAT.mark), EN)

    assert "🔌 №\u00a0A1 · Пәтер" in seen(screen)
    assert data(screen, "Table") == f"history:7:{FLAT.mark}:0"
    assert labels(picked) == ["All meters together", "✅ № A1 · Пәтер", "№ B2", "Back"]
    assert data(picked, "B2") == f"usage:7:{GARAGE.mark}:"
    assert seen(picked)


def test_other_accounts_are_one_tap_away() -> None:
    screen = screens.usage(usage(month(0, 1), has_others=True), EN)
    chosen = screens.choose_account([ACCOUNT, replace(OTHER_ACCOUNT, alias="<Дача>")], 7, EN)

    assert data(screen, "Another account") == "elsewhere:7"
    assert labels(chosen) == ["✅ 000100100", "000100101 · <Дача>", "Back"]
    assert seen(chosen)


def row(day: str, kwh: float, volume: float | None, source: str = "inspector", **changes: Any) -> HistoryReading:
    facts: dict[str, Any] = {"point_id": "p1", "serial_no": "A1", "zone": "T0", "accepted": True, "rolled_over": False}
    used = None if volume is None else round(volume * 1000)
    return HistoryReading(
        day=date.fromisoformat(day), value=round(kwh * 1000), source=source, volume=used, **(facts | changes)
    )


def history(*rows: HistoryReading, page: int = 0, pages: int = 1) -> History:
    return History(account=ACCOUNT, places=(FLAT,), place=None, readings=rows, page=page, pages=pages)


def test_the_table_has_a_line_for_each_reading_and_a_word_for_each_mark() -> None:
    shown = history(
        row("2026-11-20", 12_497, 152, "bot"),
        row("2026-10-31", 12_345.5, 380, "estimate"),
        row("2026-10-20", 9, None, "phone", accepted=False),
        row("2026-09-30", 47, 85, "weird", rolled_over=True),
    )

    text = seen(usage_history.history(shown, EN))

    assert "20.11.2026   12,497 +152 🤖\n31.10.2026 12,345.5 +380 📐\n20.10.2026        9    — ⛔️" in text
    assert "30.09.2026       47  +85 ❔🔁" in text
    for word in ("🤖 this bot", "📐 an estimate", "❔ another source", "⛔️ not accepted", "🔁 the meter has"):
        assert word in text
    assert "phone" not in text


@pytest.mark.parametrize(
    "source", ["bot", "web", "phone", "inspector", "askue", "estimate", "install", "removal", "verify"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_source_has_a_mark_and_words_of_its_own(source: str, language: str) -> None:
    tr = translator(language)
    text = seen(usage_history.history(history(row("2026-10-31", 1, 1, source)), tr))
    unknown = seen(usage_history.history(history(row("2026-10-31", 1, 1, "never_heard")), tr))

    assert text.splitlines()[-1] != unknown.splitlines()[-1]
    assert "❔" not in text


def test_meters_and_zones_stand_apart() -> None:
    shown = history(
        row("2026-10-31", 3, 1, zone="T1"),
        row("2026-10-31", 2, 1, zone="T2"),
        row("2025-10-31", 1, None, serial_no="A0"),
    )

    text = seen(usage_history.history(shown, KK))

    assert re.search(r"№\u00a0A1\n.*T1 3.*\n.*T2 2.*\n\n🔌 №\u00a0A0\n", text)
    assert "T1 күндізгі; T2 түнгі" in text


def test_pages_are_turned_and_left() -> None:
    screen = usage_history.history(history(row("2026-10-31", 1, 1), page=1, pages=3), EN)

    assert labels(screen) == ["◀️", "▶️", "Back"]
    assert data(screen, "◀️") == "history:7::0"
    assert data(screen, "Back") == "usage:7::"
    assert "Page 2 of 3" in seen(screen)


def test_an_empty_table_says_so() -> None:
    assert "no readings yet" in seen(usage_history.history(history(), EN))


@given(
    st.lists(st.integers(-(10**15), 10**15) | st.none(), min_size=1, max_size=36),
    st.sampled_from(LANGUAGES),
    st.booleans(),
)
def test_whatever_was_used_fits_under_a_picture(volumes: list[int | None], language: str, estimated: bool) -> None:
    zones = tuple((zone, 10**15) for zone in ("T1", "T2", "T3", "T0"))
    months = [
        UsageMonth(period=OCTOBER.plus(-at), volume=volume, estimated=estimated, zones=zones, corrected=-1)
        for at, volume in enumerate(volumes)
    ]
    account = replace(ACCOUNT, alias="&" * 32, account_no="0" * 20)
    place = Place(point_id="p", name="<" * 255, serials=("№" * 64,))
    so_far = SoFar(period=Period(2026, 11), volume=10**15, until=date(2026, 11, 20), estimated=True)

    shown = usage(*months, account=account, places=(place, GARAGE), place=place, so_far=so_far)

    assert seen(screens.usage(shown, translator(language)))


@given(st.sampled_from(LANGUAGES), st.integers(1, 10))
def test_any_page_of_the_table_fits_under_a_picture(language: str, count: int) -> None:
    sources = ["bot", "web", "phone", "inspector", "askue", "estimate", "install", "removal", "verify", "x"]
    rows = [
        row("2026-10-31", 10**9, 10**9, sources[at], serial_no=f"{at}" * 64, zone=f"T{at % 4}", rolled_over=True)
        for at in range(count)
    ]

    assert check(usage_history.history(history(*rows, page=500, pages=999), translator(language)))
