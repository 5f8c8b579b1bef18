"""Rows read by strips say the same as rows read by their columns, and by strips only what is good is read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.exchange.cells import Reader
from core.exchange.columns import Dialect
from core.exchange.layout import BY_NAME
from core.exchange.strips import Strips
from core.exchange.values import BadCell

DIALECT = Dialect(decimal=",", dotted_dates=False)
GOOD = {
    "branch_code": ["UKG", "RID"],
    "account_no": ["000123456", "12/3-А", "7"],
    "payment_id": ["1-6", "p.7"],
    "service_code": ["ELEC"],
    "supplier_code": ["ZHARYQ"],
    "paid_at": ["2026-11-22 18:46:42", "2026-11-22T08:00:00", "2026-11-22"],
    "posted_on": ["2026-11-23", ""],
    "amount": ["12619,25", "-0,05", "0,00", "12,5", "7"],
    "channel": ["Касса", "", " Банк"],
    "doc_no": ["Q1", "№ 8", ""],
    "penalty_forecast": ["", "1,00"],
    "volume": ["8590", "-12,125", ""],
    "method": ["meter", "fixed"],
    "period": ["2026-11"],
}
ANY = [
    "",
    " ",
    "x y",
    "2026-02-30",
    "2026-13",
    "1,234",
    "--1,00",
    "a\tb",
    "ә",
    "Ќ",
    "99999999999999,00",
    "2026-11-22 25:00:00",
]
PAYMENTS = ("payment_id", "branch_code", "account_no", "service_code", "supplier_code", "paid_at", "amount", "channel")
CHARGES = (
    "service_code",
    "period",
    "method",
    "account_no",
    "unknown",
    "branch_code",
    "volume",
    "amount",
    "penalty_forecast",
)


@pytest.mark.parametrize("header", [PAYMENTS, CHARGES], ids=["payments", "charges"])
def test_strips_are_what_columns_are(header: tuple[str, ...]) -> None:
    cell = {
        name: st.sampled_from(GOOD.get(name, ANY)) | st.sampled_from([*GOOD.get(name, ANY), *ANY]) for name in header
    }
    rows = st.lists(st.tuples(*(cell[name] for name in header)), min_size=1, max_size=5)

    @settings(max_examples=100)
    @given(rows)
    def check(rows: list[tuple[str, ...]]) -> None:
        readers = _readers(header)
        found = _cut(Strips(header, readers), "".join(";".join(row) + "\n" for row in rows))
        if found is not None:
            assert found == _by_columns(header, readers, rows)

    check()


def test_what_is_good_and_usual_is_read_by_strips() -> None:
    text = (
        "1-6;UKG;000123456;ELEC;ZHARYQ;2026-11-22 18:46:42;12619,25;Касса\n"
        "1-7;UKG;000123456;ELEC;ZHARYQ;2026-11-22 18:46:42;-0,05;\n"
    )
    assert Strips(PAYMENTS, _readers(PAYMENTS)).cut(text, ";") == {
        "payment_id": ["1-6", "1-7"],
        "branch_code\taccount_no": ["UKG\t000123456"] * 2,
        "service_code\tsupplier_code": ["ELEC\tZHARYQ"] * 2,
        "paid_at": ["2026-11-22T18:46:42"] * 2,
        "amount": ["1261925", "-005"],
        "channel": ["Касса", ""],
    }


@pytest.mark.parametrize("rest", ["\n", "1-6;UKG\n", "1-6;UKG;7;ELEC;Z;2026-11-22;1,00;a;b\n", "x;"])
def test_rows_that_are_not_as_wide_as_the_header_are_not_read(rest: str) -> None:
    good = "1-6;UKG;7;ELEC;Z;2026-11-22;1,00;\n"
    strips = Strips(PAYMENTS, _readers(PAYMENTS))
    assert strips.cut(good, ";")
    assert strips.cut(good + rest + good, ";") is None
    assert strips.cut(rest + good, ";") is None


def _readers(header: tuple[str, ...]) -> dict[str, Reader]:
    known = {column.name: column for name in ("charges", "balances", "payments") for column in BY_NAME[name].columns}
    return {name: known[name].reader(DIALECT) for name in header if name in known}


def _cut(strips: Strips, text: str) -> list[list[str]] | None:
    try:
        found = strips.cut(text, ";")
    except BadCell:
        return None
    if found is None:
        return None
    return [line.split("\t") for line in map("\t".join, zip(*found.values(), strict=True))]


def _by_columns(header: tuple[str, ...], readers: dict[str, Reader], rows: list[tuple[str, ...]]) -> list[list[str]]:
    """:raises BadCell: what strips must not have read"""
    names = [(place, readers[name]) for place, name in enumerate(header) if name in readers]
    return [[reader.cell(row[place]) for place, reader in names] for row in rows]
