"""Which links Telegram keeps, which it drops, and how it writes them."""

import ipaddress
import re

_PROTOCOL = re.compile(r"^([^:/?#@\[\]]*)://", re.DOTALL)
_PART = re.compile(r"(?:[A-Za-z0-9.\-_!$,~*'();&+=\u0080-\U0010ffff]|%[0-9A-Fa-f]{2})*\Z")
_USERINFO = re.compile(r"(?:[A-Za-z0-9.\-_!$,~*'();&+=:\u0080-\U0010ffff]|%[0-9A-Fa-f]{2})*\Z")
_OWN_SCHEMES = ("tg", "ton", "tonsite")
_INT32_MAX = 2**31 - 1


class WrongLink(ValueError):
    """The link is refused; the message is Telegram's."""


def user_of_link(link: str) -> int | None:
    """The user whom `tg://user?id=…` names."""
    match = re.match(r"tg:(?://)?user/?\?([^#]*)", _lower(link), re.DOTALL)
    if match is None:
        return None
    for parameter in match[1].split("&"):
        key, _, value = parameter.partition("=")
        if key == "id":
            return _user_id(value)
    return None


def check_link(link: str, *, https_only: bool = False) -> str:
    """The link as Telegram stores it.

    :raises WrongLink: with Telegram's words
    """
    scheme, rest = _own_scheme(link)
    protocol, userinfo, host, port, query = _parse(rest)
    if https_only and (protocol != "https" or scheme):
        raise WrongLink("Only HTTPS links are allowed")
    if scheme:
        return _own_link(scheme, rest, protocol, userinfo, host, port, query)
    if "." not in host and not _is_ipv6(host):
        raise WrongLink("Wrong HTTP URL")
    login = f"{userinfo}@" if userinfo else ""
    return f"{protocol}://{login}{host}{f':{port}' if port else ''}{query}"


def _own_scheme(link: str) -> tuple[str, str]:
    for scheme in _OWN_SCHEMES:
        if _lower(link).startswith(f"{scheme}:"):
            return scheme, link[len(scheme) + 1 :].removeprefix("//")
    return "", link


def _own_link(scheme: str, rest: str, protocol: str, userinfo: str, host: str, port: int, query: str) -> str:
    has_web_parts = protocol == "https" or _lower(rest).startswith("http://")
    if has_web_parts or userinfo or port or _is_ipv6(host):
        raise WrongLink("Wrong tg URL" if scheme == "tg" else "Wrong ton URL")
    allowed = r"[A-Za-z0-9\-_.]*\Z" if scheme == "tonsite" else r"[A-Za-z0-9\-_]*\Z"
    if not re.match(allowed, host):
        raise WrongLink("Unallowed characters in URL host")
    return f"{scheme}://{host}{query[1:] if query.startswith('/?') else query}"


def _parse(url: str) -> tuple[str, str, str, int, str]:
    protocol = "http"
    if match := _PROTOCOL.match(url):
        protocol = _lower(match[1])
        if protocol not in ("http", "https"):
            raise WrongLink("Unsupported URL protocol")
        url = url[match.end() :]
    end = next((i for i, c in enumerate(url) if c in "/?#"), len(url))
    authority, query = url[:end], url[end:]
    authority, port = _split_port(authority)
    userinfo, at, host = authority.rpartition("@")
    host = _check_host(host)
    if not _is_ipv6(host):
        _check_part(_PART, host, "host")
        _check_part(_USERINFO, userinfo if at else "", "userinfo")
    return protocol, userinfo, host, port, _query(query)


def _split_port(authority: str) -> tuple[str, int]:
    colon = max(authority.rfind(c) for c in ":]@")
    if colon <= 0 or authority[colon] != ":":
        return authority, 0
    digits = authority[colon + 1 :]
    if not re.fullmatch(r"-?[0-9]+", digits) or not 0 < int(digits) <= 65535:
        raise WrongLink("Wrong port number specified in the URL")
    return authority[:colon], int(digits)


def _is_ipv6(host: str) -> bool:
    return host.startswith("[") and host.endswith("]")


def _check_host(host: str) -> str:
    if _is_ipv6(host):
        try:
            ipaddress.IPv6Address(host[1:-1])
        except ValueError:
            raise WrongLink("Wrong IPv6 address specified in the URL") from None
    if not host:
        raise WrongLink("URL host is empty")
    if host == ".":
        raise WrongLink("Host is invalid")
    return _lower(host)


def _check_part(allowed: re.Pattern[str], part: str, name: str) -> None:
    if allowed.match(part):
        return
    wrong_percent = re.search(r"%(?![0-9A-Fa-f]{2})", part)
    raise WrongLink(
        f"Wrong percent-encoded symbol in URL {name}" if wrong_percent else f"Disallowed character in URL {name}"
    )


def _query(query: str) -> str:
    query = query.rstrip(" \t\r\n\0\v") or "/"
    if not query.startswith("/"):
        query = f"/{query}"
    return "".join(f"%{ord(c):02X}" if ord(c) <= 0x20 else c for c in query)


def _user_id(digits: str) -> int | None:
    canonical = re.fullmatch(r"[1-9][0-9]{0,12}", digits)
    return int(digits) if canonical and int(digits) < 2**40 - 1 else None


def _lower(text: str) -> str:
    """Lower case of ASCII alone, as Telegram does it."""
    return "".join(c.lower() if c.isascii() else c for c in text)
