"""Branches, suppliers, services and the tariff book of the demo retailer."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

SUPPLIER = "ZHARYQ"
ELECTRICITY = "ELEC"

BRANCHES = (
    (
        *("UKG", "Өскемен бөлімшесі", "Усть-Каменогорское отделение", "Өскемен қ., Мысал көшесі, 1"),
        *(
            "г. Усть-Каменогорск, ул. Примерная, 1",
            "+7 7232 00-00-01",
            "Mo-Fr 08:00-18:00; Sa,Su off",
            "49,9483",
            "82,6275",
        ),
    ),
    (
        *("SEM", "Семей бөлімшесі", "Семейское отделение", "Семей қ., Мысал көшесі, 2"),
        *("г. Семей, ул. Примерная, 2", "+7 7222 00-00-02", "Mo-Fr 08:00-18:00; Sa,Su off", "50,4111", "80,2275"),
    ),
    (
        *("RID", "Риддер бөлімшесі", "Риддерское отделение", "Риддер қ., Мысал көшесі, 3"),
        *("г. Риддер, ул. Примерная, 3", "+7 72336 0-00-03", "Mo-Fr 09:00-17:00; Sa,Su off", "50,3450", "83,5150"),
    ),
)
TOWNS = {
    "UKG": ("Өскемен қ.", "г. Усть-Каменогорск"),
    "SEM": ("Семей қ.", "г. Семей"),
    "RID": ("Риддер қ.", "г. Риддер"),
}
SUPPLIERS = (
    (SUPPLIER, "«Жарық Энергосату» ЖШС", "ТОО «Жарық Энергосбыт»", "000000000001", "KZ000000000000000001", "DEMOKZKA"),
    ("ZHYLU", "«Мысал Жылу» ЖШС", "ТОО «Пример Тепло»", "000000000002", "KZ000000000000000002", "DEMOKZKA"),
    ("SU", "«Мысал Су» МКК", "ГКП «Пример Водоканал»", "000000000003", "KZ000000000000000003", "DEMOKZKA"),
    ("UI", "«Мысал Үй» ПИК", "КСК «Пример Дом»", "000000000004", "", ""),
)
SERVICES = (
    (ELECTRICITY, "Электр энергиясы", "Электроэнергия", "Electricity", "кВт·ч", "1"),
    ("HEAT", "Жылу", "Отопление", "Heating", "Гкал", "0"),
    ("HOTW", "Ыстық су", "Горячая вода", "Hot water", "м³", "1"),
    ("COLDW", "Суық су", "Холодная вода", "Cold water", "м³", "1"),
    ("SEWH", "Ыстық суды бұру", "Водоотведение горячей воды", "Sewerage of hot water", "м³", "1"),
    ("SEWC", "Суық суды бұру", "Водоотведение холодной воды", "Sewerage of cold water", "м³", "1"),
    ("LIFT", "Лифт", "Лифт", "Lift", "", "0"),
    ("WASTE", "Қоқыс шығару", "Вывоз мусора (ТБО)", "Waste collection", "", "0"),
    ("DOOR", "Домофон", "Домофон", "Intercom", "", "0"),
    ("VIDEO", "Бейнебақылау", "Видеонаблюдение", "Video surveillance", "", "0"),
    ("HOUSE", "Тұрғын үйді күтіп ұстау", "Содержание жилья", "Upkeep of the building", "м²", "0"),
)
SUPPLIER_OF = {
    ELECTRICITY: SUPPLIER,
    "HEAT": "ZHYLU",
    "HOTW": "ZHYLU",
    "COLDW": "SU",
    "SEWH": "SU",
    "SEWC": "SU",
    **dict.fromkeys(("LIFT", "WASTE", "DOOR", "VIDEO", "HOUSE"), "UI"),
}
# A real receipt of September 2019: eleven lines, 18 348.48 together. In tiyn, in the order of SERVICES.
ELEVEN = (910880, 396604, 38478, 24920, 26625, 29637, 35000, 55304, 32500, 20000, 264900)

POPULATION = "POP"
LEGAL = "LEGAL"
# From; VAT in per cent; flat; levels 1-3; day, night, peak. Tenge x 10,000, VAT included.
_PRICES = (
    (date(2025, 1, 1), 12, 310200, (280000, 375200, 468200), (340500, 170200, 467000)),
    (date(2025, 7, 15), 12, 356700, (322000, 431500, 538400), (391600, 195800, 537200)),
    (date(2026, 1, 1), 16, 369500, (333500, 446900, 557600), (405500, 202800, 556300)),
)
LEGAL_EX_VAT = 425000
# kWh of a resident in a month up to which levels 1 and 2 go, by stove and benefit.
NORMS = {("G", "none"): (90, 160), ("E", "none"): (115, 190), ("G", "single"): (115, 160), ("E", "single"): (140, 190)}


class Price:
    """Prices with VAT (tenge x 10,000) from a day on."""

    def __init__(self, valid_from: date, vat: int, flat: int, levels: tuple[int, ...], zones: tuple[int, ...]) -> None:
        self.valid_from = valid_from
        self.vat = vat
        self.flat = flat
        self.levels = levels
        self.zones = {"T0": flat, "T1": zones[0], "T2": zones[1], "T3": zones[2]}
        self.legal = half_up(LEGAL_EX_VAT * (100 + vat), 10_000) * 100


def half_up(number: int, divisor: int) -> int:
    """Divide and round half away from zero."""
    whole, rest = divmod(abs(number), divisor)
    rounded = whole + (2 * rest >= divisor)
    return rounded if number >= 0 else -rounded


PRICES = tuple(Price(*row) for row in _PRICES)


def price_on(day: date) -> Price:
    """Return the prices of a day; those of the first book for all days before it."""
    return next((price for price in reversed(PRICES) if price.valid_from <= day), PRICES[0])


def tariff_rows() -> Iterator[tuple[str, ...]]:
    """Yield group, scheme, stove, benefit, zone, level, valid_from, valid_to, norms, price, VAT, price with VAT."""
    ends = [after.valid_from for _, after in pairwise(PRICES)]
    for price, end in zip(PRICES, [*ends, None], strict=True):
        since, until = price.valid_from.isoformat(), date.fromordinal(end.toordinal() - 1).isoformat() if end else ""
        days = (since, until)
        yield (POPULATION, "flat", "*", "*", "", "", *days, "", "", *_prices(price.flat, price.vat))
        for zone in ("T1", "T2", "T3"):
            yield (POPULATION, "zone", "*", "*", zone, "", *days, "", "", *_prices(price.zones[zone], price.vat))
        for (stove, benefit), norms in NORMS.items():
            bounds = ("0", str(norms[0]), str(norms[1]), "")
            for level in (1, 2, 3):
                prices = _prices(price.levels[level - 1], price.vat)
                yield (
                    *(POPULATION, "level", stove, benefit, "", str(level), *days),
                    *(bounds[level - 1], bounds[level], *prices),
                )
        legal = (tenge4(LEGAL_EX_VAT), str(price.vat), tenge4(price.legal))
        yield (LEGAL, "flat", "*", "*", "", "", *days, "", "", *legal)


def tenge4(price: int) -> str:
    return f"{price // 10_000},{price % 10_000:04}"


def _prices(with_vat: int, vat: int) -> tuple[str, str, str]:
    """Return the price without VAT to four places, VAT, and the price with it; the first rounds to the last again."""
    return tenge4(half_up(with_vat * 100, 100 + vat)), str(vat), tenge4(with_vat)
