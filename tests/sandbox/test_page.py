"""The chat page in a headless Chromium, at a phone's and at a desk's width."""

import asyncio
import re
from collections.abc import AsyncIterator
from importlib import resources
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from sandbox import Group, Person, Sandbox
from tests.chromium import browser, browser_only
from tests.sandbox.conftest import Bot
from tests.sandbox.toy import Toy, png, seat_operators

WEB = resources.files("sandbox").joinpath("web")


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with browser() as running:
        yield running


@pytest.fixture
async def toy(sandbox: Sandbox) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(Toy(sandbox).run())
        yield
        task.cancel()


@pytest.fixture
def emma(sandbox: Sandbox) -> Person:
    return sandbox.world.person("Emma", language="en", phone="+77010000003")


async def opened(chromium: Browser, sandbox: Sandbox, width: int, height: int) -> Page:
    """The page; whatever goes wrong in it fails the test."""
    page = await chromium.new_page(viewport={"width": width, "height": height})
    page.on("pageerror", lambda error: pytest.fail(f"the page: {error}"))
    page.on("console", lambda line: pytest.fail(f"the page: {line.text}") if line.type == "error" else None)
    page.set_default_timeout(5000)
    await page.goto(sandbox.url)
    return page


async def fits(page: Page) -> bool:
    """Nothing sticks out of the window."""
    script = "document.documentElement.scrollWidth <= innerWidth && document.body.scrollHeight <= innerHeight"
    return bool(await page.evaluate(script))


async def choose(page: Page, bubble: Locator, label: str) -> None:
    """Choose from the menu of a bubble."""
    await bubble.click(button="right")
    await page.get_by_role("menuitem", name=label).click()


async def talk(sandbox: Sandbox, bot: Bot, consumer: Person) -> Group:
    """The operators' group, with a consumer's words in the first topic."""
    await consumer.starts(answered=False)
    await seat_operators(sandbox)
    group = sandbox.world.group("Операторы")
    place = {"chat_id": group.id, "message_thread_id": group.topics[0].id}
    await bot.result("sendMessage", **place, text="Почему в октябре так много?")
    return group


class TestPhone:
    pytestmark = browser_only

    async def test_a_first_talk(
        self, chromium: Browser, sandbox: Sandbox, toy: None, emma: Person, tmp_path: Path
    ) -> None:
        page = await opened(chromium, sandbox, 390, 844)
        await page.get_by_role("button", name="START").click()
        await expect(page.locator(".bubble").last).to_contain_text("Здравствуйте, Emma!")
        await page.locator(".keyboard").get_by_text("Передать показания").click()
        await expect(page.locator(".inline button")).to_have_count(5)
        assert await fits(page)
        await page.screenshot(path=tmp_path / "reading.png")
        await page.get_by_role("button", name="Подробнее").click()
        await expect(page.get_by_role("dialog")).to_contain_text("Показание принимается до 25 числа.")
        await page.get_by_role("button", name="OK").click()
        await page.get_by_role("button", name="Отправить").click()
        await expect(page.get_by_role("status")).to_have_text("Принято")
        await expect(page.locator(".bubble").last).to_contain_text("П-2026-11-0007")
        await expect(page.locator(".bubble").last).to_contain_text("edited")
        await expect(page.locator(".bubble").last.locator("b")).to_have_text("12 345")
        await expect(page.locator(".inline")).to_have_count(0)

    async def test_contact_is_given_only_after_consent(
        self, chromium: Browser, sandbox: Sandbox, toy: None, emma: Person
    ) -> None:
        await emma.starts()
        page = await opened(chromium, sandbox, 390, 844)
        await page.locator(".keyboard").get_by_text("Мой номер").click()
        await expect(page.get_by_role("dialog")).to_contain_text("+77010000003")
        await page.get_by_role("button", name="Cancel").click()
        assert "contact" not in emma.history[-1].message.content
        await page.locator(".keyboard").get_by_text("Мой номер").click()
        await page.get_by_role("button", name="Share").click()
        await expect(page.locator(".bubble").last).to_have_text(re.compile("номер подтверждён"))

    async def test_a_document_and_the_menu(self, chromium: Browser, sandbox: Sandbox, toy: None, emma: Person) -> None:
        await emma.starts()
        page = await opened(chromium, sandbox, 390, 844)
        await page.get_by_role("button", name="Menu").click()
        await page.get_by_role("menuitem", name="/balance").click()
        await expect(page.locator(".bubble").last.locator("blockquote")).to_contain_text("Пеня")
        await page.locator(".keyboard").get_by_text("Документы").click()
        card = page.locator(".document")
        await expect(card).to_contain_text("Счёт-квитанция 2026-11.pdf")
        address = await card.get_by_role("link", name="Open").get_attribute("href")
        answer = await page.request.get(f"{sandbox.url}{address}")
        assert (await answer.body()).startswith(b"%PDF")

    async def test_markup_typed_by_people_stays_text(
        self, chromium: Browser, sandbox: Sandbox, toy: None, emma: Person
    ) -> None:
        await emma.starts()
        page = await opened(chromium, sandbox, 390, 844)
        text = "<img src=x onerror=alert(1)><b>x</b>"
        await page.get_by_role("textbox", name="Message").fill(text)
        await page.get_by_role("button", name="Send").click()
        await expect(page.locator(".mine .words").last).to_contain_text(text)
        assert await page.locator(".bubble img").count() == 0

    async def test_edit_react_and_block(self, chromium: Browser, sandbox: Sandbox, toy: None, emma: Person) -> None:
        await emma.says("12345")
        page = await opened(chromium, sandbox, 390, 844)
        await page.locator(".mine .bubble").last.click(button="right")
        await page.get_by_role("menuitem", name="Edit").click()
        await page.get_by_role("textbox").fill("12354")
        await page.keyboard.press("Enter")
        await expect(page.locator(".mine .bubble").last).to_contain_text("edited")
        await page.locator(".theirs .bubble").last.click(button="right")
        await page.get_by_role("menuitem", name="👍").click()
        await page.get_by_role("menuitem", name="🎉").click()
        await expect(page.locator(".reactions")).to_have_text("🎉")
        await page.locator(".seat > header").first.get_by_role("button", name="Actions").click()
        await page.get_by_role("menuitem", name="Block the bot").click()
        await expect(page.get_by_text("You have blocked this bot")).to_be_visible()
        assert emma.account.blocked


class TestDesk:
    pytestmark = browser_only

    async def test_consumer_and_operator_sit_side_by_side(
        self, chromium: Browser, sandbox: Sandbox, toy: None, emma: Person, tmp_path: Path
    ) -> None:
        await emma.starts()
        await seat_operators(sandbox)
        page = await opened(chromium, sandbox, 1440, 900)
        right = page.locator(".seat").nth(1)
        await right.get_by_text("Мария Иванова · 1204567").click()
        await right.get_by_role("textbox").fill("Готово")
        await page.keyboard.press("Enter")
        await expect(right.locator(".mine .words").last).to_contain_text("Готово")
        topic = sandbox.world.group("Операторы").topics[0]
        assert sandbox.world.group("Операторы").screen(topic.id).history[-1].text == "Готово"
        await right.locator("> header").get_by_role("button", name="Әрекеттер").click()
        await page.get_by_role("menuitem", name="Тақырыпты жабу").click()
        await expect(right.locator("header small")).to_have_text("жабық")
        assert await fits(page)
        await page.screenshot(path=tmp_path / "desk.png")

    async def test_a_topic_with_unread_badges_a_pinned_card_and_an_album(
        self, chromium: Browser, sandbox: Sandbox, bot: Bot, emma: Person, tmp_path: Path
    ) -> None:
        await emma.starts(answered=False)
        await seat_operators(sandbox)
        group = sandbox.world.group("Операторы")
        page = await opened(chromium, sandbox, 1440, 900)
        right = page.locator(".seat").nth(1)
        await expect(right.locator(".topic")).to_have_count(3)
        topic = group.topics[1]
        place = {"chat_id": group.id, "message_thread_id": topic.id}
        card = await bot.result("sendMessage", **place, text="Лицевой счёт 1209981")
        await bot.result("pinChatMessage", chat_id=group.id, message_id=card["message_id"])
        row = right.locator(".topic").first
        await expect(row).to_contain_text("Данияр Ахметов")  # the newest words stand first
        await expect(row.locator(".badge")).to_have_text("1")
        await emma.sends_album([png(300, 200)] * 5, caption="Щиток", answered=False)
        ids = [line.message.id for line in emma.history[-5:]]
        await bot.result("copyMessages", **place, from_chat_id=emma.id, message_ids=ids)
        await expect(row.locator(".badge")).to_have_text("6")
        await row.click()
        await expect(right.locator(".pin")).to_contain_text("Лицевой счёт 1209981")
        await expect(right.locator(".grid .item")).to_have_count(5)
        await expect(right.locator(".line").last).to_contain_text("Щиток")
        await expect(page.locator(".seat").first.locator(".mine .grid")).to_have_count(1)
        await expect(page.locator(".badge")).to_have_count(0)
        assert await fits(page)
        await page.screenshot(path=tmp_path / "topic.png")

    async def test_quote_edit_and_delete_at_the_desk(
        self, chromium: Browser, sandbox: Sandbox, bot: Bot, emma: Person
    ) -> None:
        group = await talk(sandbox, bot, emma)
        topic = group.topics[0]
        page = await opened(chromium, sandbox, 1440, 900)
        right = page.locator(".seat").nth(1)
        await right.locator(".topic").filter(has_text="Мария").click()
        await choose(page, right.locator(".theirs .bubble").last, "Үзінді келтіру")
        await page.get_by_role("dialog").get_by_role("textbox").fill("в октябре")
        await page.get_by_role("dialog").get_by_role("button", name="Жауап беру").click()
        await right.get_by_role("textbox").fill("Сейчас проверю")
        await page.keyboard.press("Enter")
        own = right.locator(".mine .bubble").last
        await expect(own.locator(".quote")).to_contain_text("в октябре")
        line = group.screen(topic.id).history[-1]
        assert line.quote == "в октябре"
        await choose(page, own, "Өзгерту")
        await right.get_by_role("textbox").fill("Смотрю")
        await page.keyboard.press("Enter")
        await expect(own.locator(".foot .edited")).to_have_text("өзгертілді")
        await choose(page, own, "Жою")
        await expect(right.locator(".bubble").filter(has_text="Смотрю")).to_have_count(0)
        assert line.message not in sandbox.world.history(group.id)

    async def test_reactions_of_both_sides(self, chromium: Browser, sandbox: Sandbox, bot: Bot, emma: Person) -> None:
        group = await talk(sandbox, bot, emma)
        line = group.screen(group.topics[0].id).history[1]
        mark = [{"type": "emoji", "emoji": "👌"}]
        await bot.result("setMessageReaction", chat_id=group.id, message_id=line.message.id, reaction=mark)
        page = await opened(chromium, sandbox, 1440, 900)
        right = page.locator(".seat").nth(1)
        await right.locator(".topic").filter(has_text="Мария").click()
        await right.locator(".mine .reactions button").click()  # the same again by the operator
        await expect(right.locator(".mine .reactions .own")).to_have_text("👌 2")
        await right.locator(".mine .reactions .own").click()
        await expect(right.locator(".mine .reactions button")).to_have_text("👌")
        await choose(page, right.locator(".theirs .bubble").last, "👍")
        await page.get_by_role("menuitem", name="🎉").click()
        await expect(right.locator(".theirs .reactions .own")).to_have_text("🎉")

    async def test_the_desk_on_a_phone_has_one_seat(
        self, chromium: Browser, sandbox: Sandbox, emma: Person, tmp_path: Path
    ) -> None:
        await emma.starts(answered=False)
        await seat_operators(sandbox)
        page = await opened(chromium, sandbox, 390, 844)
        await page.locator(".people-button:visible").click()
        await page.locator("#people .entry").filter(has_text="Операторы").click()
        await page.locator(".topic:visible").filter(has_text="Мария").click()
        await page.locator("textarea:visible").fill("С телефона")
        await page.keyboard.press("Enter")
        await expect(page.locator(".mine .words:visible").last).to_contain_text("С телефона")
        assert await page.locator(".seat:visible").count() == 1
        assert await fits(page)
        await page.screenshot(path=tmp_path / "phone.png")
        await page.locator(".seat:visible > header").get_by_role("button", name="Тақырыптар").click()
        await expect(page.locator(".topic:visible").first).to_contain_text("С телефона")

    async def test_the_bench_breaks_and_mends(
        self, chromium: Browser, sandbox: Sandbox, toy: None, emma: Person
    ) -> None:
        await emma.starts()
        page = await opened(chromium, sandbox, 1440, 900)
        await page.get_by_role("button", name="Bench").click()
        await page.get_by_role("button", name="429 for 10 s").click()
        await expect(page.locator(".active")).to_have_count(1)
        await emma.says("hello", answered=False)
        await expect(page.locator(".calls .bad").first).to_contain_text("429")
        await page.get_by_role("button", name="Repair all").click()
        await expect(page.locator(".active")).to_have_count(0)
        await emma.says("again")
        await page.locator(".calls summary").first.click()
        await expect(page.locator(".calls pre").first).to_contain_text("Вы написали: again")

    async def test_a_new_person_comes_by_a_deep_link(
        self, chromium: Browser, sandbox: Sandbox, toy: None, emma: Person
    ) -> None:
        page = await opened(chromium, sandbox, 1440, 900)
        await page.get_by_role("button", name="New person").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Name").fill("Ержан")
        await dialog.get_by_label("Language").select_option("kk")
        await dialog.get_by_label("Deep link").fill("q_1204567")
        await dialog.get_by_role("button", name="Create").click()
        await expect(page.locator(".mine .words").last).to_contain_text("/start q_1204567")
        await expect(page.locator(".theirs .words").last).to_contain_text("Здравствуйте, Ержан!")


def test_the_page_never_builds_markup_from_text() -> None:
    sources = {file.name: file.read_text(encoding="utf-8") for file in WEB.iterdir()}
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|https?://(?!www\.w3)"
    )
    assert [name for name, text in sources.items() if forbidden.search(text.replace("https://${words}", ""))] == []


def test_every_label_of_the_page_is_translated() -> None:
    sources = "".join(file.read_text(encoding="utf-8") for file in WEB.iterdir() if file.name != "words.js")
    labels = set(re.findall(r'\bt\("([^"]+)"', sources))
    words = WEB.joinpath("words.js").read_text(encoding="utf-8")
    for part in words.split("\n  ru: {")[1].split("\n  kk: {"):
        assert labels - set(re.findall(r'"([^"]+)": "', part)) == set()
