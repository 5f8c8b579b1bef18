"""The three people whom the demo introduces, and the codes that open their accounts."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoPerson:
    """What somebody needs to try the bot as this person; sums in tiyn."""

    language: str
    name: str  # on Telegram
    payer: str  # on the account
    branch_code: str
    account_no: str
    last_payment: int
    paid_on: date
    serial_no: str
    phone: str
    account_token: str  # payload of the QR on the paper bill
    one_time_code: str


def demo_people(as_of: date) -> tuple[DemoPerson, DemoPerson, DemoPerson]:
    """Return the people as a package of that day has them."""
    paid_on = as_of - timedelta(days=9)
    return (
        DemoPerson(
            language="kk",
            name="Айгүл",
            payer="Үлгібаева Айгүл Мысалқызы",
            branch_code="UKG",
            account_no="000123456",
            last_payment=2346734,
            paid_on=paid_on,
            serial_no="CU1048576",
            phone="+77010000001",
            account_token=code("kk token"),
            one_time_code=code("kk once"),
        ),
        DemoPerson(
            language="ru",
            name="Мария",
            payer="Примерова Мария Образцовна",
            branch_code="SEM",
            account_no="000234567",
            last_payment=1524817,
            paid_on=paid_on,
            serial_no="MT2097152",
            phone="+77010000002",
            account_token=code("ru token"),
            one_time_code=code("ru once"),
        ),
        DemoPerson(
            language="en",
            name="John",
            payer="Sample John",
            branch_code="RID",
            account_no="000345678",
            last_payment=500000,  # a common amount: the meter's serial number is asked as well
            paid_on=paid_on,
            serial_no="AB4194304",
            phone="+77010000003",
            account_token=code("en token"),
            one_time_code=code("en once"),
        ),
    )


def code(words: str) -> str:
    """Return a code of the form that the office issues; these are known to everybody who has the source."""
    return base64.b32encode(hashlib.sha256(f"zharyq demo {words}".encode()).digest()[:16]).decode().rstrip("=")
