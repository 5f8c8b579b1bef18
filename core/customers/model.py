from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Customer:
    """A person in a private chat with the bot; nothing is known of him but what is here until he links an account."""

    chat_id: int
    language: str
    consent_version: str | None  # the version he agreed to; None: not asked yet, refused or withdrawn
    current_link: int | None  # the account that screens speak of when several are linked
