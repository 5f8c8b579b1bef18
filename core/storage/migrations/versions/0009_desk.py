"""The desk: threads, talks and what was said in them, operators, bans, groups."""

import sqlalchemy as sa
from alembic import op

from core.storage import types

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "desk_bans",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("banned_by", sa.BigInteger(), nullable=False),
        sa.Column("banned_at", types.UtcTime(), nullable=False),
        sa.Column("until", types.UtcTime(), nullable=True),
        sa.Column("lifted_at", types.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_bans")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_desk_bans_chat_id"), "desk_bans", ["chat_id"], unique=False)
    op.create_table(
        "desk_groups",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("moved_to", sa.BigInteger(), nullable=True),
        sa.Column("has_topics", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("trouble", sa.String(length=40), server_default="", nullable=False),
        sa.Column("told_behind_at", types.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_desk_groups")),
    )
    op.create_table(
        "desk_operators",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(length=13), nullable=False),
        sa.Column("added_by", sa.String(length=40), nullable=False),
        sa.Column("added_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_desk_operators")),
    )
    op.create_table(
        "desk_said",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("talk_id", sa.BigInteger(), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("author", sa.BigInteger(), nullable=True),
        sa.Column("at", types.UtcTime(), nullable=False),
        sa.Column("edited_at", types.UtcTime(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("source_chat", sa.BigInteger(), nullable=False),
        sa.Column("source_message", sa.BigInteger(), nullable=False),
        sa.Column("target_chat", sa.BigInteger(), nullable=True),
        sa.Column("target_message", sa.BigInteger(), nullable=True),
        sa.Column("album", sa.String(length=40), server_default="", nullable=False),
        sa.Column("quotes", sa.BigInteger(), nullable=True),
        sa.Column("quote", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_said")),
        sa.UniqueConstraint("source_chat", "source_message", name=op.f("uq_desk_said_source_chat_source_message")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_desk_said_talk_id"), "desk_said", ["talk_id"], unique=False)
    op.create_index(
        op.f("ix_desk_said_target_chat_target_message"), "desk_said", ["target_chat", "target_message"], unique=False
    )
    op.create_table(
        "desk_talks",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("opened_at", types.UtcTime(), nullable=False),
        sa.Column("closed_at", types.UtcTime(), nullable=True),
        sa.Column("closed_by", sa.String(length=8), server_default="", nullable=False),
        sa.Column("said_at", types.UtcTime(), nullable=False),
        sa.Column("spoken_by", sa.String(length=8), nullable=False),
        sa.Column("waits_since", types.UtcTime(), nullable=True),
        sa.Column("answered_at", types.UtcTime(), nullable=True),
        sa.Column("assignee", sa.BigInteger(), nullable=True),
        sa.Column("priority", sa.String(length=6), server_default="normal", nullable=False),
        sa.Column("tags", sa.String(length=200), server_default="", nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=True),
        sa.Column("reminded", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("comment", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_talks")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_desk_talks_open",
        "desk_talks",
        ["thread_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(op.f("ix_desk_talks_thread_id"), "desk_talks", ["thread_id"], unique=False)
    op.create_table(
        "desk_threads",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("group_id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=True),
        sa.Column("card", sa.BigInteger(), nullable=True),
        sa.Column("card_digest", sa.String(length=64), server_default="", nullable=False),
        sa.Column("shown", sa.String(length=160), server_default="", nullable=False),
        sa.Column("blocked", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_threads")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_desk_threads_chat_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_desk_threads_group_id_topic_id"), "desk_threads", ["group_id", "topic_id"], unique=False)
    op.create_index(
        "ix_outbox_relay",
        "outbox",
        ["chat_id", "priority", "id"],
        unique=False,
        sqlite_where=sa.text("channel = 'relay' AND state IN ('new', 'sending')"),
        postgresql_where=sa.text("channel = 'relay' AND state IN ('new', 'sending')"),
    )
