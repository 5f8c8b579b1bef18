from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from core.storage.sealing import KeyFileBroken, Vault
from core.typed import canonical_number

KEYS = [Fernet.generate_key(), Fernet.generate_key()]
VAULT = Vault(KEYS, b"i" * 32)


def test_the_key_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret.key"
    sealed = Vault.from_file(path).seal({"payer": "Үлгі А."})

    assert Vault.from_file(path).open(sealed) == {"payer": "Үлгі А."}
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "seal x", "seal\n", "index zz\nseal a", "no key at all"])
def test_a_broken_key_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "secret.key"
    path.write_text(text)

    with pytest.raises(KeyFileBroken, match=r"secret\.key"):
        Vault.from_file(path)


def test_an_older_key_still_opens() -> None:
    old = Vault(KEYS[1:], b"i" * 32).seal("before the new key")

    assert VAULT.open(old) == "before the new key"


@given(st.text(st.characters(codec="utf-8")))
def test_sealed_text_shows_nothing_and_comes_back(text: str) -> None:
    sealed = VAULT.seal(text)

    assert VAULT.open(sealed) == text
    assert len(text) < 4 or text.encode() not in sealed


@pytest.mark.parametrize("typed", ["000123456", "123456", " 000 123-456 ", "00012 3456"])
def test_a_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert canonical_number(typed) == "123456"
    assert VAULT.account_id("UKG", typed) == VAULT.account_id("UKG", "123456")
    assert VAULT.number_mark(typed) == VAULT.number_mark("123456")


def test_marks_differ_by_branch_kind_and_key() -> None:
    other = Vault(KEYS, b"j" * 32)

    marks = {
        VAULT.account_id("UKG", "1234"),
        VAULT.account_id("SEM", "1234"),
        VAULT.number_mark("1234"),
        VAULT.mark("chat", "1234"),
        other.account_id("UKG", "1234"),
    }

    assert len(marks) == 5
    assert all(0 <= mark < 2**63 for mark in marks)
