"""Which papers may go along with an appeal: so many, so large, and no identity documents."""

import re
from collections.abc import Sequence

from core.support.model import (
    LONGEST_TEXT,
    MOST_PAPERS,
    AppealTextTooLong,
    IdentityDocument,
    Paper,
    PaperTooLarge,
    TooManyPapers,
)

MEGABYTE = 2**20
# As people call them in the three languages; between two words may be anything or nothing.
_IDENTITY = re.compile(
    r"удостоверени[еяюй]|уд[\W_]*лич|жеке[\W_]*ку[әаa]л[іиi]|ж[\W_]+ку[әаa]л[іиi]|т[өоo]лқұжат"
    r"|identity[\W_]*(card|doc)|\bid[\W_]*(card|карт)|udostoveren|zheke[\W_]*kual"
)
_PASSPORT = re.compile(r"паспорт|passport")
_OF_A_THING = re.compile(r"тех|tech|сч[её]тчик|прибор|аспа[пб]|санауыш|meter")  # papers of the matter itself


def looks_like_identity(*words: str) -> bool:
    """Say whether a file is called like an identity document; what is in it is not looked at."""
    said = " ".join(words).casefold()
    if _IDENTITY.search(said):
        return True
    return _PASSPORT.search(said) is not None and _OF_A_THING.search(said) is None


def with_paper(papers: Sequence[Paper], paper: Paper, *, megabytes: int) -> tuple[Paper, ...]:
    """Return the papers with one more.

    :raises IdentityDocument, PaperTooLarge, TooManyPapers: it is not taken
    """
    if looks_like_identity(paper.name, paper.caption):
        raise IdentityDocument
    if paper.size > megabytes * MEGABYTE:
        raise PaperTooLarge(paper.name, megabytes)
    if paper.file_id in {each.file_id for each in papers}:
        return tuple(papers)
    if len(papers) >= MOST_PAPERS:
        raise TooManyPapers(MOST_PAPERS)
    return (*papers, paper)


def with_text(before: str, more: str) -> str:
    """Return the words with more of them in a paragraph of their own.

    :raises AppealTextTooLong: together they are too many
    """
    text = "\n\n".join(filter(None, (before, more.strip())))
    length = len(text.encode("utf-16-le")) // 2
    if length > LONGEST_TEXT:
        raise AppealTextTooLong(length, LONGEST_TEXT)
    return text
