"""What an account owes, as it is shown."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.screens import accounts as account_screens
from bot.screens import balance as screens
from core.accounts.model import Branch
from core.balance.model import AccountStatus
from core.i18n import translator
from core.period import Period
from tests.bot.looks import check, data, labels, tables
from tests.fakes.ledger import ACCOUNT, OTHER_ACCOUNT, amounts, balance, service

NOVEMBER = Period(2026, 11)
KK, RU, EN = translator("kk"), translator("ru"), translator("en")
EL = service("EL", name_kk="Электр энергиясы", supplier_kk="«Шығысэнерготрейд» ЖШС", name_en="Electricity")


def status(*services: Any, **changes: Any) -> AccountStatus:
    facts: dict[str, Any] = {"account": ACCOUNT, "has_others": False, "as_of": date(2026, 11, 21), "period": NOVEMBER}
    return AccountStatus(**(facts | changes), services=services)


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
    assert "🟢 GAS kk · AES kk\nЕсептеу: 0,00 · Сальдо: −500,00" in text
    assert "🔴 Берешегіңіз: 9\u00a0108,80\u00a0₸.\n🟢 Артық төлем: 500,00\u00a0₸." in text


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
    chosen = screens.choose_account([ACCOUNT, replace(OTHER_ACCOUNT, alias="<Дача>")], 7, EN)

    assert data(screen, "Another account") == "other:7"
    assert labels(chosen)[:2] == ["✅ 000100100", "000100101 · <Дача>"]


def test_accounts_of_one_number_are_told_apart_by_their_branches() -> None:
    semey = Branch(code="SEM", name_kk="Семей", name_ru="Семей (ru)")
    linked = [ACCOUNT, replace(ACCOUNT, link_id=8, branch=semey, alias="Дача"), replace(OTHER_ACCOUNT, link_id=9)]
    own = ["✅ 000100100 · Өскемен", "000100100 · Семей · Дача", "000100101"]

    assert labels(screens.choose_account(linked, 7, KK))[:3] == own
    assert labels(account_screens.accounts(linked, ACCOUNT, 0, KK))[:3] == own
    assert labels(screens.choose_account(linked, 7, EN))[1] == "000100100 · Семей (ru) · Дача"
