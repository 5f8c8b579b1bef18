"""P7 and P8: a bill, a statement of 36 months and an act of 200 rows against ReportLab's platypus.

The peer sets the same words and sums in the same letters, page by page, in a process of its own; ours begins with the
facts, as they come from the database, and so writes the numbers as well.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from bench.verdict import report
from core.papers.model import Marks, grouped, new_code
from core.period import Period
from core.retailer import DEMO_FILE, Retailer

ROUNDS = 9
COUNT = 10
PEER = Path(__file__).with_name("papers_peer.py")
SERVICES = ("Электр энергиясы", "Жылыту", "Суық су", "Ыстық су", "Кәріз", "Қоқыс шығару", "Лифт", "Домофон")

Draw = Callable[[dict[str, Any], Marks, Retailer], bytes]


def account(chance: Random) -> dict[str, Any]:
    return {
        "languages": ["kk", "ru"],
        "account_no": f"{chance.randrange(10**9):09}",
        "payer": chance.choice(("Әлімбекова Гүлнұр", "Қожахметов Ұлан", "Петрова Мария")),
        "address_kk": f"Өскемен қ., Қазақстан к-сі, {chance.randint(1, 200)}",
        "address_ru": f"г. Усть-Каменогорск, ул. Казахстан, {chance.randint(1, 200)}",
        "masked": False,
        "residents": chance.randint(1, 6),
    }


def service(name: str) -> dict[str, Any]:
    supplier = {"supplier_kk": "«Шығыс» ЖШС", "supplier_ru": "ТОО «Восток»"}
    return {"kk": name, "ru": f"{name} (ru)", "en": name, **supplier}


def six(chance: Random) -> list[int]:
    return [chance.randint(-(10**6), 10**6), *(chance.randint(0, 10**6) for _ in range(4)), chance.randint(1, 10**6)]


def bill(chance: Random) -> dict[str, Any]:
    payee = {"bin": "020240000555", "iban": "KZ86125KZT5004100100", "bic": "KCJBKZKX", "code": "13"}
    line = {"method": "meter", "unit": "kWh", "serial": "04512377", "verified_on": "2022-05-04", "level": 1}
    line |= {"zone": "", "from": [12_000_000, "2026-10-01"], "to": [12_345_000, "2026-10-31"], "price": 254_600}
    return account(chance) | {
        "period": 202610,
        "due_on": "2026-11-25",
        "due": chance.randint(10**5, 10**7),
        "services": [service(name) | payee | {"amounts": six(chance), "vat": 0} for name in SERVICES],
        "lines": [service("Электр энергиясы") | line | {"volume": chance.randint(1, 10**6), "amount": 878_370}] * 3,
        "chart": [[Period(2025, 11).plus(at).index, chance.randint(90_000, 480_000)] for at in range(12)],
    }


def statement(chance: Random) -> dict[str, Any]:
    months = [[Period(2023, 11).plus(at).index, six(chance)] for at in range(36)]
    ends = {"first": months[0][0], "last": months[-1][0], "paid_until": "2026-11-21"}
    return account(chance) | ends | {"service": None, "months": months, "total": six(chance)}


def act(chance: Random) -> dict[str, Any]:
    rows = [
        [f"{1 + at % 28:02}.{1 + at // 28:02}.2026", f"Төлем / Оплата № {at}", chance.randint(0, 10**7)]
        for at in range(200)
    ]
    return account(chance) | {"rows": rows}


def draw_act(facts: dict[str, Any], marks: Marks, retailer: Retailer) -> bytes:
    """Set a table as an act of reconciliation has it: both halves, 200 rows."""
    from core.documents.sheet import Column, Sheet

    sheet = Sheet(title="Reconciliation act", languages=facts["languages"], retailer=retailer, marks=marks)
    heads = (
        ("№", 0.5),
        ("Күні", 1.0),
        ("Құжат", 2.0),
        ("Дебет", 1.2),
        ("Кредит", 1.2),
        ("Дебет", 1.2),
        ("Кредит", 1.2),
    )
    columns = [Column(title, share, "right" if share == 1.2 else "left") for title, share in heads]
    rows = (
        [str(place), day, what, sheet.trs[0].amount(tiyn), "", "", sheet.trs[0].amount(tiyn)]
        for place, (day, what, tiyn) in enumerate(facts["rows"], 1)
    )
    sheet.table(columns, rows, ["", "", "Барлығы / Итого", "1,00", "", "", "1,00"])
    return sheet.bytes()


def marks(*, scanned: bool = True) -> Marks:
    """Return new ones; without a QR code where that would flatter us: the peer takes 30 ms for one."""
    code = new_code()
    link = f"https://t.me/zharyq_bot?start=d_{code}" if scanned else ""
    return Marks(number="B-2026-000001", issued_at=datetime(2026, 11, 22, tzinfo=UTC), code=grouped(code), link=link)


def told(draw: Draw, facts: dict[str, Any], own: Marks, retailer: Retailer) -> dict[str, Any]:
    """Return what a page says, for the peer to set the same."""
    from core.documents.sheet import Sheet

    said: list[tuple[str, Any]] = []
    kept = {name: getattr(Sheet, name) for name in ("facts", "heading", "table", "amount", "paragraph", "chart", "qr")}

    def listening(name: str) -> Callable[..., None]:
        def listen(sheet: Sheet, *args: Any, **more: Any) -> None:
            args = tuple(each if isinstance(each, str | float | None) else list(each) for each in args)
            if name == "table":
                columns, rows, *total = args
                said.append(
                    (name, [[[each.title, each.share] for each in columns], [list(row) for row in rows], *total])
                )
            else:
                said.append((name, args))
            kept[name](sheet, *args, **more)

        return listen

    for name in kept:
        setattr(Sheet, name, listening(name))
    try:
        draw(facts, own, retailer)
    finally:
        for name, method in kept.items():
            setattr(Sheet, name, method)
    return {"number": own.number, "link": own.link, "said": said}


class Peer:
    """Platypus in a process of its own: pages in, milliseconds of CPU for one and its size out."""

    def __init__(self) -> None:
        program = [sys.executable, PEER]
        self._process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, batch: Sequence[dict[str, Any]]) -> tuple[float, float]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(batch) + "\n")
        self._process.stdin.flush()
        ms, size = json.loads(self._process.stdout.readline())
        return ms, size

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def compare(name: str, draw: Draw, make: Callable[[Random], dict[str, Any]], *, scanned: bool) -> tuple[float, int]:
    """Measure in turns, since the machine is not always equally fast; return the ratio and our largest size."""
    peer, chance, retailer = Peer(), Random(7), Retailer.from_file(DEMO_FILE)
    ours, theirs, largest, theirs_size = [], [], 0, 0.0
    for turn in range(ROUNDS + 1):
        batch = [(make(chance), marks(scanned=scanned)) for _ in range(COUNT)]
        pages = [told(draw, facts, own, retailer) for facts, own in batch[:3]]
        batch = [(make(chance), marks(scanned=scanned)) for _ in range(COUNT)]  # nothing of these has been seen before
        before = time.process_time()
        for facts, own in batch:
            largest = max(largest, len(draw(facts, own, retailer)))
        spent = (time.process_time() - before) / COUNT * 1000
        ms, theirs_size = peer(pages)
        if turn:  # the first one fills the caches of both
            ours.append(spent)
            theirs.append(ms)
    peer.close()
    print(
        f"{name}: this bot {median(ours):.2f} ms of CPU, {largest / 1000:.1f} kB;"
        f" platypus {median(theirs):.1f} ms, {theirs_size / 1000:.1f} kB"
    )
    return median(theirs) / median(ours), largest


FIRST = """
import sys, time
from random import Random
from bench import papers
from core.documents import press
retailer = papers.Retailer.from_file(papers.DEMO_FILE)
facts, own = papers.bill(Random(1)), papers.marks()
press.warm()
before = time.process_time()
press.draw("bill", facts, own, retailer)
print((time.process_time() - before) * 1000)
"""


def first() -> float:
    """Return milliseconds of CPU of the first bill that a process draws."""
    program = [sys.executable, "-c", FIRST]
    return float(subprocess.run(program, capture_output=True, check=True, text=True).stdout)


def main() -> int:
    from core.documents import bill as front
    from core.documents import statement as months

    kept = []
    ratio, size = compare("bill", front.draw, bill, scanned=True)
    kept.append(report("P7", "bill with QR and chart, x faster than platypus", ratio, 12, "x", at_least=True))
    kept.append(report("P7", "bill, size of the file", size / 1000, 40, "kB"))
    kept.append(report("P7", "first bill of a process that is ready", median(first() for _ in range(5)), 50, "ms"))
    ratio, _ = compare("statement", months.draw, statement, scanned=False)
    kept.append(report("P8", "statement of 36 months, x faster than platypus", ratio, 3, "x", at_least=True))
    ratio, _ = compare("act", draw_act, act, scanned=False)
    kept.append(report("P8", "act of 200 rows, x faster than platypus", ratio, 3, "x", at_least=True))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
