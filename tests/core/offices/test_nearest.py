import pytest

from core.hours import OpeningHours
from core.offices.nearest import Place, metres, named, nearest_first, own_first
from core.offices.policy import Office
from core.words import Label, Words

ASTANA, ALMATY = Place(51.1694, 71.4491), Place(43.2380, 76.8829)


def office(name: str, latitude: float, longitude: float, *branches: str) -> Office:
    return Office(
        name=Label(kk=f"{name} кеңсесі", ru=f"Офис {name}", en=f"{name} office"),
        address=Words(kk="1", ru="1", en="1"),
        latitude=latitude,
        longitude=longitude,
        hours=OpeningHours(),
        branches=branches,
    )


NORTH, SOUTH, EAST = (
    office("Солтүстік", 54.9, 69.1, "N"),
    office("Оңтүстік", 42.3, 69.6, "S"),
    office("Шығыс", 49.9, 82.6, "E"),
)
ALL = (NORTH, SOUTH, EAST)


def test_the_distance_is_that_of_a_map() -> None:
    assert metres(ASTANA, ALMATY) == pytest.approx(973_000, rel=0.005)
    assert metres(ASTANA, ASTANA) == 0


def test_the_other_side_of_the_earth_is_half_way_round() -> None:
    assert metres(Place(0, 0), Place(0, 180)) == pytest.approx(20_015_000, rel=0.001)


def test_the_nearest_office_comes_first() -> None:
    found = nearest_first(ALL, ALMATY)

    assert [each for each, _ in found] == [SOUTH, EAST, NORTH]
    assert [away for _, away in found] == sorted(away for _, away in found)


@pytest.mark.parametrize(
    ("branches", "expected"),
    [((), [NORTH, SOUTH, EAST]), (("E",), [EAST, NORTH, SOUTH]), (("S", "E"), [SOUTH, EAST, NORTH]), (("?",), [*ALL])],
)
def test_the_offices_of_ones_own_branches_come_first(branches: tuple[str, ...], expected: list[Office]) -> None:
    assert list(own_first(ALL, branches)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("шығ", [EAST]), (" ОҢТҮСТІК ", [SOUTH]), ("офис", [*ALL]), ("ыс", []), ("", []), (".*", [])],
)
def test_an_office_is_found_by_the_beginning_of_a_word(text: str, expected: list[Office]) -> None:
    assert list(named(ALL, text)) == expected
