"""What becomes of the other parts of the bot when one of them fails."""

import asyncio
from pathlib import Path

import pytest

from bot import app
from bot.settings import Settings
from sandbox import Sandbox
from tests.running import Place


async def stubborn(stop: asyncio.Event) -> None:
    """Swallow the first cancellation, as `wait_for` does now and then, and go on until told to stop."""
    try:
        await stop.wait()
    except asyncio.CancelledError:
        await stop.wait()


async def broken(_stop: asyncio.Event) -> None:
    await asyncio.sleep(0)
    raise OSError("the port is in use")


async def test_one_that_fails_ends_those_that_hear_of_no_cancellation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with Sandbox(seed=1) as sandbox:
        settings: Settings = Place(sandbox, tmp_path, f"sqlite+aiosqlite:///{tmp_path}/zharyq.db").settings()
        monkeypatch.setattr(app.App, "parts", lambda _self, _roles: [stubborn, broken])

        async with asyncio.timeout(20):
            with pytest.raises(ExceptionGroup) as failed:
                await app.run(settings, asyncio.Event())

    assert [str(one) for one in failed.value.exceptions] == ["the port is in use"]
