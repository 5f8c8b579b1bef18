"""What is an e-mail address: odd ones are taken as long as a letter can reach them, and nothing else gets through.

Legal by RFC 5321 and 6531: marks in the name, a name in quotes, letters of any alphabet on both sides. An address of
numbers in brackets is not taken: consumers mean something else by it.
"""

import re
import unicodedata
from enum import StrEnum

from core.errors import DomainError

_UNSEEN = "\u200b\u200e\u200f\u2060\ufeff"  # signs without a width that come along when an address is copied
_NAME_SIGNS = frozenset("!#$%&'*+-/=?^_`{|}~")
_QUOTED = re.compile(r'"(?:[ !#-\[\]-~]|\\[ -~])+"')
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_LONGEST, _LONGEST_NAME, _LONGEST_LABEL = 254, 64, 63  # octets
_SHOWN = 100


class Flaw(StrEnum):
    """What is wrong with what was typed."""

    LINES = "lines"  # a line break or another sign that nobody sees
    NO_AT = "no_at"
    MANY_AT = "many_at"
    SPACE = "space"
    NAME_EMPTY = "name_empty"
    NAME_DOTS = "name_dots"
    NAME_SIGN = "name_sign"
    NAME_LONG = "name_long"
    DOMAIN_EMPTY = "domain_empty"
    DOMAIN_DOT = "domain_dot"
    DOMAIN_SIGN = "domain_sign"
    TOO_LONG = "too_long"


class AddressNotUnderstood(DomainError):
    """`sign` is the one that cannot stand there; empty where the flaw is another."""

    def __init__(self, text: str, flaw: Flaw, sign: str = "") -> None:
        super().__init__(flaw)
        self.text = text
        self.flaw = flaw
        self.sign = sign


def read_address(text: str) -> str:
    """Return an address as it is kept: without what stands around it, its domain in small letters.

    :raises AddressNotUnderstood: says what is wrong with it
    """
    typed = text.strip().strip(_UNSEEN).strip()
    shown = "".join(sign if sign.isprintable() else " " for sign in typed)[:_SHOWN]
    if flaw := _flaw(typed):
        raise AddressNotUnderstood(shown, *flaw)
    name, _, domain = typed.rpartition("@")
    return f"{name}@{domain.rstrip('.').lower()}"


def on_the_wire(address: str) -> str:
    """Return a read address as mail servers want it: the domain in ASCII; the name as it is."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain.encode('idna').decode()}"


def same(one: str, other: str) -> bool:
    return canonical(one) == canonical(other)


def canonical(address: str) -> str:
    """Return what is equal for one mailbox: hardly any server tells capitals from small letters."""
    return on_the_wire(address).casefold()


def masked(address: str) -> str:
    """Return an address of which its owner knows which it is, and nobody else: m•••@example.kz."""
    name, _, domain = address.rpartition("@")
    first = name[0] if len(name) > 2 and name[0] != '"' else ""
    return f"{first}•••@{domain}"


def _flaw(typed: str) -> tuple[Flaw, str] | None:
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in typed):
        return Flaw.LINES, ""
    if "@" not in typed:
        return Flaw.NO_AT, ""
    name, _, domain = typed.rpartition("@")
    found = _flaw_of_name(name) or _flaw_of_domain(domain)
    if found is None and len(on_the_wire(typed).encode()) > _LONGEST:
        return Flaw.TOO_LONG, ""
    return found


def _flaw_of_name(name: str) -> tuple[Flaw, str] | None:
    if not name:
        return Flaw.NAME_EMPTY, ""
    if len(name.encode()) > _LONGEST_NAME:
        return Flaw.NAME_LONG, ""
    if _QUOTED.fullmatch(name):
        return None
    if "@" in name:
        return Flaw.MANY_AT, ""
    if any(sign.isspace() for sign in name):
        return Flaw.SPACE, ""
    if "" in name.split("."):
        return Flaw.NAME_DOTS, ""
    wrong = next((sign for sign in name if not (sign == "." or sign in _NAME_SIGNS or _is_letter(sign))), "")
    return (Flaw.NAME_SIGN, wrong) if wrong else None


def _flaw_of_domain(typed: str) -> tuple[Flaw, str] | None:
    domain = typed.rstrip(".").lower()
    if not domain:
        return Flaw.DOMAIN_EMPTY, ""
    if any(sign.isspace() for sign in domain):
        return Flaw.SPACE, ""
    wrong = next((sign for sign in domain if not (sign in ".-" or _is_letter(sign))), "")
    if wrong:
        return Flaw.DOMAIN_SIGN, wrong
    try:
        labels = domain.encode("idna").decode().split(".")
    except UnicodeError:  # an empty or too long part, or signs that no name of a server has
        return Flaw.DOMAIN_SIGN, ""
    if len(labels) < 2 or labels[-1].isdigit():
        return Flaw.DOMAIN_DOT, ""
    good = all(_LABEL.fullmatch(label) and len(label) <= _LONGEST_LABEL for label in labels)
    return None if good else (Flaw.DOMAIN_SIGN, "")


def _is_letter(sign: str) -> bool:
    """Letters, digits, and accents that stand on a letter, of any alphabet."""
    return unicodedata.category(sign)[0] in "LMN"
