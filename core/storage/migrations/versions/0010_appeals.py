"""Appeals about no account, and without a due day; their reminders, and the message by which operators see them."""

import sqlalchemy as sa
from alembic import op

from core.storage import types

revision = "0010"
down_revision = "0009"

_OPEN_ALONE = sa.text("status = 'new' AND alone_in <> ''")
_OPEN = sa.text("status = 'new'")

# As 0005 has made it: SQLite alters a table by copying it, and the copy is made from this.
_BEFORE = sa.Table(
    "appeals",
    sa.MetaData(),
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
    sa.PrimaryKeyConstraint("id", name="pk_appeals"),
    sa.UniqueConstraint("chat_id", "key", name="uq_appeals_chat_id_key"),
    sqlite_autoincrement=True,
)


def upgrade() -> None:
    op.drop_index("ix_appeals_open_alone", "appeals")
    op.drop_index("ix_appeals_open", "appeals")
    with op.batch_alter_table("appeals", copy_from=_BEFORE) as batch:
        batch.alter_column("account_id", existing_type=sa.BigInteger(), nullable=True)
        batch.alter_column("due_on", existing_type=sa.Date(), nullable=True)
        batch.add_column(sa.Column("remind_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("reminded", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("desk_chat", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("desk_message", sa.BigInteger(), nullable=True))
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
    op.create_index("ix_appeals_closed_at", "appeals", ["closed_at"], unique=False)
    op.create_index("ix_appeals_desk_chat_desk_message", "appeals", ["desk_chat", "desk_message"], unique=False)
