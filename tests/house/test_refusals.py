"""Each refusal has words; that they exist in every language is what the tests of the catalogues show."""

from bot.screens.refusals import WORDS
from core.errors import DomainError
from tests.house.sources import modules, subclasses


def refusals() -> set[type[DomainError]]:
    modules("core")
    return subclasses(DomainError)


def test_each_refusal_has_words() -> None:
    wordless = [each.__name__ for each in refusals() if not WORDS.keys() & set(each.__mro__)]

    assert refusals()
    assert wordless == []


def test_no_words_stand_for_every_refusal() -> None:
    """Words for `DomainError` would be words for nothing in particular, and would hide one that has none."""
    assert not WORDS.keys() & set(DomainError.__mro__)


def test_each_refusal_stands_beside_its_rule() -> None:
    assert [each.__name__ for each in refusals() if each.__module__ == "core.errors"] == []
