"""The menu: every flow, in the order in which its routes are asked."""

from bot.handlers import (
    accounts,
    act,
    agreements,
    alternative,
    anything,
    appeals,
    balance,
    bills,
    calculator,
    campaigns,
    cancel,
    changes,
    company,
    desk,
    desk_acts,
    desk_appeals,
    desk_bans,
    desk_canned,
    desk_operators,
    desk_stats,
    documents,
    drafts,
    email,
    groups,
    help,  # noqa: A004 - the word of the flow
    language,
    link,
    logout,
    notices,
    pin,
    privacy,
    profile,
    readings,
    recovery,
    requests,
    settings,
    start,
    submissions,
    support,
    support_faq,
    unlinked,
    usage,
    verify,
)

FLOWS = (
    campaigns,  # in the operators' chat, before whatever else is said in a group
    desk_acts,  # as campaigns
    desk_bans,
    desk_appeals,
    desk_canned,
    desk_operators,
    desk_stats,
    desk,  # after all other commands of the desk: what operators say goes to consumers
    groups,  # then this: nothing of what follows is for a group
    pin,  # before all that takes digits: a PIN must not be taken for a reading
    verify,  # before recovery: its links begin like those of a bill
    email,  # as verify
    recovery,  # before link and start: in the middle of linking /start asks once more what was asked
    link,
    start,
    cancel,
    appeals,  # before all that takes words or numbers: in an appeal they are its own
    balance,
    changes,
    readings,  # before drafts: other numbers at the last look are another offer
    drafts,
    submissions,
    unlinked,
    calculator,
    usage,
    bills,
    documents,
    act,
    alternative,
    accounts,
    settings,
    profile,
    requests,
    language,
    notices,
    agreements,
    privacy,
    help,
    logout,
    support_faq,
    support,  # late: in an open talk it takes what belongs to no other flow
    company,  # after support: in an open talk a place on the map goes to the operator
    anything,  # last: it takes what is left
)
