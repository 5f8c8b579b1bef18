import sqlite3
from pathlib import Path

import pytest

from core.storage.filler import Filler, NotFilled

INSERT = "INSERT INTO amounts (line, amount) VALUES (?, nullif(?, ''))"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    file = tmp_path / "book"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE amounts (line INTEGER, amount BIGINT)")
    return file


def test_texts_become_numbers_and_empty_stays_empty(book: Path) -> None:
    with Filler(book, ()) as filler:
        filler.fill(INSERT, [[[1, 2], ["150000", "-000"]], [[3], [""]]])
        filler.fill(INSERT, [[[4], ["1"]]])

    rows = sqlite3.connect(book).execute("SELECT line, amount FROM amounts").fetchall()
    assert rows == [(1, 150_000), (2, 0), (3, None), (4, 1)]


def test_several_columns_may_come_as_one(book: Path) -> None:
    insert = INSERT.replace("line, amount) VALUES (?, ", "line, amount) SELECT ? + ?, (")
    with Filler(book, ()) as filler:
        filler.fill(insert, [[[1, 2], ["10\t5", "20\t"]]])

    assert sqlite3.connect(book).execute("SELECT line, amount FROM amounts").fetchall() == [(11, 5), (22, None)]


@pytest.mark.parametrize("blocks", [1, 300])
def test_a_full_disk_is_said_in_words(book: Path, blocks: int) -> None:
    block = [list(range(5_000)), ["150000"] * 5_000]

    with Filler(book, ["max_page_count=8"]) as filler, pytest.raises(NotFilled, match="written: database or disk is"):
        filler.fill(INSERT, [block] * blocks)
