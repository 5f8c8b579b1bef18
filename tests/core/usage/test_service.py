from dataclasses import dataclass, field, replace

import pytest

from core.accounts.model import LEVEL_SECOND_PROOF, NoAccountLinked, NoSuchLink
from core.period import Period
from core.usage.ports import PlaceOnFile
from core.usage.service import PAGE, UsageService
from tests.core.balance.test_service import MARIA, Audit, Linked
from tests.fakes.book import Book, charged, reading, register
from tests.fakes.ledger import ACCOUNT, OTHER_ACCOUNT

FLAT, GARAGE = (
    PlaceOnFile(point_id="p1", name="Пәтер", serials=("A1",)),
    PlaceOnFile(point_id="p2", name="", serials=("B2", "B1")),
)


@dataclass
class Desk:
    book: Book = field(default_factory=Book)
    linked: Linked = field(default_factory=Linked)
    audit: Audit = field(default_factory=Audit)

    @property
    def service(self) -> UsageService:
        return UsageService(accounts=self.linked, book=self.book, audit=self.audit)  # type: ignore[arg-type]


def two_years() -> Book:
    return Book(charges=tuple(charged(str(Period(2024, 11).plus(at)), 100 + at) for at in range(24)))


def two_places() -> Book:
    flat, garage = register("r1", serial_no="A1"), register("r2", point_id="p2", meter_id="m2", serial_no="B2")
    rows = [
        reading(day, value, of=dial) for dial in (flat, garage) for day, value in (("2026-10-31", 9), ("2026-09-30", 4))
    ]
    charges = (charged("2026-10", 5), charged("2026-10", 30, point_id="p2"), charged("2026-10", 1, point_id="gone"))
    return Book(tuple(rows), charges, points=(FLAT, GARAGE), corrections=((Period(2026, 10), -2_000),))


async def test_the_last_twelve_months_stand_beside_those_of_a_year_before() -> None:
    usage = await Desk(two_years()).service.overview(customer=MARIA)

    assert [each.period for each in usage.shown] == [Period(2025, 11).plus(at) for at in range(12)]
    assert [each.volume for each in usage.before] == [(100 + at) * 1000 for at in range(12)]
    assert usage.newest == usage.months[-1]
    assert usage.year_ago is not None
    assert (usage.year_ago.period, usage.year_ago.volume) == (Period(2025, 10), 111_000)
    assert (usage.mean, usage.total) == (118_000, 1_410_000)
    assert usage.years == (2026, 2025, 2024)


async def test_a_calendar_year_may_be_asked_for() -> None:
    usage = await Desk(two_years()).service.overview(customer=MARIA, link_id=7, year=2025)

    assert [each.period for each in usage.shown] == [Period(2025, at) for at in range(1, 13)]
    assert [each.volume is None for each in usage.before] == [True] * 10 + [False] * 2
    assert usage.newest is not None
    assert usage.newest.period == Period(2025, 12)


async def test_a_year_of_which_nothing_is_known_is_empty() -> None:
    usage = await Desk(two_years()).service.overview(customer=MARIA, year=1999)

    assert (usage.newest, usage.year_ago, usage.mean, usage.total) == (None, None, None, 0)


async def test_an_account_without_data_has_no_months() -> None:
    usage = await Desk(Book(points=())).service.overview(customer=MARIA)

    assert (usage.months, usage.shown, usage.mean, usage.newest, usage.years) == ((), (), None, None, ())
    assert (usage.has_readings, usage.has_others) == (False, True)


async def test_one_month_has_no_mean() -> None:
    usage = await Desk(Book(charges=(charged("2026-10", 100),))).service.overview(customer=MARIA)

    assert (usage.mean, usage.total) == (None, 100_000)


async def test_places_are_added_or_picked_by_their_mark() -> None:
    service = Desk(two_places()).service
    whole = await service.overview(customer=MARIA)
    garage = await service.overview(customer=MARIA, place=whole.places[1].mark)
    gone = await service.overview(customer=MARIA, place="nowhere0")

    assert [each.months[-1].volume for each in (whole, garage, gone)] == [34_000, 30_000, 34_000]
    assert garage.place is not None
    assert garage.place.serials == ("B2", "B1")
    assert garage.months[-1].corrected == 0
    assert gone.place is None


async def test_the_name_of_a_place_is_shown_at_level_two_only() -> None:
    proven = Linked((replace(ACCOUNT, level=LEVEL_SECOND_PROOF),))

    masked = await Desk(two_places()).service.overview(customer=MARIA)
    shown = await Desk(two_places(), proven).service.overview(customer=MARIA)

    assert [each.name for each in masked.places] == ["", ""]
    assert [each.name for each in shown.places] == ["Пәтер", ""]


async def test_the_history_goes_place_by_place_from_the_newest_on() -> None:
    history = await Desk(two_places()).service.history(customer=MARIA, link_id=7)

    assert [(each.serial_no, each.day.month, each.volume) for each in history.readings] == [
        ("A1", 10, 5_000),
        ("A1", 9, None),
        ("B2", 10, 5_000),
        ("B2", 9, None),
    ]


async def test_the_history_shows_refused_readings_and_the_zones_of_a_day_together() -> None:
    day, night = register("r1", zone="T1"), register("r2", zone="T2")
    rows = (
        reading("2026-10-31", 200, of=night),
        reading("2026-10-31", 300, of=day),
        reading("2026-10-20", 999, of=day, accepted=False),
        reading("2026-09-30", 100, of=day),
        reading("2026-09-30", 100, "phone", of=night),
    )

    history = await Desk(Book(rows)).service.history(customer=MARIA, link_id=7)

    assert [(each.day.day, each.zone, each.volume, each.accepted) for each in history.readings] == [
        (31, "T1", 200_000, True),
        (31, "T2", 100_000, True),
        (20, "T1", None, False),
        (30, "T1", None, True),
        (30, "T2", None, True),
    ]


async def test_of_two_readings_of_a_day_one_bears_the_energy() -> None:
    rows = (reading("2026-10-31", 60), reading("2026-10-31", 60, "bot"), reading("2026-09-30", 10))

    history = await Desk(Book(rows)).service.history(customer=MARIA, link_id=7)

    assert sorted(str(each.volume) for each in history.readings) == ["50000", "None", "None"]


@pytest.mark.parametrize(("asked", "page", "size"), [(0, 0, PAGE), (2, 2, 5), (99, 2, 5), (-1, 0, PAGE)])
async def test_the_history_comes_in_pages(asked: int, page: int, size: int) -> None:
    rows = tuple(reading(f"{2025 - at // 12}-{12 - at % 12:02}-20", 1000 - at) for at in range(25))

    history = await Desk(Book(rows)).service.history(customer=MARIA, link_id=7, page=asked)

    assert (history.page, history.pages, len(history.readings)) == (page, 3, size)


async def test_an_account_without_readings_has_an_empty_page() -> None:
    history = await Desk().service.history(customer=MARIA, link_id=7)

    assert (history.readings, history.page, history.pages) == ((), 0, 1)


async def test_every_view_is_recorded() -> None:
    desk = Desk(two_places())
    mark = (await desk.service.overview(customer=MARIA)).places[1].mark
    await desk.service.overview(customer=MARIA, link_id=8, place=mark, year=2026)
    await desk.service.history(customer=MARIA, link_id=7)

    assert desk.audit.rows == [
        ("chat:1", "view.usage", "account:41", ""),
        ("chat:1", "view.usage", "account:42", f"{mark} 2026"),
        ("chat:1", "view.readings", "account:41", "0"),
    ]


async def test_nothing_is_shown_of_a_foreign_account() -> None:
    desk = Desk(two_places())

    with pytest.raises(NoSuchLink):
        await desk.service.overview(customer=MARIA, link_id=99)
    with pytest.raises(NoSuchLink):
        await desk.service.history(customer=MARIA, link_id=99)
    with pytest.raises(NoAccountLinked):
        await Desk(linked=Linked(())).service.overview(customer=MARIA)
    assert desk.audit.rows == []


async def test_the_chosen_account_is_the_current_one() -> None:
    current = replace(MARIA, current_link=OTHER_ACCOUNT.link_id)

    assert (await Desk().service.overview(customer=current)).account == OTHER_ACCOUNT
