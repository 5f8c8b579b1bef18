"""The bot's own tables: who speaks to it, what is linked, what is under way.

What the accounting system delivers stands apart, in `book.py`: it is replaced by each package.
Personal data and every text that came from a person are sealed (`sealing.py`); what must be found again is found by
a keyed mark, so neither the database nor a copy of it names anybody.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from core.storage.types import Month, RowId, UtcTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# A generation is one whole state of the accounting system's data; exactly one is live.
generations = Table(
    "generations",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("state", String(10), nullable=False),  # live | old
    Column("book_format", Integer, nullable=False),
    Column("switched_at", UtcTime, nullable=False),
)

packages = Table(
    "packages",
    metadata,
    Column("package_id", String(64), primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("mode", String(5), nullable=False),  # full | delta
    Column("operator", String(64), nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("period", Integer, nullable=False),
    Column("generated_at", UtcTime, nullable=False),
    Column("imported_at", UtcTime, nullable=False),
    Column("accounts", Integer, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("bad_rows", BigInteger, nullable=False),
)

customers = Table(
    "customers",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),  # of a private chat: the person's own id
    Column("language", String(2), nullable=False),
    Column("joined_at", UtcTime, nullable=False),
    Column("consent_version", String(20)),  # in force now; the history stands in consents
    Column("current_link", BigInteger),
    Column("blocked_at", UtcTime),  # the person blocked the bot
)

consents = Table(
    "consents",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("version", String(20), nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("language", String(2), nullable=False),
    Column("given_at", UtcTime, nullable=False),
    Column("withdrawn_at", UtcTime),
    Index(None, "chat_id"),
)

# A link is good only while both marks equal those of the account in the live generation.
links = Table(
    "links",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("owner_mark", BigInteger, nullable=False),
    Column("level", Integer, nullable=False),  # 1 last payment, 2 second proof
    Column("linked_at", UtcTime, nullable=False),
    Column("alias", LargeBinary),  # sealed
    UniqueConstraint("chat_id", "account_id"),
    Index(None, "account_id"),
    sqlite_autoincrement=True,  # an old button must never find a newer link under its id
)

# Every evaluated try to link, for the limits; it outlives erasure, since it names nobody.
link_tries = Table(
    "link_tries",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("chat_mark", BigInteger, nullable=False),
    Column("number_mark", BigInteger, nullable=False),
    Column("right", Boolean, nullable=False),
    Index(None, "at"),
    Index(None, "chat_mark", "at"),
    Index(None, "number_mark", "at"),
)

locks = Table(
    "locks",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("subject", String(8), nullable=False),  # chat | account (freeze) | number (unlocked by the office)
    Column("mark", BigInteger, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("until", UtcTime),  # empty: only the office may help
    Column("lifted_at", UtcTime),
    Index(None, "subject", "mark"),
)

# The chats that have shown their own contact, which is asked first while the brake is on.
shown_contacts = Table(
    "shown_contacts",
    metadata,
    Column("chat_mark", BigInteger, primary_key=True, autoincrement=False),
    Column("shown_at", UtcTime, nullable=False),
)

# One-time codes: those that the office issues, and the mark that one from a package has been used.
codes = Table(
    "codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("account_id", BigInteger, nullable=False),
    Column("owner_mark", BigInteger, nullable=False),  # a code dies with a change of owner
    Column("issued_at", UtcTime, nullable=False),
    Column("valid_to", UtcTime, nullable=False),
    Column("used_at", UtcTime),
)

# Append-only. `seal_audit` chains the rows: chain = position, hash = over the row and the hash before it.
audit = Table(
    "audit",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", String(40), nullable=False),  # chat:<id> | office | import:<package> | clock
    Column("action", String(40), nullable=False),
    Column("subject", String(80), nullable=False),  # account:<id> and the like; never a name
    Column("detail", String(200), nullable=False),
    Column("chain", BigInteger, unique=True),
    Column("hash", String(64)),
)

flows = Table(
    "flows",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("state", String(80)),
    Column("draft", LargeBinary),  # sealed
    Column("changed_at", UtcTime, nullable=False),
)

# Most rows are done; what is under way is found without looking at them.
_PENDING = text("state IN ('new', 'answer')")
_IN_HAND = text("state IN ('new', 'answer') AND (worker IS NOT NULL OR tries > 0)")

inbox = Table(
    "inbox",
    metadata,
    Column("seq", RowId, primary_key=True),  # the order of arrival: update ids may restart after a quiet week
    Column("update_id", BigInteger, nullable=False, unique=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("body", LargeBinary),  # sealed; erased after 7 days
    Column("state", String(8), nullable=False),  # new | answer | done | dead
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("answer", LargeBinary),  # sealed Screens still to be shown
    Column("worker", String(40)),  # who has it in hand, several processes only
    Column("lease", UtcTime),
    Column("error", String(120)),  # class of the error of a dead letter, never its text
    Index("ix_inbox_pending", "seq", sqlite_where=_PENDING, postgresql_where=_PENDING),
    Index("ix_inbox_in_hand", "chat_id", sqlite_where=_IN_HAND, postgresql_where=_IN_HAND),
    Index(None, "received_at"),
    sqlite_autoincrement=True,
)

# The way to the accounting system is long at the end of a month, and the telegram sender must not walk along it.
TO_ACCOUNTING = text("channel = 'accounting' AND state = 'new'")

RELAY_WAITS = text("channel = 'relay' AND state IN ('new', 'sending')")
OF_CAMPAIGN = text("campaign IS NOT NULL")
_WAITING = text("campaign IS NOT NULL AND state = 'new'")

outbox = Table(
    "outbox",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("channel", String(16), nullable=False),  # telegram | accounting | email | relay
    Column("chat_id", BigInteger, nullable=False),  # 0: to nobody's chat
    Column("priority", Integer, nullable=False),  # 1 operators' answers, 3 personal, 9 broadcasts
    Column("due", UtcTime, nullable=False),
    Column("lease", UtcTime),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("state", String(10), nullable=False),  # new | sending | sent | unclear | dead | cancelled
    Column("payload", LargeBinary),  # sealed
    Column("outcome", String(120)),
    Column("message_id", BigInteger),
    Column("created_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
    Column("campaign", BigInteger),  # whose recipient this row is
    Column("account_id", BigInteger),  # where the record of a notice is kept by account
    Column("said", String(80)),  # language, version and hash of what was said
    Index(None, "channel", "state", "priority", "due", "id"),
    Index("ix_outbox_campaign", "campaign", "id", sqlite_where=OF_CAMPAIGN, postgresql_where=OF_CAMPAIGN),
    Index("ix_outbox_chat", "chat_id", "id", sqlite_where=OF_CAMPAIGN, postgresql_where=OF_CAMPAIGN),
    Index("ix_outbox_waiting", "campaign", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index(
        "ix_outbox_to_accounting",
        *("channel", "state", "priority", "id", "due"),
        sqlite_where=TO_ACCOUNTING,
        postgresql_where=TO_ACCOUNTING,
    ),
    Index("ix_outbox_relay", *("chat_id", "priority", "id"), sqlite_where=RELAY_WAITS, postgresql_where=RELAY_WAITS),
    sqlite_autoincrement=True,
)

# What has been typed of a reading and not confirmed yet; the confirm button carries its id, which is never used again.
reading_drafts = Table(
    "reading_drafts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("link_id", BigInteger),  # empty: of an account that the chat has not linked
    Column("meter_id", String(32), nullable=False),
    Column("reading_date", Date, nullable=False),
    Column("written_at", UtcTime, nullable=False),  # the consumer's message: its month is the period
    Column("content", LargeBinary, nullable=False),  # sealed JSON: values, agreed, photo, estimate
    Column("submission", BigInteger),  # what it has become
    Column("changed_at", UtcTime, nullable=False),
    Index(None, "chat_id"),
    Index(None, "changed_at"),
    sqlite_autoincrement=True,
)

# Tries for accounts that the chat has not linked, for the limit; they name nobody.
unlinked_tries = Table(
    "unlinked_tries",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("chat_mark", BigInteger, nullable=False),
    Index(None, "chat_mark", "at"),
)

# One meter has one active reading in a period, whoever presses what and how often.
_ACTIVE = text("state IN ('queued', 'sent', 'accepted', 'unclear')")

# Confirmed readings: the record that the trade needs, kept when the chat is forgotten (chat_id and photo then empty).
submissions = Table(
    "submissions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("submission_id", String(36), nullable=False, unique=True),  # uuid: the key in the accounting system
    Column("draft_id", BigInteger, nullable=False, unique=True),  # a second press finds the first one's submission
    Column("chat_id", BigInteger),
    Column("account_id", BigInteger, nullable=False),
    Column("owner_mark", BigInteger, nullable=False),
    Column("meter_id", String(32), nullable=False),
    Column("period", Month, nullable=False),
    Column("reading_date", Date, nullable=False),
    Column("submitted_at", UtcTime, nullable=False),
    Column("facts", LargeBinary, nullable=False),  # sealed JSON: branch_code, account_no, point_id, serial_no, photo
    Column("volume", BigInteger),
    Column("estimate", BigInteger),
    Column("flags", String(120), nullable=False),
    Column("linked", Boolean, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason_code", String(64), nullable=False),
    Column("answered_at", UtcTime),
    Column("exported_at", UtcTime),  # last written to a registry file
    Index("ix_submissions_active", "meter_id", "period", unique=True, sqlite_where=_ACTIVE, postgresql_where=_ACTIVE),
    Index(None, "account_id", "id"),
    Index(None, "chat_id"),
    Index(None, "state", "id"),
    sqlite_autoincrement=True,
)

submission_values = Table(
    "submission_values",
    metadata,
    Column("submission", BigInteger, primary_key=True, autoincrement=False),
    Column("register_id", String(32), primary_key=True),
    Column("zone", String(2), nullable=False),
    Column("value", BigInteger, nullable=False),  # thousandths of a kWh
    Column("previous", BigInteger),
    Column("previous_date", Date),
    Column("volume", BigInteger),
    Column("rollover", Boolean, nullable=False),
)

_WITH_FACTS = text("facts_at IS NOT NULL")

# Documents that were issued: enough to tell whoever holds one whether it is good. They outlive the chat that asked.
alternative_numbers = Table(
    "alternative_numbers",
    metadata,
    Column("account_id", BigInteger, primary_key=True, autoincrement=False),
    Column("month", Month, primary_key=True, autoincrement=False),
    Column("nth", Integer, primary_key=True, autoincrement=False),  # of the account's alternative invoices of the month
    Column("digest", String(64), nullable=False),  # of the facts, which have one number
    UniqueConstraint("account_id", "month", "digest"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("scope", String(120), nullable=False),  # of several of one scope the newest is in force
    Column("digest", String(64), nullable=False),  # of the facts
    Column("code_mark", BigInteger, nullable=False, unique=True),
    Column("issued_at", UtcTime, nullable=False),
    Column("content", LargeBinary, nullable=False),  # sealed JSON: code, account_no, about, totals
    Column("file_id", String(255)),  # under which Telegram keeps the file
    Column("facts", LargeBinary),  # sealed JSON: all that its page shows, for a while, to send it by e-mail
    Column("facts_at", UtcTime),
    Column("facts_chat", BigInteger),  # who asked for it last: his erasure takes the facts along
    Index(None, "account_id", "kind", "scope", "id"),
    Index("ix_documents_facts_at", "facts_at", sqlite_where=_WITH_FACTS, postgresql_where=_WITH_FACTS),
    Index("ix_documents_facts_chat", "facts_chat", sqlite_where=_WITH_FACTS, postgresql_where=_WITH_FACTS),
    sqlite_autoincrement=True,
)

# The address that a chat has given for letters; `pending` becomes `address` when the link in a letter has been opened.
emails = Table(
    "emails",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("address", LargeBinary),  # sealed
    Column("address_mark", BigInteger),
    Column("confirmed_at", UtcTime),
    Column("refused_at", UtcTime),  # its server takes no letters for it
    Column("pending", LargeBinary),  # sealed
    Column("token_hash", String(64), unique=True),  # of the link sent last
    Column("expires_at", UtcTime),
    Column("document", BigInteger, nullable=False),  # to be sent once it is confirmed; 0: none
)

# Letters of the last day or so, for the limits; they name nobody and outlive an erasure.
letters = Table(
    "letters",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("chat_mark", BigInteger, nullable=False),
    Column("address_mark", BigInteger, nullable=False),
    Column("document", BigInteger, nullable=False),  # 0: a letter with a link that confirms an address
    Index(None, "at"),
    Index(None, "chat_mark", "at"),
    Index(None, "address_mark", "at"),
    sqlite_autoincrement=True,  # the key of a letter is made of it
)

# An account has one open appeal of a matter at most, where the matter is named.
_OPEN_ALONE = text("status = 'new' AND alone_in <> ''")
_OPEN = text("status = 'new'")

# What consumers ask of the office. When the chat is forgotten the row stays without it (chat_id empty).
appeals = Table(
    "appeals",
    metadata,
    Column("id", RowId, primary_key=True),  # part of its number, so never used again
    Column("kind", String(24), nullable=False),
    Column("chat_id", BigInteger),
    Column("account_id", BigInteger),  # none: about no account
    Column("key", String(16), nullable=False),  # of the form: a second press finds the first one's appeal
    Column("alone_in", String(24), nullable=False),
    Column("registered_at", UtcTime, nullable=False),
    Column("held_until", UtcTime, nullable=False),  # till then it may be taken back, and the office has it not
    Column("due_on", Date),  # none: no term is set
    Column("status", String(10), nullable=False),  # new | answered | refused | withdrawn
    Column("handed_over_at", UtcTime),  # the operators have been told
    Column("closed_at", UtcTime),
    Column("content", LargeBinary, nullable=False),  # sealed JSON: account_no, asked, answer, papers of both
    Column("remind_on", Date),
    Column("reminded", Integer, nullable=False, server_default="0"),  # 1: before the due day, 2: on it
    Column("desk_chat", BigInteger),  # by which message the operators see it
    Column("desk_message", BigInteger),
    UniqueConstraint("chat_id", "key"),
    Index(
        "ix_appeals_open_alone",
        *("account_id", "alone_in"),
        unique=True,
        sqlite_where=_OPEN_ALONE,
        postgresql_where=_OPEN_ALONE,
    ),
    Index("ix_appeals_open", "held_until", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index(None, "closed_at"),
    Index(None, "desk_chat", "desk_message"),
    sqlite_autoincrement=True,
)

# A PIN that a consumer has set; the number of wrong tries is in the row that is tried, and dies with it.
pins = Table(
    "pins",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("secret", LargeBinary, nullable=False),  # sealed text: scrypt, its cost, salt, hash
    Column("set_at", UtcTime, nullable=False),
    Column("tries", Integer, nullable=False),  # since the last right one
    Column("open_until", UtcTime),
)

_ACTIVE_CAMPAIGN = text("state IN ('scheduled', 'running', 'paused')")
_REPEATING = text("repeats IS NOT NULL")

# One run of a notice to many; its recipients are rows of the outbox.
campaigns = Table(
    "campaigns",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("about", String(20), nullable=False),  # core.notices.model.NoticeType
    Column("key", String(80), unique=True),  # of an automatic one: the occasion, once
    Column("state", String(10), nullable=False),
    Column("content", LargeBinary, nullable=False),  # sealed JSON
    Column("created_by", String(40), nullable=False),  # clock | office | operator:<id>
    Column("approved_by", String(40)),
    Column("created_at", UtcTime, nullable=False),
    Column("due", UtcTime),
    Column("useful_until", UtcTime),
    Column("started_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("reached", BigInteger, nullable=False),  # the last chat that was looked at
    Column("complete", Boolean, nullable=False),  # everybody is in the outbox
    Column("pilot", Integer),
    Column("size", Integer),
    Column("spread_seconds", Integer, nullable=False),
    Column("parent", BigInteger),
    Column("repeats", String(8)),  # daily | weekly | monthly
    Column("version", Integer, nullable=False),
    Column("queued", Integer, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("blocked", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("unclear", Integer, nullable=False),
    Column("dropped", Integer, nullable=False),
    Column("card_chat", BigInteger),
    Column("card_message", BigInteger),
    Index("ix_campaigns_repeating", "id", sqlite_where=_REPEATING, postgresql_where=_REPEATING),
    Index("ix_campaigns_active", "id", sqlite_where=_ACTIVE_CAMPAIGN, postgresql_where=_ACTIVE_CAMPAIGN),
    sqlite_autoincrement=True,
)

# What a chat has chosen about notices; no row: everything as the retailer has set it.
notice_settings = Table(
    "notice_settings",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("off", String(200), nullable=False),  # types, each after a comma
    Column("quiet_from", Integer),  # minute of the day in Kazakhstan
    Column("quiet_to", Integer),
    Column("bills_by", String(5), nullable=False),  # chat | email | both
)

# That the owner of an account takes notices of law in electronic form instead of paper; a withdrawn one is kept.
electronic_agreements = Table(
    "electronic_agreements",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_id", BigInteger),  # empty: the chat has been forgotten
    Column("account_id", BigInteger, nullable=False),
    Column("owner_mark", BigInteger, nullable=False),
    Column("version", String(20), nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("language", String(2), nullable=False),
    Column("given_at", UtcTime, nullable=False),
    Column("withdrawn_at", UtcTime),
    Index(None, "account_id"),
    Index(None, "chat_id"),
    sqlite_autoincrement=True,
)

_OPEN_TALK = text("state = 'open'")

# A consumer's place in a group of operators: a topic, or the group itself where it has none.
desk_threads = Table(
    "desk_threads",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_id", BigInteger, unique=True),  # none: the chat has been forgotten
    Column("group_id", BigInteger, nullable=False),
    Column("topic_id", BigInteger),
    Column("card", BigInteger),  # the pinned message
    Column("card_digest", String(64), nullable=False, server_default=""),
    Column("shown", String(160), nullable=False, server_default=""),  # name and state as the topic shows them
    Column("blocked", Boolean, nullable=False, server_default=text("false")),
    Index(None, "group_id", "topic_id"),
    sqlite_autoincrement=True,
)

desk_talks = Table(
    "desk_talks",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("thread_id", BigInteger, nullable=False),
    Column("state", String(6), nullable=False),  # open | closed
    Column("opened_at", UtcTime, nullable=False),
    Column("closed_at", UtcTime),
    Column("closed_by", String(8), nullable=False, server_default=""),  # consumer | desk | time
    Column("said_at", UtcTime, nullable=False),
    Column("spoken_by", String(8), nullable=False),  # consumer | desk
    Column("waits_since", UtcTime),  # the first word of the consumer that nobody has answered
    Column("answered_at", UtcTime),  # the first answer
    Column("assignee", BigInteger),
    Column("priority", String(6), nullable=False, server_default="normal"),
    Column("tags", String(200), nullable=False, server_default=""),
    Column("subject", LargeBinary),  # sealed
    Column("reminded", Integer, nullable=False, server_default="0"),
    Column("rating", Integer),
    Column("comment", LargeBinary),  # sealed
    Index(None, "thread_id"),
    Index("ix_desk_talks_open", "thread_id", unique=True, sqlite_where=_OPEN_TALK, postgresql_where=_OPEN_TALK),
    sqlite_autoincrement=True,
)

desk_said = Table(
    "desk_said",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("thread_id", BigInteger, nullable=False),
    Column("talk_id", BigInteger, nullable=False),
    Column("side", String(8), nullable=False),  # consumer | desk | note
    Column("author", BigInteger),  # an operator
    Column("at", UtcTime, nullable=False),
    Column("edited_at", UtcTime),
    Column("words", LargeBinary),  # sealed; none: forgotten
    Column("source_chat", BigInteger, nullable=False),
    Column("source_message", BigInteger, nullable=False),
    Column("target_chat", BigInteger),
    Column("target_message", BigInteger),
    Column("album", String(40), nullable=False, server_default=""),
    Column("quotes", BigInteger),  # what it answers
    Column("quote", LargeBinary),  # sealed: the part that is quoted
    Column("state", String(8), nullable=False),  # waiting | sent | blocked | failed | deleted
    UniqueConstraint("source_chat", "source_message"),
    Index(None, "target_chat", "target_message"),
    Index(None, "talk_id"),
    sqlite_autoincrement=True,
)

desk_operators = Table(
    "desk_operators",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", LargeBinary, nullable=False),  # sealed
    Column("role", String(13), nullable=False),  # operator | administrator
    Column("added_by", String(40), nullable=False),
    Column("added_at", UtcTime, nullable=False),
)

desk_bans = Table(
    "desk_bans",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("reason", LargeBinary, nullable=False),  # sealed
    Column("banned_by", BigInteger, nullable=False),
    Column("banned_at", UtcTime, nullable=False),
    Column("until", UtcTime),  # none: until somebody lifts it
    Column("lifted_at", UtcTime),
    Index(None, "chat_id"),
    sqlite_autoincrement=True,
)

desk_groups = Table(
    "desk_groups",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),  # as it is set
    Column("moved_to", BigInteger),  # the supergroup that it has become
    Column("has_topics", Boolean, nullable=False, server_default=text("true")),
    Column("trouble", String(40), nullable=False, server_default=""),
    Column("told_behind_at", UtcTime),
)
