"""One document of each kind as the golden pages show it; the people and the firms are invented.

A new kind is one line in `SAMPLES`, and its facts.
"""

from datetime import UTC, datetime
from typing import Any

from core.documents.press import draw
from core.papers.facts import languages_of
from core.papers.model import Marks
from core.papers.paying import PaymentLink
from core.period import Period
from core.retailer import DEMO_FILE, Retailer

MARKS = Marks(
    number="B-2026-000123",
    issued_at=datetime(2026, 11, 22, 6, 0, tzinfo=UTC),
    code="7K3M-9QXT-2B5D-W8RV",
    link="https://t.me/zharyq_bot?start=d_7K3M9QXT2B5DW8RV",
)
PAY = PaymentLink(
    kk="Қолданбада төлеу",
    ru="Оплатить в приложении",
    en="Pay in the app",
    url="https://pay.example/{account}?sum={amount}",
)
RETAILER = Retailer.from_file(DEMO_FILE).model_copy(update={"payment_links": (PAY,)})
LAST = Period(2026, 10)

_RECEIPT = (  # a real receipt of September 2019: eleven lines, 18 348,48 together
    ("Тұрғын үйді ұстау", "Содержание жилья", "Upkeep of the dwelling", 910_880),
    ("Жылыту", "Отопление", "Heating", 396_604),
    ("Суық су", "Холодная вода", "Cold water", 38_478),
    ("Кәріз", "Канализация", "Sewage", 24_920),
    ("Ыстық су", "Горячая вода", "Hot water", 26_625),
    ("Қоқыс шығару", "Вывоз ТБО", "Garbage", 29_637),
    ("Лифт", "Лифт", "Lift", 35_000),
    ("Күрделі жөндеу қоры", "Фонд капитального ремонта", "Capital repair fund", 55_304),
    ("Домофон", "Домофон", "Intercom", 32_500),
    ("Бейнебақылау", "Видеонаблюдение", "Video surveillance", 20_000),
    ("Электр энергиясы", "Электроэнергия", "Electricity", 264_900),
)


def account(language: str, **more: Any) -> dict[str, Any]:
    return {
        "languages": languages_of(language),
        "account_no": "000123456",
        "payer": "Әлімбекова Гүлнұр Ерланқызы",
        "address_kk": "Өскемен қ., Қазақстан к-сі, 12-үй, 34-пәтер",
        "address_ru": "г. Усть-Каменогорск, ул. Казахстан, д. 12, кв. 34",
        "masked": False,
        "residents": 3,
    } | more


def service(kk: str = "Электр энергиясы", ru: str = "Электроэнергия", en: str = "Electricity") -> dict[str, Any]:
    return {"kk": kk, "ru": ru, "en": en, "supplier_kk": "«Шығыс Жарық» ЖШС", "supplier_ru": "ТОО «Шыгыс Жарык»"}


def services(count: int = 11) -> list[dict[str, Any]]:
    payee = {"code": "13", "bin": "020240000555", "iban": "KZ86125KZT5004100100", "bic": "KCJBKZKX"}
    return [
        service(kk, ru, en) | payee | {"amounts": [0, tiyn, 0, 0, 0, tiyn], "vat": tiyn * 12 // 112}
        for kk, ru, en, tiyn in (_RECEIPT * 2)[:count]
    ]


def bill(language: str, **more: Any) -> dict[str, Any]:
    named = {"kk": "Электр энергиясы", "ru": "Электроэнергия", "en": "Electricity"}
    line = service(**named) | {"method": "meter", "unit": "kWh", "serial": "04512377", "verified_on": "2022-05-04"}
    line |= {"from": [12_000_000, "2026-10-01"], "zone": "", "price": 254_600}
    lines = [
        line | {"level": 1, "to": [12_090_000, "2026-10-31"], "volume": 90_000, "amount": 229_140},
        line | {"level": 2, "to": [12_100_000, "2026-10-31"], "volume": 10_000, "price": 357_600, "amount": 35_760},
    ]
    billed = services()
    return (
        account(language)
        | {
            "period": LAST.index,
            "formed_on": "2026-11-05",
            "due_on": "2026-11-25",
            "due": sum(each["amounts"][5] for each in billed),
            "services": billed,
            "lines": lines,
            "chart": [[LAST.plus(at - 11).index, (90 + at * 37 % 60) * 1000] for at in range(12)],
        }
        | more
    )


def invoice(language: str, **more: Any) -> dict[str, Any]:
    return bill(language, **more)


def statement(language: str, count: int = 12, **more: Any) -> dict[str, Any]:
    rows, opening = [], -150_000
    for at in range(count):
        accrued, paid = 264_900 + at * 1_000, 264_900 if at % 5 else 0
        closing = opening + accrued - paid
        rows.append([LAST.plus(at + 1 - count).index, [opening, accrued, 0, 0, paid, closing]])
        opening = closing
    sums = [sum(amounts[place] for _, amounts in rows) for place in range(6)]
    total = [rows[0][1][0], *sums[1:5], opening] if rows else [0] * 6
    first = rows[0][0] if rows else LAST.index
    return (
        account(language)
        | {
            "service": service(),
            "first": first,
            "last": LAST.index,
            "months": rows,
            "total": total,
            "paid_until": "2026-11-21",
        }
        | more
    )


def status(language: str, **more: Any) -> dict[str, Any]:
    month = [[each, each["amounts"]] for each in services()]
    total = [sum(amounts[place] for _, amounts in month) for place in range(6)]
    found = {"as_of": "2026-11-22", "period": LAST.index, "paid_until": "2026-11-21", "debt": total[5]}
    return account(language) | found | {"overpayment": 0, "advance": 0, "services": month, "month": total} | more


def proof(language: str, **more: Any) -> dict[str, Any]:
    values = [
        ["T1", 12_000_000, "2026-10-20", 12_210_000, 210_000, False],
        ["T2", 99_950_000, "2026-10-20", 20_000, 70_000, True],
    ]
    return {
        "languages": languages_of(language),
        "number": "R-2026-000123",
        "submitted_at": "2026-11-21T05:30:00+00:00",
        "account_no": "000123456",
        "serial": "04512377",
        "period": 202611,
        "read_on": "2026-11-20",
        "values": values,
        "volume": 280_000,
        "state": "accepted",
        "reason": "",
        "answered_at": "2026-11-21T06:10:00+00:00",
        "linked": True,
    } | more


def usage(language: str, **more: Any) -> dict[str, Any]:
    def volume(at: int) -> int:
        return (240 + at * 37 % 160) * 1000

    first = LAST.plus(-11)
    months = [[first.plus(at).index, volume(at), at == 5, volume(at + 7), at == 3] for at in range(12)]
    total = sum(month[1] for month in months)
    return (
        account(language)
        | {
            "reader": language,
            "place": {"serials": ["04512377"], "name": "34-пәтер"},
            "places": 2,
            "first": first.index,
            "last": LAST.index,
            "months": months,
            "mean": total // 12,
            "total": total,
            "as_of": "2026-11-22",
        }
        | more
    )


def act(language: str, **more: Any) -> dict[str, Any]:
    entries = [
        ["2026-09-14", "payment", 202609, -264_900, "", "Мысал Банк", "Q000000001"],
        ["2026-09-30", "accrual", 202609, 229_140, "04512377", "", ""],
        ["2026-09-30", "accrual", 202609, 35_760, "04512378", "", ""],
        ["2026-10-12", "correction", 202610, -48_215, "", "Қайта есептеу / Перерасчёт", ""],
        ["2026-10-31", "accrual", 202610, 264_900, "04512377", "", ""],
        ["2026-10-31", "penalty", 202610, 1_275, "", "", ""],
    ]
    legal = {"legal": True, "payer": "ТОО «Пример & Ко»", "bin": "000000000101", "contract": "D-000123456"}
    return (
        account(language)
        | legal
        | {
            "service": service(),
            "supplier_bin": "020240000555",
            "points": [["Кеңсе", "04512377"], ["Қойма", "04512378"]],
            "first": LAST.plus(-1).index,
            "last": LAST.index,
            "opening": 412_050,
            "entries": entries,
            "debit": 531_075,
            "credit": 313_115,
            "closing": 630_010,
            "paid_until": "2026-10-31",
        }
        | more
    )


def bills(language: str, **more: Any) -> dict[str, Any]:
    def one(month: Period, number: int) -> dict[str, Any]:
        facts = bill(language, period=month.index)
        code = f"7K3M9QXT2B5DW8R{number}"
        return {
            "number": f"B-2026-00012{number}",
            "issued_at": MARKS.issued_at.isoformat(),
            "code": code,
            "facts": facts,
        }

    return account(language) | {"bills": [one(LAST.plus(-1), 1), one(LAST, 2)]} | more


def reverse(language: str, **more: Any) -> dict[str, Any]:
    def rate(level: int, norms: tuple[int | None, int | None], price: int) -> dict[str, Any]:
        since, until = norms
        prices = {"price": price, "price_ex_vat": price * 100 // 116, "vat_rate": 1_600}
        return {"level": level, "zone": "", "norm_from": since, "norm_to": until} | prices

    rates = [rate(1, (0, 115_000), 333_500), rate(2, (115_000, 190_000), 446_900), rate(3, (190_000, None), 557_600)]
    household = {"since": "2026-10-01", "scheme": "level", "residents": 3, "stove": "E", "benefit": "single"}
    debts = [
        [service(), [None, -50_000, 0, 264_900, 264_900, 264_900]],
        [service("Жылыту", "Отопление", "Heating"), [0, 396_604, 793_208, 1_189_812, 1_586_416, 1_983_020]],
    ]
    return (
        bill(language)
        | {
            "debts": {"months": [LAST.plus(at - 5).index for at in range(6)], "services": debts},
            "prices": {"legal": False, "from": [household | {"rates": rates}]},
            "readings": {"window": [20, 31], "outside": "next"},
            "office": {
                "name_kk": "Өскемен бөлімшесі",
                "name_ru": "Усть-Каменогорское отделение",
                "address_kk": "Өскемен қ., Мысал көшесі, 1",
                "address_ru": "г. Усть-Каменогорск, ул. Примерная, 1",
                "phones": "+7 7232 00-00-01",
            },
            "meters": [["04512377", "2026-05-04"], ["04512378", "2031-11-01"]],
        }
        | more
    )


def receipt(language: str, **more: Any) -> dict[str, Any]:
    paid = [[each, each["amounts"][5]] for each in services(3)]
    return (
        account(language)
        | {
            "paid_at": "2026-11-13T16:01:00",
            "posted_on": "2026-11-14",
            "channel": "Үлгі Банк қосымшасы",
            "doc_no": "Q207130432",
            "parts": paid,
            "amount": sum(amount for _, amount in paid),
        }
        | more
    )


def alternative(language: str, **more: Any) -> dict[str, Any]:
    span = {"from": "2026-11-01", "to": "2026-11-22"}
    norm = span | {"residents": 3, "part": 22, "of": 30_500}
    line = span | {"zone": "T0"}
    use = {"zone": "T0", "opening": 13_150_000, "closing": 13_410_000, "capacity": None, "ratio": 10_000, "losses": 0}
    calculation = {
        "uses": [use | {"volume": 260_000}],
        "shares": [],
        "norms": [
            norm | {"level": 1, "norm": 115_000, "upto": 248_850},
            norm | {"level": 2, "norm": 190_000, "upto": 411_150},
        ],
        "lines": [
            line | {"level": 1, "volume": 248_850, "price": 333_500, "amount": 829_915},
            line | {"level": 2, "volume": 11_150, "price": 446_900, "amount": 49_829},
        ],
        "vat": [[16_000, 879_744, 121_344]],
        "volume": 260_000,
        "days": 22,
        "opened": "2026-10-31",
        "closed": "2026-11-22",
        "legal": False,
        "accrued": 879_744,
    }
    return (
        account(language)
        | {
            "serial": "04512377",
            "point": "34-пәтер",
            "period": 202611,
            "services": services(11)[-1:],
            "opening": -125_486,
            "replaced": 0,
            "paid_until": "2026-11-21",
            "amount": 754_258,
            "due": 754_258,
            "left": 0,
            "calculation": calculation,
        }
        | more
    )


def campaign_report(language: str, **more: Any) -> dict[str, Any]:
    words = {
        "state": ("аяқталды", "завершена", "done"),
        "audience": ("филиал: UKG; берешек 5 000 ₸ асады", "филиал: UKG; долг больше 5 000 ₸", "branch: UKG"),
        "extras": ("сурет, «Ашу»", "фото, «Открыть»", "photo, «Open»"),
        "when": ("бірден", "сразу", "at once"),
    }
    named = {name: dict(zip(("kk", "ru", "en"), each, strict=True)) for name, each in words.items()}
    said = {
        "kk": "Құрметті тұтынушы! {account} дербес шоты бойынша көрсеткіштерді {last_day} дейін жіберіңіз.\n" * 3 + "…",
        "ru": "Уважаемый потребитель! Передайте показания по счёту {account} до {last_day}. " * 5,
        "en": "Dear consumer! Submit the readings of account {account} by {last_day}.",
    }
    parts = {"kk": ("қазақша", "орысша"), "ru": ("қазақша", "орысша"), "en": ("Kazakh", "Russian")}[language]
    facts = {
        "languages": languages_of(language),
        **named,
        "hands": ["operator:101", "operator:102"],
        "approved_by": "operator:103",
        "made": "21.11.2026 17:40",
        "span": "22.11.2026 10:00 – 22.11.2026 10:08",
        "pace": "24.6",
        "counts": {"sent": 11_804, "blocked": 120, "failed": 3, "unclear": 1, "dropped": 72},
        "dropped": {"off": 40, "no_reason": 30, "late": 2},
        "left": 0,
        "total": 12_000,
        "by_language": [
            {"name": parts[0], "sent": 8_000, "missed": 100, "dropped": 50, "left": 0},
            {"name": parts[1], "sent": 3_804, "missed": 24, "dropped": 22, "left": 0},
        ],
        "by_branch": [
            {"name": f"B{at:02}", "sent": 1_000 - at, "missed": 9, "dropped": 6, "left": 0} for at in range(14)
        ],
        "texts": said,
    }
    return facts | more


SAMPLES = {
    "campaign_report": campaign_report,
    "act": act,
    "alternative": alternative,
    "bill": bill,
    "reverse": reverse,
    "receipt": receipt,
    "invoice": invoice,
    "statement": statement,
    "status": status,
    "proof": proof,
    "usage": usage,
}


WITHOUT_CODE = {"campaign_report"}  # of the office: nobody checks it by a code


def drawn(kind: str, language: str, **more: Any) -> bytes:
    """Return a sample as a PDF; `more` are facts that it has otherwise."""
    return draw(kind, SAMPLES[kind](language, **more), MARKS, RETAILER)
