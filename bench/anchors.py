"""What an import is measured against: the same files loaded bare, without checks, types or indexes."""

import asyncio
import csv
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

import asyncpg


def sqlite(package: Path, files: dict[str, int], folder: Path) -> tuple[float, str]:
    """Return the seconds and the name of the anchor."""
    database = folder / "anchor.db"
    load, name = (_shell, "sqlite3 .import") if shutil.which("sqlite3") else (_executemany, "executemany")
    began = time.perf_counter()
    for file in files:
        load(database, package / file)
    spent = time.perf_counter() - began
    database.unlink()
    return spent, name


def postgres(package: Path, files: dict[str, int], url: str) -> tuple[float, str]:
    return asyncio.run(_copy(package, files, url.replace("+asyncpg", ""))), "raw COPY"


def _shell(database: Path, file: Path) -> None:
    settings = ["-cmd", "PRAGMA journal_mode=OFF", "-cmd", "PRAGMA synchronous=OFF"]
    orders = [".mode csv", ".separator ;", f".import {file} {file.stem}"]
    subprocess.run(["sqlite3", *settings, database, *orders], check=True, stdout=subprocess.DEVNULL)


def _executemany(database: Path, file: Path) -> None:
    """About half as quick as `.import`, so the ratio flatters the import."""
    with sqlite3.connect(database) as connection, file.open(encoding="utf-8", newline="") as lines:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        rows = csv.reader(lines, delimiter=";")
        header = next(rows)
        connection.execute(f"CREATE TABLE {file.stem} ({', '.join(header)})")
        connection.executemany(f"INSERT INTO {file.stem} VALUES ({', '.join('?' * len(header))})", rows)


async def _copy(package: Path, files: dict[str, int], dsn: str) -> float:
    connection = await asyncpg.connect(dsn)
    spent = 0.0
    for file in files:
        columns = " text, ".join(f'"{name}"' for name in _header(package / file))
        await connection.execute(f"CREATE TABLE anchor ({columns} text)")
        began = time.perf_counter()
        await connection.copy_to_table("anchor", source=str(package / file), format="csv", header=True, delimiter=";")
        spent += time.perf_counter() - began
        await connection.execute("DROP TABLE anchor")
    await connection.close()
    return spent


def _header(file: Path) -> list[str]:
    with file.open(encoding="utf-8") as lines:
        return lines.readline().strip().split(";")
