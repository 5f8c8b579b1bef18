"""What retailer.toml says to consumers: words in the three languages, and links."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Words(BaseModel):
    """One thing said in the three languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kk: str = Field(min_length=1, max_length=3000)
    ru: str = Field(min_length=1, max_length=3000)
    en: str = Field(min_length=1, max_length=3000)

    def of(self, language: str) -> str:
        return {"ru": self.ru, "en": self.en}.get(language, self.kk)


class Label(Words):
    """Words that fit on a button."""

    kk: str = Field(min_length=1, max_length=60)
    ru: str = Field(min_length=1, max_length=60)
    en: str = Field(min_length=1, max_length=60)


def _opens(url: str) -> str:
    """Return a link that Telegram takes for a button: it refuses the whole message for a broken one."""
    if not url:
        return url
    try:
        address = urlsplit(url)
        host, _ = address.hostname or "", address.port
    except ValueError:
        raise ValueError(f"{url!r} is no address of a site") from None
    plain = "." in host.strip(".") and "@" not in address.netloc and url.isascii() and url.split() == [url]
    if address.scheme != "https" or not plain:
        raise ValueError(f"{url!r} must begin with https:// and a plain host name")
    return url


Link = Annotated[str, Field(max_length=500), AfterValidator(_opens)]
