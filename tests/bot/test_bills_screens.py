"""Bills and payments, as they are shown."""

from datetime import date
from typing import Any

import pytest

from bot.keyboards.bills import OpenBill, OpenPayment
from bot.keyboards.bills_pay import PayBills
from bot.screens import bills as screens
from bot.screens import bills_pay, bills_payments, refusals
from core.balance.model import AccountStatus, LastMonths, Months
from core.billing.model import Bill, BillLine, BillList, ListedBill, TooManyBills
from core.i18n import LANGUAGES, translator
from core.papers.paying import PaymentLink
from core.payments.model import PaidPart, Payment, PaymentList, PaymentOfAccount
from core.period import Period
from core.retailer import DEMO_FILE, Retailer
from tests.bot.looks import check, data, labels
from tests.fakes.ledger import ACCOUNT, amounts, balance, service

OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)
RU, EN = translator("ru"), translator("en")
LINK = PaymentLink(kk="Банк", ru="Банк", en="Bank", url="https://pay.example/?a={account}&s={amount}&u={service}")
RETAILER = Retailer.from_file(DEMO_FILE).model_copy(update={"payment_links": (LINK, LINK)})
EL, GAS = service("EL"), service("GAS")


def bill(*lines: BillLine, due: int, debt: int = 0, **changes: Any) -> Bill:
    facts: dict[str, Any] = {"formed_on": date(2026, 11, 5), "due_on": date(2026, 11, 25), "paid_until": None}
    return Bill(account=ACCOUNT, period=OCTOBER, lines=lines, due=due, debt=debt, **(facts | changes))


def line(payable: int, *methods: str, of: Any = EL) -> BillLine:
    return BillLine(service=of, methods=methods, balance=payable)


def shown(given: Bill, page: str = "0", language: str = "en", links: tuple[PaymentLink, ...] = (LINK,)) -> Any:
    return screens.bill(given, OpenBill(link_id=7, month="202610", page=page), links, translator(language))


def payment(*parts: int, **changes: Any) -> Payment:
    facts: dict[str, Any] = {"paid_at": "2026-11-13", "posted_on": None, "channel": "", "doc_no": ""}
    paid = tuple(PaidPart(service=service(f"S{place}"), amount=each) for place, each in enumerate(parts))
    return Payment(parts=paid, **(facts | changes))


def test_each_line_has_its_basis_and_what_is_payable() -> None:
    text = check(shown(bill(line(910_880, "norm"), line(35_000, "meter", "average", of=GAS), due=945_880)))

    assert "▫️ EL en · by the norm\nPayable: 9,108.80" in text
    assert "▫️ GAS en · by the meter, by the average consumption\nPayable: 350.00" in text
    assert "Total due: 9,458.80\u00a0₸" in text
    assert "Issued on: 5 November 2026\nTo be paid by: 25 November 2026" in text


def test_an_overpayment_is_told_and_what_it_takes_off() -> None:
    text = check(shown(bill(line(10_000, "fixed"), line(-3_000, of=GAS), due=7_000)))

    assert "GAS en · nothing charged this month\nOverpayment: 30.00" in text
    assert "Overpayment set off: −30.00\u00a0₸\nTotal due: 70.00\u00a0₸" in text
    assert "⚠️" not in text


def test_a_total_that_nothing_explains_is_told_as_it_was_sent() -> None:
    assert "differs from the sum of the lines by +5.00" in check(shown(bill(line(10_000), due=10_500)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bill_of_many_services_stays_one_message_on_each_page(language: str) -> None:
    lines = [line(10**12, "meter", "norm", "average", of=service("x" * 32, name_kk="Ұ" * 255)) for _ in range(40)]
    whole = bill(*lines, due=1)

    pages = [shown(whole, str(page), language) for page in range(3)]

    assert sum(check(each).count("▫️") for each in pages) == 40
    assert labels(pages[1])[:2] == ["◀️", "▶️"]
    assert check(shown(whole, "99", language)) == check(pages[2])


def test_pay_stands_there_only_where_something_is_owed_and_can_be_paid() -> None:
    assert data(shown(bill(line(5), due=5, debt=5)), "Pay") == "pay:7:202610:12"
    assert "💳 Pay" not in labels(shown(bill(line(5), due=5, debt=0)))
    assert "💳 Pay" not in labels(shown(bill(line(5), due=5, debt=5), links=()))


def test_channels_are_asked_for_the_debt_of_now() -> None:
    status = AccountStatus(
        account=ACCOUNT,
        has_others=False,
        as_of=None,
        period=NOVEMBER,
        services=(balance(GAS, NOVEMBER, amounts(paid=9)), balance(EL, NOVEMBER, amounts(accrued=123_450))),
    )
    screen: Any = bills_pay.paying(status, PayBills(link_id=7), RETAILER, EN)

    check(screen)
    urls = [button.url for row in screen.keyboard.inline_keyboard for button in row if button.url]
    assert urls == ["https://pay.example/?a=000100100&s=1234.50&u=EL"] * 2


def test_a_list_of_bills_is_a_table_with_its_pages() -> None:
    listed = tuple(ListedBill(period=OCTOBER.plus(-place), due=place * 100) for place in range(8))
    found = BillList(
        account=ACCOUNT,
        has_others=True,
        asked=LastMonths(12),
        span=Months(Period(2025, 11), OCTOBER),
        bills=listed,
    )

    first, second = screens.bills(found, None, RU), screens.bills(found, Period(2026, 3), RU)

    assert "Месяц    Сумма к оплате\n10.2026            0,00" in check(first)
    assert "Страница 2 из 2" in check(second)
    assert data(first, "Все в одном PDF") == "pdf_bills:7:12"
    assert data(second, "◀️") == "bills:7:12:202610"


def test_so_many_bills_that_no_file_holds_them_are_not_offered_as_one() -> None:
    listed = tuple(ListedBill(period=OCTOBER.plus(-place), due=1) for place in range(25))
    span = Months(OCTOBER.plus(-24), OCTOBER)
    found = BillList(account=ACCOUNT, has_others=False, asked=span, span=span, bills=listed)

    assert "📥 All in one PDF" not in labels(screens.bills(found, None, EN))
    answer: Any = refusals.words(TooManyBills(25), RU, RETAILER)
    assert answer.toast == "25 квитанций не поместятся в один файл: в нём не больше 24. Выберите период короче."


def test_payments_are_marked_by_what_they_are() -> None:
    paid = (payment(100, channel="<Банк>"), payment(0), payment(-150), payment(70, -70))
    found = PaymentList(
        account=ACCOUNT, has_others=False, asked=LastMonths(1), span=Months(NOVEMBER, NOVEMBER), payments=paid
    )

    text = check(bills_payments.payments(found, 9, EN))

    assert "✅ 13.11.2026 · 1.00\u00a0₸ · <Банк>" in text
    assert "▫️ 13.11.2026 · 0.00\u00a0₸" in text
    assert "↩️ 13.11.2026 · −1.50\u00a0₸" in text
    assert "✅ 13.11.2026 · 0.00\u00a0₸" in text  # moved from one service to another


def test_a_payment_for_many_services_stays_one_message() -> None:
    of = PaymentOfAccount(account=ACCOUNT, payment=payment(*range(1, 45), channel="Б" * 255, doc_no="7" * 64))

    screen = bills_payments.payment(of, OpenPayment(link_id=7, day="20261113", mark=of.payment.mark), EN)

    assert "And 14 more services: see the receipt." in check(screen)
    assert data(screen, "Receipt of payment") == f"pdf_rc:7:20261113:{of.payment.mark}"
