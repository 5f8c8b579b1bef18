"""New prices: a package brings them, whoever pays by them reads the old price beside the new one."""

import pytest

from core.exchange.demo import DemoPerson
from sandbox import Person
from tests.databases import NOW
from tests.exchange.packages import Row
from tests.journeys.delivering import Packages, Told, at, of, packages, place, running, told

__all__ = ["packages", "place", "running", "told"]  # fixtures

MOMENT = NOW
TITLE = {
    "kk": "💱 2026 жылғы 15 желтоқсан күнінен бастап электр энергиясының жаңа бағасы",
    "ru": "💱 Новые цены на электроэнергию с 15 декабря 2026 г.",
    "en": "💱 New prices of electricity from 15 December 2026",
}
# The first pays by levels with an electric stove, the others by zones of the day.
PRICES = {
    "kk": ("1-деңгей: 33,35 ₸ → 36,02 ₸", "2-деңгей: 44,69 ₸ → 48,27 ₸", "3-деңгей: 55,76 ₸ → 60,22 ₸", "ҚҚС"),
    "ru": ("День: 40,55 ₸ → 43,79 ₸", "Ночь: 20,28 ₸ → 21,90 ₸", "Пик: 55,63 ₸ → 60,08 ₸", "с НДС"),
    "en": ("Day: 40.55 ₸ → 43.79 ₸", "Night: 20.28 ₸ → 21.90 ₸", "Peak: 55.63 ₸ → 60.08 ₸", "VAT included"),
}
CALCULATOR = {"kk": "🧮 Есептеу калькуляторы", "ru": "🧮 Калькулятор начислений", "en": "🧮 Charge calculator"}


def dearer(packages: Packages, scheme: str, day: str) -> list[Row]:
    """Return the newest prices of a scheme of households with eight per cent more from a day on."""
    own = [
        row
        for row in packages.next.rows("tariffs")
        if (row["tariff_group"], row["scheme"], row["valid_to"]) == ("POP", scheme, "")
    ]
    assert own
    return [of(row, valid_from=day, **_raised(row)) for row in own]


def _raised(row: Row) -> Row:
    with_vat = round(int(row["price_inc_vat"].replace(",", "")) * 1.08, -2)
    without = round(with_vat * 100 / 116)
    return {
        name: f"{price / 10_000:.4f}".replace(".", ",")
        for name, price in (("price_inc_vat", with_vat), ("price_ex_vat", without))
    }


def bring(packages: Packages, scheme: str, day: str, before: str) -> None:
    """Let the old prices of a scheme end and new ones begin."""
    new = dearer(packages, scheme, day)
    packages.next.change(
        "tariffs",
        lambda row: (row["tariff_group"], row["scheme"], row["valid_to"]) == ("POP", scheme, ""),
        valid_to=before,
    )
    packages.add("tariffs", *new)


@pytest.mark.usefixtures("running")
async def test_new_prices_are_told_of_once_beside_the_old_ones_and_not_after_the_stop(
    told: Told, packages: Packages
) -> None:
    await told.links()
    scheme = {"kk": "level"}.get(told.language, "zone")
    bring(packages, scheme, "2026-12-15", "2026-12-14")
    await packages.arrive(at(24))

    said = await told.hears(TITLE[told.language])
    assert told.consumer.account_no in said
    assert [each for each in PRICES[told.language] if each not in said] == []
    assert told.person.screen.inline[0] == CALCULATOR[told.language]

    await packages.arrive(at(24, 12))
    await told.hears_nothing()

    await told.stops(TITLE[told.language])
    bring(packages, scheme, "2026-12-20", "2026-12-19")
    await packages.arrive(at(25))
    await told.hears_nothing()


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("told", ["kk"], indirect=True)
async def test_whoever_pays_by_another_scheme_hears_nothing_of_it(
    told: Told, maria: Person, people: tuple[DemoPerson, ...], packages: Packages
) -> None:
    neighbour = Told(maria, people[1])
    await told.links()
    await neighbour.links()
    bring(packages, "zone", "2026-12-15", "2026-12-14")
    await packages.arrive(at(24))

    await neighbour.hears(TITLE["ru"])
    await told.hears_nothing()


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("told", ["ru"], indirect=True)
async def test_prices_that_begin_later_are_told_of_a_month_ahead(told: Told, packages: Packages) -> None:
    await told.links()
    bring(packages, "zone", "2027-01-15", "2027-01-14")
    await packages.arrive(at(24))
    await told.hears_nothing()

    packages.time.move_to(at(15, month=12))

    await told.hears("💱 Новые цены на электроэнергию с 15 января 2027 г.")
