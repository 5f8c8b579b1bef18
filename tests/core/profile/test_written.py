from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.profile.model import Field, NotABirthDate, NotAName, NotAnEmail, NotAPhone, NotASex
from core.profile.written import read, same

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    "typed", ["8 701 123 45 67", "+7 (701) 123-45-67", "87011234567", "7011234567", "\u200e8 701 1234567"]
)
def test_a_mobile_is_kept_in_one_form_however_it_is_typed(typed: str) -> None:
    assert read(Field.MOBILE, typed, today=TODAY) == "+7 701 123 4567"


def test_a_landline_is_a_phone_but_no_mobile() -> None:
    assert read(Field.PHONE, "8 (7172) 54-32-10", today=TODAY) == "+7 7172 54 32 10"
    with pytest.raises(NotAPhone) as refusal:
        read(Field.MOBILE, "8 (7172) 54-32-10", today=TODAY)

    assert (refusal.value.field, refusal.value.text) == (Field.MOBILE, "8 (7172) 54-32-10")


@pytest.mark.parametrize("typed", ["", "no", "123", "8 000 000 00 00", "+7 701 123 45 6", "8 701 123 45 67 доб. 12"])
def test_no_number_is_refused_with_what_was_typed(typed: str) -> None:
    with pytest.raises(NotAPhone) as refusal:
        read(Field.PHONE, typed, today=TODAY)

    assert refusal.value.text == typed


@pytest.mark.parametrize("name", ["Ахметова Кәмила Серікқызы", "Д'Артаньян Анна-Мария", "Өмірұлы Ғ.", "Smith John"])
def test_names_of_people_are_taken(name: str) -> None:
    assert read(Field.PAYER, f"  {name.replace(' ', '   ')} ", today=TODAY) == name


@pytest.mark.parametrize(
    "name", ["", "Кәмила", "Ахметова 2", "Ахметова <b>К</b>", "А Б", "😀 😀😀", "x" * 60 + " " + "y" * 61]
)
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    with pytest.raises(NotAName):
        read(Field.PAYER, name, today=TODAY)


def test_a_company_may_have_digits_and_quotes_in_its_name() -> None:
    assert read(Field.PAYER, "ТОО «Восток-2»", today=TODAY, legal=True) == "ТОО «Восток-2»"
    with pytest.raises(NotAName) as refusal:
        read(Field.PAYER, "2 < 3", today=TODAY, legal=True)

    assert refusal.value.legal


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Name.Of@Mail.KZ", "Name.Of@mail.kz"),
        ("қамбар@пошта.қаз", "қамбар@пошта.қаз"),
        ("a+b@c.d.example", "a+b@c.d.example"),
    ],
)
def test_an_address_is_kept_with_its_domain_in_small_letters(typed: str, kept: str) -> None:
    assert read(Field.EMAIL, typed, today=TODAY) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "name",
        "name@",
        "@mail.kz",
        "a@b",
        "a b@mail.kz",
        "a@mail..kz",
        "a@mail.kz, b@mail.kz",
        "a@mail.kz\nBcc: b@c.kz",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(NotAnEmail):
        read(Field.EMAIL, typed, today=TODAY)


@pytest.mark.parametrize("typed", ["22.11.1960", "22/11/1960", "22-11-1960", "22 11 1960", "1960-11-22"])
def test_a_day_is_understood_as_people_write_it(typed: str) -> None:
    assert read(Field.BIRTH_DATE, typed, today=TODAY) == "1960-11-22"


@pytest.mark.parametrize(
    ("typed", "too"),
    [
        ("22.11.2026", "late"),
        ("23.11.2026", "late"),
        ("01.01.1905", "early"),
        ("31.02.1960", ""),
        ("1960", ""),
        ("x", ""),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_the_reason(typed: str, too: str) -> None:
    with pytest.raises(NotABirthDate) as refusal:
        read(Field.BIRTH_DATE, typed, today=TODAY)

    assert (refusal.value.text, refusal.value.too) == (typed, too)


@given(st.sampled_from(Field), st.text(max_size=300))
def test_any_text_is_taken_or_refused_in_words(field: Field, text: str) -> None:
    try:
        value = read(field, text, today=TODAY)
    except DomainError:
        return
    assert value
    assert "\n" not in value
    assert read(field, value, today=TODAY) == value, "what is kept reads back as itself"


def test_a_sex_in_words_is_refused_with_what_was_typed() -> None:
    with pytest.raises(NotASex) as refusal:
        read(Field.SEX, "женский ", today=TODAY)

    assert refusal.value.text == "женский"


def test_the_value_on_file_is_known_again_in_another_spelling() -> None:
    assert same(Field.PHONE, "8 (7232) 26-11-00", "+7 723 226 1100")
    assert same(Field.PAYER, "АХМЕТОВА  Кәмила", "Ахметова Кәмила")
    assert not same(Field.MOBILE, "", "+7 701 123 4567")
