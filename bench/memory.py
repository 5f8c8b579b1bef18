"""P14: what a person who has written once leaves in memory."""

import asyncio
import gc
import sys
import tempfile
from pathlib import Path

from bench.canned import Updates
from bench.update_path import measure, this_bot
from bench.verdict import report

PEOPLE = 20_000
WARM = 4_000


def rss() -> int:
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * 4096


async def compare() -> bool:
    """Let new people write, each once, and see what has grown after as many have been seen as before."""
    updates = Updates()
    with tempfile.TemporaryDirectory() as folder:
        async with this_bot(Path(folder)) as bot:
            sizes = []
            for first in (0, WARM, WARM + PEOPLE):
                count = WARM if first == 0 else PEOPLE
                for at in range(first, first + count, 2000):
                    await measure(bot, [updates.message(1000 + at + number, "сәлем") for number in range(2000)], 100)
                gc.collect()
                sizes.append(rss())
    print(f"memory after {WARM}, {WARM + PEOPLE}, {WARM + 2 * PEOPLE} people: {[size >> 20 for size in sizes]} MiB")
    return report("P14", "memory per person ever seen", (sizes[2] - sizes[1]) / PEOPLE, 100, "B")


def main() -> int:
    return 0 if asyncio.run(compare()) else 1


if __name__ == "__main__":
    sys.exit(main())
