"""What people type, as they see it."""

import unicodedata


def visible(text: str) -> str:
    """Take out the signs that nobody sees: what is copied from a bank's app or a chat often brings them along."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
