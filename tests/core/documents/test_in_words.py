import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents.in_words import in_words

SUMS = {
    0: ("Нөл теңге 00 тиын", "Ноль тенге 00 тиынов", "Zero tenge 00 tiyn"),
    1: ("Нөл теңге 01 тиын", "Ноль тенге 01 тиын", "Zero tenge 01 tiyn"),
    1_02: ("Бір теңге 02 тиын", "Один тенге 02 тиына", "One tenge 02 tiyn"),
    2_05: ("Екі теңге 05 тиын", "Два тенге 05 тиынов", "Two tenge 05 tiyn"),
    11_11: ("Он бір теңге 11 тиын", "Одиннадцать тенге 11 тиынов", "Eleven tenge 11 tiyn"),
    21_21: ("Жиырма бір теңге 21 тиын", "Двадцать один тенге 21 тиын", "Twenty-one tenge 21 tiyn"),
    100_12: ("Жүз теңге 12 тиын", "Сто тенге 12 тиынов", "One hundred tenge 12 tiyn"),
    1_254_86: (
        "Бір мың екі жүз елу төрт теңге 86 тиын",
        "Одна тысяча двести пятьдесят четыре тенге 86 тиынов",
        "One thousand two hundred and fifty-four tenge 86 tiyn",
    ),
    2_000_000_24: ("Екі миллион теңге 24 тиын", "Два миллиона тенге 24 тиына", "Two million tenge 24 tiyn"),
    9_876_543_03: (
        "Тоғыз миллион сегіз жүз жетпіс алты мың бес жүз қырық үш теңге 03 тиын",
        "Девять миллионов восемьсот семьдесят шесть тысяч пятьсот сорок три тенге 03 тиына",
        "Nine million eight hundred and seventy-six thousand five hundred and forty-three tenge 03 tiyn",
    ),
    5_000_000_000_00: (
        "Бес миллиард теңге 00 тиын",
        "Пять миллиардов тенге 00 тиынов",
        "Five billion tenge 00 tiyn",
    ),
    -50: ("Минус нөл теңге 50 тиын", "Минус ноль тенге 50 тиынов", "Minus zero tenge 50 tiyn"),
    -3_30: ("Минус үш теңге 30 тиын", "Минус три тенге 30 тиынов", "Minus three tenge 30 tiyn"),
}


@pytest.mark.parametrize(("tiyn", "said"), SUMS.items())
def test_a_sum_is_said_as_people_say_it(tiyn: int, said: tuple[str, str, str]) -> None:
    assert tuple(in_words(tiyn, language).replace("\u00a0", " ") for language in ("kk", "ru", "en")) == said


@given(st.integers(-(10**14), 10**14), st.integers(-(10**14), 10**14), st.sampled_from(("kk", "ru", "en")))
def test_different_sums_are_said_differently(one: int, other: int, language: str) -> None:
    said = in_words(one, language)

    assert (said == in_words(other, language)) == (one == other)
    assert said[0].isupper()
    assert f" {abs(one) % 100:02}\u00a0" in said
