"""How a consumer reaches the company: contact centre, offices and the nearest of them, services, map of the bot."""

from datetime import datetime

import pytest

from bot.keyboards.menu import MAIN, label
from core.clock import ALMATY
from core.i18n import translator
from sandbox import Group, Person
from tests.journeys.conftest import Time
from tests.journeys.desk import seats, sees_topic
from tests.journeys.steps import agrees, links, presses_forged, seen
from tests.running import Place

MOMENT = datetime(2026, 11, 27, 10, 0, tzinfo=ALMATY)  # a Friday, when all work
LUNCH = datetime(2026, 11, 27, 12, 30, tzinfo=ALMATY)
SATURDAY = datetime(2026, 11, 28, 15, 0, tzinfo=ALMATY)
RIDDER = (50.35, 83.50)


async def test_the_contact_centre_tells_how_to_reach_it_and_that_it_works_now(bot: Place, maria: Person) -> None:
    await agrees(maria)
    await maria.says("/cancel")

    await maria.taps("Компания")
    await maria.taps("Контакт-центр")

    assert "+7 7232 00-00-00" in maria.screen.text
    assert "WhatsApp: +77000000000" in maria.screen.text
    assert "🟢 Сейчас открыто, до 18:00" in maria.screen.text
    await maria.taps("🟢 WhatsApp")
    assert maria.opened == "https://wa.me/77000000000"


async def test_links_of_the_company_stand_as_buttons(bot: Place, john: Person) -> None:
    await john.says("/company")

    await john.taps("Web site")
    assert john.opened == "https://zharyq.example/"
    await john.taps("E-services")
    assert john.opened == "https://zharyq.example/cabinet"


async def test_the_office_of_ones_own_account_stands_first(bot: Place, aliya: Person, john: Person) -> None:
    await links(aliya, "000200200", "2222,22")
    await aliya.says("/company")
    await aliya.taps("Кеңселер")
    assert aliya.screen.text.index("Семей учаскесі") < aliya.screen.text.index("Өскемен, орталық кеңсе")

    await john.says("/company")  # a guest: as the file has them
    await john.taps("Offices")
    assert john.screen.text.index("Oskemen, main office") < john.screen.text.index("Semey office")


async def test_an_office_tells_its_address_hours_and_services(bot: Place, maria: Person, time: Time) -> None:
    time.move_to(LUNCH)
    await maria.says("/company")
    await maria.taps("Офисы")
    await maria.taps("Участок «Риддер»")

    shown = seen(maria)
    assert "📍 г. Риддер, ул. Шырақ, 7" in shown
    assert "☎️ +7 72336 0-00-01" in shown
    assert "🔴 Сейчас закрыто, откроется сегодня в 13:00" in shown
    assert "Пн–Пт: 08:00–17:00, перерыв 12:00–13:00\nСб–Вс: закрыто\nПраздничные дни: закрыто" in shown
    assert "• выдача документов и одноразовых кодов" in shown


@pytest.mark.parametrize(
    ("name", "command", "offices", "office", "said"),
    [
        (
            "aliya",
            "/company",
            "Кеңселер",
            "Семей",
            "Қазір жабық, ашылатын уақыты: дүйсенбі, 2026 жылғы 30 қараша, 09:00",
        ),
        ("maria", "/company", "Офисы", "Семей", "Сейчас закрыто, откроется: понедельник, 30 ноября 2026 г., 09:00"),
        ("john", "/company", "Offices", "Semey", "Closed now, opens: Monday, 30 November 2026, 09:00"),
    ],
)
async def test_a_closed_office_says_when_it_opens(
    bot: Place,
    time: Time,
    request: pytest.FixtureRequest,
    name: str,
    command: str,
    offices: str,
    office: str,
    said: str,
) -> None:
    person: Person = request.getfixturevalue(name)
    time.move_to(SATURDAY)

    await person.says(command)
    await person.taps(offices)
    await person.taps(office)

    assert said in seen(person)


async def test_an_office_is_shown_on_the_map(bot: Place, maria: Person) -> None:
    await maria.says("/company")
    await maria.taps("Офисы")
    await maria.taps("Участок «Риддер»")
    await maria.taps("На карте")

    pin = maria.history[-1].message.content["venue"]
    assert pin["title"] == "Участок «Риддер»"
    assert (pin["location"]["latitude"], pin["location"]["longitude"]) == (50.344, 83.513)
    await maria.taps("Назад")
    assert "ул. Шырақ, 7" in maria.screen.text


async def test_the_nearest_offices_are_named_by_a_location(bot: Place, john: Person) -> None:
    await john.says("/company")
    await john.taps("Offices")
    await john.taps("Nearest to me")
    assert "is not kept" in john.screen.text
    await john.taps("Send my location")

    shown = await john.sees("km as the crow flies")
    assert shown.text.index("Oskemen") < shown.text.index("Ridder") < shown.text.index("Semey")
    assert "🧭 1.3 km as the crow flies" in seen(john)
    assert "🏢 Company" in john.screen.keyboard  # the menu is back
    assert "📍 Send my location" not in john.screen.keyboard


async def test_a_location_out_of_the_blue_names_the_nearest_offices_as_well(bot: Place, aliya: Person) -> None:
    await links(aliya)

    await aliya.sends_location(*RIDDER)

    shown = await aliya.sees("түзу сызықпен")
    assert shown.text.startswith("Риддер учаскесі")


async def test_an_office_is_found_by_the_name_of_its_town(bot: Place, maria: Person) -> None:
    await maria.says("/company")
    await maria.taps("Офисы")
    await maria.taps("Ближайший ко мне")

    await maria.says("Алматы")
    assert "По запросу «Алматы» офис не найден." in maria.screen.text
    await maria.says("риддер")
    await maria.sees("ул. Шырақ, 7")
    assert "📍 Участок «Риддер»" in maria.screen.inline


async def test_words_for_an_operator_are_not_lost_in_the_search_for_an_office(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    await links(john)
    await john.says("/company")
    await john.taps("Offices")
    await john.taps("Nearest to me")

    await john.says("I need a person")
    await john.taps("Pass it on to an operator")

    await sees_topic(operators, "I need a person")


async def test_in_an_open_talk_a_location_goes_to_the_operator(
    bot: Place, john: Person, maria: Person, operators: Group
) -> None:
    operators.add_bot(by=maria)
    await seats(bot, maria)
    await links(john)
    await john.says("/support")
    await john.taps("Technical support")
    await john.says("The wire is torn here")
    topic = await sees_topic(operators, "The wire is torn here")

    await john.sends_location(*RIDDER, answered=False)

    await operators.world.feed.until(
        lambda: any("location" in line.message.content for line in operators.screen(topic.id).history), 10
    )
    assert "as the crow flies" not in seen(john)


async def test_services_are_told_with_a_link(bot: Place, aliya: Person) -> None:
    await aliya.says("/company")
    await aliya.taps("Компания қызметтері")
    await aliya.taps("Есептеу аспабын ауыстыру")

    assert "есептеу аспабын ауыстырып, пломбылаймыз" in aliya.screen.text
    await aliya.taps("Бетті ашу")
    assert aliya.opened == "https://zharyq.example/services/meter"


@pytest.mark.parametrize("name", ["aliya", "maria", "john"])
async def test_the_map_of_the_bot_opens_each_part_of_it(bot: Place, request: pytest.FixtureRequest, name: str) -> None:
    person: Person = request.getfixturevalue(name)
    await links(person)
    tr = translator(str(person.account.language))
    await person.says("/company")
    await person.taps(tr.pgettext("button", "Bot map"))
    card = person.history[-1]

    for flow in MAIN:
        if flow != "company":
            assert label(flow, tr).split(maxsplit=1)[1] in card.text
            button = next(
                each
                for row in card.message.markup["inline_keyboard"]
                for each in row
                if each["text"] == label(flow, tr)
            )
            before = len(person.history)
            await person.presses(card.message, button)
            assert len(person.history) > before, flow
            by_button = person.history[-1].text
            await person.says(f"/{flow}")
            assert person.history[-1].text == by_button, flow


async def test_what_has_left_the_file_is_answered(bot: Place, john: Person) -> None:
    await john.says("/company")

    await presses_forged(john, "office:AAAAAAAA")
    assert "This is not here any more." in john.screen.text
    await presses_forged(john, "companydoes:AAAAAAAA")
    assert "This is not here any more." in john.screen.text


async def test_a_location_is_nowhere_to_be_read_afterwards(bot: Place, john: Person) -> None:
    await links(john)
    await john.sends_location(49.98765, 82.54321)
    await john.sees("as the crow flies")

    kept = b"".join(file.read_bytes() for file in bot.folder.glob("zharyq.db*"))
    assert kept
    assert b"82.54321" not in kept
    assert b"49.98765" not in kept
