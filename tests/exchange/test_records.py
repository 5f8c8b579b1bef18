"""Rows are found alike in one stroke and by the csv module, wherever the blocks are cut."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exchange.manifest import PackageRefused
from core.exchange.records import Records

CELL = st.text(alphabet='ab;"\n әҚ€', max_size=5)


@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=8),
    size=st.integers(1, 40),
    ends=st.sampled_from(["\n", "\r\n"]),
)
def test_what_was_written_is_read(rows: list[tuple[str, str, str]], size: int, ends: str) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator=ends, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(("one", "two", "three"))
    writer.writerows(rows)

    records = _records(buffer.getvalue().encode(), size)

    assert records.header == ["one", "two", "three"]
    read = [row for block in records for row in zip(*block.columns, strict=True)]
    assert read == rows


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    body = b'a;b\n1;2\n\n"x\ny";3\n4\n5;6\n'
    found = [(block.lines, [line for line, _ in block.crooked]) for block in _records(body, 1000)]
    assert found == [([2, 4, 7], [6])]


@pytest.mark.parametrize("body", [b"", b"\n", b"\xef\xbb\xbf"])
def test_a_file_without_a_header_is_refused(body: bytes) -> None:
    with pytest.raises(PackageRefused) as refusal:
        _records(body, 10)
    assert refusal.value.code == "no_header"


def test_a_quote_never_closed_is_refused_and_not_collected_to_the_end() -> None:
    body = b'a;b\n"1;2\n' + b"3;4\n" * 200_000
    with pytest.raises(PackageRefused) as refusal:
        list(_records(body, 1 << 16))
    assert refusal.value.code == "quotes"


def test_the_last_line_may_lack_its_end() -> None:
    assert [block.columns for block in _records(b"a;b\r\n1;2", 3)] == [[["1"], ["2"]]]


def _records(body: bytes, size: int) -> Records:
    blocks = (body[start : start + size] for start in range(0, len(body), size))
    return Records(blocks, file="test.csv", codec="utf-8", delimiter=";")


@pytest.mark.parametrize("name", ["ЧУДлл;№8 ТУҚ", "ЖШС «Ұ»;«ФФІШ»", "№8 Т;«Лң»"])
def test_a_small_file_in_a_code_page_is_not_taken_for_utf_8(name: str) -> None:
    body = f"a;b\n{name}\n".encode("kz1048")

    (block,) = Records(iter([body]), file="suppliers.csv", codec="kz1048", delimiter=";")

    assert block.columns == [[cell] for cell in name.split(";")]
    with pytest.raises(PackageRefused, match="UTF-8"):
        Records(iter([f"a;b\n{name}\n".encode()]), file="suppliers.csv", codec="kz1048", delimiter=";")
