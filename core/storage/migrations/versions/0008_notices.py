"""Notices to many: campaigns, what a chat has chosen, agreements to electronic notices."""

import sqlalchemy as sa
from alembic import op

from core.storage import types

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("approved_by", sa.String(length=40), nullable=True),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("due", types.UtcTime(), nullable=True),
        sa.Column("useful_until", types.UtcTime(), nullable=True),
        sa.Column("started_at", types.UtcTime(), nullable=True),
        sa.Column("ended_at", types.UtcTime(), nullable=True),
        sa.Column("reached", sa.BigInteger(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("pilot", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("spread_seconds", sa.Integer(), nullable=False),
        sa.Column("parent", sa.BigInteger(), nullable=True),
        sa.Column("repeats", sa.String(length=8), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("blocked", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("unclear", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Integer(), nullable=False),
        sa.Column("card_chat", sa.BigInteger(), nullable=True),
        sa.Column("card_message", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("key", name=op.f("uq_campaigns_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_campaigns_repeating",
        "campaigns",
        ["id"],
        unique=False,
        sqlite_where=sa.text("repeats IS NOT NULL"),
        postgresql_where=sa.text("repeats IS NOT NULL"),
    )
    op.create_index(
        "ix_campaigns_active",
        "campaigns",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state IN ('scheduled', 'running', 'paused')"),
        postgresql_where=sa.text("state IN ('scheduled', 'running', 'paused')"),
    )
    op.create_table(
        "electronic_agreements",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_mark", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("given_at", types.UtcTime(), nullable=False),
        sa.Column("withdrawn_at", types.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_electronic_agreements")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_electronic_agreements_account_id"), "electronic_agreements", ["account_id"], unique=False)
    op.create_index(op.f("ix_electronic_agreements_chat_id"), "electronic_agreements", ["chat_id"], unique=False)
    op.create_table(
        "notice_settings",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("off", sa.String(length=200), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("bills_by", sa.String(length=5), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_notice_settings")),
    )
    op.add_column("outbox", sa.Column("campaign", sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("account_id", sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("said", sa.String(length=80), nullable=True))
    op.create_index(
        "ix_outbox_campaign",
        "outbox",
        ["campaign", "id"],
        unique=False,
        sqlite_where=sa.text("campaign IS NOT NULL"),
        postgresql_where=sa.text("campaign IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["campaign"],
        unique=False,
        sqlite_where=sa.text("campaign IS NOT NULL AND state = 'new'"),
        postgresql_where=sa.text("campaign IS NOT NULL AND state = 'new'"),
    )
    # ### end Alembic commands ###
