"""The act on paper, read back as a person reads it."""

import subprocess
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.documents import act
from core.papers.model import Marks
from core.retailer import DEMO_FILE, Retailer
from tests.journeys.papers import needs_poppler, words_of

pytestmark = needs_poppler
MARKS = Marks(
    number="ACT-2026-000007",
    issued_at=datetime(2026, 11, 22, tzinfo=UTC),
    code="7K3M-9QXT-7K3M-9QXT",
    link="https://t.me/zharyq_bot?start=d_7K3M9QXT7K3M9QXT",
)
RETAILER = Retailer.from_file(DEMO_FILE)
OURS = {"kk": "«Жарық Энергосату» ЖШС", "ru": "ТОО «Жарық Энергосбыт»"}


def facts(*entries: list[Any], opening: int = 0, **changes: Any) -> dict[str, Any]:
    debit, credit = (sum(max(sign * entry[3], 0) for entry in entries) for sign in (1, -1))
    names = {"supplier_kk": OURS["kk"], "supplier_ru": OURS["ru"]}
    usual: dict[str, Any] = {
        "languages": ["kk", "ru"],
        "account_no": "000123456",
        "payer": "М***ов А. Ө.",
        "masked": True,
        "legal": False,
        "bin": "",
        "contract": "",
        "service": {"kk": "Электр энергиясы", "ru": "Электроэнергия", "en": "Electricity", **names},
        "supplier_bin": "000000000009",
        "points": [["", "CU1048576"]],
        "first": 202610,
        "last": 202610,
        "opening": opening,
        "entries": list(entries),
        "debit": debit,
        "credit": credit,
        "closing": opening + debit - credit,
        "paid_until": "2026-10-31",
    }
    return usual | changes


ACCRUAL = ["2026-10-31", "accrual", 202610, 1_254_86, "", "", ""]
PAYMENT = ["2026-10-12", "payment", 202610, -3_000_00, "", "Мысал Банк", "Q000000001"]
LEGAL = {"legal": True, "masked": False, "payer": "ТОО «Пример & Ко»", "bin": "000000000101", "contract": "D-11"}


def page(given: dict[str, Any]) -> str:
    return words_of(act.draw(given, MARKS, RETAILER))


def line(text: str, word: str) -> list[str]:
    """Return the sums on the line that has this word."""
    found = next(line for line in text.splitlines() if word in line)
    return [each for each in found.split("  ") if each.strip()[-3:-2] in (",", ".")]


def sums(text: str, word: str) -> list[str]:
    return [each.strip() for each in line(text, word)]


def test_the_headings_are_those_of_the_trade_in_both_languages() -> None:
    said = page(facts(ACCRUAL, PAYMENT))

    for words in (
        "Өзара есеп айырысуларды салыстырып тексеру актісі",
        "Акт сверки взаимных расчётов",
        "Кезең: 01.10.2026 – 31.10.2026. Есептеу нүктесі: № CU1048576. Дербес шот: 000123456",
        "Период: 01.10.2026 – 31.10.2026. Точка учёта: № CU1048576. Лицевой счёт: 000123456",
        "«Жарық Энергосату» ЖШС деректері бойынша, теңге",
        "По данным ТОО «Жарық Энергосбыт», тенге",
        "По данным М***ов А. Ө., тенге",
        "БСН / БИН 000000000009",
        "Жеткізуші атынан / От поставщика",
        "Тұтынушы атынан / От потребителя",
        "қолы / подпись",
        "М.О. / М.П.",
    ):
        assert words in said, words
    for heading in ("Күні", "Құжат", "Дебет", "Кредит", "Дата", "Документ"):
        assert said.count(heading) >= 2


def test_the_right_half_of_a_person_is_left_for_his_figures() -> None:
    said = page(facts(ACCRUAL, PAYMENT, opening=100_00))

    assert sums(said, "Бастапқы сальдо") == ["100,00", "0,00"]
    assert said.count("1 254,86") == 2  # its row and the turnover, each once
    assert said.count("Мысал") == 1


def test_the_right_half_of_a_legal_entity_is_the_mirror() -> None:
    said = page(facts(ACCRUAL, PAYMENT, opening=100_00, **LEGAL))

    assert sums(said, "Бастапқы сальдо") == ["100,00", "0,00", "0,00", "100,00"]
    assert sums(said, "31.10.2026 ") == ["1 254,86", "1 254,86"]
    assert sums(said, "Кезең ішіндегі") == ["1 254,86", "3 000,00", "3 000,00", "1 254,86"]
    assert sums(said, "Ақырғы сальдо") == ["0,00", "1 645,14", "1 645,14", "0,00"]
    assert "БСН / БИН 000000000101" in said
    assert "D-11" in said


@pytest.mark.parametrize(
    ("opening", "kk", "ru"),
    [
        (
            3_000_00,
            "31.10.2026 жағдай бойынша «Жарық Энергосату» ЖШС пайдасына берешек: 1 254,86 теңге "
            "(Бір мың екі жүз елу төрт теңге 86 тиын).",
            "По состоянию на 31.10.2026 задолженность в пользу ТОО «Жарық Энергосбыт»: 1 254,86 тенге "
            "(Одна тысяча двести пятьдесят четыре тенге 86 тиынов).",
        ),
        (
            0,
            "31.10.2026 жағдай бойынша М***ов А. Ө. пайдасына берешек: 1 745,14 теңге",
            "По состоянию на 31.10.2026 задолженность в пользу М***ов А. Ө.: 1 745,14 тенге",
        ),
        (
            1_745_14,
            "31.10.2026 жағдай бойынша тараптардың бір-біріне берешегі жоқ: 0 теңге (Нөл теңге 00 тиын).",
            "По состоянию на 31.10.2026 взаимной задолженности нет: 0 тенге (Ноль тенге 00 тиынов).",
        ),
    ],
)
def test_the_conclusion_goes_by_the_sign_of_the_balance(opening: int, kk: str, ru: str) -> None:
    said = " ".join(page(facts(ACCRUAL, PAYMENT, opening=opening)).split())

    assert kk in said
    assert ru in said


def test_a_reader_of_english_has_english_alone() -> None:
    said = " ".join(page(facts(ACCRUAL, PAYMENT, opening=3_000_00, languages=["en"])).split())

    assert "Mutual settlements reconciliation act" in said
    assert "Per Zharyq Energy Retail LLP, KZT" in said
    assert "is 1,254.86 tenge (One thousand two hundred and fifty-four tenge 86 tiyn)." in said
    assert "Дебет" not in said


def test_another_supplier_is_a_party_under_his_own_name() -> None:
    service = {**facts()["service"], "supplier_kk": "«Мысал Үй» ПИК", "supplier_ru": "КСК «Мысал Үй»"}

    assert "«Мысал Үй» ПИК деректері бойынша, теңге" in page(facts(ACCRUAL, service=service))


def test_a_month_without_documents_has_its_balances() -> None:
    said = page(facts(opening=-7_00))

    assert sums(said, "Кезең ішіндегі") == ["0,00", "0,00"]
    assert sums(said, "Ақырғы сальдо") == ["0,00", "7,00"]


def many(count: int) -> list[list[Any]]:
    day = date(2026, 1, 1)
    kinds = ("accrual", "payment", "correction", "penalty", "refund")
    rows = []
    for place in range(count):
        kind = kinds[place % len(kinds)]
        sign = -1 if kind == "payment" else 1
        moment = day + timedelta(days=place * 300 // count)
        rows.append([moment.isoformat(), kind, 202601, sign * (place * 7 + 1), "", "Үлгі Банк қосымшасы", str(place)])
    return rows


@pytest.mark.parametrize("count", range(20, 34))
def test_conclusion_and_signatures_never_stand_on_a_page_without_a_row(count: int) -> None:
    pages = page(facts(*many(count))).removesuffix("\f").split("\f")

    assert "От поставщика" in pages[-1]
    assert "По состоянию на" in pages[-1]
    assert f" {count} " in pages[-1].replace("\n", " ")


@pytest.mark.parametrize(("count", "seconds", "size"), [(200, 2, 120_000), (10_000, 20, 2_000_000)])
def test_long_acts_hold(count: int, seconds: float, size: int) -> None:
    given = facts(*many(count), **LEGAL)
    before = datetime.now(UTC)

    drawn = act.draw(given, MARKS, RETAILER)

    assert (datetime.now(UTC) - before).total_seconds() < seconds
    assert len(drawn) < size
    pages = words_of(drawn).removesuffix("\f").split("\f")
    assert all("Дебет" in each for each in pages)  # the head stands on every page
    assert all(f"{place} / {len(pages)}" in each for place, each in enumerate(pages, 1))
    assert sums(pages[-1], "Кезең ішіндегі")[0].replace(" ", "") == f"{given['debit'] / 100:.2f}".replace(".", ",")


def test_equal_facts_are_equal_bytes_with_all_fonts_embedded() -> None:
    drawn = act.draw(facts(ACCRUAL, PAYMENT), MARKS, RETAILER)

    assert drawn == act.draw(facts(ACCRUAL, PAYMENT), MARKS, RETAILER)
    listed = subprocess.run(["pdffonts", "-"], input=drawn, capture_output=True, check=True).stdout.decode()
    fonts = listed.splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts)
