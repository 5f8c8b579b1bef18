"""The browser of the tests: Debian's Chromium, which asks nobody outside of this machine for anything."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

_PROGRAM = Path("/usr/bin/chromium")
_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

browser_only = [
    pytest.mark.browser,
    pytest.mark.skipif(not _PROGRAM.exists(), reason=f"there is no {_PROGRAM} here"),
]


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=_PROGRAM, args=_FLAGS)
        yield running
        await running.close()
