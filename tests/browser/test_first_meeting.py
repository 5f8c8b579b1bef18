"""`demo` as a newcomer sees it: the page at phone width, the whole first meeting in Kazakh and in Russian.

PICTURES=docs/pictures makes the README's pictures anew.
"""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.async_api import Page, expect

from tests.chromium import browser, browser_only
from tests.running import ROOT

PICTURES = os.environ.get("PICTURES")

pytestmark = browser_only


@pytest.fixture
async def page(address: str) -> AsyncIterator[Page]:
    async with browser() as running:
        page = await running.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2)
        page.on("pageerror", lambda error: pytest.fail(f"the page: {error}"))
        page.set_default_timeout(15_000)
        expect.set_options(timeout=15_000)
        await page.goto(address)
        yield page


async def sit_down_as(page: Page, name: str) -> None:
    """Choose the person from the list behind the menu."""
    await page.locator(".people-button:visible").click()
    await page.locator("[data-person]").filter(has_text=name).first.click()
    await page.locator("[data-act=start]:visible").click()


async def say(page: Page, text: str) -> None:
    await page.get_by_role("textbox").fill(text)
    await page.keyboard.press("Enter")


async def tap(page: Page, label: str) -> None:
    await page.locator(".inline button, .keyboard button").get_by_text(label).last.click()


async def sees(page: Page, text: str) -> None:
    await expect(page.locator(".bubble").filter(has_text=text).last).to_be_in_viewport()


async def photograph(page: Page, name: str, tmp_path: Path) -> None:
    folder = ROOT / PICTURES if PICTURES else tmp_path
    sideways = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert sideways <= 0, "the page is wider than the phone"
    await page.wait_for_timeout(400)  # let the bubbles arrive
    await page.screenshot(path=folder / f"{name}.png")


async def test_the_first_meeting_in_kazakh(page: Page, tmp_path: Path) -> None:
    await sit_down_as(page, "Айгүл")
    await sees(page, "Сәлеметсіз бе!")
    await tap(page, "Қазақша")
    await expect(page.locator(".bubble").last).to_contain_text("келісім беріңіз")
    await photograph(page, "consent-kk", tmp_path)
    await tap(page, "Келісемін")
    await sees(page, "Дербес шот нөмірін енгізіңіз.")
    await say(page, "000 123 456")
    await sees(page, "Соңғы төлем сомасын енгізіңіз (түбіртек бойынша).")
    await photograph(page, "link-kk", tmp_path)
    await say(page, "23 467,34")
    await sees(page, "Есептеу аспабы")
    await expect(page.locator(".bubble").filter(has_text="Дербес шот қосылды: 000123456")).to_have_count(1)
    await tap(page, "Дербес шоттың жай-күйі")
    await sees(page, "Артық төлем")
    await photograph(page, "balance-kk", tmp_path)
    await say(page, "13 260")
    await sees(page, "110 кВт·сағ")
    await photograph(page, "reading-kk", tmp_path)
    await page.locator(".inline button").get_by_text("Жіберу").last.click()
    await sees(page, "Көрсеткіштер сақталды, есепке алу жүйесіне жіберіледі.")
    await page.set_viewport_size({"width": 390, "height": 1000})  # for the picture with all its buttons
    await tap(page, "Тұтыну")
    await expect(page.locator(".bubble img").last).to_be_in_viewport()
    await photograph(page, "usage-kk", tmp_path)


async def test_the_first_meeting_in_russian(page: Page, tmp_path: Path) -> None:
    await sit_down_as(page, "Мария")
    await sees(page, "Здравствуйте!")
    await tap(page, "Русский")
    await expect(page.locator(".bubble").last).to_contain_text("дайте согласие на сбор и обработку персональных данных")
    await tap(page, "Даю согласие")
    await sees(page, "Введите номер лицевого счёта.")
    await say(page, "двести")
    await sees(page, "«двести»")
    await say(page, "234567")
    await sees(page, "Введите сумму последней оплаты (по квитанции).")
    await photograph(page, "link-ru", tmp_path)
    await say(page, "15248.17 тг")
    await expect(page.locator(".bubble").filter(has_text="Лицевой счёт добавлен: 000234567")).to_have_count(1)
    await tap(page, "Состояние счёта")
    await sees(page, "Платежи учтены по")
    await photograph(page, "balance-ru", tmp_path)


async def test_a_bill_comes_as_a_pdf_in_kazakh(page: Page, tmp_path: Path) -> None:
    await sit_down_as(page, "Айгүл")
    await tap(page, "Қазақша")
    await tap(page, "Келісемін")
    await say(page, "000 123 456")
    await sees(page, "Соңғы төлем сомасын енгізіңіз (түбіртек бойынша).")
    await say(page, "23 467,34")
    await sees(page, "Есептеу аспабы")
    await page.set_viewport_size({"width": 390, "height": 1180})  # the whole list with its buttons, for the picture
    await tap(page, "Түбіртектер мен төлемдер")
    await sees(page, "Төленетін сома")
    await photograph(page, "bills-kk", tmp_path)
    await tap(page, "10.2026")
    await sees(page, "Төлеуге жиыны")
    await tap(page, "Шот-түбіртек")
    await expect(page.locator(".bubble a[href]").last).to_be_in_viewport()
    await sees(page, "Есептелді")
    await photograph(page, "bill-pdf-kk", tmp_path)
    href = await page.get_by_role("link", name="Ашу").last.get_attribute("href")
    paper = await page.request.get(urljoin(page.url, href or ""))
    assert (await paper.body()).startswith(b"%PDF")
