import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.masking import mask_address, mask_payer


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Ахметова Кәмила Серікқызы", "А***ова К. С."),
        ("Әбдірахманов Ғ.", "Ә***нов Ғ."),
        ("Ким Ирина", "К*** И."),
        ("Ли", "Л***"),
        ("О", "***"),
        ("Нурланов", "Н***нов"),
        ("Ахметова-Иванова Дана", "А***ова Д."),
        ("  Серік   Асқар  Ерланұлы  оғлы лишний ", "С*** А. Е."),
        ("<b>Ахметов</b>", "***"),
        ("", "***"),
        ("«»", "***"),
    ],
)
def test_a_person_recognises_himself_and_nobody_else_is_told(name: str, masked: str) -> None:
    assert mask_payer(name, legal=False) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ('ТОО "Шығыс Құрылыс"', "ТОО Ш*** Қ***"),
        ("«Жарық» ЖШС", "Ж*** ЖШС"),
        ("ИП Ахметов С.", "ИП А*** С***"),
        ("", "***"),
    ],
)
def test_of_a_company_the_form_stays(name: str, masked: str) -> None:
    assert mask_payer(name, legal=True) == masked


@pytest.mark.parametrize(
    ("locality", "street", "masked"),
    [
        ("Өскемен", "Қабанбай батыр көшесі", "Өскемен, Қ*** көшесі"),
        ("Усть-Каменогорск", "ул. Казахстан", "Усть-Каменогорск, ул. К***"),
        ("Семей, Абай 12", "", "Семей"),
        ("", "пр. Абая", "пр. А***"),
        ("", "5", "***"),
        ("", "", "***"),
    ],
)
def test_of_an_address_the_place_and_a_letter_stay(locality: str, street: str, masked: str) -> None:
    assert mask_address(locality, street) == masked


letters = st.text(st.characters(categories=("L",)), min_size=7, max_size=30)


@given(surname=letters, other=letters)
def test_the_inside_of_a_surname_has_no_part_in_what_is_shown(surname: str, other: str) -> None:
    surname, other = (unicodedata.normalize("NFC", text) for text in (surname, other))
    if len(surname) < 7 or len(other) < 7:
        return
    twin = surname[0] + other + surname[-3:]
    if unicodedata.normalize("NFC", twin) != twin:
        return

    assert mask_payer(f"{surname} А.", legal=False) == mask_payer(f"{twin} А.", legal=False)


@given(st.text())
def test_no_word_of_any_name_shows_two_letters_running_but_a_long_surname_s_ending(name: str) -> None:
    words = mask_payer(name, legal=False).split(" ")

    assert len(words) <= 3
    surname, *others = words
    before, hidden, ending = surname.partition("***")
    assert hidden
    assert len(before) <= 1
    assert len(ending) in (0, 3)
    assert all(len(word) == 2 and word.endswith(".") for word in others)


@given(st.text(), st.text())
def test_no_house_and_no_street_is_told_whole(locality: str, street: str) -> None:
    told = mask_address(locality, f"{street} Сырдария")

    assert "ырдария" not in told
