"""Run by Alembic: always inside a transaction that core.storage.schema has opened."""

from alembic import context

from core.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
    transactional_ddl=True,  # on SQLite as well, since the engine begins its transactions itself
)
with context.begin_transaction():
    context.run_migrations()
