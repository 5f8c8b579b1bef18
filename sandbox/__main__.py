"""`python -m sandbox [--port N] [--seed N] [--state FILE] [--limits]`: the sandbox by itself."""

import argparse
import asyncio
import contextlib
import signal
from pathlib import Path

from sandbox.server import Sandbox

_SAVE_SECONDS = 5.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="Telegram on a laptop.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--seed", type=int, default=1, help="fixes ids and names")
    parser.add_argument("--state", type=Path, help="keep the world in this file")
    parser.add_argument("--limits", action="store_true", help="keep Telegram's limits of sending")
    asyncio.run(serve(parser.parse_args()))


async def serve(options: argparse.Namespace) -> None:
    """Run until Ctrl-C or SIGTERM; the state file is written every few seconds, too."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with Sandbox(port=options.port, seed=options.seed, state=options.state, limits=options.limits) as sandbox:
        print(  # noqa: T201 - a command line
            f"{sandbox.url}\nBOT_TOKEN={sandbox.token}\nTELEGRAM_API_URL={sandbox.url}", flush=True
        )
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _SAVE_SECONDS)
            sandbox.save()


if __name__ == "__main__":
    main()
