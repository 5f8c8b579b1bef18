"""Why something cannot be done with a campaign, told to whoever asks for it: an operator, or the command line."""

from core.errors import DomainError


class CampaignRefused(DomainError):
    """`why` is a word of the list in bot/screens/notices_refusals.py; the rest are the facts that it names."""

    def __init__(self, why: str, about: str = "", *, number: int = 0, most: int = 0) -> None:
        super().__init__()
        self.why = why
        self.about = about
        self.number = number
        self.most = most
