import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from bot.screens import refusals
from core.errors import DomainError

log = logging.getLogger(__name__)

Next = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class Refusals(BaseMiddleware):
    """Outermost: a refusal becomes an answer, so what it leaves behind (a counted guess) is committed with it."""

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        try:
            return await handler(event, data)
        except DomainError as refusal:
            log.info("refused", extra={"refusal": type(refusal).__name__})
            return refusals.words(refusal, data["tr"], data["retailer"])
