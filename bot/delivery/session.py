from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import EditMessageMedia, SendDocument, SendPhoto, TelegramMethod
from aiohttp import ClientError, ClientTimeout

_JSON = {"Content-Type": "application/json"}
_WITH_FILES = (SendDocument, SendPhoto, EditMessageMedia)


class JsonSession(AiohttpSession):
    """Speaks JSON to the Bot API and returns what it answers as plain JSON, not as aiogram's models.

    The form that aiogram builds and the models that it parses, which nobody here reads, cost more than all the rest
    of a call. Errors are aiogram's own; files go its own way.
    """

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> Any:
        if isinstance(method, _WITH_FILES):
            return await super().make_request(bot, method, timeout)
        # What was not set is not sent: among it aiogram's placeholders for the bot's defaults, of which there are none.
        body = method.model_dump_json(exclude_unset=True, exclude_none=True).encode()
        url = self.api.api_url(token=bot.token, method=method.__api_method__)
        try:
            status, content = await self._post(url, body, self.timeout if timeout is None else timeout)
        except TimeoutError as error:
            raise TelegramNetworkError(method=method, message="Request timeout error") from error
        except ClientError as error:
            raise TelegramNetworkError(method=method, message=f"{type(error).__name__}: {error}") from error
        try:
            answer = self.json_loads(content)
        except ValueError:
            answer = None
        if status == 200 and isinstance(answer, dict) and answer.get("ok") is True:
            return answer.get("result")
        self.check_response(bot, method, status, content.decode("utf-8", "replace"))
        raise AssertionError("aiogram takes for good what is not")

    async def _post(self, url: str, body: bytes, seconds: float) -> tuple[int, bytes]:
        session = await self.create_session()
        async with session.post(url, data=body, headers=_JSON, timeout=ClientTimeout(total=seconds)) as response:
            return response.status, await response.read()
