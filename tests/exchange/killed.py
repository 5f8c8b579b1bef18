"""A runner of imports that are killed: `python -m tests.exchange.killed URL KEY`, then lines `N PATH` to stdin.

For each line a child takes the package in and kills itself (SIGKILL) at its N-th point, 0 for never; the answer is
how many points it passed, or `killed`. The points are put around the functions of the product here: it has none.
"""

import asyncio
import contextlib
import functools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from core.packages.ports import ImportUnderWay
from core.storage import book_switch, books, bulk
from core.storage.engine import Database
from core.storage.filler import Filler
from core.storage.sealing import Vault
from core.storage.work import Work
from tests.demo_data import take

POINTS: tuple[tuple[Any, str], ...] = (
    (AsyncConnection, "execute"),
    (AsyncConnection, "commit"),
    (AsyncConnection, "run_sync"),
    (Work, "write"),
    (Work, "commit"),
    (Filler, "fill"),
    (bulk, "copy"),
    (book_switch, "_sync_to_disk"),
    (books, "_remove_files"),
)


class Killer:
    def __init__(self, point: int) -> None:
        self.point = point
        self.passed = 0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        if asyncio.iscoroutinefunction(function):

            @functools.wraps(function)
            async def awaited(*given: Any, **named: Any) -> Any:
                self.pass_by()
                result = await function(*given, **named)
                self.pass_by()
                return result

            return awaited

        @functools.wraps(function)
        def called(*given: Any, **named: Any) -> Any:
            self.pass_by()
            result = function(*given, **named)
            self.pass_by()
            return result

        return called

    def pass_by(self) -> None:
        self.passed += 1
        if self.passed == self.point:
            os.kill(os.getpid(), signal.SIGKILL)


async def import_once(url: str, key: str, path: Path) -> None:
    database = Database(url, Vault.from_file(Path(key)))
    for _ in range(100):
        with contextlib.suppress(ImportUnderWay):  # the server may take a moment to see that the last one is dead
            report = await take(database, path)
            break
        await asyncio.sleep(0.1)
    assert report.accepted, report.refusal
    await database.dispose()


def in_child(url: str, key: str, point: int, path: Path) -> str:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        killer = Killer(point)
        for owner, name in POINTS:
            setattr(owner, name, killer.around(getattr(owner, name)))
        asyncio.run(import_once(url, key, path))
        os.write(writing, str(killer.passed).encode())
        os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read().decode()
    return "killed" if os.WIFSIGNALED(status) else told or "failed"


def main(url: str, key: str) -> None:
    for line in sys.stdin:
        point, _, path = line.strip().partition(" ")
        sys.stdout.write(in_child(url, key, int(point), Path(path)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
