"""Links to pay by: templates of the retailer's banks, filled with the account and the sum."""

import string
from typing import Self
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.period import Period

PLACES = frozenset({"account", "amount", "period", "service"})


class PaymentLink(BaseModel):
    """One channel. `url` may hold {account}, {amount} (1234.50), {period} (2026-11) and {service}."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kk: str = Field(min_length=1, max_length=40)
    ru: str = Field(min_length=1, max_length=40)
    en: str = Field(min_length=1, max_length=40)
    url: str = Field(max_length=500)

    @model_validator(mode="after")
    def check(self) -> Self:
        try:
            named = {name for _, name, _, _ in string.Formatter().parse(self.url) if name is not None}
        except ValueError as error:
            raise ValueError(f"url {self.url!r} has a brace that is not closed") from error
        if unknown := named - PLACES:
            known = ", ".join(f"{{{place}}}" for place in sorted(PLACES))
            raise ValueError(f"url has {{{min(unknown)}}}; it may have {known}")
        address = urlsplit(self.url)
        if address.scheme != "https" or not address.hostname or "{" in address.netloc or "@" in address.netloc:
            raise ValueError(f"url {self.url!r} must begin with https:// and a plain host name")
        return self

    def name(self, language: str) -> str:
        return {"ru": self.ru, "en": self.en}.get(language, self.kk)

    def address(self, *, account_no: str, amount: int, period: Period, service: str) -> str:
        """Return where to pay; `amount` is tiyn."""
        values = {
            "account": account_no,
            "amount": f"{amount // 100}.{amount % 100:02}",
            "period": f"{period.year:04}-{period.month:02}",
            "service": service,
        }
        return self.url.format(**{name: quote(value, safe="") for name, value in values.items()})
