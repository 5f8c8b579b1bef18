"""The statement, the ways to its period, and what a month is made of."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.keyboards.balance_statement import OpenCharges, OpenStatement, PickFirst, PickLast, PickPeriod
from bot.screens import balance_charges, balance_statement
from core.balance.model import Calendar, MonthCharges, Months, Statement
from core.balance.statement import lay_out
from core.i18n import Translator, translator
from core.period import Period
from tests.bot.looks import check, data, labels, tables
from tests.fakes.ledger import ACCOUNT, amounts, charge, month, service

NOVEMBER = Period(2026, 11)
KK, RU, EN = translator("kk"), translator("ru"), translator("en")
WIDEST = 36  # letters of equal width on a phone of 390 points
EL = service("EL", name_kk="Электр энергиясы", supplier_kk="«Шығысэнерготрейд» ЖШС", name_en="Electricity")


def statement(months: int) -> Statement:
    first = Period(2022, 1)
    delivered = [month(first.plus(place), amounts(opening=place * 100, accrued=100)) for place in range(months)]
    span = Months(first, first.plus(months - 1))
    return Statement(account=ACCOUNT, service=EL, services=(EL, service("GAS")), span=span, months=lay_out(delivered))


@pytest.mark.parametrize("months", [1, 3, 12, 60])
def test_every_month_of_a_statement_is_reached_by_paging(months: int) -> None:
    shown = statement(months)
    seen: list[str] = []
    at: Period | None = None
    while True:
        screen = balance_statement.statement(shown, at, EN)
        check(screen)
        seen += [table[0].split()[-1] for table in tables(screen) if "–" not in table[0]]
        if "▶️" not in labels(screen):
            break
        at = Period.from_index(int(OpenStatement.unpack(data(screen, "▶️")).at))

    assert seen == [EN.short_month(each.period) for each in shown.months]


def test_a_statement_says_up_to_when_payments_are_counted() -> None:
    newest = replace(month(NOVEMBER, amounts()), paid_until=date(2026, 11, 18))

    text = check(balance_statement.statement(replace(statement(1), months=lay_out([newest])), None, EN))

    assert "Payments are counted up to 18 November 2026." in text


def test_a_page_of_a_statement_has_the_total_of_the_span() -> None:
    total = tables(balance_statement.statement(statement(12), None, EN))[0]

    assert [line.split()[-1] for line in total] == ["01.2022–12.2022", "0.00", "12.00", "0.00", "0.00", "+12.00"]


def test_broken_and_missing_months_are_said_honestly() -> None:
    delivered = [
        month(Period(2026, 8), amounts(accrued=500)),
        month(Period(2026, 10), replace(amounts(accrued=700), closing=900)),
        month(NOVEMBER, amounts(opening=100)),
    ]
    shown = replace(statement(3), months=lay_out(delivered))

    text = check(balance_statement.statement(shown, None, EN))

    assert re.search(r"09\.2026\nno data", text)
    assert "October 2026: the sums do not add up by +2.00." in text
    assert "November 2026: the opening balance differs from the closing balance of the month before by −8.00." in text


def test_a_statement_without_data_offers_another_period() -> None:
    screen = balance_statement.statement(replace(statement(1), months=()), None, EN)

    assert "There is no data for this period." in check(screen)
    assert data(screen, "Period").startswith("period:7:")


def test_a_month_leads_to_what_it_is_made_of_and_back_to_its_page() -> None:
    shown = statement(12)
    detail = OpenCharges.unpack(data(balance_statement.statement(shown, Period(2022, 6), EN), "06.2022"))

    charges = MonthCharges(account=ACCOUNT, period=Period(2022, 6), lines=(), accrued=0)
    leave = OpenStatement.unpack(data(balance_charges.charges(charges, detail, EN), "Back"))

    assert (leave.service, leave.span, leave.at) == (EL.mark, "202201-202212", "202206")


def test_periods_are_offered_for_the_service_that_is_shown() -> None:
    asked = PickPeriod(link_id=7, service=EL.mark, span="1")

    screen = balance_statement.choose_period(asked, 2026, RU)

    check(screen)
    assert labels(screen)[:-1] == [
        "Последний месяц",
        "3 месяца",
        "6 месяцев",
        "12 месяцев",
        "2026 год",
        "2025 год",
        "📅 Произвольный период",
    ]
    assert data(screen, "2025") == f"statement:7:{EL.mark}:202501-202512:"


def test_the_calendar_shows_months_without_data_as_dots() -> None:
    calendar = Calendar(account=ACCOUNT, services=(EL,), periods=frozenset({Period(2025, 12), NOVEMBER}))
    asked = PickFirst(link_id=7, service="", span="1", year="2027")

    screen = balance_statement.ask_first_month(asked, calendar, KK)

    check(screen)
    assert labels(screen) == ["‹ 2025", "2026", *["·"] * 10, "Қараша", "·", "Артқа"]
    assert data(screen, "Қараша") == "to:7::1:202611:2026"
    assert "nomonth:202603" in str(screen.keyboard)


def test_a_reversed_pair_of_months_is_put_in_order() -> None:
    calendar = Calendar(account=ACCOUNT, services=(EL,), periods=frozenset({Period(2026, 3), NOVEMBER}))
    asked = PickLast(link_id=7, service="", span="1", first="202611", year="2026")

    screen = balance_statement.ask_last_month(asked, calendar, EN)

    check(screen)
    assert data(screen, "March") == "statement:7::202603-202611:"


def test_an_empty_month_is_answered_by_a_toast() -> None:
    screen = balance_statement.no_data(NOVEMBER, RU)

    assert (screen.text, screen.toast) == ("", "Нет данных: ноябрь 2026 г.")


def charges(*lines: Any, accrued: int) -> MonthCharges:
    return MonthCharges(account=ACCOUNT, period=NOVEMBER, lines=lines, accrued=accrued)


ASKED = OpenCharges(link_id=7, service="", span="202611-202611", month="202611")


def test_levels_of_one_measurement_are_told_under_it() -> None:
    lines = (charge(EL, 229_140, level=1, volume=90_000), charge(EL, 192_370, level=2, volume=62_000, price=310_275))

    text = check(balance_charges.charges(charges(*lines, accrued=421_510), ASKED, RU))

    assert text.count("CU0012345") == 1
    assert "01.10.2026 – 01.11.2026\n12\u00a0345 → 12\u00a0497" in text
    assert "уровень 1: 90\u00a0кВт·ч × 25,46\u00a0₸ = 2\u00a0291,40\u00a0₸" in text
    assert "уровень 2: 62\u00a0кВт·ч × 31,0275\u00a0₸ = 1\u00a0923,70\u00a0₸" in text
    assert "разница" not in text


def test_a_sum_without_a_volume_and_another_unit_are_told_as_they_are() -> None:
    bare = {"serial_no": "", "date_from": None, "date_to": None, "value_from": None, "value_to": None}
    lines = (
        charge(service("LIFT", unit=""), 35_000, method="fixed", volume=None, price=None, **bare),
        charge(service("WATER", unit="м³"), 38_478, method="norm", volume=5_500, price=699_600, **bare),
    )

    text = check(balance_charges.charges(charges(*lines, accrued=73_478), ASKED, EN))

    assert "LIFT en · AES ru\n▪️ a fixed sum\n350.00\u00a0₸" in text
    assert "5.5 м³ × 69.96\u00a0₸ = 384.78\u00a0₸" in text


def test_what_the_lines_leave_open_is_said() -> None:
    text = check(balance_charges.charges(charges(charge(EL, 100), accrued=350), ASKED, EN))

    assert "differs from the accrued sum by 2.50\u00a0₸" in text


def test_no_charges_are_no_puzzle() -> None:
    assert "has sent no charges" in check(balance_charges.charges(charges(accrued=0), ASKED, EN))


@pytest.mark.parametrize("tr", [KK, RU, EN], ids=["kk", "ru", "en"])
def test_tables_do_not_wrap_on_a_phone(tr: Translator) -> None:
    sums = amounts(opening=123_456_789, accrued=-99_999_999, corrections=-123_456, penalty=99_999, paid=123_456_789)
    shown = replace(statement(1), months=lay_out([month(NOVEMBER.plus(place), sums) for place in range(12)]))

    widths = {len(line) for table in tables(balance_statement.statement(shown, None, tr)) for line in table}

    assert max(widths) <= WIDEST
