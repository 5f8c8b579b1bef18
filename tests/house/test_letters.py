"""Each letter that the core queues has words; a document's are made of the document itself."""

from typing import get_args

from bot.screens.email_letters import LETTERS
from core.mail.model import LetterName


def test_each_letter_has_words() -> None:
    assert set(get_args(LetterName)) == {*LETTERS, "document"}
