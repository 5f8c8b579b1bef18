"""What was submitted: the proof and its copy, the list, correcting, withdrawing, the accounting system's answer."""

from datetime import timedelta

from sqlalchemy import select

from core.cabinet import Cabinet
from core.retailer import DEMO_FILE, Retailer
from core.storage.engine import Database
from core.storage.sealing import Vault
from core.storage.tables import submissions
from sandbox import Person
from tests.databases import NOW
from tests.journeys.conftest import Time
from tests.journeys.steps import links, presses_forged, seen, submits, until_quiet
from tests.journeys.test_readings import sent
from tests.running import Place

MOMENT = NOW
ONE, TWO, THREE = (("000400111", "5666,11"), ("000400112", "5666,12"), ("000400113", "5666,13"))
WORDS = {
    "kk": ("Растама", "Қайтарып алу", "Иә", "Сіз қайтарып алдыңыз", "Жіберген көрсеткіштерім"),
    "ru": ("Подтверждение", "Отозвать", "Да", "отозвано Вами", "Мои показания"),
    "en": ("Proof", "Withdraw", "Yes", "withdrawn by you", "My submissions"),
}

_OLDEST_FIRST = select(submissions.c.submission_id).order_by(submissions.c.id)


async def test_a_proof_can_be_copied_and_looked_at_again(bot: Place, time: Time, maria: Person) -> None:
    await links(maria, *TWO)
    await submits(maria, "12345")

    await maria.taps("Скопировать подтверждение")
    assert maria.clipboard == "202611-000001 · 22.11.2026 · 000400112 · CU0000112 · 12345 kWh · 22.11.2026"
    time.move_to(MOMENT + timedelta(days=100))
    await maria.says("/readings")
    await maria.taps("Мои показания")
    assert "№ 202611-000001 · ноябрь 2026 г." in seen(maria)
    await maria.taps("202611-000001")

    assert "Подтверждение № 202611-000001\nПередано: 22.11.2026 11:0" in seen(maria)
    assert "Показание: 12 345\nРасход: 152 кВт·ч, около 4 870 ₸" in seen(maria)
    assert "Статус: ⏳ сохранено" in seen(maria)


async def test_a_submission_is_withdrawn(bot: Place, aliya: Person, maria: Person, john: Person) -> None:
    for person, own in zip((aliya, maria, john), (ONE, TWO, THREE), strict=True):
        _, withdraw, yes, said, _ = WORDS[person.account.language]
        await links(person, *own)
        await submits(person, "12345")
        await person.taps(withdraw)
        await person.taps(yes)
        await person.sees(said)

    await submits(maria, "12346")
    assert await sent(bot) == [("withdrawn", 12_345)] * 3 + [("queued", 12_346)]


async def test_whoever_thinks_better_of_it_keeps_the_submission(bot: Place, maria: Person) -> None:
    await links(maria, *TWO)
    await submits(maria, "12345")

    await maria.taps("Отозвать")
    assert "показания за ноябрь 2026 г. не будет" in seen(maria)
    await maria.taps("Нет")

    assert "Статус: ⏳ сохранено" in seen(maria)
    assert await sent(bot) == [("queued", 12_345)]


async def test_a_submission_is_corrected(bot: Place, aliya: Person, maria: Person, john: Person) -> None:
    for person, own, correct in zip(
        (aliya, maria, john), (ONE, TWO, THREE), ("Түзету", "Исправить", "Correct"), strict=True
    ):
        await links(person, *own)
        await submits(person, "12354")
        await person.taps(correct)
        await submits(person, "12345")

    assert await sent(bot) == [("replaced", 12_354), ("queued", 12_345)] * 3


async def test_what_is_handed_over_cannot_be_changed_any_more(bot: Place, maria: Person) -> None:
    await links(maria, *TWO)
    await submits(maria, "12345")
    await answers(bot, "accepted")
    await maria.sees("Показания приняты. Спасибо!")

    await presses_forged(maria, "withdraw:1:1")
    assert "Изменить его уже нельзя." in seen(maria)
    await presses_forged(maria, "correct:1")
    assert "Изменить его уже нельзя." in seen(maria)
    await maria.says("12346")

    assert "Показание за ноябрь 2026 г. уже передано." in seen(maria)
    assert await sent(bot) == [("accepted", 12_345)]


async def test_the_answer_of_the_accounting_system_is_told(
    bot: Place, aliya: Person, maria: Person, john: Person
) -> None:
    for person, own in zip((aliya, maria, john), (ONE, TWO, THREE), strict=True):
        await links(person, *own)
        await submits(person, "12345")

    await answers(bot, "accepted", "refused", "unclear")

    await aliya.sees("Көрсеткіштер қабылданды. Рақмет!")
    await aliya.taps("Растаманы көрсету")
    assert "Мәртебесі: ✅ қабылданды" in seen(aliya)
    await maria.sees("Учётная система не приняла Ваше показание.")
    assert "Причина: показание меньше предыдущего." in seen(maria)
    await john.sees("Your reading is being checked by an operator.")
    await maria.taps("Передать показания")
    await submits(maria, "12399")
    assert await sent(bot) == [("accepted", 12_345), ("refused", 12_345), ("unclear", 12_345), ("queued", 12_399)]


async def test_the_list_turns_its_pages(bot: Place, time: Time, maria: Person) -> None:
    await links(maria, *TWO)
    for month in range(12):
        time.move_to(MOMENT + timedelta(days=31 * month))
        await submits(maria, str(12_300 + 100 * month))

    await maria.says("/readings")
    await maria.taps("Мои показания")
    assert "000012" in seen(maria)
    assert "000002" not in seen(maria)
    await maria.taps("▶️")
    assert "000002" in seen(maria)
    await maria.taps("⏮")
    assert "000012" in seen(maria)


async def test_submissions_of_others_are_not_shown(bot: Place, maria: Person, john: Person) -> None:
    await links(maria, *TWO)
    await links(john, *THREE)
    await submits(maria, "12345")
    await john.says("/readings")

    for data in ("proof:1", "withdraw:1:1", "correct:1", "submissions:1:0"):
        await presses_forged(john, data)
        assert john.toast == "This button is out of date."

    await until_quiet(bot.sandbox.world)
    assert not [line for line in john.history if "000400112" in line.text]


async def answers(place: Place, *verdicts: str) -> None:
    """Let the accounting system say this about the submissions, the oldest first."""
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    async with database.work() as work:
        rows = (await work.execute(_OLDEST_FIRST)).scalars().all()
        cabinet = Cabinet(work, Retailer.from_file(DEMO_FILE), NOW)
        for submission_id, verdict in zip(rows, verdicts, strict=False):
            match verdict:
                case "accepted":
                    await cabinet.answers.accepted(submission_id)
                case "refused":
                    await cabinet.answers.refused(submission_id, "less_than_previous")
                case _:
                    await cabinet.answers.unclear(submission_id, "no answer")
        await work.commit()
    await database.dispose()
