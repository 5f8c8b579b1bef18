"""A campaign in the operators' chat, from the draft to the report."""

import pytest

from bot.app import Options
from core.cabinet import Cabinet
from core.notices.refusals import CampaignRefused
from core.retailer import DEMO_FILE, Retailer
from core.storage.campaigns import SqlCampaigns
from core.storage.engine import Database
from core.storage.sealing import Vault
from sandbox import Group, Person, Sandbox
from sandbox.screen import Line
from tests.databases import NOW
from tests.journeys.conftest import Time
from tests.journeys.steps import links, until_quiet
from tests.running import Place, within

MOMENT = NOW  # eleven in the morning: no quiet hours
SENT = {"kk": "Жіберілді: 1", "ru": "Отправлено: 1", "en": "Sent: 1"}
WORDS = {
    "kk": ("Қазақша мәтін", "Орысша мәтін", "Ағылшынша мәтін", "Тексеру", "Жіберу", "Есеп"),
    "ru": ("Текст каз.", "Текст рус.", "Текст англ.", "Проверить", "Отправить", "Отчёт"),
    "en": ("Text in Kazakh", "Text in Russian", "Text in English", "Check", "Send", "Report"),
}
TEXTS = ("Құрметті тұтынушы! Шот: {account}", "Уважаемый потребитель! Счёт: {account}", "Dear consumer! {account}")


def card(group: Group) -> Line:
    found = [line for line in group.history if not line.mine and line.text.startswith("📣")]
    return found[-1]


def files(group: Group) -> list[Line]:
    return [line for line in group.history if line.file_name]


async def fills(operator: Person, group: Group, label: str, text: str) -> None:
    await operator.taps(label, at=group)
    await operator.says(text, at=group, reply_to=card(group).message)


async def drafts(operator: Person, group: Group, language: str) -> None:
    await operator.says("/campaign", at=group)
    for label, text in zip(WORDS[language][:3], TEXTS, strict=True):
        await fills(operator, group, label, text)


@pytest.mark.parametrize("language", WORDS)
async def test_a_campaign_from_the_draft_to_the_report(
    bot: Place, sandbox: Sandbox, operators: Group, maria: Person, language: str
) -> None:
    await links(maria)
    operator = sandbox.world.person("Оператор", language=language, phone="+77010000009")
    operators.add_bot(by=operator)
    *_, check, send, report = WORDS[language]

    await drafts(operator, operators, language)
    await operator.taps(check, at=operators)
    example = (await operator.sees("•••••0100", at=operators)).text
    assert "000100100" not in example
    await operator.taps(send, at=operators)
    await operator.taps(send, at=operators)

    await maria.sees("Уважаемый потребитель! Счёт: 000100100")
    await sandbox.world.feed.until(lambda: "▓▓▓ 100 %" in card(operators).text, sandbox.world.patience)
    await operator.taps(report, at=operators)
    await sandbox.world.feed.until(lambda: len(files(operators)) == 2, sandbox.world.patience)
    page, table = files(operators)
    assert (page.file_name, table.file_name) == ("campaign-1.pdf", "campaign-1.csv")
    assert SENT[language] in page.text
    drawn = sandbox.world.files[page.message.content["document"]["file_id"]].data
    assert drawn.startswith(b"%PDF")


async def test_what_is_wrong_is_refused_by_name(bot: Place, operators: Group, maria: Person) -> None:
    operators.add_bot(by=maria)
    await maria.says("/campaign", at=operators)

    await fills(maria, operators, "Текст рус.", "Здравствуйте, {name}!")
    assert "{name}" in operators.history[-1].text
    await maria.taps("Проверить", at=operators)
    assert "На этом языке текста ещё нет: казахский" in operators.history[-1].text
    await maria.says("Ещё", at=operators, reply_to=card(operators).message)
    await fills(maria, operators, "Аудитория", "филиал: UKG\nдолг: 5000\nне передали")
    assert "филиал: UKG; долг больше 5 000,00 ₸; показания ещё не переданы" in operators.history[-1].text.replace(
        "\u00a0", " "
    )
    await fills(maria, operators, "Когда", "01.12.2026 10:00 ежемесячно")
    assert "01.12.2026 10:00, ежемесячно" in operators.history[-1].text
    await fills(maria, operators, "Кнопка", "Ашу | Открыть | Open\n/readings")
    assert "Кнопок: 1" in operators.history[-1].text


async def test_a_large_one_is_approved_by_another_person(
    place: Place, sandbox: Sandbox, operators: Group, maria: Person, time: Time
) -> None:
    file = place.folder / "retailer.toml"
    words = DEMO_FILE.read_text(encoding="utf-8")
    file.write_text(words.replace("approval_over = 1000", "approval_over = 0"), encoding="utf-8")
    place.more["RETAILER_FILE"] = str(file)
    boss = sandbox.world.person("Басшы", language="ru", phone="+77010000008")
    async with within(place, Options(clock=time, updates_per_minute=10_000)):
        await links(maria)
        operators.add_bot(by=maria)
        await drafts(maria, operators, "ru")
        await maria.taps("Проверить", at=operators)
        await maria.sees("•••••0100", at=operators)
        await maria.taps("Отправить", at=operators)
        await maria.taps("Отправить", at=operators)
        await maria.taps("Одобрить", at=operators)
        assert "Одобрить должен другой человек" in operators.history[-1].text
        await boss.taps("Одобрить", at=operators)
        await maria.sees("Уважаемый потребитель! Счёт: 000100100")


async def test_an_anonymous_administrator_and_another_group_make_no_campaign(
    bot: Place, sandbox: Sandbox, operators: Group, maria: Person
) -> None:
    operators.add_bot(by=maria)
    operators.says_anonymously("/campaign")
    await until_quiet(sandbox.world)
    said = [line.text for line in operators.history if not line.mine]
    assert any("анонимный" in text.lower() or "жасырын" in text.lower() or "anonymous" in text.lower() for text in said)
    assert not any("№" in text for text in said)

    await maria.says("/campaign")
    assert "№" not in maria.screen.text


async def test_what_was_sent_is_taken_back_once(
    bot: Place, sandbox: Sandbox, operators: Group, maria: Person, time: Time
) -> None:
    await links(maria)
    operators.add_bot(by=maria)
    await drafts(maria, operators, "ru")
    await maria.taps("Проверить", at=operators)
    await maria.sees("•••••0100", at=operators)
    await maria.taps("Отправить", at=operators)
    await maria.taps("Отправить", at=operators)
    said = "Уважаемый потребитель! Счёт: 000100100"
    await maria.sees(said)
    await sandbox.world.feed.until(lambda: "▓▓▓ 100 %" in card(operators).text, sandbox.world.patience)
    database = Database(bot.database_url, Vault.from_file(bot.folder / "secret.key"))

    async def recall() -> None:
        async with database.work() as work:
            cabinet = Cabinet(work, Retailer.from_file(DEMO_FILE), time())
            await cabinet.recalling.recall(campaign_id=1, by="office:test")
            await work.commit()

    await recall()
    await sandbox.world.feed.until(lambda: not any(said in line.text for line in maria.history), sandbox.world.patience)
    with pytest.raises(CampaignRefused):
        await recall()
    await until_quiet(sandbox.world)
    async with database.work() as work:
        taken_back = await SqlCampaigns(work).get(2)
    assert taken_back is not None
    assert (taken_back.parent, taken_back.counts.sent, taken_back.counts.open) == (1, 1, 0)
    await database.dispose()
