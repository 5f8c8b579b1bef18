"""Account number and payment typed in one message: read together where only one reading makes sense."""

import re
from collections.abc import Iterator

from core.accounts.model import NumberNotUnderstood
from core.accounts.policy import AccountNumber
from core.accounts.proof import read_number
from core.money import AmountNotUnderstood, parse_amount
from core.typed import visible

_SPACE = re.compile(r"[ \u00a0\u202f]+")
_SEPARATOR = re.compile(r"\s*(?:[;\n]|,\s)\s*")
# With its tiyn or its currency, so that a group of digits of the number is never taken for money.
_CURRENCY = r"\s*(?:₸|тг\.?|тенге|теңге|kzt)"
_TENGE = r"(?:[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]+)"
_PLAINLY_MONEY = re.compile(rf"{_TENGE}(?:[.,][0-9]{{1,2}}(?:{_CURRENCY})?|{_CURRENCY})", re.IGNORECASE)
_AMOUNT_ALONE = re.compile(rf"(?!0[0-9]){_TENGE}(?:[.,][0-9]{{1,2}})?(?:{_CURRENCY})?", re.IGNORECASE)
_ZEROS_IN_FRONT = re.compile(r"0[0-9]")


def read_number_and_amount(text: str, rule: AccountNumber) -> tuple[str, int | None]:
    """Return the account number, and the amount (tiyn) if it plainly stands in the same line.

    :raises NumberNotUnderstood: no account number in it
    """
    text = visible(text).strip()
    readings = list(_readings(text, rule))
    # «000123456 4 667,34»: a number that stands in one piece is more likely than one that goes on into the money.
    readings = [each for each in readings if not _SPACE.search(each[0].strip("№ "))] or readings
    if len(readings) == 1:
        return readings[0][1:]
    return read_number(text, rule), None


def read_amount(text: str, rule: AccountNumber, *, known: str) -> tuple[str, int | None]:
    """Return the answer to the question for the amount, and the account number: `known` unless another one is typed.

    Somebody who was refused often types both again, or the number alone: that must not count as a wrong amount.

    :raises AmountNotUnderstood: neither an amount nor an account number
    """
    text = visible(text).strip()
    if _AMOUNT_ALONE.fullmatch(text) and text != known:
        return known, parse_amount(text)
    try:
        number, amount = read_number_and_amount(text, rule)
    except NumberNotUnderstood:
        if _ZEROS_IN_FRONT.match(text):
            raise AmountNotUnderstood(text) from None
        return known, parse_amount(text)
    if amount is not None or number == known or _ZEROS_IN_FRONT.match(number):
        return number, amount
    return known, parse_amount(text)


def read_both(text: str, rule: AccountNumber) -> tuple[str, int] | None:
    """Return the account number and the amount if both are typed, in answer to whatever question."""
    try:
        number, amount = read_number_and_amount(text, rule)
    except NumberNotUnderstood:
        return None
    return None if amount is None else (number, amount)


def _readings(text: str, rule: AccountNumber) -> Iterator[tuple[str, str, int]]:
    apart = _SEPARATOR.search(text)
    borders = [apart] if apart else list(_SPACE.finditer(text))
    for border in borders:
        number, amount = text[: border.start()], text[border.end() :]
        if not apart and not _PLAINLY_MONEY.fullmatch(amount):
            continue
        try:
            yield number, read_number(number, rule), parse_amount(amount)
        except (NumberNotUnderstood, AmountNotUnderstood):
            continue
