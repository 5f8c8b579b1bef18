"""What proves an account: pure rules over what is on file."""

import re
from datetime import date, timedelta

from core.accounts.model import NumberNotUnderstood, SerialNotUnderstood
from core.accounts.policy import AccountNumber, LinkPolicy
from core.accounts.ports import Candidate
from core.typed import visible

_DASHES = r"\-‐‑‒–—−"
_BESIDE_NUMBER = re.compile(rf"[\s№{_DASHES}]+")
_SERIAL = re.compile(r"[0-9A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]+")
# Letters that look alike on a meter's plate; nobody can tell which alphabet it was stamped in.
_LATIN = str.maketrans("АВЕКМНОРСТУХІ", "ABEKMHOPCTYXI")


def read_number(text: str, rule: AccountNumber) -> str:
    """Return an account number as typed, without spaces, dashes and «№»; leading zeros may stand or be left out.

    :raises NumberNotUnderstood: another form, full-width and other foreign digits included
    """
    number = _BESIDE_NUMBER.sub("", visible(text))
    if not re.fullmatch(rule.pattern, number, re.ASCII):
        raise NumberNotUnderstood(text, rule.example)
    return number


def read_serial(text: str, digits: int) -> str:
    """Return a serial number, or its end, as it is compared.

    :raises SerialNotUnderstood: fewer than `digits` characters, or signs that no serial number has
    """
    serial = plain_serial(visible(text))
    if len(serial) < digits or not _SERIAL.fullmatch(serial):
        raise SerialNotUnderstood(text, digits)
    return serial


def plain_serial(text: str) -> str:
    return _BESIDE_NUMBER.sub("", text.upper()).translate(_LATIN)


def is_common(amount: int, *, holders: int, accounts: int, policy: LinkPolicy) -> bool:
    """Say whether an amount (tiyn), as entered, is too easy to guess to prove anything alone.

    An amount on file once is not common, however few accounts there are: else the mere question would tell that
    somebody has paid it.
    """
    step = policy.common_amount_step_tenge * 100
    if step and amount % step == 0:
        return True
    return holders > 1 and holders * policy.common_amount_one_in >= accounts


def proves(candidate: Candidate, *, amount: int, serial: str | None, policy: LinkPolicy, today: date) -> bool:
    """Say whether the newest payment, and the serial where one is asked (not None), are those on file.

    The amount is exact to the tiyn; zero, a refund or a payment older than 180 days proves nothing.
    """
    oldest = today - timedelta(days=policy.payment_max_age_days)
    paid = any(payment.amount == amount > 0 and payment.paid_on >= oldest for payment in candidate.payments)
    return paid and (serial is None or _is_end_of_a_serial(serial, candidate.serials, policy.serial_digits))


def _is_end_of_a_serial(typed: str, serials: tuple[str, ...], digits: int) -> bool:
    plain = map(plain_serial, serials)
    return len(typed) >= digits and any(len(serial) >= digits and serial.endswith(typed) for serial in plain)
