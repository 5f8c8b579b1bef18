"""PINs that consumers have set."""

import sqlalchemy as sa
from alembic import op

from core.storage import types

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "pins",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", types.UtcTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("open_until", types.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_pins")),
    )
