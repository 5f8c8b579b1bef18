"""What `[desk]` of retailer.toml may say."""

from pathlib import Path

import pytest

from core.desk.policy import Canned
from core.retailer import DEMO_FILE, Retailer, RetailerFileBroken


@pytest.mark.parametrize("text", ["{acount}", "{account", "account}", "{}", "{0}", "{account!r}", "{account:>9}"])
def test_a_placeholder_that_is_none_stops_the_start_with_one_line(text: str, tmp_path: Path) -> None:
    told = DEMO_FILE.read_text(encoding="utf-8") + f'\n[[desk.canned]]\nname = "new"\nkk = "{text}"\nru = "-"\n'
    file = tmp_path / "retailer.toml"
    file.write_text(told, encoding="utf-8")

    with pytest.raises(RetailerFileBroken, match=r"desk\.canned\.\d+\.kk") as broken:
        Retailer.from_file(file)
    assert "\n" not in str(broken.value)


def test_an_english_consumer_reads_the_russian_text_where_there_is_no_english_one() -> None:
    canned = Canned(name="hello", kk="Сәлем, {operator}", ru="Привет, {operator}, {account}")

    assert canned.of("en") == "Привет, {operator}, {account}"
    assert canned.fields("en") == ("operator", "account")
    assert canned.fields("kk") == ("operator",)


def test_every_answer_of_the_demo_speaks_kazakh_and_russian() -> None:
    for each in Retailer.from_file(DEMO_FILE).desk.canned:
        assert each.kk != each.ru
        assert each.fields("kk") == each.fields("ru") or set(each.fields("kk")) == set(each.fields("ru"))
