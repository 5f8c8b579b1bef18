"""The calculator on the demo's tariff book; sums that have a number are those of the golden examples."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from core.accounts.model import LinkedAccount, NoSuchLink
from core.customers.model import ConsentNeeded, Customer
from core.readings.days import DayNotUnderstood
from core.readings.model import LastReading, Meter
from core.retailer import DEMO_FILE, Retailer
from core.tariffs.asked import Asked, DayOutside, Number, Question, ResidentsOutOfRange, TariffsUnknown, Unit
from core.tariffs.found import Look
from core.tariffs.model import Interval, NoTariff, ReadingBelowOpening, TariffBook
from core.tariffs.service import CalculatorService
from core.tariffs.typed import NumbersNotUnderstood, NumberTooLong
from tests.databases import NOW
from tests.fakes.ledger import ACCOUNT
from tests.fakes.tariffs import GARAGE, LEVELS, ZONES, DemoTariffs, meter

RETAILER = Retailer.from_file(DEMO_FILE)
GUEST = Customer(chat_id=9, language="kk", consent_version=None, current_link=None)
BY_LEVELS = Asked(group="POP", scheme="level", stove="E", benefit="none", residents=3)


LINKS = LEVELS, GARAGE, ZONES


@dataclass
class Meters:
    """The meters of whoever asks."""

    meters: tuple[Meter, ...] = ()

    async def of_account(self, account: LinkedAccount) -> tuple[Meter, ...]:
        return self.meters


class Accounts:
    """Three accounts, linked to one chat."""

    async def linked(self, *, customer: Customer) -> tuple[LinkedAccount, ...]:
        if customer.consent_version is None:
            raise ConsentNeeded
        return tuple(replace(ACCOUNT, link_id=each, account_id=each) for each in LINKS if customer.chat_id == 1)

    async def get(self, *, customer: Customer, link_id: int) -> LinkedAccount:
        raise NoSuchLink


class Audit:
    async def record(self, *, actor: str, action: str, subject: str, detail: str = "") -> None:
        assert (actor, action, subject, detail) == ("chat:1", "view.calculator", "account:1", "")


@dataclass
class Desk:
    """The calculator on a day, and a consumer who asks it."""

    now: datetime = NOW
    meters: Meters = field(default_factory=Meters)
    tariffs: DemoTariffs = field(default_factory=DemoTariffs)
    consumer: Customer = GUEST

    @property
    def calculator(self) -> CalculatorService:
        return CalculatorService(
            accounts=Accounts(),  # type: ignore[arg-type]
            tariffs=self.tariffs,
            meters=self.meters,
            audit=Audit(),
            policy=RETAILER.tariffs,
            readings=RETAILER.readings,
            now=self.now,
        )

    async def look(self, asked: Asked) -> Look:
        return await self.calculator.look(customer=self.consumer, asked=asked)

    async def types(self, asked: Asked, text: str) -> Look:
        return await self.calculator.take(customer=self.consumer, asked=asked, text=text)

    def reads(self, values: dict[str, str], day: date, **facts: Any) -> None:
        """Hang a meter whose registers were read on a day."""
        hung = meter(*values, **facts)
        registers = tuple(
            replace(each, last=LastReading(value=int(Decimal(values[each.zone]) * 1000), date=day, source="inspector"))
            for each in hung.registers
        )
        self.meters.meters = (replace(hung, registers=registers),)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def links(desk: Desk) -> tuple[int, ...]:
    """Let the consumer be the one who has linked the accounts."""
    desk.consumer = Customer(chat_id=1, language="ru", consent_version="2026-01", current_link=None)
    return LINKS


def sums(found: Look) -> list[tuple[int, str, int]]:
    assert found.result
    return [(line.level, str(line.volume), line.amount) for line in found.result.calculation.lines]


def total(found: Look) -> int:
    assert found.result
    return found.result.calculation.total


async def test_a_guest_is_asked_one_thing_after_another(desk: Desk) -> None:
    asked = Asked()
    questions = []
    answers: list[dict[str, Any]] = [
        {"group": "POP"},
        {"scheme": "level"},
        {"stove": "G"},
        {"benefit": "none"},
        {"residents": 2, "closed": date(2025, 4, 30)},
    ]
    for answer in answers:
        found = await desk.look(asked)
        questions.append(found.question)
        asked = replace(found.asked, **answer)
    found = await desk.types(asked, "400")

    assert questions == [
        Question.GROUP,
        Question.SCHEME,
        Question.STOVE,
        Question.BENEFIT,
        Question.RESIDENTS,
    ]
    assert (found.question, found.groups, found.schemes) == (None, ("POP", "LEGAL"), ("flat", "level", "zone"))
    assert (found.opened, found.closed) == (date(2025, 3, 31), date(2025, 4, 30))
    assert sums(found) == [(1, "180.00", 504_000), (2, "140.00", 525_280), (3, "80.00", 374_560)]
    assert total(found) == 1_403_840
    assert found.result
    assert found.result.forecast is None


async def test_one_price_asks_nothing_that_it_does_not_depend_on(desk: Desk) -> None:
    found = await desk.types(Asked(group="POP", scheme="flat"), "100 кВт·ч")

    assert (found.matters, total(found)) == (frozenset(), 369_500)


async def test_a_guest_who_is_a_legal_entity_gets_vat_on_top(desk: Desk) -> None:
    found = await desk.types(Asked(group="LEGAL"), "2188,60")

    assert found.result
    assert (found.legal, found.schemes, total(found)) == (True, ("flat",), 10_789_798)


async def test_zones_in_one_line_or_one_after_another(desk: Desk) -> None:
    asked = Asked(group="POP", scheme="zone", closed=date(2025, 3, 31))
    at_once = await desk.types(asked, "225 136 62")
    named = await desk.types(asked, "түн 136 күн 225 пик 62")
    first = await desk.types(asked, "225")
    second = await desk.types(first.asked, "136")
    third = await desk.types(second.asked, "62")

    assert [dial.zone for dial in first.missing] == ["T2", "T3"]
    assert total(at_once) == total(named) == total(third) == 1_287_137


async def test_a_guest_may_type_two_readings_for_each_zone(desk: Desk) -> None:
    asked = Asked(group="POP", scheme="zone", closed=date(2025, 3, 31), unit=Unit.READINGS)
    first = await desk.types(asked, "4306 4531")
    found = await desk.types(first.asked, "2 074 2 210; 1127 1189")

    assert total(found) == 1_287_137


async def test_a_short_period_shares_the_norm_by_days(desk: Desk) -> None:
    asked = replace(BY_LEVELS, stove="G", opened=date(2025, 5, 1), closed=date(2025, 5, 21))
    found = await desk.types(asked, "350")

    assert sums(found) == [(1, "177.05", 495_740), (2, "137.70", 516_650), (3, "35.25", 165_041)]


async def test_an_account_brings_its_own_data(desk: Desk, links: tuple[int, ...]) -> None:
    desk.reads({"T0": "1000"}, date(2025, 6, 30))
    desk.now = datetime(2025, 7, 31, 6, tzinfo=UTC)

    begun = await desk.calculator.begin(customer=desk.consumer)
    found = await desk.types(begun.asked, "1520")

    assert (begun.question, begun.unit, begun.read_on) == (Question.NUMBERS, Unit.READINGS, date(2025, 6, 30))
    assert (begun.others, begun.changed, found.can_send) == (2, frozenset(), True)
    assert total(found) == 1_756_092


async def test_what_is_changed_is_told_and_changed_back(desk: Desk, links: tuple[int, ...]) -> None:
    desk.reads({"T0": "1000"}, date(2026, 10, 31))
    own = await desk.types(Asked(link_id=links[0]), "1300")
    other = await desk.look(replace(own.asked, residents=1, stove="G", benefit="single", scheme="flat"))
    back = await desk.look(replace(other.asked, residents=3, stove="E", benefit="none", scheme="level"))

    assert own.asked.numbers
    assert other.changed == {"residents", "stove", "benefit", "scheme"}
    assert total(other) == 300 * 3695 != total(own)
    assert (back.changed, back.result, back.asked) == (frozenset(), own.result, own.asked)


async def test_zones_of_a_meter_and_one_price_for_them(desk: Desk, links: tuple[int, ...]) -> None:
    desk.reads({"T1": "4306", "T2": "2074", "T3": "1127"}, date(2025, 2, 28))
    desk.now = datetime(2025, 3, 31, 6, tzinfo=UTC)
    found = await desk.types(Asked(link_id=links[2]), "4531 2210 1189")
    flat = await desk.look(replace(found.asked, scheme="flat"))

    assert total(found) == 1_287_137
    assert flat.unit is Unit.READINGS
    assert total(flat) == 423 * 3102


async def test_a_meter_without_zones_tells_nothing_of_them(desk: Desk, links: tuple[int, ...]) -> None:
    desk.reads({"T0": "1000"}, date(2026, 10, 31))
    own = await desk.types(Asked(link_id=links[0]), "1300")
    zones = await desk.look(replace(own.asked, scheme="zone"))

    assert (zones.question, zones.unit, zones.opened) == (Question.NUMBERS, Unit.KWH, date(2026, 10, 31))
    assert [dial.zone for dial in zones.dials] == ["T1", "T2", "T3"]
    assert total(await desk.types(zones.asked, "100 100 100")) == 4055_00 + 2028_00 + 5563_00


async def test_a_meter_of_all_hours_has_one_number_where_others_have_zones(desk: Desk, links: tuple[int, ...]) -> None:
    desk.reads({"T0": "512"}, date(2026, 10, 31))
    read = await desk.types(Asked(link_id=links[1]), "612")
    by_kwh = await desk.types(Asked(link_id=links[1], unit=Unit.KWH), "100")

    assert [dial.zone for dial in by_kwh.dials] == ["T0"]
    assert total(read) == total(by_kwh) == 369_500


async def test_a_dial_that_may_have_passed_zero_is_asked_about(desk: Desk, links: tuple[int, ...]) -> None:
    desk.now = datetime(2025, 9, 30, 6, tzinfo=UTC)
    desk.reads({"T0": "99962"}, date(2025, 8, 31), digits=5)
    asked = Asked(link_id=links[2], scheme="flat")
    found = await desk.types(asked, "00047")
    sure = await desk.look(replace(found.asked, rollover=True))

    assert (found.question, found.result) == (Question.ROLLOVER, None)
    assert total(sure) == 303_195
    with pytest.raises(ReadingBelowOpening):
        await desk.types(asked, "90000")


async def test_a_mean_makes_more_likely(desk: Desk, links: tuple[int, ...]) -> None:
    desk.now = datetime(2025, 9, 30, 6, tzinfo=UTC)
    desk.reads({"T0": "99962"}, date(2025, 8, 31), digits=5)
    (hung,) = desk.meters.meters
    used = Interval(date_from=date(2025, 7, 31), date_to=date(2025, 8, 31), volume=Decimal(310))
    register = replace(hung.registers[0], intervals=(used,))
    asked = Asked(link_id=links[2], scheme="flat")

    with pytest.raises(ReadingBelowOpening):
        await desk.types(asked, "00800")
    desk.meters.meters = (replace(hung, registers=(register,)),)
    assert (await desk.types(asked, "00800")).question is Question.ROLLOVER


async def test_several_meters_are_asked_about(desk: Desk, links: tuple[int, ...]) -> None:
    flat, garage = meter("T0", meter_id="FLAT"), meter("T0", meter_id="GARAGE")
    desk.meters.meters = (flat, garage)

    found = await desk.look(Asked(link_id=links[0]))
    chosen = await desk.look(replace(found.asked, meter_id="GARAGE"))
    forged = await desk.look(replace(found.asked, meter_id="GONE"))

    assert (found.question, found.meters) == (Question.METER, (flat, garage))
    assert (chosen.question, chosen.meter) == (Question.NUMBERS, garage)
    assert forged.question is Question.METER


async def test_without_readings_kwh_are_asked_for_the_last_month(desk: Desk, links: tuple[int, ...]) -> None:
    desk.meters.meters = (meter("T0"),)

    found = await desk.types(Asked(link_id=links[0], unit=Unit.READINGS), "300")

    assert (found.unit, found.opened, found.closed) == (Unit.KWH, date(2026, 10, 22), date(2026, 11, 22))
    assert (found.can_send, bool(found.result)) == (False, True)


async def test_a_month_under_way_is_foretold_at_its_pace(desk: Desk, links: tuple[int, ...]) -> None:
    desk.reads({"T0": "1000"}, date(2026, 10, 31))
    found = await desk.types(Asked(link_id=links[0]), "1220")

    assert found.result
    assert found.result.forecast
    assert (found.result.forecast.month, found.result.forecast.volume) == (date(2026, 11, 1), Decimal("300.00"))
    whole = replace(found.asked, closed=date(2026, 11, 30))
    assert (await desk.types(whole, "1300")).result.calculation.total == found.result.forecast.total  # type: ignore[union-attr]
    assert found.result.calculation.left
    assert found.result.calculation.left.level == 1


@pytest.mark.parametrize("closed", [date(2026, 11, 2), date(2026, 11, 30), date(2025, 11, 10)])
async def test_nothing_is_foretold_of_a_month_that_is_over_or_has_hardly_begun(desk: Desk, closed: date) -> None:
    opened = date(2026, 10, 31) if closed.year == 2026 else date(2025, 10, 31)
    found = await desk.types(replace(BY_LEVELS, opened=opened, closed=closed), "20")

    assert found.result
    assert found.result.forecast is None


async def test_the_way_back_takes_one_choice_after_another() -> None:
    asked: Asked | None = replace(BY_LEVELS, link_id=3, numbers=(Number(zone="T0", value=Decimal(1)),), rollover=True)
    left = []
    while (asked := asked and asked.back()) is not None:
        left.append(asked)

    assert len(left) == 6
    assert [each.residents for each in left] == [3, None, None, None, None, None]
    assert [each.scheme for each in left] == ["level", "level", "level", "level", "", ""]
    assert left[-1] == Asked(link_id=3)


async def test_days_are_picked_or_typed(desk: Desk) -> None:
    asked = replace(BY_LEVELS, opened=date(2026, 9, 1))
    by_date = {
        text: await desk.calculator.date(customer=GUEST, asked=asked, day=text, opening=False)
        for text in ("20.11.2026", "20.11", "2026-11-20", "20 11 26")
    }
    earlier = await desk.calculator.date(customer=GUEST, asked=asked, day=date(2026, 8, 15), opening=False)
    opened = await desk.calculator.date(customer=GUEST, asked=asked, day="10.10.", opening=True)

    assert {found.closed for found in by_date.values()} == {date(2026, 11, 20)}
    assert {found.opened for found in by_date.values()} == {date(2026, 9, 1)}
    assert (earlier.opened, earlier.closed) == (date(2026, 7, 15), date(2026, 8, 15))
    assert opened.opened == date(2026, 10, 10)


@pytest.mark.parametrize(
    ("text", "opening", "refusal"),
    [
        ("ертең", False, DayNotUnderstood),
        ("31.02.2026", False, DayNotUnderstood),
        ("01.01.2027", False, DayOutside),
        ("22.11.2026", True, DayOutside),
        ("31.12.2020", True, DayOutside),
        ("0001-01-01", False, DayNotUnderstood),
    ],
)
async def test_a_day_that_will_not_do(desk: Desk, text: str, opening: bool, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await desk.calculator.date(customer=GUEST, asked=BY_LEVELS, day=text, opening=opening)


async def test_days_before_the_book_have_no_price(desk: Desk) -> None:
    with pytest.raises(NoTariff) as refused:
        await desk.types(replace(BY_LEVELS, opened=date(2024, 12, 1), closed=date(2025, 1, 10)), "100")

    assert refused.value.day == date(2024, 12, 2)


async def test_a_reading_of_today_is_followed_by_tomorrow(desk: Desk, links: tuple[int, ...]) -> None:
    desk.reads({"T0": "1000"}, date(2026, 11, 22))
    found = await desk.look(Asked(link_id=links[0]))

    assert (found.opened, found.closed, found.first_day) == (
        date(2026, 11, 22),
        date(2026, 11, 23),
        date(2026, 11, 23),
    )


async def test_a_comma_within_a_number_parts_no_two(desk: Desk) -> None:
    found = await desk.types(Asked(group="POP", scheme="zone"), "225,5 136,25 9999")

    assert [str(number.value) for number in found.asked.numbers] == ["225.500", "136.250", "9999.000"]


@pytest.mark.parametrize("text", ["", "много", "-5", "1 2 3 4", "12,345", "5 рублей"])
async def test_what_is_no_number_is_named(desk: Desk, text: str) -> None:
    with pytest.raises(NumbersNotUnderstood) as refused:
        await desk.types(BY_LEVELS, text)

    assert refused.value.text == text


async def test_a_dial_has_only_so_many_digits(desk: Desk, links: tuple[int, ...]) -> None:
    desk.reads({"T0": "1000"}, date(2026, 10, 31), digits=5)

    for text in ("100000", "1300,123"):
        with pytest.raises(NumberTooLong):
            await desk.types(Asked(link_id=links[0]), text)
    assert (await desk.types(Asked(link_id=links[0]), "0001300,50")).result


@pytest.mark.parametrize("text", ["0", "100", "2,5", "трое", "-1"])
async def test_residents_are_counted_from_one(desk: Desk, text: str) -> None:
    with pytest.raises(ResidentsOutOfRange):
        await desk.calculator.settle(customer=GUEST, asked=BY_LEVELS, text=text)


async def test_residents_are_taken(desk: Desk) -> None:
    found = await desk.calculator.settle(customer=GUEST, asked=BY_LEVELS, text=" 12 ")

    assert found.household.residents == 12


async def test_nothing_is_told_of_an_account_that_is_not_the_chats(desk: Desk, links: tuple[int, ...]) -> None:
    stranger = Customer(chat_id=2, language="kk", consent_version="2026-01", current_link=None)

    with pytest.raises(NoSuchLink):
        await desk.calculator.look(customer=stranger, asked=Asked(link_id=links[0]))
    with pytest.raises(ConsentNeeded):
        await desk.calculator.look(customer=GUEST, asked=Asked(link_id=links[0]))


async def test_somebody_without_an_account_or_a_consent_begins_with_nothing(desk: Desk) -> None:
    agreed = Customer(chat_id=2, language="kk", consent_version="2026-01", current_link=None)

    for customer in (GUEST, agreed):
        found = await desk.calculator.begin(customer=customer)
        assert (found.account, found.question) == (None, Question.GROUP)


async def test_without_a_tariff_book_nothing_can_be_calculated(desk: Desk) -> None:
    desk.tariffs = DemoTariffs(TariffBook(()))

    with pytest.raises(TariffsUnknown):
        await desk.look(Asked())
