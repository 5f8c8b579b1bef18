"""A column read in one stroke says the same as its cells read one by one."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exchange import cells, recurring, values
from core.exchange.cells import Reader
from core.exchange.values import BadCell

MONEY = cells.Scaled(required=False, scale=2, decimal=",")
KWH = cells.Scaled(required=True, scale=3, decimal=".", signed=False)
CODE = cells.Code(required=True)
TEXT = cells.Text(required=False, limit=8)
MOMENT = recurring.Moment(required=False, dotted=False)
DAY = recurring.Few(required=False, read=values.day(dotted=True))

NUMBERS = st.from_regex(r"-?[0-9]{0,4}([.,][0-9]{0,4})?[ \u00a0]?", fullmatch=True) | st.sampled_from(
    ["", "1", "0,00", "-0,05", "12 345,60", "1e5", "٣", "+1", "--1", "1,2,3", "½"]
)
CODES = st.from_regex(r"[A-Za-z0-9_.-]{0,33}", fullmatch=True) | st.sampled_from(["", " A ", "А", "A B", "A\nB"])
TEXTS = st.text(max_size=10) | st.sampled_from(["", "Әсем", "\ufffd", "a\tb", "a\r\nb", "Ќ", "x" * 9, " "])
TIMES = ("", " 18:40:00", "T18:40", " 24:00:00", " 10:60:00", " 10:00:60", "x10:00:00", " 10:00:00+05:00")
MOMENTS = st.builds(str.__add__, st.sampled_from(["", "2026-11-22", "2026-02-30", "soon"]), st.sampled_from(TIMES))
DAYS = st.sampled_from(
    ["", "22.11.2026", "2026-11-22", "31.02.2026", "01.01.1899", "1.1.2026", " 22.11.2026 ", "٢٢.11.2026"]
)


@pytest.mark.parametrize(
    ("reader", "strategy"),
    [(MONEY, NUMBERS), (KWH, NUMBERS), (CODE, CODES), (TEXT, TEXTS), (MOMENT, MOMENTS), (DAY, DAYS)],
    ids=["money", "kwh", "code", "text", "moment", "day"],
)
def test_a_column_is_what_its_cells_are(reader: Reader, strategy: st.SearchStrategy[str]) -> None:
    @given(st.lists(strategy, min_size=1, max_size=6))
    def check(column: list[str]) -> None:
        assert _column(reader, column) == _one_by_one(reader, column)

    check()


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("4667,34", "466734"),
        ("0,05", "005"),
        ("-12,5", "-1250"),
        ("1 234 567,00", "123456700"),
        ("5", "500"),
        ("", ""),
    ],
)
def test_money_becomes_tiyn(cell: str, value: str) -> None:
    assert MONEY.cell(cell) == value
    assert MONEY.column([cell, "1,00"]) == [value, "100"]


@pytest.mark.parametrize(
    ("read", "cell", "code"),
    [
        (MONEY.cell, "12,345", "too_many_decimals"),
        (MONEY.cell, "4.667,34", "number"),
        (KWH.cell, "-1", "number"),
        (KWH.cell, "", "empty"),
        (CODE.cell, "ӘЛ", "code"),
        (TEXT.cell, "Џедмо", "encoding"),
        (TEXT.cell, "a\x00b", "control_sign"),
        (TEXT.cell, "123456789", "too_long"),
        (MOMENT.cell, "2026-11-22 25:00:00", "time"),
        (DAY.cell, "29.02.2026", "date"),
        (values.month, "2026-13", "period"),
        (values.whole(0, 99), "100", "out_of_range"),
        (values.whole(0, 99), "two", "number"),
        (values.one_of(("E", "G", "N")), "e", "unknown_value"),
        (values.degrees(","), "181,5", "number"),
    ],
)
def test_a_bad_cell_says_why(read: Callable[[str], object], cell: str, code: str) -> None:
    with pytest.raises(BadCell) as refusal:
        read(cell)
    assert refusal.value.code == code


def test_a_line_break_in_a_text_becomes_a_space() -> None:
    assert TEXT.column(["a\r\nb", "c"]) == ["a b", "c"]


def _column(reader: Reader, column: list[str]) -> list[str] | str:
    try:
        return list(reader.column(column))
    except BadCell:
        return "bad"


def _one_by_one(reader: Reader, column: list[str]) -> list[str] | str:
    try:
        return [reader.cell(cell) for cell in column]
    except BadCell:
        return "bad"
