"""The menu: every flow, in the order in which its routes are asked."""

from bot.handlers import (
    accounts,
    anything,
    balance,
    cancel,
    groups,
    help,  # noqa: A004 - the word of the flow
    language,
    link,
    logout,
    privacy,
    recovery,
    settings,
    start,
    usage,
)

FLOWS = (
    groups,  # first: nothing of what follows is for a group
    recovery,  # before link and start: in the middle of linking /start asks once more what was asked
    link,
    start,
    cancel,
    balance,
    usage,
    accounts,
    settings,
    language,
    privacy,
    help,
    logout,
    anything,  # last: it takes what is left
)
