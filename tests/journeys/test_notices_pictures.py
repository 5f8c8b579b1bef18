"""What a reminder and the choice of notices look like on a phone; PICTURES=docs/pictures makes the README's anew."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page

from sandbox import Person, Sandbox
from tests.browser.test_first_meeting import photograph, say, sees, tap
from tests.chromium import browser, browser_only
from tests.journeys.conftest import Time
from tests.journeys.test_notices_reminder import HOUR, MOMENT, people_link, running
from tests.running import Place

pytestmark = browser_only
assert MOMENT  # the time of these journeys, too


@pytest.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[Page]:
    async with browser() as running_browser:
        page = await running_browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2)
        page.on("pageerror", lambda error: pytest.fail(f"the page: {error}"))
        page.set_default_timeout(15_000)
        await page.goto(sandbox.url)
        yield page


async def test_a_reminder_in_kazakh(place: Place, time: Time, aliya: Person, page: Page, tmp_path: Path) -> None:
    async with running(place, time):
        await people_link([aliya])
    time.move_to(HOUR)
    async with running(place, time):
        await page.locator(".people-button:visible").click()
        await page.locator("[data-person]").filter(has_text="Әлия").first.click()
        await sees(page, "Бүгін – көрсеткіш қабылданатын соңғы күн")
        await photograph(page, "reminder-kk", tmp_path)
        await tap(page, "✍️ CU0000111")
        await say(page, "12345")
        await sees(page, "кВт·сағ")
        await page.set_viewport_size({"width": 390, "height": 1280})  # the whole list of kinds
        await say(page, "/notices")
        await sees(page, "Хабарландырулар")
        await photograph(page, "notices-kk", tmp_path)
