"""A second process that inserts rows into a new SQLite book while the first one reads the package.

Reading and inserting take about as long, and threads of one Python cannot do both at once. This file is run as a
program of its own and therefore imports nothing of the house. What goes through the pipe: the statement, then blocks of
columns, then None; after the commit comes a byte back, or what SQLite says against it. When the importing process dies
the pipe ends, and so does this one.
"""

import marshal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

DONE = b"."
PLAIN = 2  # version of marshal without references, the quickest


class NotFilled(OSError):
    """The book cannot be written: mostly the disk is full."""


class Filler:
    """The importing side."""

    def __init__(self, file: Path, pragmas: Iterable[str]) -> None:
        order = [sys.executable, "-I", __file__, str(file), *pragmas]
        # Apart from the terminal: Ctrl-C is for the importing process, which then ends this one.
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            order, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )

    def fill(self, statement: str, blocks: Iterable[Sequence[Sequence[Any]]]) -> None:
        """Insert blocks of columns in one transaction; several columns may be one, as for `cells`.

        :raises NotFilled: the other process has failed
        """
        self._send(statement)
        for columns in blocks:
            self._send([list(column) for column in columns])
        self._send(None)
        answer = self._process.stdout
        assert answer is not None
        if answer.read(1) != DONE:
            raise self._failure()

    def _send(self, value: Any) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        try:
            _send(pipe, value)
        except BrokenPipeError:
            raise self._failure() from None

    def _failure(self) -> NotFilled:
        answer = self._process.stdout
        assert answer is not None
        said = answer.read().decode(errors="replace").strip() or "the process that fills it has ended"
        return NotFilled(f"the new book cannot be written: {said}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()


def main(file: str, pragmas: Sequence[str]) -> None:
    try:
        fill(file, pragmas)
    except sqlite3.Error as error:
        sys.stdout.write(f" {error}")
        sys.exit(1)


def fill(file: str, pragmas: Sequence[str]) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")
    pipe, answer = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            statement = _receive(pipe)
        except EOFError:
            return
        connection.execute("BEGIN")
        while (columns := _receive(pipe)) is not None:
            connection.executemany(statement, cells(columns))
        connection.execute("COMMIT")
        answer.write(DONE)
        answer.flush()


def cells(columns: Sequence[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    """Return the rows of columns, of which those of text may be several columns with tabs between their cells."""
    if not all(isinstance(column[0], str) for column in columns[1:]):
        return zip(*columns, strict=True)
    texts = map("\t".join, zip(map(str, columns[0]), *columns[1:], strict=True))
    return (text.split("\t") for text in texts)


def _send(pipe: IO[bytes], value: Any) -> None:
    body = marshal.dumps(value, PLAIN)
    pipe.write(len(body).to_bytes(8, "big"))
    pipe.write(body)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    """:raises EOFError: the importing process has ended"""
    head = pipe.read(8)
    body = pipe.read(int.from_bytes(head, "big")) if len(head) == 8 else b""
    return marshal.loads(body)  # noqa: S302 - from our own process


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
