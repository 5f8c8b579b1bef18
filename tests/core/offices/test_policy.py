"""What a retailer may have written wrong about his offices, services and short answers: one clear line each."""

from pathlib import Path

import pytest

from core.retailer import DEMO_FILE, Retailer, RetailerFileBroken

WORDS = '{ kk = "а", ru = "б", en = "c" }'
OFFICE = f"""
[[offices]]
name = {WORDS}
address = {WORDS}
latitude = 50.0
longitude = 80.0
hours = {{ mon = "08:00-18:00" }}
"""
SERVICE = f"\n[[services]]\nname = {WORDS}\ntext = {WORDS}\n"
FAQ = f"\n[[faq]]\nquestion = {WORDS}\nanswer = {WORDS}\n"


def read(folder: Path, more: str, old: str = "", new: str = "") -> Retailer:
    file = folder / "retailer.toml"
    text = DEMO_FILE.read_text(encoding="utf-8")
    assert old in text
    file.write_text((text.replace(old, new, 1) if old else text) + more, encoding="utf-8")
    return Retailer.from_file(file)


def test_right_ones_are_taken(tmp_path: Path) -> None:
    found = read(tmp_path, OFFICE + SERVICE + FAQ)

    assert found.offices[-1].name.of("ru") == "б"
    assert found.office(found.offices[-1].mark) == found.offices[-1]
    assert found.service(found.services[-1].mark) == found.services[-1]
    assert found.short_answer(found.faq[-1].mark) == found.faq[-1]
    assert found.office("AAAAAAAA") is None


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (OFFICE.replace("50.0", "80.0"), r"offices\.3\.latitude: .*less than or equal to 56"),
        (OFFICE.replace("80.0", "50.0").replace("50.0", "48,2", 1), "not TOML"),
        (OFFICE.replace("80.0", '"east"'), r"offices\.3\.longitude: .*valid number"),
        (OFFICE.replace("08:00-18:00", "8-18"), r"offices\.3\.hours\.mon: .*'8-18' are no hours"),
        (OFFICE.replace("08:00-18:00", "14:00-18:00, 08:00-13:00"), r"offices\.3\.hours: .*do not follow one another"),
        (OFFICE.replace("mon =", "monday ="), r"offices\.3\.hours\.monday: "),
        (OFFICE + 'phones = ["call us"]\n', r"offices\.3\.phones\.0: "),
        (OFFICE.replace(', en = "c"', "", 1), r"offices\.3\.name\.en: Field required"),
        (OFFICE + OFFICE, r"toml: .*two of `offices` have the same name"),
        (SERVICE + SERVICE, "two of `services` have the same name"),
        (SERVICE + 'url = "http://zharyq.example"\n', r"services\.2\.url: .*must begin with https://"),
        (SERVICE + 'url = "https://me@zharyq.example"\n', r"services\.2\.url: .*a plain host name"),
        (SERVICE + 'url = "https://zharyq.example:port"\n', r"services\.2\.url: .*no address of a site"),
        (SERVICE + 'url = "https://localhost"\n', r"services\.2\.url: .*a plain host name"),
        (FAQ + FAQ, "two of `faq` have the same name"),
        (FAQ + 'flow = "cabinet"\n', r"faq\.4\.flow: "),
        (FAQ + 'flow = "bills"\nurl = "https://zharyq.example"\n', r"faq\.4: .*flow or url, not both"),
        (FAQ.replace('"б"', '"' + "б" * 61 + '"', 1), r"faq\.4\.question\.ru: .*at most 60"),
        (FAQ + 'color = "red"\n', r"faq\.4\.color: Extra inputs"),
    ],
)
def test_a_wrong_one_stops_the_start_with_its_key(tmp_path: Path, more: str, said: str) -> None:
    with pytest.raises(RetailerFileBroken, match=said) as refused:
        read(tmp_path, more)

    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('whatsapp = "+77000000000"', 'whatsapp = "8 700"', r"contacts\.whatsapp: "),
        ('site = "https://zharyq.example"', 'site = "zharyq.example"', r"contacts\.site: .*must begin with https://"),
        ('cabinet = "https', 'cabinet = "ftp', r"contacts\.cabinet: .*must begin with https://"),
        ("[contacts.opening]", "[contacts.open]", r"contacts\.open: Extra inputs"),
    ],
)
def test_wrong_contacts_stop_the_start_with_their_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(RetailerFileBroken, match=said):
        read(tmp_path, "", old, new)
