"""The retailer's mail server, as its address says it: smtp://, smtps:// or smtp+starttls://user:password@host:port."""

from dataclasses import dataclass, field
from typing import Literal, Self
from urllib.parse import unquote, urlsplit

Security = Literal["none", "tls", "starttls"]

_SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("none", 25),
    "smtps": ("tls", 465),
    "smtp+starttls": ("starttls", 587),
}
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, kw_only=True, slots=True)
class MailServer:
    host: str
    port: int
    security: Security
    user: str  # empty: it asks for none
    password: str = field(repr=False)

    @classmethod
    def from_url(cls, url: str) -> Self:
        """:raises ValueError: what is wrong, in one line that never holds the password"""
        try:
            address = urlsplit(url)
            host, port = address.hostname, address.port
        except ValueError:
            raise ValueError("no address of a mail server") from None
        if address.scheme not in _SCHEMES:
            raise ValueError("begin it with smtp://, smtps:// or smtp+starttls://")
        if not host or any(sign.isspace() for sign in host) or port == 0:
            raise ValueError("no address of a mail server")
        if address.path.strip("/") or address.query or address.fragment:
            raise ValueError("nothing may stand behind host and port; a password with / ? # @ : is written %2F %3F …")
        security, usual = _SCHEMES[address.scheme]
        if security == "none" and host not in _THIS_MACHINE:
            raise ValueError("use smtps:// or smtp+starttls://; smtp:// is for 127.0.0.1 and localhost only")
        user, password = unquote(address.username or ""), unquote(address.password or "")
        if password and not user:
            raise ValueError("a password without a user")
        return cls(host=host, port=port or usual, security=security, user=user, password=password)
