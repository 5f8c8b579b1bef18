"""How a button names what has no number of its own: the same in every generation of the data."""

import hashlib
from base64 import urlsafe_b64encode

MARK_LENGTH = 8


def mark_of(*words: str) -> str:
    """Return 48 bits of a hash, in letters that a button may carry."""
    digest = hashlib.sha256("\0".join(words).encode()).digest()
    return urlsafe_b64encode(digest).decode()[:MARK_LENGTH]
