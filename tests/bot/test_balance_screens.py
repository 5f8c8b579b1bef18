"""The screens of a balance stay one valid message at phone width, whatever the accounting system delivers."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from aiogram.types import InlineKeyboardMarkup
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.markup import plain
from bot.keyboards.balance_statement import OpenCharges, OpenStatement, PickFirst, PickLast, PickPeriod, PickService
from bot.screens import balance as screens
from bot.screens import balance_card, balance_charges, balance_statement
from bot.screens.screen import Screen
from core.accounts.model import AccountCard, Branch, CardMeter, CardPoint
from core.balance.model import AccountStatus, Calendar, MonthCharges, Months, Statement
from core.balance.statement import lay_out
from core.i18n import Translator, translator
from core.period import Period
from core.retailer import DEMO_FILE, Retailer
from sandbox.rules.html import parse_html
from tests.fakes.ledger import ACCOUNT, amounts, balance, charge, service

RETAILER = Retailer.from_file(DEMO_FILE)
TODAY = date(2026, 11, 22)
NOVEMBER = Period(2026, 11)
KK, RU, EN = translator("kk"), translator("ru"), translator("en")
WIDEST = 36  # letters of equal width on a phone of 390 points
EL = service("EL", name_kk="Электр энергиясы", supplier_kk="«Шығысэнерготрейд» ЖШС", name_en="Electricity")


def check(screen: Screen) -> str:
    """Return what is seen; Telegram would take it as one message with these buttons."""
    text, _ = parse_html(screen.text)
    assert text.strip()
    assert len(text.encode("utf-16-le")) // 2 <= 4096
    keyboard = screen.keyboard
    assert isinstance(keyboard, InlineKeyboardMarkup)
    buttons = [button for row in keyboard.inline_keyboard for button in row]
    assert len(buttons) <= 100
    assert all(button.text.strip() for button in buttons)
    assert all(len((button.callback_data or "").encode()) <= 64 for button in buttons)
    return text


def tables(screen: Screen) -> list[list[str]]:
    """Return the months of the columns, each by its lines."""
    columns = re.findall(r"<pre>(.*?)</pre>", screen.text, re.DOTALL)
    return [plain(month).splitlines() for table in columns for month in table.split("\n\n")]


def labels(screen: Screen) -> list[str]:
    assert isinstance(screen.keyboard, InlineKeyboardMarkup)
    return [button.text for row in screen.keyboard.inline_keyboard for button in row]


def data(screen: Screen, label: str) -> str:
    assert isinstance(screen.keyboard, InlineKeyboardMarkup)
    (found,) = [b.callback_data for row in screen.keyboard.inline_keyboard for b in row if label in b.text]
    return found or ""


def status(*services: Any, **changes: Any) -> AccountStatus:
    facts: dict[str, Any] = {"account": ACCOUNT, "has_others": False, "as_of": date(2026, 11, 21), "period": NOVEMBER}
    return AccountStatus(**(facts | changes), services=services)


def statement(months: int) -> Statement:
    first = Period(2022, 1)
    delivered = [(first.plus(place), amounts(opening=place * 100, accrued=100)) for place in range(months)]
    span = Months(first, first.plus(months - 1))
    return Statement(account=ACCOUNT, service=EL, services=(EL, service("GAS")), span=span, months=lay_out(delivered))


@pytest.mark.parametrize(
    ("sums", "said"),
    [
        (amounts(accrued=487_000), "🔴 Берешегіңіз: 4\u00a0870,00\u00a0₸."),
        (amounts(paid=50_000), "🟢 Артық төлем: 500,00\u00a0₸."),
        (amounts(accrued=500, paid=500), "⚪️ Берешегіңіз жоқ."),
    ],
)
def test_a_balance_has_its_mark_and_its_words(sums: Any, said: str) -> None:
    assert said in check(screens.status(status(balance(EL, NOVEMBER, sums)), KK))


def test_the_status_names_its_days_and_the_sign_rule() -> None:
    text = check(screens.status(status(balance(EL, NOVEMBER, amounts(), paid_until=date(2026, 11, 18))), RU))

    assert "18 ноября 2026 г." in text
    assert "21 ноября 2026 г." in text
    assert "(+) долг, (−) переплата" in text


def test_the_columns_bear_the_headings_of_the_cabinet() -> None:
    shown = status(balance(EL, NOVEMBER, amounts(opening=100_000, accrued=487_000, corrections=-12_000, paid=500_000)))

    (table,) = tables(screens.status(shown, KK))

    assert [line.split("  ")[0] for line in table] == [
        "Ай/Жыл",
        "Бастапқы сальдо",
        "Есептеу",
        "Түзетулер",
        "Төлемдер",
        "Ақырғы сальдо",
    ]
    assert [line.split("  ")[-1].strip() for line in table] == [
        "11.2026",
        "+1\u00a0000,00",
        "4\u00a0870,00",
        "−120,00",
        "5\u00a0000,00",
        "+750,00",
    ]


def test_penalty_advance_and_forecast_are_shown_where_there_are_any() -> None:
    bare = check(screens.status(status(balance(EL, NOVEMBER, amounts())), EN))
    rich = check(
        screens.status(
            status(balance(EL, NOVEMBER, amounts(penalty=1_200), advance=30_000, penalty_forecast=2_500)), EN
        )
    )

    assert not re.search("Penalty|Advance", bare)
    assert re.search(r"Penalty +12\.00", rich)
    assert "Advance: 300.00\u00a0₸" in rich
    assert "Penalty forecast: 25.00\u00a0₸" in rich


def test_the_services_are_listed_with_supplier_accrued_and_balance() -> None:
    gas = balance(service("GAS"), NOVEMBER, amounts(paid=50_000))

    text = check(screens.status(status(balance(EL, NOVEMBER, amounts(accrued=910_880)), gas), KK))

    assert "Электр энергиясы · «Шығысэнерготрейд» ЖШС\nЕсептеу: 9\u00a0108,80 · Сальдо: +9\u00a0108,80" in text
    assert "GAS kk · AES kk\nЕсептеу: 0,00 · Сальдо: −500,00" in text


def test_an_account_without_balances_gets_a_calm_word() -> None:
    screen = screens.status(status(period=None), EN)

    assert "nothing that you need to do" in check(screen)
    assert labels(screen) == ["🏠 Account card"]


@pytest.mark.parametrize(("state", "said"), [("closed", "жабық"), ("disconnected", "тоқтатылған")])
def test_a_closed_or_cut_off_account_says_so(state: str, said: str) -> None:
    shown = status(balance(EL, NOVEMBER, amounts()), account=replace(ACCOUNT, status=state))

    assert said in check(screens.status(shown, KK))


def test_other_accounts_are_one_tap_away() -> None:
    screen = screens.status(status(balance(EL, NOVEMBER, amounts()), has_others=True), EN)
    chosen = screens.choose_account([ACCOUNT, replace(ACCOUNT, link_id=8, alias="<Дача>")], 7, EN)

    assert data(screen, "Another account") == "other:7"
    assert labels(chosen)[:2] == ["✅ 000100100", "000100100 · <Дача>"]


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


def test_a_page_of_a_statement_has_the_total_of_the_span() -> None:
    total = tables(balance_statement.statement(statement(12), None, EN))[0]

    assert [line.split()[-1] for line in total] == ["01.2022–12.2022", "0.00", "12.00", "0.00", "0.00", "+12.00"]


def test_broken_and_missing_months_are_said_honestly() -> None:
    delivered = [
        (Period(2026, 8), amounts(accrued=500)),
        (Period(2026, 10), replace(amounts(accrued=700), closing=900)),
        (NOVEMBER, amounts(opening=100)),
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
    assert "не объясняют" not in text


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

    assert "do not explain 2.50\u00a0₸" in text


def test_no_charges_are_no_puzzle() -> None:
    assert "No charges were delivered" in check(balance_charges.charges(charges(accrued=0), ASKED, EN))


METER = CardMeter(
    serial_no="CU0012345",
    model="Меркурий 201",
    status="active",
    automatic=False,
    ratio=10_000,
    installed_on=date(2015, 5, 1),
    removed_on=None,
    verified_on=date(2015, 4, 1),
    verification_due=date(2031, 4, 1),
    replacement_due=date(2045, 1, 1),
)
POINT = CardPoint(name="", address="", service_kk="Электр", service_ru="Электро", service_en="Power", meters=(METER,))
CARD = AccountCard(
    account=ACCOUNT,
    masked=True,
    payer="А***ова К. С.",
    bin="",
    contract_no="",
    address_kk="Өскемен, Қ*** көшесі",
    address_ru="Усть-Каменогорск, Қ*** көшесі",
    branch=Branch(code="UKG", name_kk="Өскемен бөлімшесі", name_ru="Усть-Каменогорское отделение"),
    residents=3,
    area=5_640,
    stove="E",
    benefit="single",
    tariff_group="HOME",
    tariff_scheme="level",
    opened_on=date(2015, 5, 1),
    closed_on=None,
    points=(POINT,),
)


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
        "56,4\u00a0m²",
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


def test_replaced_meters_stand_after_those_in_place() -> None:
    gone = replace(METER, serial_no="OLD1", removed_on=date(2020, 2, 3), verification_due=date(2019, 1, 1))
    points = (replace(POINT, meters=(gone,)), replace(POINT, name="Гараж", meters=(METER,)))

    text = check(card(replace(CARD, points=points), EN))

    assert text.index("CU0012345") < text.index("OLD1")
    assert "Replaced: 03.02.2020" in text
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


NAMES = st.text(st.sampled_from("Әқ<>&\"'b/=; 𝄞\u202e{}%\n"), max_size=255)
SUMS = st.integers(-(10**15), 10**15)
LANGUAGES = st.sampled_from((KK, RU, EN))
SERVICES = st.builds(
    service,
    st.text("AB_.-9", min_size=1, max_size=32),
    name_kk=NAMES,
    name_ru=NAMES,
    name_en=NAMES,
    supplier_kk=NAMES,
    supplier_ru=NAMES,
    unit=NAMES,
)
MONTHS = st.builds(amounts, SUMS, SUMS, SUMS, SUMS, SUMS)
ACCOUNTS = st.builds(
    lambda alias, kind, state: replace(ACCOUNT, link_id=2**53, alias=alias, kind=kind, status=state),
    NAMES.map(lambda name: name[:32]),
    st.sampled_from(("person", "legal")),
    st.sampled_from(("active", "disconnected", "closed")),
)


@settings(deadline=None, max_examples=60)
@given(ACCOUNTS, st.lists(st.tuples(SERVICES, MONTHS, SUMS), max_size=40), LANGUAGES)
def test_any_status_is_one_message(account: Any, services: list[Any], tr: Translator) -> None:
    rows = [balance(each, NOVEMBER, sums, advance=more, penalty_forecast=more) for each, sums, more in services]

    check(screens.status(status(*rows, account=account, period=NOVEMBER if rows else None), tr))


@settings(deadline=None, max_examples=60)
@given(ACCOUNTS, SERVICES, st.dictionaries(st.integers(0, 70), MONTHS), st.integers(-1, 71), LANGUAGES)
def test_any_statement_is_one_message(account: Any, of: Any, months: Any, at: int, tr: Translator) -> None:
    first = Period(2021, 1)
    delivered = [(first.plus(place), replace(months[place], closing=1, opening=5)) for place in sorted(months)]
    months_laid = lay_out(delivered)
    span = Months(first, first.plus(70))
    shown = Statement(account=account, service=of, services=(of,), span=span, months=months_laid)

    check(balance_statement.statement(shown, first.plus(at), tr))


@settings(deadline=None, max_examples=60)
@given(SERVICES, st.lists(st.tuples(SUMS, NAMES, st.integers(0, 10**12)), max_size=40), LANGUAGES)
def test_any_charges_are_one_message(of: Any, lines: list[Any], tr: Translator) -> None:
    asked = OpenCharges(link_id=2**53, service="x" * 8, span="202201-202612", month="202611", page="999")
    made = [
        charge(of, sums, serial_no=serial, volume=volume, price=volume, level=3, zone="T2", value_to=volume)
        for sums, serial, volume in lines
    ]

    check(balance_charges.charges(charges(*made, accrued=5), asked, tr))


@settings(deadline=None, max_examples=60)
@given(ACCOUNTS, NAMES, st.lists(st.tuples(NAMES, NAMES, NAMES), max_size=9), st.booleans(), LANGUAGES)
def test_any_card_is_one_message(account: Any, name: str, points: list[Any], masked: bool, tr: Translator) -> None:
    meters = (replace(METER, serial_no=name[:64], model=name, status="faulty", automatic=True, ratio=10**15),)
    shown = replace(
        CARD,
        account=account,
        masked=masked,
        payer=name,
        contract_no=name[:64],
        address_kk=name,
        address_ru=name,
        branch=Branch(code="B", name_kk=name, name_ru=name),
        points=tuple(
            CardPoint(name=own, address=at, service_kk=of, service_ru=of, service_en=of, meters=meters)
            for own, at, of in points
        ),
    )

    card(shown, tr)


@settings(deadline=None, max_examples=40)
@given(st.lists(SERVICES, max_size=100), LANGUAGES)
def test_any_choice_of_services_is_one_message(services: list[Any], tr: Translator) -> None:
    calendar = Calendar(account=ACCOUNT, services=tuple(services), periods=frozenset())

    check(balance_statement.choose_service(PickService(link_id=7, service="", span="12"), calendar, tr))


@pytest.mark.parametrize("tr", [KK, RU, EN], ids=["kk", "ru", "en"])
def test_tables_do_not_wrap_on_a_phone(tr: Translator) -> None:
    sums = amounts(opening=123_456_789, accrued=-99_999_999, corrections=-123_456, penalty=99_999, paid=123_456_789)
    shown = replace(statement(1), months=lay_out([(NOVEMBER.plus(place), sums) for place in range(12)]))

    widths = {len(line) for table in tables(balance_statement.statement(shown, None, tr)) for line in table}

    assert max(widths) <= WIDEST
