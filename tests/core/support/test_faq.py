import pytest

from core.retailer import DEMO_FILE, Retailer
from core.support.faq import fitting

FAQ = Retailer.from_file(DEMO_FILE).faq
READINGS, PAYMENT, HIGHER, POWER = FAQ


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Почему так дорого?", [HIGHER]),
        ("не вижу оплату за ноябрь", [PAYMENT]),
        ("Платёж не прошел", [PAYMENT]),
        ("төлемім көрінбейді ғой", [PAYMENT]),
        ("У НАС НЕТ СВЕТА", [POWER]),
        ("көрсеткішті қашан жіберемін", [READINGS]),
        ("I paid yesterday", [PAYMENT]),
        ("здравствуйте", []),
        ("👍", []),
        ("", []),
        ("нет", []),
    ],
)
def test_an_answer_is_found_by_words_whatever_their_endings(text: str, expected: list[object]) -> None:
    assert list(fitting(FAQ, text)) == expected


def test_the_better_fit_comes_first_and_no_more_than_were_asked_for() -> None:
    text = "Когда передавать показания? И не видно оплату"

    assert fitting(FAQ, text) == (READINGS, PAYMENT)
    assert fitting(FAQ, text, most=1) == (READINGS,)
