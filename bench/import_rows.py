"""P10 and P11: an import with all its checks against the bare loading of the same files, side by side in one run.

    python bench/import_rows.py --accounts 100000
    python bench/import_rows.py --accounts 100000 --postgres postgresql+asyncpg://postgres@127.0.0.1:5432/bench

Compared are rows per second without the files that are sealed (accounts, points): on SQLite with `.import` of the
sqlite3 shell (or, where there is none, Python's executemany from csv.reader), on PostgreSQL with a raw COPY. While
the import runs, another process writes to the bot's own database as the bot would. The database named by --postgres
is emptied.
"""

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import anchors, importing_child
from bench.verdict import report
from core.exchange.demo import write_demo_package
from core.storage.sealing import Vault

SEALED = ("accounts.csv", "points.csv")
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
BUDGETS = {"sqlite": 0.3, "postgresql": 0.4}
MAX_RSS_MIB, MAX_P99_MS, MAX_SEAL_US = 250, 250, 25


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--accounts", type=int, default=20_000)
    arguments.add_argument("--postgres", default="", help="URL of a database that may be emptied")
    arguments.add_argument("--folder", default="", help="where the files go; they need about 13 kB an account")
    chosen = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="zharyq-bench-", dir=chosen.folder or None))
    try:
        verdicts = [seal(folder), *imports(folder, chosen.accounts, chosen.postgres)]
    finally:
        shutil.rmtree(folder)
    sys.exit(not all(verdicts))


def imports(folder: Path, accounts: int, postgres: str) -> list[bool]:
    package = folder / "package"
    began = time.perf_counter()
    write_demo_package(package, accounts=accounts, seed=1, as_of=date(2026, 11, 22))
    print(f"a package of {accounts:,} accounts, written in {time.perf_counter() - began:.0f} s")
    manifest = json.loads((package / "manifest.json").read_text())
    files = {file["name"]: file["rows"] for file in manifest["files"] if file["name"] not in SEALED}
    url = postgres or f"sqlite+aiosqlite:///{folder}/zharyq.db"
    kind = url.partition("+")[0]
    anchor, name = anchors.postgres(package, files, url) if postgres else anchors.sqlite(package, files, folder)
    ours = measured(url, package, folder / "secret.key")
    rows = sum(files.values())
    seconds = ours["seconds"] - sum(ours["loading"][file] for file in SEALED)
    print(f"{name}: {rows:,} rows in {anchor:.1f} s, {rows / anchor / 1000:.0f} thousand rows/s")
    print(f"import with all checks: {seconds:.1f} s, {rows / seconds / 1000:.0f} thousand rows/s")
    print(f"  and with the sealed files: {ours['rows']:,} rows in {ours['seconds']:.1f} s")
    for stage, spent in sorted(ours["stages"].items(), key=lambda item: -item[1])[:6]:
        print(f"  {stage:20} {spent:6.1f} s")
    return [
        report("P10", f"import on {kind}, rate against {name}", anchor / seconds, BUDGETS[kind], "x", at_least=True),
        report("P10", "peak memory of the import", ours["rss_mib"], MAX_RSS_MIB, "MiB"),
        report("P10", "p99 of a commit of the bot meanwhile", ours["p99_ms"], MAX_P99_MS, "ms"),
    ]


def seal(folder: Path) -> bool:
    """Time one account's personal data: one blob."""
    vault = Vault.from_file(folder / "secret.key")
    person = {
        "branch_code": "UKG",
        "account_no": "000123456",
        "payer_name": "Үлгібаева Айгүл Мысалқызы",
        "contract_no": "D-000123456",
        "locality": "г. Усть-Каменогорск",
        "street": "пр. Абая",
        "address_kk": "Өскемен қ., Абай даңғылы, 12-үй, 34-пәтер",
        "address_ru": "г. Усть-Каменогорск, пр. Абая, д. 12, кв. 34",
        "phone": "+77010000001",
        "email": "kk@zharyq.example",
    }
    spent = []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(2_000):
            vault.seal(person)
        spent.append((time.perf_counter() - began) / 2_000 * 1e6)
    return report("P11", "sealing of an account", min(spent), MAX_SEAL_US, "µs")


def measured(url: str, package: Path, key: Path) -> dict[str, Any]:
    """Import in a process of its own, so that its memory is its own, and write like the bot beside it."""
    child = [sys.executable, importing_child.__file__, url, str(package), str(key)]
    importing_child.prepare(url, key, NOW)
    with subprocess.Popen(child, stdout=subprocess.PIPE, text=True) as process:
        commits = asyncio.run(importing_child.commit_until(process, url, key, NOW))
        assert process.stdout is not None
        found = json.loads(process.stdout.read())
    commits.sort()
    return found | {"p99_ms": commits[int(len(commits) * 0.99)] * 1000 if commits else 0}


if __name__ == "__main__":
    main()
