"""The address of a chat for letters, their count, and what stands on a document for as long as it may be sent."""

import sqlalchemy as sa
from alembic import op

from core.storage import types

revision = "0004"
down_revision = "0003"

_WITH_FACTS = sa.text("facts_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "emails",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("address_mark", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", types.UtcTime(), nullable=True),
        sa.Column("refused_at", types.UtcTime(), nullable=True),
        sa.Column("pending", sa.LargeBinary(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("expires_at", types.UtcTime(), nullable=True),
        sa.Column("document", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_emails")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_emails_token_hash")),
    )
    op.create_table(
        "letters",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("at", types.UtcTime(), nullable=False),
        sa.Column("chat_mark", sa.BigInteger(), nullable=False),
        sa.Column("address_mark", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_letters_at"), "letters", ["at"], unique=False)
    op.create_index(op.f("ix_letters_chat_mark_at"), "letters", ["chat_mark", "at"], unique=False)
    op.create_index(op.f("ix_letters_address_mark_at"), "letters", ["address_mark", "at"], unique=False)
    op.add_column("documents", sa.Column("facts", sa.LargeBinary(), nullable=True))
    op.add_column("documents", sa.Column("facts_at", types.UtcTime(), nullable=True))
    op.add_column("documents", sa.Column("facts_chat", sa.BigInteger(), nullable=True))
    for column in ("facts_at", "facts_chat"):
        op.create_index(
            f"ix_documents_{column}",
            "documents",
            [column],
            unique=False,
            sqlite_where=_WITH_FACTS,
            postgresql_where=_WITH_FACTS,
        )
