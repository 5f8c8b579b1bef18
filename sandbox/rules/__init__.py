"""What the Bot API accepts: pure functions that return the clean value or raise a Refusal.

Wording and order of the checks follow the public sources of tdlib/telegram-bot-api and tdlib/td.
"""
