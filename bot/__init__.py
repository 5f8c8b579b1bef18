"""The Telegram face of the cabinet."""
