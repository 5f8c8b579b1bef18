"""What consumers ask of the office."""

import sqlalchemy as sa
from alembic import op

from core.storage import types

revision = "0005"
down_revision = "0004"

_OPEN_ALONE = sa.text("status = 'new' AND alone_in <> ''")
_OPEN = sa.text("status = 'new'")


def upgrade() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("alone_in", sa.String(length=24), nullable=False),
        sa.Column("registered_at", types.UtcTime(), nullable=False),
        sa.Column("held_until", types.UtcTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("handed_over_at", types.UtcTime(), nullable=True),
        sa.Column("closed_at", types.UtcTime(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("chat_id", "key", name=op.f("uq_appeals_chat_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_appeals_open_alone",
        "appeals",
        ["account_id", "alone_in"],
        unique=True,
        sqlite_where=_OPEN_ALONE,
        postgresql_where=_OPEN_ALONE,
    )
    op.create_index(
        "ix_appeals_open", "appeals", ["held_until"], unique=False, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
