"""Every table of the bot itself."""

import sqlalchemy as sa
from alembic import op

from core.storage import types

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("at", types.UtcTime(), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("chain", name=op.f("uq_audit_chain")),
    )
    op.create_table(
        "codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_mark", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", types.UtcTime(), nullable=False),
        sa.Column("valid_to", types.UtcTime(), nullable=False),
        sa.Column("used_at", types.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_codes")),
    )
    op.create_table(
        "consents",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("given_at", types.UtcTime(), nullable=False),
        sa.Column("withdrawn_at", types.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_chat_id"), "consents", ["chat_id"], unique=False)
    op.create_table(
        "customers",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("joined_at", types.UtcTime(), nullable=False),
        sa.Column("consent_version", sa.String(length=20), nullable=True),
        sa.Column("current_link", sa.BigInteger(), nullable=True),
        sa.Column("blocked_at", types.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_customers")),
    )
    op.create_table(
        "flows",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=80), nullable=True),
        sa.Column("draft", sa.LargeBinary(), nullable=True),
        sa.Column("changed_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_flows")),
    )
    op.create_table(
        "generations",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("book_format", sa.Integer(), nullable=False),
        sa.Column("switched_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("generation", name=op.f("pk_generations")),
    )
    op.create_table(
        "inbox",
        sa.Column("seq", types.RowId, nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("received_at", types.UtcTime(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("worker", sa.String(length=40), nullable=True),
        sa.Column("lease", types.UtcTime(), nullable=True),
        sa.Column("error", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_inbox")),
        sa.UniqueConstraint("update_id", name=op.f("uq_inbox_update_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_inbox_in_hand",
        "inbox",
        ["chat_id"],
        unique=False,
        sqlite_where=sa.text("state IN ('new', 'answer') AND (worker IS NOT NULL OR tries > 0)"),
        postgresql_where=sa.text("state IN ('new', 'answer') AND (worker IS NOT NULL OR tries > 0)"),
    )
    op.create_index(
        "ix_inbox_pending",
        "inbox",
        ["seq"],
        unique=False,
        sqlite_where=sa.text("state IN ('new', 'answer')"),
        postgresql_where=sa.text("state IN ('new', 'answer')"),
    )
    op.create_index(op.f("ix_inbox_received_at"), "inbox", ["received_at"], unique=False)
    op.create_table(
        "link_tries",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("at", types.UtcTime(), nullable=False),
        sa.Column("chat_mark", sa.BigInteger(), nullable=False),
        sa.Column("number_mark", sa.BigInteger(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_tries")),
    )
    op.create_index(op.f("ix_link_tries_at"), "link_tries", ["at"], unique=False)
    op.create_index(op.f("ix_link_tries_chat_mark_at"), "link_tries", ["chat_mark", "at"], unique=False)
    op.create_index(op.f("ix_link_tries_number_mark_at"), "link_tries", ["number_mark", "at"], unique=False)
    op.create_table(
        "links",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_mark", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("linked_at", types.UtcTime(), nullable=False),
        sa.Column("alias", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("chat_id", "account_id", name=op.f("uq_links_chat_id_account_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_links_account_id"), "links", ["account_id"], unique=False)
    op.create_table(
        "locks",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("subject", sa.String(length=8), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("since", types.UtcTime(), nullable=False),
        sa.Column("until", types.UtcTime(), nullable=True),
        sa.Column("lifted_at", types.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locks")),
    )
    op.create_index(op.f("ix_locks_subject_mark"), "locks", ["subject", "mark"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", types.RowId, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("due", types.UtcTime(), nullable=False),
        sa.Column("lease", types.UtcTime(), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("outcome", sa.String(length=120), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("closed_at", types.UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outbox_state_priority_due_id"), "outbox", ["state", "priority", "due", "id"], unique=False)
    op.create_table(
        "packages",
        sa.Column("package_id", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=5), nullable=False),
        sa.Column("operator", sa.String(length=64), nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("generated_at", types.UtcTime(), nullable=False),
        sa.Column("imported_at", types.UtcTime(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("bad_rows", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("package_id", name=op.f("pk_packages")),
    )
    op.create_table(
        "shown_contacts",
        sa.Column("chat_mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shown_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("chat_mark", name=op.f("pk_shown_contacts")),
    )
