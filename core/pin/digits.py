"""What a PIN may be, and how it is kept: as a salted hash that takes its time."""

import asyncio
import hashlib
import hmac
import os
import re
from itertools import pairwise

from core.pin.model import LONGEST, SHORTEST, PinNotUnderstood, PinTooSimple
from core.typed import visible

# 16 MiB and some 50 ms a guess; a retailer's machine does it off the event loop.
_COST, _BLOCK, _PARALLEL, _LENGTH, _SALT = 2**14, 8, 1, 32, 16
_MEMORY = 64 * 1024 * 1024
_PIN = re.compile(rf"[0-9]{{{SHORTEST},{LONGEST}}}")


def read(text: str) -> str:
    """Return the digits that were typed.

    :raises PinNotUnderstood: not four to six of them
    """
    digits = visible(text).strip()
    if not _PIN.fullmatch(digits):
        raise PinNotUnderstood
    return digits


def read_new(text: str) -> str:
    """Return the digits of a PIN that is being chosen.

    :raises PinNotUnderstood: not four to six digits
    :raises PinTooSimple: all equal, or counting up or down
    """
    digits = read(text)
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    if steps in ({0}, {1}, {9}):
        raise PinTooSimple
    return digits


async def seal(digits: str) -> str:
    """Return what is kept: the way of hashing, the salt and the hash."""
    salt = os.urandom(_SALT)
    return f"scrypt${_COST}${_BLOCK}${_PARALLEL}${salt.hex()}${(await _hash(digits, salt, _COST)).hex()}"


async def fits(digits: str, secret: str) -> bool:
    _, cost, _, _, salt, known = secret.split("$")
    found = await _hash(digits, bytes.fromhex(salt), int(cost))
    return hmac.compare_digest(found, bytes.fromhex(known))


async def _hash(digits: str, salt: bytes, cost: int) -> bytes:
    return await asyncio.to_thread(
        hashlib.scrypt, digits.encode(), salt=salt, n=cost, r=_BLOCK, p=_PARALLEL, maxmem=_MEMORY, dklen=_LENGTH
    )
