"""The menu: every flow, in the order in which its routes are asked."""

from bot.handlers import (
    accounts,
    anything,
    cancel,
    groups,
    help,  # noqa: A004 - the word of the flow
    language,
    link,
    logout,
    privacy,
    settings,
    start,
)

FLOWS = (
    groups,  # first: nothing of what follows is for a group
    link,  # before start: in its middle /start asks once more what was asked
    start,
    cancel,
    accounts,
    settings,
    language,
    privacy,
    help,
    logout,
    anything,  # last: it takes what is left
)
