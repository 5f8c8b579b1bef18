"""Readings: drafts, submissions with their values, tries for accounts that are not linked; the outbox by channel."""

import sqlalchemy as sa
from alembic import op

from core.storage import types

revision = "0002"
down_revision = "0001"

_ACTIVE = sa.text("state IN ('queued', 'sent', 'accepted', 'unclear')")
_TO_ACCOUNTING = sa.text("channel = 'accounting' AND state = 'new'")


def upgrade() -> None:
    op.drop_index(op.f("ix_outbox_state_priority_due_id"), "outbox")
    op.create_index(
        op.f("ix_outbox_channel_state_priority_due_id"),
        "outbox",
        ["channel", "state", "priority", "due", "id"],
        unique=False,
    )
    op.create_index(
        "ix_outbox_to_accounting",
        "outbox",
        ["channel", "state", "priority", "id", "due"],
        unique=False,
        sqlite_where=_TO_ACCOUNTING,
        postgresql_where=_TO_ACCOUNTING,
    )
    op.create_table(
        "reading_drafts",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("link_id", sa.BigInteger(), nullable=True),
        sa.Column("meter_id", sa.String(length=32), nullable=False),
        sa.Column("reading_date", sa.Date(), nullable=False),
        sa.Column("written_at", types.UtcTime(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("submission", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_drafts")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reading_drafts_changed_at"), "reading_drafts", ["changed_at"], unique=False)
    op.create_index(op.f("ix_reading_drafts_chat_id"), "reading_drafts", ["chat_id"], unique=False)
    op.create_table(
        "submission_values",
        sa.Column("submission", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("register_id", sa.String(length=32), nullable=False),
        sa.Column("zone", sa.String(length=2), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("previous", sa.BigInteger(), nullable=True),
        sa.Column("previous_date", sa.Date(), nullable=True),
        sa.Column("volume", sa.BigInteger(), nullable=True),
        sa.Column("rollover", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("submission", "register_id", name=op.f("pk_submission_values")),
    )
    op.create_table(
        "submissions",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("draft_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_mark", sa.BigInteger(), nullable=False),
        sa.Column("meter_id", sa.String(length=32), nullable=False),
        sa.Column("period", types.Month(), nullable=False),
        sa.Column("reading_date", sa.Date(), nullable=False),
        sa.Column("submitted_at", types.UtcTime(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("volume", sa.BigInteger(), nullable=True),
        sa.Column("estimate", sa.BigInteger(), nullable=True),
        sa.Column("flags", sa.String(length=120), nullable=False),
        sa.Column("linked", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason_code", sa.String(length=64), nullable=False),
        sa.Column("answered_at", types.UtcTime(), nullable=True),
        sa.Column("exported_at", types.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_submissions_draft_id")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_submissions_submission_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_submissions_account_id_id"), "submissions", ["account_id", "id"], unique=False)
    op.create_index(
        "ix_submissions_active",
        "submissions",
        ["meter_id", "period"],
        unique=True,
        sqlite_where=_ACTIVE,
        postgresql_where=_ACTIVE,
    )
    op.create_index(op.f("ix_submissions_chat_id"), "submissions", ["chat_id"], unique=False)
    op.create_index(op.f("ix_submissions_state_id"), "submissions", ["state", "id"], unique=False)
    op.create_table(
        "unlinked_tries",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("at", types.UtcTime(), nullable=False),
        sa.Column("chat_mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unlinked_tries")),
    )
    op.create_index(op.f("ix_unlinked_tries_chat_mark_at"), "unlinked_tries", ["chat_mark", "at"], unique=False)
