from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(table: Table, *, is_sqlite: bool) -> sqlite.Insert | postgresql.Insert:
    """Return the insert that knows ON CONFLICT; both databases write it alike."""
    return sqlite.insert(table) if is_sqlite else postgresql.insert(table)
