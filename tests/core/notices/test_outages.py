from typing import Any

import pytest

from bot.screens.notices_occasions import OCCASIONS
from core.i18n import translator
from core.notices.model import NoticeType
from core.notices.moment import Dropped, Ready
from core.notices.places import same_house, same_locality, same_street
from core.storage import book
from tests.fakes.subscribers import Subscribers
from tests.fakes.town import Town

MINE = "000100100"  # Өскемен, Қабанбай батыр көшесі, 12


@pytest.fixture
async def people(town: Town) -> Subscribers:
    people = Subscribers(town)
    await people.join(1, MINE)
    await people.join(2, "000200200", branch="SEM", level=2)
    return people


def outage(outage_id: str = "O1", **changes: Any) -> dict[str, Any]:
    row = {"outage_id": outage_id, "branch_code": "UKG", "kind": "planned"}
    row |= {"from_at": "2026-11-22T10:00:00", "to_at": "2026-11-22T16:00:00"}
    row |= dict.fromkeys(("localities", "streets", "houses"))
    return row | {"text_kk": "Жоспарлы жөндеу", "text_ru": "Плановый ремонт"} | changes


async def told(people: Subscribers) -> list[str]:
    found = [await people.queued(campaign) for campaign in await people.fired(NoticeType.OUTAGE)]
    return sorted(each.key.split(":")[1] + f" {each.chat_id}" for page in found for each in page)


async def test_only_the_addresses_that_are_named_are_told(people: Subscribers) -> None:
    here = {"localities": "г. Өскемен", "streets": "көш. Қабанбай батыр; Абай даңғылы"}
    rows = [
        outage("BRANCH"),
        outage("HOUSE", houses="1-15", **here),
        outage("OTHER", houses="2, 4, 6а", **here),
        outage("SEM", branch_code="SEM", localities="Өскемен қаласы"),
        outage("STREET", streets="Абай даңғылы"),
    ]
    await people.deliver({book.outages: rows})

    assert await told(people) == ["BRANCH 1", "HOUSE 1", "SEM 2"]


async def test_what_is_over_is_not_told_and_an_end_for_twelve_hours(people: Subscribers) -> None:
    rows = [
        outage("OVER", from_at="2026-11-22T04:00:00", to_at="2026-11-22T11:00:00"),
        outage("OPEN", from_at="2026-11-21T12:00:00", to_at=None, kind="emergency"),
        outage("BACK", to_at="2026-11-21T23:30:00", kind="restored"),
        outage("LONG", to_at="2026-11-21T22:59:00", kind="restored"),
        outage("NEVER", from_at=None, to_at=None),
        outage("DAY", from_at=None, to_at="2026-11-22"),
    ]
    await people.deliver({book.outages: rows})

    assert await told(people) == ["BACK 1", "DAY 1", "OPEN 1"]


async def test_a_changed_time_is_told_anew_and_the_old_one_no_more(people: Subscribers) -> None:
    await people.deliver({book.outages: [outage()]})
    [first] = await people.fired(NoticeType.OUTAGE)
    queued = await people.queued(first)
    assert [type(each) for each in await people.judged(first, queued)] == [Ready]

    await people.take_away(book.outages)
    await people.deliver({book.outages: [outage(to_at="2026-11-22T18:00:00")]})

    [second] = await people.fired(NoticeType.OUTAGE)
    [changed] = await people.queued(second)
    assert [each.values["is_changed"] for each in (*queued, changed)] == [False, True]
    assert await people.judged(first, queued) == [Dropped(why="no_reason")]


async def test_the_address_is_masked_where_the_account_is(people: Subscribers) -> None:
    await people.deliver({book.outages: [outage(), outage("O2", branch_code="SEM", kind="restored")]})
    campaigns = await people.fired(NoticeType.OUTAGE)
    one, other = [(await people.queued(campaign))[0].values for campaign in campaigns]

    kk = OCCASIONS[NoticeType.OUTAGE](one, translator("kk"), people.town.retailer).text
    ru = OCCASIONS[NoticeType.OUTAGE](other, translator("ru"), people.town.retailer).text

    assert "Жоспарлы жөндеу" in kk
    assert "22.11.2026 16:00" in kk
    assert "Өскемен, Қ*** көшесі" in kk
    assert "ул. Кабанбай батыра, 12, кв. 34" in ru


@pytest.mark.parametrize(
    ("named", "house", "fits"),
    [
        ("", "12", True),
        ("1-15", "12", True),
        ("1 – 15", "6а", True),
        ("1-11", "12", False),
        ("2, 4, 6а", "6А", True),
        ("2, 4, 6а", "6", False),
        ("2; 4", "д. 4", True),
        ("№ 7", "7", True),
        ("10/2", "10/2", True),
        ("1-15 (нечётные)", "12", False),
        ("1-15 (чётные)", "12", True),
        ("1-15 тақ", "12", False),
        ("6a", "6а", True),
        ("1-15", "", False),
    ],
)
def test_houses_are_read_as_people_write_them(named: str, house: str, fits: bool) -> None:
    assert same_house(named, house) is fits


def test_streets_and_places_are_the_same_however_they_are_written() -> None:
    assert same_street("пр. Абая", "Абая проспект")
    assert same_street("Абая", "ул. Абая")
    assert not same_street("пр. Абая", "ул. Абая")
    assert not same_street("Абая", "")
    assert same_locality("г.Семей; с. Новое", "Семей қаласы")
    assert not same_locality("Семей", "Өскемен")
