from datetime import datetime


class DomainError(Exception):
    """A refusal that the consumer is told in words; it carries facts, never text.

    Each subclass stands beside the rule that raises it, and its words stand in `bot/screens/refusals.py`.
    """

    answer_at: datetime | None = None  # told no sooner than this, so that its cause cannot be told by the clock
