"""Logs in one shape, a line each, without personal data: whatever slips into a text is taken out here, at the root."""

import logging
import re
import sys
import traceback
from collections.abc import Iterable
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

_QUIET = ("aiogram", "aiohttp", "apscheduler", "alembic", "asyncio", "PIL")
_UNTOUCHED = frozenset({"timestamp", "level", "logger"})
# These errors quote what they could not read: an update, an answer of Telegram, a row.
_QUOTING = frozenset({"ValidationError", "ClientDecodeError", "JSONDecodeError", "UnicodeEncodeError"})

_PATTERNS = (
    (re.compile(r"\d{6,}:[\w-]{30,}"), "<token>"),
    (re.compile(r"(?<![\d.])\+?[78][\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d)"), "<phone>"),
    (re.compile(r"(?<![\d.:-])\d[\d\s]*[.,]\d{2}(?![\d.:])"), "<amount>"),
    (re.compile(r"\d[\d\s]*(?:₸|KZT|тг|теңге|тенге)"), "<amount>"),
    # The bot's own lines are in English, so Cyrillic is somebody's name, address or words.
    (re.compile(r"[\u0400-\u04ff][\u0400-\u04ff\s.,«»\"'-]*"), "<text>"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "<e-mail>"),
)


class Redaction:
    """Takes out of every text what a log must not hold; numbers given as such are ids and stay."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = tuple(secret for secret in secrets if secret)

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {name: value if name in _UNTOUCHED else self._clean(value) for name, value in event.items()}

    def text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "<secret>")
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        return text

    def _clean(self, value: Any) -> Any:
        if value is None or isinstance(value, bool | int):
            return value
        return self.text(str(value))


def configure(level: str, shape: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send everything that is logged, warnings included, through one redacting formatter."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.ExceptionRenderer(_traceback),
            Redaction(secrets),
            structlog.processors.JSONRenderer(ensure_ascii=False) if shape == "json" else _line,
        ],
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    logging.captureWarnings(capture=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def _line(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    """Render for people: still one line, since a line break in a text could forge the next one."""
    head = f"{event.pop('timestamp')} {event.pop('level'):7} {event.pop('logger')}: {event.pop('event')}"
    rest = "".join(f" {name}={value}" for name, value in event.items())
    return (head + rest).replace("\r", "\\r").replace("\n", "\\n")


def _traceback(exc_info: ExcInfo) -> str:
    """Return the errors with where they arose, the first cause first; of those that quote data only the class."""
    parts: list[str] = []
    error: BaseException | None = exc_info[1]
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        name = type(error).__name__
        said = "" if name in _QUOTING else f": {error}"
        parts.append("".join(traceback.format_tb(error.__traceback__)) + name + said)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(reversed(parts))
