"""What the retailer decides about alternative invoices: whether there are any, their name, and where they are paid."""

import re
from collections.abc import AsyncIterator

import pytest

from bot.app import Options
from core.retailer import DEMO_FILE
from sandbox import Person
from tests.databases import NOW
from tests.journeys.conftest import Time
from tests.journeys.papers import codes_on, needs_poppler, pdf_in, words_of
from tests.journeys.steps import presses_forged, seen
from tests.journeys.test_alternative import LABEL, MAKE, OWN_SUM
from tests.journeys.test_balance import Consumers, links_own
from tests.running import Place, within

DEMO, MOMENT = True, NOW
OFF = [("alternative_enabled = true", "alternative_enabled = false")]
RENAMED = [
    (
        'alternative_label = { kk = "Балама шот", ru = "Альтернативный счёт", en = "Alternative invoice" }',
        'alternative_label = { kk = "Өз шотым", ru = "Свой счёт", en = "Own bill" }',
    )
]
UNNAMED = [(RENAMED[0][0], "")]
PAID = [
    ("# [[payment_links]]", "[[payment_links]]"),
    ('# kk = "Kaspi арқылы төлеу"', 'kk = "Kaspi арқылы төлеу"'),
    ('# ru = "Оплатить через Kaspi"', 'ru = "Оплатить через Kaspi"'),
    ('# en = "Pay with Kaspi"', 'en = "Pay with Kaspi"'),
    (
        '# url = "https://kaspi.kz/pay/YourService?account={account}&amount={amount}"',
        'url = "https://pay.example/?account={account}&amount={amount}&month={period}"',
    ),
]


@pytest.fixture
async def bot(place: Place, time: Time, request: pytest.FixtureRequest) -> AsyncIterator[Place]:
    text = DEMO_FILE.read_text(encoding="utf-8")
    for shipped, own in request.param:
        assert shipped in text
        text = text.replace(shipped, own)
    file = place.folder / "retailer.toml"
    file.write_text(text, encoding="utf-8")
    place.more["RETAILER_FILE"] = str(file)
    async with within(place, Options(clock=time, updates_per_minute=10_000)):
        yield place


@pytest.mark.parametrize("bot", [OFF], indirect=True)
async def test_where_they_are_off_there_is_no_button_and_no_way_in(
    bot: Place, maria: Person, people: Consumers
) -> None:
    await links_own(maria, people[0])
    await maria.says("/documents")
    assert not [label for label in maria.screen.inline if LABEL["ru"] in label]
    await maria.says("/calculator")
    await maria.says("13410")
    assert not [label for label in maria.screen.inline if LABEL["ru"] in label]
    of = re.search(r"calcshow:(\d+):", str(maria.screen.menu and maria.screen.menu.markup))
    assert of is not None

    for data in ("alt:1:", "alt_read:1:", "alt_sum:1:", f"calc_alt:{of[1]}"):
        await presses_forged(maria, data)
        assert maria.toast == "Эта кнопка устарела.", data
    await maria.says("5000")

    assert "Ваша сумма" not in seen(maria)


@needs_poppler
@pytest.mark.parametrize("bot", [RENAMED], indirect=True)
async def test_the_name_that_the_retailer_gave_is_on_buttons_and_on_paper(
    bot: Place, maria: Person, people: Consumers
) -> None:
    await links_own(maria, people[0])
    await maria.says("/documents")
    await maria.taps("Свой счёт")
    assert seen(maria).startswith("Свой счёт")
    await maria.taps(OWN_SUM["ru"])
    await maria.says("5000")
    await maria.taps(MAKE["ru"])
    await maria.sees("Свой счёт № ALT-")

    page = words_of(pdf_in(maria))

    assert "Өз шотым" in page
    assert "Свой счёт" in page
    assert LABEL["kk"] not in page


@pytest.mark.parametrize("bot", [UNNAMED], indirect=True)
async def test_without_a_name_it_is_called_as_usual(bot: Place, aliya: Person, people: Consumers) -> None:
    await links_own(aliya, people[0])
    await aliya.says("/documents")

    await aliya.taps(LABEL["kk"])

    assert seen(aliya).startswith(LABEL["kk"])


@needs_poppler
@pytest.mark.parametrize("bot", [PAID], indirect=True)
async def test_it_is_paid_by_a_button_or_by_its_code(bot: Place, maria: Person, people: Consumers) -> None:
    await links_own(maria, people[0])
    await maria.says("/documents")
    await maria.taps(LABEL["ru"])
    await maria.taps(OWN_SUM["ru"])
    await maria.says("5000,50")
    await maria.taps(MAKE["ru"])
    await maria.sees("№ ALT-")

    address = f"https://pay.example/?account={people[0].account_no}&amount=5000.50&month=2026-11"
    assert address in codes_on(pdf_in(maria))
    assert [button for label, button in links_on(maria) if "Оплатить через Kaspi" in label] == [address]


def links_on(person: Person) -> list[tuple[str, str]]:
    menu = person.screen.menu
    assert menu
    assert menu.markup
    rows = menu.markup["inline_keyboard"]
    return [(button["text"], button["url"]) for row in rows for button in row if "url" in button]
