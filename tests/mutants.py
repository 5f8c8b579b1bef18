"""What `make mutants` says at its end: which alterations no test has noticed, and whether each has its reason.

A reason stands in docs/mutants.md under the altered line, so it goes with the line and not with mutmut's numbers.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def altered(name: str) -> list[str]:
    """Return the lines of a mutant that differ from the code."""
    shown = _mutmut("show", name).splitlines()
    return [line[1:].strip() for line in shown if line.startswith("+") and not line.startswith("+++")]


def main() -> int:
    page = (ROOT / "docs/mutants.md").read_text(encoding="utf-8")
    reasoned = {line.strip() for line in page.splitlines() if line.startswith("    ")}
    left = [line.strip().partition(": ")[::2] for line in _mutmut("results").splitlines() if ": " in line]
    unexplained = 0
    for name, state in left:
        lines = altered(name)
        if state != "survived" or not lines or not reasoned.issuperset(lines):
            unexplained += 1
            sys.stdout.write("\n    ".join((f"{state}: {name}", *lines)) + "\n")
    sys.stdout.write(f"{len(left)} mutants live, {unexplained} of them without a reason in docs/mutants.md.\n")
    return 1 if unexplained else 0


def _mutmut(*arguments: str) -> str:
    program = Path(sys.executable).with_name("mutmut")
    return subprocess.run([program, *arguments], cwd=Path.cwd(), capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main())
