"""Methods of the Bot API that the sandbox emulates; anything else is answered with 404."""

from collections.abc import Callable
from typing import Any

from sandbox.arguments import Arguments
from sandbox.methods import chats, copying, editing, files, pinning, profile, sending, topics
from sandbox.world import World

Method = Callable[[World, Arguments], Any]

METHODS: dict[str, Method] = {
    **sending.METHODS,
    **copying.METHODS,
    **editing.METHODS,
    **files.METHODS,
    **chats.METHODS,
    **pinning.METHODS,
    **topics.METHODS,
    **profile.METHODS,
}
"""By their canonical names; the names in a request are compared without regard to case."""
