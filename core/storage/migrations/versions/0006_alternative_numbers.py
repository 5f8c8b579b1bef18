"""The numbers of alternative invoices."""

import sqlalchemy as sa
from alembic import op

from core.storage import types

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "alternative_numbers",
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("month", types.Month(), autoincrement=False, nullable=False),
        sa.Column("nth", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "month", "nth", name=op.f("pk_alternative_numbers")),
        sa.UniqueConstraint(
            "account_id", "month", "digest", name=op.f("uq_alternative_numbers_account_id_month_digest")
        ),
    )
