"""Telegram on a laptop: a strict emulator of the Bot API and a chat page, for the demo and for tests.

    async with Sandbox(port=0, seed=1) as sandbox:
        maria = sandbox.world.person("Мария", language="ru", phone="+77010000001")
        operators = sandbox.world.group("Operators", forum=True)
        await maria.starts()

`Sandbox` is described in sandbox.server, people in sandbox.people, groups in sandbox.group, faults
in sandbox.faults. `python -m sandbox --port 8081 --state world.json` runs it by itself. It knows
nothing of the bot that talks to it.
"""

from sandbox.group import Group
from sandbox.people import Person
from sandbox.server import Sandbox
from sandbox.world import World

__all__ = ["Group", "Person", "Sandbox", "World"]
