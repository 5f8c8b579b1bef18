class DomainError(Exception):
    """A refusal that the consumer is told in words; it carries facts, never text.

    Each subclass stands beside the rule that raises it, and its words stand in `bot/screens/refusals.py`.
    """
