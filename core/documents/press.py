"""Documents are drawn in a process of its own: one that is stuck, or takes too much, can be ended without harm.

A message is its length in four bytes, then JSON in UTF-8. The first one is the retailer and is answered by `READY`;
each one after it orders a document and is answered by `DRAWN` and the PDF, or by `FAILED` and the class of the error.
Nobody need end this process: it ends with the pipe, after a document that takes too long, or when nothing is ordered.
"""

import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import IO, Any, cast

from core.papers.model import Marks
from core.retailer import Retailer

READY, DRAWN, FAILED = b"r", b"d", b"f"
HEAD = 4  # bytes of a length
SECONDS = 25  # for one document; who orders it waits for less
IDLE_SECONDS = 600
MEMORY = 200 << 20  # bytes of data
_NICE = 10  # whoever taps a button goes first

_MODULES = {"usage": "usage_sheet"}  # the others are called by their kind

Draw = Callable[[dict[str, Any], Marks, Retailer], bytes]


def draw(kind: str, facts: dict[str, Any], marks: Marks, retailer: Retailer) -> bytes:
    """Return the PDF of a document; equal bytes for equal facts."""
    module = importlib.import_module(f"core.documents.{_MODULES.get(kind, kind)}")
    return cast(Draw, module.draw)(facts, marks, retailer)


def warm() -> None:
    """Make ready what all documents need, so that the first one is no slower than the others."""
    from core.documents.letters import PLAIN, STRONG
    from core.documents.paper import Box, Code, Page, Text, pdf
    from core.i18n import LANGUAGES, translator

    for language in LANGUAGES:
        translator(language).plain.gettext("Bill")
    words = [Text(9, 9, "Қағаз ₸", font, 9, "#000000") for font in (PLAIN, STRONG)]
    pdf([Page([Box(0, 0, 9, 9, "#ffffff"), Code(9, 9, 9, "https://t.me"), *words])], title="", author="", language="kk")


def order(kind: str, facts: dict[str, Any], marks: Marks) -> bytes:
    """Return the message that orders a document."""
    about = {"number": marks.number, "issued_at": marks.issued_at.isoformat(), "code": marks.code, "link": marks.link}
    return message(json.dumps([kind, facts, about], ensure_ascii=False))


def message(text: str) -> bytes:
    body = text.encode()
    return len(body).to_bytes(HEAD, "big") + body


def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Draw what is ordered until the pipe ends."""
    retailer = Retailer.model_validate_json(_next(orders) or "{}")
    warm()
    _answer(answers, READY, b"")
    while (ordered := _next(orders)) is not None:
        signal.alarm(SECONDS)
        try:
            kind, facts, about = json.loads(ordered)
            marks = Marks(**about | {"issued_at": datetime.fromisoformat(about["issued_at"])})
            drawn = draw(kind, facts, marks, retailer)
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever has asked is told
            _answer(answers, FAILED, type(error).__name__.encode())
            if isinstance(error, MemoryError):
                return
        else:
            _answer(answers, DRAWN, drawn)


def _next(orders: IO[bytes]) -> bytes | None:
    signal.alarm(IDLE_SECONDS)
    head = orders.read(HEAD)
    if len(head) < HEAD:
        return None
    return orders.read(int.from_bytes(head, "big"))


def _answer(answers: IO[bytes], what: bytes, body: bytes) -> None:
    answers.write(what + len(body).to_bytes(HEAD, "big") + body)
    answers.flush()


def main() -> None:
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # whoever prints does not spoil the answers
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
