"""The demo as a process of its own, under the address that it prints."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator

import pytest

from tests.running import ROOT


@pytest.fixture
async def address() -> AsyncIterator[str]:
    """The address that `demo` prints; it ends by Ctrl-C, cleanly and within 15 seconds."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "WEBHOOK_"))}
    demo = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--port", "0",
        cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert demo.stdout is not None
    said = ""
    try:
        async with asyncio.timeout(90):
            while not (found := re.search(r"http://127\.0\.0\.1:\d+", said)):
                line = await demo.stdout.readline()
                assert line, said
                said += line.decode()
        yield found.group()
        demo.send_signal(signal.SIGINT)
        async with asyncio.timeout(15):
            rest = (await demo.stdout.read()).decode()
            assert await demo.wait() == 0, rest
        assert "Traceback" not in rest
    finally:
        if demo.returncode is None:
            demo.kill()
            await demo.wait()
