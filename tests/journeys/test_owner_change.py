"""T17: an account changes hands in the accounting system while the bot runs."""

import csv
import hashlib
import json
import shutil
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.exchange.demo import demo_people
from core.i18n import translator
from core.storage import schema
from core.storage.engine import Database
from core.storage.sealing import Vault
from sandbox import Group, Person, Sandbox
from tests.demo_data import AS_OF, demo_package, take  # noqa: F401 - a fixture
from tests.journeys.steps import links
from tests.running import Place, within

OWNER = demo_people(AS_OF)[1]


def with_new_owner(package: Path, folder: Path) -> Path:
    """Copy the package as of now, with another owner of one account."""
    shutil.copytree(package, folder)
    with (folder / "accounts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    for row in rows:
        if row["account_no"] == OWNER.account_no:
            row["owner_id"] = "somebody-else"
    with (folder / "accounts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    manifest = json.loads((folder / "manifest.json").read_text())
    later = datetime.fromisoformat(manifest["generated_at"]) + timedelta(seconds=1)
    manifest |= {"package_id": str(uuid.uuid4()), "generated_at": later.isoformat()}
    for file in manifest["files"]:
        file["sha256"] = hashlib.sha256((folder / file["name"]).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


async def test_the_former_owner_loses_the_account_and_is_told(
    sandbox: Sandbox,
    operators: Group,
    maria: Person,
    demo_package: Path,  # noqa: F811
    tmp_path: Path,
) -> None:
    place = Place(sandbox, tmp_path, f"sqlite+aiosqlite:///{tmp_path}/zharyq.db", operators=operators.id)
    database = Database(place.database_url, Vault.from_file(place.folder / "secret.key"))
    await schema.migrate(database, datetime.now(UTC))
    assert (await take(database, demo_package)).accepted
    async with within(place):
        await links(maria, OWNER.account_no, translator("ru").money(OWNER.last_payment))

        report = await take(database, with_new_owner(demo_package, tmp_path / "later"))

        assert report.accepted
        assert report.unlinked == 1
        await maria.sees(f"Лицевой счёт {OWNER.account_no} больше не показывается в этом чате")
        await maria.says("/balance")
        assert maria.screen.inline == ["➕ Добавить счёт", "🧮 Калькулятор начислений"]
    await database.dispose()
