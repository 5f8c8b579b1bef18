import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.readings.model import ReadingNotNumeric
from core.readings.parsing import Number, Way, read

NBSP, NARROW, THIN = "\u00a0", "\u202f", "\u2009"


def numbers(way: Way) -> tuple[str, ...]:
    return tuple(f"{each.whole}.{each.fraction}".strip(".") or "0" for each in way.numbers)


def ways(text: str) -> set[tuple[str, ...]]:
    return {numbers(way) for way in read(text)}


ALONE = {
    "12345": "12345",
    " 12345\n": "12345",
    "\n 12345": "12345",
    "0012345": "12345",
    "0": "0",
    "000": "0",
    "12345,6": "12345.6",
    "12345.6": "12345.6",
    "12345,60": "12345.6",
    "12345.": "12345",
    "12345,": "12345",
    "12345;": "12345",
    "12345 кВт": "12345",
    "12345 кВт·ч": "12345",
    "12345 кВт.ч.": "12345",
    "12345 квт/ч": "12345",
    "12345кВтч": "12345",
    "12345 КВТ Ч": "12345",
    "12345 кВт*час": "12345",
    "12345 кВт·сағ": "12345",
    "12345 квт-саг": "12345",
    "12345 kWh": "12345",
    "12345 kw h": "12345",
    "12345,6 кВт·ч": "12345.6",
    "12'345": "12345",
    "12’345,6": "12345.6",
    "\u200b123\u00ad45\ufeff": "12345",
    "T0 12345": "12345",
    "итого: 12345": "12345",
}


@pytest.mark.parametrize("text", ALONE)
def test_one_number_as_people_type_it(text: str) -> None:
    assert [way for way in ways(text) if len(way) == 1] == [(ALONE[text],)]


def test_one_number_without_separators_is_nothing_else() -> None:
    assert ways("0012345 кВт·ч") == {("12345",)}
    assert ways("12345.6") == {("12345.6",)}
    assert ways("12345,6") == {("12345.6",), ("12345", "6")}


@pytest.mark.parametrize("space", [" ", NBSP, NARROW, THIN, "  "])
def test_spaces_part_thousands_or_values(space: str) -> None:
    assert ways(f"12{space}345") == {("12345",), ("12", "345")}
    assert ways(f"12{space}345,6") == {("12345.6",), ("12", "345.6"), ("12345", "6"), ("12", "345", "6")}
    assert ways(f"4531{space}2210") == {("4531", "2210")}
    assert ways(f"12{space}3456") == {("12", "3456")}
    assert ways(f"4531{space}221") == {("4531", "221")}
    assert ways(f"1{space}234{space}567") == {
        ("1234567",),
        ("1234", "567"),
        ("1", "234567"),
        ("1", "234", "567"),
    }


def test_a_comma_parts_thousands_values_or_the_fraction() -> None:
    assert ways("12,345") == {("12345",), ("12.345",), ("12", "345")}
    assert ways("4531,2210") == {("4531.221",), ("4531", "2210")}
    assert ways("12,345.6") == {("12345.6",), ("12", "345.6")}
    assert ways("12.345,6") == {("12345.6",), ("12.345", "6"), ("12345", "6")}
    assert ways("12.345") == {("12345",), ("12.345",)}
    assert ways("12 345 6 789") == {
        ("12345", "6789"),
        ("12345", "6", "789"),
        ("12", "345", "6789"),
        ("12", "345", "6", "789"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "4531 2210",
        "4531\n2210",
        "4531\r\n\r\n2210",
        "4531; 2210",
        "4531;2210",
        "4531/2210",
        "4531 / 2210",
        "4531|2210",
        "4531, 2210",
        "4531 , 2210",
        "4531. 2210.",
        "4531 кВт·ч, 2210 кВт·ч",
        "4531кВт 2210кВт",
        "4 531; 2 210",
    ],
)
def test_two_values_in_one_line(text: str) -> None:
    assert ("4531", "2210") in ways(text)
    assert not {1} & {len(way) for way in ways(text)}


@pytest.mark.parametrize(
    "text",
    [
        "T1 4531 T2 2210",
        "т1 4531 т2 2210",
        "Т1: 4531, Т2: 2210",
        "t1=4531; t2=2210.",
        "T1 - 4531\nT2 - 2210",
        "T1-4531 T2-2210",
        "день-4531, ночь- 2210",
        "күн 4531 түн 2210",
        "Күндізгі 4531, түнгі 2210",
        "кундизги 4531 тунги 2210",
        "день 4531 ночь 2210",
        "Днём 4531 ночью 2210",
        "дневная — 4531 кВт·ч, ночная — 2210 кВт·ч",
        "day 4531 night 2210",
        "4531 день 2210 ночь",
        "4531 күн, 2210 түн",
        "4531 день / 2210 ночь",
        "день 4531 / ночь 2210 /",
        "T1 4 531 T2 2 210",
    ],
)
def test_values_named_by_their_zones(text: str) -> None:
    (way,) = read(text)

    assert (numbers(way), way.zones) == (("4531", "2210"), ("T1", "T2"))


def test_every_zone_has_its_words() -> None:
    for text in ("жалпы 1 пик 2", "общий 1 қарбалас 2", "total 1 peak 2", "всего 1 карбалас 2"):
        (way,) = read(text)
        assert way.zones == ("T0", "T3")


def test_a_named_value_may_have_several_readings_of_its_own() -> None:
    assert {numbers(way) for way in read("T1 12,345 T2 6")} == {("12345", "6"), ("12.345", "6")}


REFUSED = [
    "",
    " ",
    "abc",
    "²",
    "12345²",
    "١٢٣٤٥",
    "１２３４５",
    "१२३४५",
    "NaN",
    "Infinity",
    "1e5",
    "0x10",
    "1_000",
    "-5",
    "−5",
    "+5",
    "5-",
    "12-345",
    "12:30",
    "22.11.2026",
    "2026-11-22",
    "12..5",
    "12,,5",
    ",5",
    ".5",
    "12' 345",
    "12'34",
    "1'234'56",
    "12345 м³",
    "12345 ₸",
    "12345 кВтх",
    "кВт 12345",
    "квт12345",
    "12345 67к",
    "12345?",
    "/12345",
    ";/12345",
    "4531 день 2210 ночь 5",
    "4531:день 2210:ночь",
    "(12345)",
    "\ud83d",
    "12345\ud83d",
    "12345\x00",
    "½",
    "T1",
    "T4 12345",
    "T1 T2 4531",
    "T1 4531 T2",
    "T1 4531 2210",
    "4531 день 2210",
    "день 4531 2210 ночь",
    "T1 -4531",
    "день -4531",
    "T11 4531",
    "T1 x 5",
    "9" * 201,
    "1 " * 11,
]


@pytest.mark.parametrize("text", REFUSED)
def test_everything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(ReadingNotNumeric) as refusal:
        read(text)

    assert refusal.value.text == text[:40].replace("\ud83d", "?")
    refusal.value.text.encode()  # it can be said


def test_thirty_digits_are_a_number_that_no_dial_can_show() -> None:
    (way,) = read("9" * 30)

    assert way.numbers[0].whole == "9" * 30


def test_so_many_groups_and_values_are_read_and_no_more() -> None:
    assert {len(way) for way in ways(" ".join(["123"] * 10))} == {1, 2, 3, 4, 5}
    assert ways("1 2 3 4 5") == {("1", "2", "3", "4", "5")}
    for text in (" ".join(["123"] * 11), "1 2 3 4 5 6"):
        with pytest.raises(ReadingNotNumeric):
            read(text)
    assert read("1" * 200)


def test_no_line_has_more_named_values_than_a_meter_could_show() -> None:
    """Each «1,234» may be read in two ways: of 22 named ones there would be four million."""
    assert len(read("t1 1,234 " * 5)) == 2**5
    for many in (6, 22):
        with pytest.raises(ReadingNotNumeric):
            read("t1 1,234 " * many)


def test_the_value_in_thousandths() -> None:
    assert Number("12345,6", "12345", "6").thousandths == 12_345_600
    assert Number("0,001", "", "001").thousandths == 1
    assert Number("0", "", "").thousandths == 0


def test_a_number_is_named_as_it_was_typed() -> None:
    typed = {each.text for way in read("12 345,60") for each in way.numbers}

    assert typed == {"12 345,60", "12 345", "345,60", "12", "345", "60"}
    assert {each.text for way in read("4531.25 2210") for each in way.numbers} == {"4531.25", "2210"}


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read(text)
    except ReadingNotNumeric as refusal:
        refusal.text.encode()  # it can be said
        return
    assert found
    for way in found:
        assert way.numbers
        assert len(way.zones) in (0, len(way.numbers))
        assert all((each.whole + each.fraction).isascii() for each in way.numbers)


@given(st.text(alphabet="0123456789 ,.;/\n'T12деньночь", max_size=40))
def test_no_digit_is_lost_or_invented(text: str) -> None:
    """What is read holds the typed digits in their order, but for zeros at the ends of numbers."""
    try:
        found = read(text)
    except ReadingNotNumeric:
        return
    for way in found:
        if not way.zones:
            assert "".join(sign for each in way.numbers for sign in each.text if sign.isdigit()) == "".join(
                sign for sign in text if sign.isdigit()
            )


@given(st.lists(st.integers(0, 999_999), min_size=1, max_size=4), st.sampled_from([";", "\n", "/", "; ", ", "]))
def test_values_that_are_parted_plainly_have_one_reading(values: list[int], between: str) -> None:
    (way,) = read(between.join(map(str, values)))

    assert [each.thousandths for each in way.numbers] == [1000 * each for each in values]


@given(st.integers(0, 10**12 - 1), st.integers(0, 999), st.sampled_from(".,"))
def test_a_number_with_its_fraction_is_among_its_readings(whole: int, fraction: int, separator: str) -> None:
    found = read(f"{whole}{separator}{fraction:03}")

    assert whole * 1000 + fraction in {way.numbers[0].thousandths for way in found if len(way.numbers) == 1}
