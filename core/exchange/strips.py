"""Rows cut into strips: neighbouring columns that can be read together stay one text, with tabs between their cells.

To take every cell of a row into the hand costs more than to look at it. One regular expression finds the strips of all
rows of a block; a block in which it does not fit every row, or a strip has something bad, is read by its columns.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from core.exchange.cells import ANYTHING, Cells, Reader
from core.exchange.recurring import FEW, MEMO, together

TAB = "\t"
ACCOUNT = ("branch_code", "account_no")
Columns = dict[str, Cells]  # by names with tabs between them, as between the cells


class Strips:
    """`header` are the columns of a file, in its order; those without a reader are passed over."""

    def __init__(self, header: Sequence[str], readers: dict[str, Reader]) -> None:
        self._strips: list[tuple[str, Callable[[Cells], Cells]]] = []
        forms = []
        for names in _neighbours(header, readers):
            form = TAB.join(readers[name].form if name in readers else ANYTHING for name in names)
            if names[0] in readers:
                self._strips.append((TAB.join(names), _read([readers[name] for name in names])))
                form = f"({form})"
            forms.append(form)
        self._row = re.compile(f"^{TAB.join(forms)}\n".replace(f"{ANYTHING})\n", "[^\t\n]*)\n"), re.MULTILINE)

    def cut(self, text: str, delimiter: str) -> Columns | None:
        """Return the strips of whole lines; None: something in them is unusual.

        :raises BadCell: something in them is bad
        """
        if TAB in text and delimiter != TAB:
            return None
        text = text.replace(delimiter, TAB)
        if not self._row.match(text):  # so it mostly is where something is unusual in every row
            return None
        width = len(self._strips) + 1
        found = self._row.split(text)
        # Nothing is left between the rows, and as each takes one end of a line at least, none takes more.
        if any(found[::width]) or len(found) // width != text.count("\n"):
            return None
        return {name: read(found[place::width]) for place, (name, read) in enumerate(self._strips, 1)}


def _neighbours(header: Sequence[str], readers: dict[str, Reader]) -> Iterable[tuple[str, ...]]:
    names: list[str] = []
    for name in header:
        if names and not _join(names, name, readers):
            yield tuple(names)
            names = []
        names.append(name)
    yield tuple(names)


def _join(names: list[str], name: str, readers: dict[str, Reader]) -> bool:
    if name == ACCOUNT[1]:
        return names == [ACCOUNT[0]]
    words = {readers[one].joins if one in readers else "" for one in (names[0], name)}
    return len(words) == 1 and "" not in words and name != ACCOUNT[0] and names[-1] not in ACCOUNT


def _read(readers: list[Reader]) -> Callable[[Cells], Cells]:
    if len(readers) > 1 and readers[0].joins == FEW:
        return together(readers, MEMO)
    return readers[0].formed
