"""What a campaign looks like in the operators' group on a phone; PICTURES=docs/pictures makes the handbook's anew."""

from pathlib import Path

from playwright.async_api import Page, expect
from sqlalchemy import insert

from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import customers
from sandbox import Group, Person, Sandbox
from tests.browser.test_first_meeting import photograph, sees
from tests.chromium import browser_only
from tests.databases import NOW
from tests.journeys.test_campaigns import card, fills
from tests.journeys.test_notices_pictures import page  # noqa: F401 - the fixture
from tests.running import Place

pytestmark = browser_only
MOMENT = NOW
CHATS = 400  # at 25 a second the card is brought up to date three times
TEXTS = {
    "Қазақша мәтін": "Құрметті тұтынушы! 5 желтоқсанда кеңсе 9-дан 13-ке дейін жұмыс істейді.",
    "Орысша мәтін": "Уважаемый потребитель! 5 декабря офис работает с 9 до 13.",
    "Ағылшынша мәтін": "Dear consumer! On 5 December the office is open from 9 to 13.",
    "Аудитория": "тіл: kk, ru",
    "Түйме": "Баптаулар | Настройки | Settings\n/settings",
}


async def many_join(place: Place, sandbox: Sandbox) -> None:
    """Let people have agreed already; most read Kazakh, and a few have blocked the bot."""
    people = [sandbox.world.person(f"Тұтынушы {at}", language="kk" if at % 3 else "ru") for at in range(CHATS)]
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    async with database.work() as work:
        await work.write()
        common = {"joined_at": NOW, "consent_version": "2026-01"}
        rows = [{"chat_id": each.id, "language": each.account.language, **common} for each in people]
        await work.execute(insert(customers), rows)
        await work.commit()
    await database.dispose()
    for at, person in enumerate(people):
        sandbox.world.private_chat(person.id)
        person.account.blocked = at % 57 == 5


async def test_a_campaign_under_way_and_its_report(
    bot: Place,
    sandbox: Sandbox,
    operators: Group,
    aliya: Person,
    page: Page,  # noqa: F811
    tmp_path: Path,
) -> None:
    await many_join(bot, sandbox)
    operators.add_bot(by=aliya)
    await page.locator(".people-button:visible").click()
    await page.locator(".entry").filter(has_text="Операторлар").first.click()
    await page.locator(".topic").first.click()
    await aliya.says("/campaign", at=operators)
    for label, text in TEXTS.items():
        await fills(aliya, operators, label, text)
    await aliya.taps("Тексеру", at=operators)
    await aliya.sees("Үлгі: 3", at=operators)
    await aliya.taps("Жіберу", at=operators)
    await aliya.taps("Жіберу", at=operators)
    await aliya.says("/campaign 1", at=operators)
    await aliya.taps("Жаңарту", at=operators)

    await sandbox.world.feed.until(lambda: "Қарқыны" in card(operators).text, 30)
    await sees(page, "Қарқыны")
    await photograph(page, "campaign-kk", tmp_path)

    await sandbox.world.feed.until(lambda: "▓▓▓ 100 %" in card(operators).text, 40)
    await page.locator(".inline button").get_by_text("Есеп").last.click()
    await expect(page.locator(".bubble").filter(has_text="campaign-1.csv")).to_be_in_viewport()
    await photograph(page, "campaign-report-kk", tmp_path)
