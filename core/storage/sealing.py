"""Sealing of personal data and keyed marks to find it by; the key file stays outside the database."""

import hashlib
import hmac
import os
from pathlib import Path
from typing import Any, Self

import orjson
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from core.typed import canonical_number

OTHER_KEYS = (
    "SECRET_KEY_FILE: the database was sealed with other keys than those of this file: put the right key file back "
    "from its copy; nothing that is sealed can be read without it"
)


class KeyFileBroken(RuntimeError):
    """The key file cannot be read as one, or is that of another database: nothing sealed could be opened with it."""


class Damaged(ValueError):
    """A sealed value that no key opens: it was altered, or cut, after it was sealed."""


class Vault:
    """Seals values with the first key, opens them with any; marks are keyed hashes that fit a BIGINT."""

    def __init__(self, keys: list[bytes], index_key: bytes) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._index_key = index_key

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Open the key file, making it (mode 600) at the first start.

        Lines are `seal <key>`, newest first, and one `index <hex>`.

        :raises KeyFileBroken: a file that is not of this form
        """
        if not path.exists():
            _create(path)
        lines = [line.split(maxsplit=1) for line in path.read_text(encoding="ascii").splitlines() if line.strip()]
        try:
            keys = [key.encode() for kind, key in lines if kind == "seal"]
            (index,) = (bytes.fromhex(key) for kind, key in lines if kind == "index")
            return cls(keys, index)
        except ValueError as error:
            raise KeyFileBroken(f"{path} is not a key file of this bot; restore it from its copy") from error

    def seal(self, value: Any) -> bytes:
        """Seal anything that JSON can say."""
        return self._fernet.encrypt(orjson.dumps(value))

    def open(self, sealed: bytes) -> Any:
        """:raises Damaged"""
        return orjson.loads(self.open_bytes(sealed))

    def check(self, sealed: bytes) -> None:
        """:raises KeyFileBroken: it was sealed with a key that is not here"""
        try:
            self.open_bytes(sealed)
        except Damaged as error:
            raise KeyFileBroken(OTHER_KEYS) from error

    def seal_bytes(self, value: bytes) -> bytes:
        return self._fernet.encrypt(value)

    def open_bytes(self, sealed: bytes) -> bytes:
        """:raises Damaged"""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise Damaged from error

    def mark(self, kind: str, text: str) -> int:
        """Return the keyed hash of `text` as a positive 63-bit integer; `kind` keeps equal texts of two kinds apart."""
        digest = hmac.digest(self._index_key, f"{kind}\0{text}".encode(), "sha256")
        return int.from_bytes(digest[:8], "big") >> 1

    def account_id(self, branch_code: str, account_no: str) -> int:
        """Return the identity of an account: stable over packages, and it tells nobody the number."""
        return self.mark("account", f"{branch_code}\0{canonical_number(account_no)}")

    def number_mark(self, account_no: str) -> int:
        """Return the mark of an account number alone, for a look-up by somebody who does not name the branch."""
        return self.mark("number", canonical_number(account_no))


def code_hash(code: str) -> str:
    """Return the hash by which a link code is kept; the code itself has 128 random bits, so no key is needed."""
    return hashlib.sha256(code.encode(errors="surrogatepass")).hexdigest()


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"seal {Fernet.generate_key().decode()}\nindex {os.urandom(32).hex()}\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
