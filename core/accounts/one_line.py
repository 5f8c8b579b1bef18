"""Account number and payment typed in one line: read together where only one reading makes sense."""

import re
from collections.abc import Iterator

from core.accounts.model import NumberNotUnderstood
from core.accounts.policy import AccountNumber
from core.accounts.proof import read_number
from core.money import AmountNotUnderstood, parse_amount

_SPACE = re.compile(r"[ \u00a0\u202f]+")
_SEPARATOR = re.compile(r"\s*(?:[;\n]|,\s)\s*")
# With its tiyn or its currency, so that a group of digits of the number is never taken for money.
_CURRENCY = r"\s*(?:₸|тг\.?|тенге|теңге|kzt)"
_TENGE = r"(?:[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]+)"
_PLAINLY_MONEY = re.compile(rf"{_TENGE}(?:[.,][0-9]{{1,2}}(?:{_CURRENCY})?|{_CURRENCY})", re.IGNORECASE)


def read_number_and_amount(text: str, rule: AccountNumber) -> tuple[str, int | None]:
    """Return the account number, and the amount (tiyn) if it plainly stands in the same line.

    :raises NumberNotUnderstood: no account number in it
    """
    readings = list(_readings(text.strip(), rule))
    # «000123456 4 667,34»: a number that stands in one piece is more likely than one that goes on into the money.
    readings = [each for each in readings if not _SPACE.search(each[0].strip("№ "))] or readings
    if len(readings) == 1:
        return readings[0][1:]
    return read_number(text, rule), None


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
