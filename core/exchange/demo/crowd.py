"""Ordinary households, as many as are asked for; every name and phone is invented."""

from random import Random

from core.exchange.demo.household import DemoMeter, Dial, Household

_SURNAMES = ("Мысалов", "Үлгібаев", "Примеров", "Образцов", "Жағдаев", "Өрнеков", "Шаблонов", "Тестов", "Сынақов")
_NAMES = ("Айдос", "Нұрлан", "Ерлан", "Қанат", "Сергей", "Андрей", "Әсет", "Бауыржан", "Юрий", "Тимур")
_PATRONYMICS = ("Мысалұлы", "Өрнекұлы", "Образцович", "Примерович", "Сынақұлы")
_STREETS = (
    ("Абай даңғылы", "пр. Абая"),
    ("Бейбітшілік к-сі", "ул. Мира"),
    ("Тәуелсіздік даңғылы", "пр. Независимости"),
    ("Қазақстан к-сі", "ул. Казахстан"),
    ("Мысал к-сі", "ул. Примерная"),
)
_BRANCHES = ("UKG", "UKG", "SEM", "RID")
_HABITS = ("pays",) * 11 + ("round",) * 8 + ("never",)
_SCHEMES = ("flat",) * 15 + ("level",) * 4 + ("zone",)


def ordinary(place: int, seed: int) -> tuple[Household, Random]:
    """Return the household of a place, and the chance that goes on to play its months."""
    rng = Random(seed * 1_000_003 + place)  # noqa: S311 - the same data for the same seed
    pick = rng.random
    scheme = _SCHEMES[int(pick() * len(_SCHEMES))]
    surname, name = _SURNAMES[int(pick() * len(_SURNAMES))], _NAMES[int(pick() * len(_NAMES))]
    zones = ("T1", "T2") if scheme == "zone" else ("T0",)
    start, monthly = int(pick() * 40_000), 40 + int(pick() * 260)
    dials = tuple(Dial(zone=zone, start=start // part, monthly=monthly // part) for part, zone in enumerate(zones, 1))
    household = Household(
        branch=_BRANCHES[int(pick() * len(_BRANCHES))],
        number=f"{10_000_000 + place:09}",
        payer=f"{surname} {name} {_PATRONYMICS[int(pick() * len(_PATRONYMICS))]}",
        owner=f"O{place}",
        meters=(DemoMeter(serial_no=f"DM{place:08}", dials=dials),),
        habit=_HABITS[int(pick() * len(_HABITS))],
        scheme=scheme,
        residents=1 + int(pick() * 5),
        area=30 + int(pick() * 70),
        stove="EG"[int(pick() * 2)],
        street=_STREETS[int(pick() * len(_STREETS))],
        house=str(1 + int(pick() * 150)),
        flat=str(1 + int(pick() * 120)),
        phone=f"+77000{place % 1_000_000:06}",
        debt=int(pick() * 900_000) - 200_000,
        codes=(("account_token", f"DEMO{seed}-{place}"),),
    )
    return household, rng
