"""No log holds a token, a phone, an amount, a name or an update, however it got into the text."""

import io
import json
import logging
import warnings
from collections.abc import Iterator

import pytest
from aiogram.types import Update
from pydantic import ValidationError

from bot import logs

TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOpp-_1"
KNOWN = [
    TOKEN,
    "a webhook secret",
    "+7 701 123-45-67",
    "87011234567",
    "7 (701) 123 45 67",
    "12 345,60 ₸",
    "6500.00",
    "12345 тг",
    "Серікова Әлия Маратқызы",
    "Иванов И.И.",
    "ул. Абая, 12",
    "aliya@example.kz",
]


class Stream(io.StringIO):
    def lines(self) -> list[str]:
        return self.getvalue().splitlines()


@pytest.fixture(params=["json", "console"])
def stream(request: pytest.FixtureRequest) -> Iterator[Stream]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    found = Stream()
    logs.configure("INFO", request.param, ["a webhook secret"], found)
    yield found
    root.handlers, root.level = before[0], before[1]
    root.setLevel(before[1])
    logging.captureWarnings(capture=False)


@pytest.mark.parametrize("known", KNOWN)
def test_nothing_known_is_left(known: str, stream: Stream) -> None:
    log = logging.getLogger("bot.test")
    log.info("said %s", known)
    log.info("said", extra={"words": known, "many": [known], "chat": 7})
    try:
        raise RuntimeError(f"cannot send {known}")
    except RuntimeError:
        log.exception("failed")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"strange {known}", stacklevel=1)

    assert len(stream.lines()) == 4
    assert known not in stream.getvalue()
    assert "said" in stream.getvalue()


def test_an_error_that_quotes_an_update_says_only_its_class(stream: Stream) -> None:
    words = " ".join(["Secret", "words"])
    try:
        Update.model_validate({"update_id": 1, "message": {"text": words}})
    except ValidationError:
        logging.getLogger("bot.test").exception("failed")

    assert words not in stream.getvalue()
    assert "ValidationError" in stream.getvalue()


def test_a_line_stays_one_line(stream: Stream) -> None:
    logging.getLogger("bot.test").info("one\ntwo\r\nthree", extra={"words": "a\nb"})

    assert len(stream.lines()) == 1


def test_ids_are_kept(stream: Stream) -> None:
    logging.getLogger("bot.test").info("update", extra={"chat": 7011234567, "seq": 12})

    assert "7011234567" in stream.getvalue()


def test_json_can_be_read_back() -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = Stream()
    logs.configure("INFO", "json", (), stream)
    logging.getLogger("bot.test").info("update", extra={"chat": 7})
    root.handlers = before[0]
    root.setLevel(before[1])

    found = json.loads(stream.getvalue())

    assert (found["event"], found["chat"], found["level"], found["logger"]) == ("update", 7, "info", "bot.test")
