"""P13: CPU from the start of the process to ready, and the memory of the idle process."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.verdict import report

ROUNDS = 3
ROOT = Path(__file__).parents[1]
PROGRAM = """
import asyncio, json, resource, sys
from bench.update_path import this_bot
from pathlib import Path
def rss():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]) / 1024
async def main():
    async with this_bot(Path(sys.argv[1])):
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "rss": rss()}), flush=True)
asyncio.run(main())
"""


def start() -> tuple[float, float]:
    """Return seconds of CPU and MiB of a bot that has just begun to poll."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
        program = [sys.executable, "-c", PROGRAM, folder]
        answer = subprocess.run(program, capture_output=True, check=True, text=True, env=environment, cwd=folder)
    found = json.loads(answer.stdout.splitlines()[-1])
    return found["cpu"], found["rss"]


def main() -> int:
    runs = [start() for _ in range(ROUNDS)]
    kept = report("P13", "start to ready", median(cpu for cpu, _ in runs), 8, "s")
    return 0 if report("P13", "memory of the idle process", median(rss for _, rss in runs), 260, "MB") and kept else 1


if __name__ == "__main__":
    sys.exit(main())
