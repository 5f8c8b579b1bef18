"""The desk with two seats side by side: a consumer asks about a bill, an operator answers, ends it, and is rated.

PICTURES=docs/pictures makes the README's pictures anew.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.test_first_meeting import photograph
from tests.chromium import browser, browser_only

pytestmark = browser_only


@dataclass(frozen=True)
class Seats:
    """The consumer on the left, the operator Dana on the right."""

    page: Page
    consumer: Locator
    operator: Locator

    async def tap(self, seat: Locator, label: str) -> None:
        await seat.locator(".inline button, .keyboard button").get_by_text(label).last.click()

    async def say(self, seat: Locator, text: str) -> None:
        await seat.get_by_role("textbox").fill(text)
        await seat.get_by_role("textbox").press("Enter")

    async def sees(self, seat: Locator, text: str) -> Locator:
        bubble = seat.locator(".bubble").filter(has_text=text).last
        await expect(bubble).to_be_in_viewport()
        return bubble

    async def replies(self, seat: Locator, bubble: Locator, text: str) -> None:
        """Answer a certain message, with the menu of the bubble."""
        await bubble.click(button="right")
        await self.page.get_by_role("menuitem", name="↩").click()
        await self.say(seat, text)

    async def quotes(self, seat: Locator, bubble: Locator, part: str, text: str) -> None:
        """Answer a part of a message."""
        await bubble.click(button="right")
        await self.page.get_by_role("menuitem", name="❝").click()
        await self.page.get_by_role("dialog").get_by_role("textbox").fill(part)
        await self.page.get_by_role("dialog").locator(".primary").click()
        await self.say(seat, text)

    async def edits(self, seat: Locator, text: str) -> None:
        """Put another text in the place of one's own last one."""
        await seat.locator(".mine .bubble").last.click(button="right")
        await self.page.get_by_role("menuitem", name="✎").click()
        await self.say(seat, text)

    async def opens_topic(self, number: str) -> None:
        """The topic that has something unread."""
        row = self.operator.locator(".topic").filter(has_text=number)
        await expect(row.locator(".badge")).to_have_count(1)
        await row.click()

    async def folds_keyboard(self) -> None:
        """Make room for the talk, as a reader of the picture would."""
        await self.consumer.locator(".composer [aria-pressed=true]").click()


@asynccontextmanager
async def seated(address: str, locale: str) -> AsyncIterator[Seats]:
    """A page wide enough for both."""
    async with browser() as running:
        page = await running.new_page(viewport={"width": 1320, "height": 900}, device_scale_factor=1.25, locale=locale)
        page.on("pageerror", lambda error: pytest.fail(f"the page: {error}"))
        page.set_default_timeout(15_000)
        expect.set_options(timeout=15_000)
        await page.goto(address)
        yield Seats(page, page.locator(".seat").nth(0), page.locator(".seat").nth(1))


async def links(seats: Seats, name: str, language: str, consent: str, account: str, payment: str) -> None:
    """Sit down as one of the demo's people and link the account."""
    await seats.page.locator("[data-person]").filter(has_text=name).first.click()
    await seats.page.locator("[data-act=start]:visible").click()
    await seats.tap(seats.consumer, language)
    await seats.tap(seats.consumer, consent)
    await expect(seats.consumer.locator(".inline button").get_by_text(consent)).to_have_count(0)
    await seats.say(seats.consumer, account)
    await expect(seats.consumer.locator(".mine .bubble").last).to_contain_text(account)
    await expect(seats.consumer.locator(".line").last).to_have_class("line theirs last")
    await seats.say(seats.consumer, payment)
    await expect(seats.consumer.locator(".keyboard button")).not_to_have_count(0)


async def opens_bill(seats: Seats, month: str) -> None:
    await seats.tap(seats.consumer, "Квитанции и платежи")
    await seats.sees(seats.consumer, month)
    await seats.tap(seats.consumer, month)
    await seats.sees(seats.consumer, "Итого к оплате")


async def test_a_bill_is_asked_about_answered_corrected_and_rated_in_kazakh(address: str, tmp_path: Path) -> None:
    async with seated(address, "kk-KZ") as seats:
        consumer, operator = seats.consumer, seats.operator
        await links(seats, "Айгүл", "Қазақша", "Келісемін", "000123456", "23467.34")
        await seats.say(consumer, "/support")
        await seats.tap(consumer, "Техникалық қолдау")
        await seats.say(consumer, "Қазандағы шот неге көп?")

        await seats.opens_topic("000123456")
        await seats.sees(operator, "Қазандағы шот неге көп?")
        await expect(operator.locator(".pin")).to_contain_text("000123456")
        await seats.say(operator, "/canned balance")
        await seats.tap(operator, "Отправить")
        await seats.sees(consumer, "000123456 дербес шоты бойынша")

        sent = operator.locator(".theirs .bubble").filter(has_text="дербес шоты бойынша").last
        await seats.replies(operator, sent, "/edit Қазан айындағы шот 31 күнге есептелген, қате жоқ.")
        answer = await seats.sees(consumer, "Қазан айындағы шот 31 күнге есептелген, қате жоқ.")
        await expect(answer.locator(".foot .edited")).to_have_text("өзгертілді")
        await expect(consumer.locator(".bubble").filter(has_text="дербес шоты бойынша")).to_have_count(0)
        await seats.folds_keyboard()
        await photograph(seats.page, "desk-kk", tmp_path)

        await seats.say(operator, "/close")
        await seats.sees(consumer, "Көмегімізді қалай бағалайсыз?")
        await seats.tap(consumer, "⭐⭐⭐⭐⭐")
        await seats.sees(consumer, "⭐️⭐️⭐️⭐️⭐️")
        await seats.say(consumer, "Тез әрі түсінікті, рақмет!")
        await seats.sees(operator, "⭐️⭐️⭐️⭐️⭐️")
        await expect(operator.locator("header h1")).to_contain_text("⚪️ 000123456")
        await photograph(seats.page, "desk-rated-kk", tmp_path)


async def test_the_bill_itself_is_asked_about_and_a_part_of_the_answer_quoted_in_russian(
    address: str, tmp_path: Path
) -> None:
    async with seated(address, "ru-RU") as seats:
        consumer, operator = seats.consumer, seats.operator
        await links(seats, "Мария", "Русский", "Даю согласие", "000234567", "15248.17")
        await opens_bill(seats, "10.2026")
        await seats.tap(consumer, "Спросить об этом")
        await seats.sees(consumer, "Вопрос касается: счёт")
        await seats.say(consumer, "Почему за октябрь вышло больше, чем за сентябрь?")

        await seats.opens_topic("000234567")
        await seats.sees(operator, "Вопрос касается: счёт")
        await seats.say(operator, "/canned")
        await seats.tap(operator, "greeting")
        await seats.tap(operator, "Отправить")
        greeting = await seats.sees(consumer, "Меня зовут Дана")
        await seats.quotes(consumer, greeting, "подождите, пожалуйста, немного", "Хорошо, жду.")
        waits = await seats.sees(operator, "Хорошо, жду.")
        await expect(waits.locator(".quote")).to_contain_text("подождите, пожалуйста, немного")

        await seats.say(operator, "В октябре вышло на 40 кВт·ч больше: 152 против 102.")
        await seats.sees(consumer, "152 против 102")
        await seats.edits(operator, "В октябре вышло на 50 кВт·ч больше: 152 против 102.")
        answer = await seats.sees(consumer, "на 50 кВт·ч больше")
        await expect(answer.locator(".foot .edited")).to_have_text("изменено")
        await expect(consumer.locator(".bubble").filter(has_text="на 40 кВт·ч больше")).to_have_count(0)
        await seats.folds_keyboard()
        await photograph(seats.page, "desk-ru", tmp_path)

        await seats.say(operator, "/close")
        await seats.sees(consumer, "Как Вам помогли?")
        await seats.tap(consumer, "⭐⭐⭐⭐")
        await seats.sees(operator, "⭐️⭐️⭐️⭐️")
