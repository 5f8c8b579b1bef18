"""The notice of law before a disconnection, from the office's list to the record."""

import csv
from datetime import timedelta
from pathlib import Path

from bot import cutoffs
from core.retailer import DEMO_FILE, Retailer
from core.storage.engine import Database
from core.storage.sealing import Vault
from sandbox import Person
from tests.databases import NOW
from tests.journeys.conftest import Time
from tests.journeys.steps import links, seen, until_quiet
from tests.journeys.test_submissions import ONE, THREE, TWO
from tests.running import Place

MOMENT = NOW
HEAD = "branch_code;account_no;debt;cutoff_on"
RETAILER = Retailer.from_file(DEMO_FILE)


async def test_a_list_of_the_office_reaches_the_chats_at_any_hour_and_the_record_shows_it(
    bot: Place, time: Time, aliya: Person, maria: Person, john: Person, tmp_path: Path
) -> None:
    for person, own in zip((aliya, maria, john), (ONE, TWO, THREE), strict=True):
        await links(person, *own)
    time.move_to(NOW + timedelta(hours=15))  # in the quiet hours: those of law do not wait
    numbers = (ONE[0], TWO[0], THREE[0], "000100102")
    listed = tmp_path / "list.csv"
    listed.write_text("\n".join([HEAD, *(f"UKG;{each};12345.67;2026-12-31" for each in numbers)]), encoding="utf-8")

    database = Database(bot.database_url, Vault.from_file(bot.folder / "secret.key"))
    await cutoffs.begin(database, RETAILER, time(), listed, by="office:saule")

    await aliya.sees("Қарыз үшін ажырату туралы ескерту")
    assert "электр энергиясын беру 2026 жылғы 31 желтоқсан немесе одан кейін" in seen(aliya)
    await maria.sees("Уведомление об отключении за долг")
    assert "Лицевой счёт: 000400112\nДолг по данным компании: 12 345,67 ₸." in seen(maria)
    assert "Это сообщение дополняет бумажное уведомление" in seen(maria)
    await john.sees("Notice of disconnection for debt")
    assert john.screen.inline == ["💡 Account status", "💬 Ask about this"]
    await until_quiet(bot.sandbox.world, 1.0)
    record, paper = tmp_path / "record.csv", tmp_path / "paper.csv"
    said = await cutoffs.report(database, RETAILER, time(), 1, cutoffs.Files(record=record, paper=paper))
    await database.dispose()

    assert said.splitlines()[:2] == ["4 accounts, 3 reached.", "messages sent: 3"]
    rows = read(record)
    assert [row["state"] for row in rows] == ["sent", "sent", "sent", "no_chat"]
    assert [row["chat"] for row in rows[:3]] == [str(each.id) for each in (aliya, maria, john)]
    assert [row["text_version"].partition(":")[0] for row in rows[:3]] == ["kk", "ru", "en"]
    assert all(row["message_id"].isdigit() and "356" in row["text"] for row in rows[:3])
    assert [row["reason"] for row in read(paper)] == ["no_agreement"] * 3 + ["no_chat"]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
