"""What people type, as they see it."""

import unicodedata


def visible(text: str) -> str:
    """Take out the signs that nobody sees: what is copied from a bank's app or a chat often brings them along."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def canonical_number(account_no: str) -> str:
    """Strip what people add to or leave out of an account number: spaces, dashes, leading zeros."""
    return "".join(account_no.split()).replace("-", "").lstrip("0").upper() or "0"
