"""The screens of a balance stay one valid message, whatever the accounting system delivers."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.keyboards.balance_statement import OpenCharges, PickService
from bot.screens import balance as screens
from bot.screens import balance_card, balance_charges, balance_statement
from core.accounts.model import Branch, CardPoint
from core.balance.model import AccountStatus, Calendar, MonthCharges, Months, Statement
from core.balance.statement import lay_out
from core.i18n import Translator, translator
from core.period import Period
from core.retailer import DEMO_FILE, Retailer
from tests.bot.looks import check
from tests.fakes.cards import CARD, METER
from tests.fakes.ledger import ACCOUNT, amounts, balance, charge, month, service

RETAILER = Retailer.from_file(DEMO_FILE)
TODAY = date(2026, 11, 22)
NOVEMBER = Period(2026, 11)
KK, RU, EN = translator("kk"), translator("ru"), translator("en")


def status(*services: Any, **changes: Any) -> AccountStatus:
    facts: dict[str, Any] = {"account": ACCOUNT, "has_others": False, "as_of": date(2026, 11, 21), "period": NOVEMBER}
    return AccountStatus(**(facts | changes), services=services)


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
    delivered = [month(first.plus(place), replace(months[place], closing=1, opening=5)) for place in sorted(months)]
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

    shown = MonthCharges(account=ACCOUNT, period=NOVEMBER, lines=tuple(made), accrued=5)

    check(balance_charges.charges(shown, asked, tr))


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

    check(balance_card.card(shown, 0, TODAY, RETAILER, tr))


@settings(deadline=None, max_examples=40)
@given(st.lists(SERVICES, max_size=100), LANGUAGES)
def test_any_choice_of_services_is_one_message(services: list[Any], tr: Translator) -> None:
    calendar = Calendar(account=ACCOUNT, services=tuple(services), periods=frozenset())

    check(balance_statement.choose_service(PickService(link_id=7, service="", span="12"), calendar, tr))
