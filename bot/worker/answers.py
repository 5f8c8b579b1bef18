from collections.abc import Sequence
from typing import Any

from bot.screens.screen import Screen
from core.storage.sealing import Vault


def as_screens(answer: Any) -> tuple[Screen, ...]:
    """Return what a handler answered as Screens; nothing for None and for what nobody handled."""
    if isinstance(answer, Screen):
        return (answer,)
    return answer if isinstance(answer, tuple) else ()


def sealed(screens: Sequence[Screen], vault: Vault) -> bytes | None:
    """Return what is kept until it has been shown; None: there is nothing to show."""
    return vault.seal([screen.to_json() for screen in screens]) if screens else None


def opened(answer: bytes, vault: Vault) -> tuple[Screen, ...]:
    return tuple(Screen.from_json(data) for data in vault.open(answer))
