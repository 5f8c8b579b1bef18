"""Money is a whole number of tiyn (1/100 tenge); it is never a float."""

import re
from decimal import ROUND_HALF_UP, Decimal

from core.errors import DomainError
from core.typed import visible

_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009\t'"), None)
_AMOUNT = re.compile(r"(?P<tenge>[0-9]{1,12})(?:[.,](?P<tiyn>[0-9]{1,2}))?", re.ASCII)
_CURRENCY = re.compile(r"\s*(?:₸|тг\.?|тенге|теңге|kzt|tenge)\s*$", re.IGNORECASE)


class AmountNotUnderstood(DomainError):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text[:40]


def round_half_up(value: Decimal, digits: int = 0) -> Decimal:
    """Round the way bills are rounded: half away from zero, never to even."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def parse_amount(text: str) -> int:
    """Return the tiyn in an amount as people type it: «4 667,34 ₸», «4667.34 тг», «5000».

    :raises AmountNotUnderstood: anything else, negative and «4,667.34» included
    """
    plain = _CURRENCY.sub("", visible(text).strip()).translate(_SPACES)
    found = _AMOUNT.fullmatch(plain)
    if not found:
        raise AmountNotUnderstood(text)
    return int(found["tenge"]) * 100 + int((found["tiyn"] or "0").ljust(2, "0"))
