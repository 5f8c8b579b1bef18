"""Documents that were issued."""

import sqlalchemy as sa
from alembic import op

from core.storage import types

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("code_mark", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", types.UtcTime(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("file_id", sa.String(length=255), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("code_mark", name=op.f("uq_documents_code_mark")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_documents_account_id_kind_scope_id"),
        "documents",
        ["account_id", "kind", "scope", "id"],
        unique=False,
    )
