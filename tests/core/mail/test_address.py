"""What is an e-mail address and what is not, and why not."""

from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.mail.address import AddressNotUnderstood, Flaw, masked, on_the_wire, read_address, same


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("name@example.kz", "name@example.kz"),
        ("  name@example.kz\u00a0\n", "name@example.kz"),
        ("\u200bname@example.kz\ufeff", "name@example.kz"),
        ("Name.Surname@Example.KZ.", "Name.Surname@example.kz"),
        ("o'brien+zharyq=1@sub.example.co.kz", "o'brien+zharyq=1@sub.example.co.kz"),
        ("!#$%&'*/?^_`{|}~@example.kz", "!#$%&'*/?^_`{|}~@example.kz"),
        ('"john smith"@example.kz', '"john smith"@example.kz'),
        ('"a@b"@example.kz', '"a@b"@example.kz'),
        ("айгүл@пошта.қаз", "айгүл@пошта.қаз"),
        ("x@1.2.example", "x@1.2.example"),
        ("1@xn--80a1acny.xn--80ao21a", "1@xn--80a1acny.xn--80ao21a"),
    ],
)
def test_odd_and_plain_addresses_are_taken(typed: str, kept: str) -> None:
    assert read_address(typed) == kept


@pytest.mark.parametrize(
    ("typed", "flaw", "sign"),
    [
        ("", Flaw.NO_AT, ""),
        ("name.example.kz", Flaw.NO_AT, ""),
        ("name@@example.kz", Flaw.MANY_AT, ""),
        ("a@b@example.kz", Flaw.MANY_AT, ""),
        ("@example.kz", Flaw.NAME_EMPTY, ""),
        ("name@", Flaw.DOMAIN_EMPTY, ""),
        ("name@.", Flaw.DOMAIN_EMPTY, ""),
        (".name@example.kz", Flaw.NAME_DOTS, ""),
        ("name.@example.kz", Flaw.NAME_DOTS, ""),
        ("na..me@example.kz", Flaw.NAME_DOTS, ""),
        ("my name@example.kz", Flaw.SPACE, ""),
        ("name@exam ple.kz", Flaw.SPACE, ""),
        ("Айгүл <name@example.kz>", Flaw.SPACE, ""),
        ("<name@example.kz>", Flaw.NAME_SIGN, "<"),
        ("a,b@example.kz", Flaw.NAME_SIGN, ","),
        ("name@example,kz", Flaw.DOMAIN_SIGN, ","),
        ("name@exam_ple.kz", Flaw.DOMAIN_SIGN, "_"),
        ("name@example", Flaw.DOMAIN_DOT, ""),
        ("name@127.0.0.1", Flaw.DOMAIN_DOT, ""),
        ("name@[127.0.0.1]", Flaw.DOMAIN_SIGN, "["),
        ("name@-example.kz", Flaw.DOMAIN_SIGN, ""),
        ("name@example..kz", Flaw.DOMAIN_SIGN, ""),
        (f"{'n' * 65}@example.kz", Flaw.NAME_LONG, ""),
        (f"name@{'x' * 64}.kz", Flaw.DOMAIN_SIGN, ""),
        (f"name@{'.'.join(['x' * 60] * 5)}.kz", Flaw.TOO_LONG, ""),
        ("name@example.kz\r\nBcc: other@example.kz", Flaw.LINES, ""),
        ("name\n@example.kz", Flaw.LINES, ""),
        ("na\u202eme@example.kz", Flaw.LINES, ""),
        ("na\u0000me@example.kz", Flaw.LINES, ""),
        ("na\ud83dme@example.kz", Flaw.LINES, ""),
        ("name@example.kz\u2028Bcc: x@example.kz", Flaw.LINES, ""),
    ],
)
def test_what_is_none_is_told_why(typed: str, flaw: Flaw, sign: str) -> None:
    with pytest.raises(AddressNotUnderstood) as refused:
        read_address(typed)

    assert (refused.value.flaw, refused.value.sign) == (flaw, sign)
    assert "\n" not in refused.value.text
    refused.value.text.encode()


@given(st.text(max_size=80) | st.from_regex(r"[^@]{0,20}@[^@]{0,20}\.[a-z]{2}", fullmatch=True))
def test_whatever_is_taken_can_stand_in_a_header_and_is_kept_by_reading_it_again(typed: str) -> None:
    try:
        address = read_address(typed)
    except AddressNotUnderstood:
        return
    assert read_address(address) == address
    assert not set(address) & set("\r\n\0")
    name, _, domain = on_the_wire(address).rpartition("@")
    assert domain.isascii()
    if not name.startswith('"'):
        Address("", name, domain)
    assert same(address, address.upper()) or not address.isascii()


def test_a_masked_address_tells_no_name() -> None:
    assert masked("aliya.bekova@example.kz") == "a•••@example.kz"
    assert masked("ab@example.kz") == "•••@example.kz"
    assert masked('"john smith"@example.kz') == "•••@example.kz"


def test_one_mailbox_is_one_whatever_the_capitals() -> None:
    assert same("Name@example.kz", "name@EXAMPLE.kz")
    assert same("айгүл@пошта.қаз", f"айгүл@{'ПОШТА.қаз'.encode('idna').decode()}")
    assert not same("name@example.kz", "name+1@example.kz")
