from datetime import date

from core.balance.model import AccountStatus, Amounts, Months
from core.period import Period
from tests.fakes.ledger import ACCOUNT, amounts, balance, service

OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)


def status(*services: object) -> AccountStatus:
    return AccountStatus(account=ACCOUNT, has_others=False, as_of=None, period=NOVEMBER, services=tuple(services))  # type: ignore[arg-type]


def test_a_month_adds_up_or_says_by_how_much_it_does_not() -> None:
    sound = amounts(opening=1000, accrued=500, corrections=-120, penalty=7, paid=900)

    assert sound.unexplained == 0
    assert (sound + Amounts(closing=3)).unexplained == 3


def test_a_mark_is_the_same_in_every_generation_and_fits_a_button() -> None:
    mark = service("x" * 32, "y" * 32).mark

    assert mark == service("x" * 32, "y" * 32, name_kk="renamed").mark
    assert len(mark.encode()) == 8
    assert ":" not in mark


def test_marks_of_swapped_and_shifted_codes_differ() -> None:
    pairs = [("EL", "AES"), ("AES", "EL"), ("E", "LAES"), ("ELA", "ES")]

    assert len({service(*pair).mark for pair in pairs}) == len(pairs)


def test_the_balance_counts_a_service_that_ended_with_a_debt() -> None:
    ended = balance(service("GAS"), OCTOBER, amounts(opening=0, accrued=700))
    going_on = balance(service("EL"), NOVEMBER, amounts(opening=100, accrued=200))

    shown = status(going_on, ended)

    assert (shown.debt, shown.overpayment) == (1000, 0)
    assert shown.month == amounts(opening=800, accrued=200)


def test_an_overpayment_to_one_supplier_hides_no_debt_to_another() -> None:
    owed = balance(service("EL"), NOVEMBER, amounts(accrued=500))
    overpaid = balance(service("GAS"), NOVEMBER, amounts(paid=700))

    assert (status(owed, overpaid).debt, status(owed, overpaid).overpayment) == (500, 700)


def test_advance_and_forecast_are_summed_and_a_missing_forecast_is_no_zero() -> None:
    plain = balance(service("EL"), NOVEMBER, amounts())
    given = balance(service("GAS"), NOVEMBER, amounts(), advance=300, penalty_forecast=0)

    assert status(plain).penalty_forecast is None
    assert (status(plain, given).penalty_forecast, status(plain, given).advance) == (0, 300)


def test_payments_are_counted_up_to_the_day_that_holds_for_every_service() -> None:
    early = balance(service("EL"), NOVEMBER, amounts(), paid_until=date(2026, 11, 18))
    late = balance(service("GAS"), NOVEMBER, amounts(), paid_until=date(2026, 11, 20))
    unsaid = balance(service("TV"), NOVEMBER, amounts())

    assert status(late, early, unsaid).paid_until == date(2026, 11, 18)


def test_a_service_that_ended_with_nothing_open_does_not_say_up_to_when_payments_are_counted() -> None:
    going_on = balance(service("EL"), NOVEMBER, amounts(), paid_until=date(2026, 11, 18))
    ended = balance(service("GAS"), OCTOBER, amounts(), paid_until=date(2026, 10, 31))
    owed = balance(service("TV"), OCTOBER, amounts(accrued=100), paid_until=date(2026, 10, 30))

    assert status(going_on, ended).paid_until == date(2026, 11, 18)
    assert status(going_on, ended, owed).paid_until == date(2026, 10, 30)


def test_a_reversed_span_is_the_same_span() -> None:
    span = Months(NOVEMBER, OCTOBER)

    assert (span.first, span.last) == (OCTOBER, NOVEMBER)
