import tomllib

from core.accounts.policy import LinkPolicy
from core.retailer import DEMO_FILE


def test_the_demo_retailer_shows_every_limit_with_its_default() -> None:
    shown = tomllib.loads(DEMO_FILE.read_text(encoding="utf-8"))["linking"]

    assert shown == LinkPolicy().model_dump()
    assert list(shown) == list(LinkPolicy.model_fields)
