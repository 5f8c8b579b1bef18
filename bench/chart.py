"""P9: the picture of two years of consumption against matplotlib drawing the same picture, and how large it is.

Matplotlib is no library of the bot. Measure with an environment that has it: a virtual environment of its own, then
`python -m bench.chart --matplotlib /path/to/its/bin/python`; without it the size alone is measured.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from bench.verdict import report
from core.documents import usage_chart
from core.period import Period

ROUNDS = 7
COUNT = 20
LIMIT = 20.0  # kB
PEER = Path(__file__).with_name("chart_peer.py")


def facts(seed: int, language: str = "kk") -> dict[str, Any]:
    """Return two years of a household, some months of them estimated."""
    chance = Random(seed)
    first = Period(2024, 11)
    months = [[first.plus(at).index, chance.randint(150_000, 480_000), int(chance.random() < 0.1)] for at in range(24)]
    return {"language": language, "months": months, "mean": sum(month[1] for month in months[12:]) // 12}


def own(batch: list[dict[str, Any]]) -> float:
    """Return milliseconds of CPU for a picture."""
    before = time.process_time()
    for each in batch:
        usage_chart.draw(each)
    return (time.process_time() - before) / len(batch) * 1000


class Peer:
    """Matplotlib in a process of its own: a batch of facts in, milliseconds of CPU for a picture out."""

    def __init__(self, python: str) -> None:
        self._process = subprocess.Popen([python, PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, batch: list[dict[str, Any]]) -> float:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(batch) + "\n")
        self._process.stdin.flush()
        return float(json.loads(self._process.stdout.readline())["ms"])

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def compare(python: str) -> bool:
    """Measure in turns, since the machine is not always equally fast."""
    peer = Peer(python)
    ours, theirs = [], []
    for turn in range(ROUNDS + 1):
        batch = [facts(turn * COUNT + each) for each in range(COUNT)]
        pair = own(batch), peer(batch)
        if turn:  # the first one fills the caches of both
            ours.append(pair[0])
            theirs.append(pair[1])
    peer.close()
    print(
        f"CPU of a picture: this bot {median(ours):.2f} ms, matplotlib (one figure, used again) {median(theirs):.1f} ms"
    )
    return report("P9", "chart, x faster than matplotlib", median(theirs) / median(ours), 7, "x", at_least=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="P9: the chart of consumption")
    parser.add_argument("--matplotlib", metavar="PYTHON", help="the interpreter of an environment that has matplotlib")
    python = parser.parse_args().matplotlib
    if python is None and importlib.util.find_spec("matplotlib"):
        python = sys.executable
    largest = max(len(usage_chart.draw(facts(seed, language))) for seed in range(30) for language in ("kk", "ru", "en"))
    kept = report("P9", "chart, size of the file", largest / 1000, LIMIT, "kB")
    assert "matplotlib" not in sys.modules
    if python is None:
        print(f"P9   chart, speed: {own([facts(seed) for seed in range(COUNT)]):.2f} ms; not compared: no matplotlib")
        return 0 if kept else 1
    return 0 if compare(python) and kept else 1


if __name__ == "__main__":
    sys.exit(main())
