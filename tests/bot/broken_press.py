"""The process that draws, with documents that bring trouble: run in its place by tests."""

import os
from typing import Any

from core.documents import bill, invoice, press, proof, statement
from core.papers.model import Marks
from core.retailer import Retailer


def stuck(facts: dict[str, Any], _marks: Marks, _retailer: Retailer) -> bytes:
    """Draw without end, as a loop that never comes out does."""
    while True:
        pass


def failing(facts: dict[str, Any], _marks: Marks, _retailer: Retailer) -> bytes:
    print("what is printed spoils no answer")  # noqa: T201 - that is what is tried
    raise LookupError("a fact is missing")


def greedy(facts: dict[str, Any], _marks: Marks, _retailer: Retailer) -> bytes:
    """Take a gigabyte, a piece at a time."""
    return b"".join([bytes(1 << 20) for _ in range(1024)])


def falling(facts: dict[str, Any], _marks: Marks, _retailer: Retailer) -> bytes:
    """End at once, as after a fault in a library."""
    os._exit(7)


bill.draw = stuck
invoice.draw = failing
statement.draw = greedy
proof.draw = falling

if __name__ == "__main__":
    press.main()
