"""Statements that are run again and again, put together once and handed to the driver as they stand.

SQLAlchemy looks up, for each run, how a statement is compiled, what its parameters and columns are: more work than
most look-ups by key. A statement object that comes a second time is a constant of its module; all of that is kept for
it here, and for as long as it lives. Whatever is not plain (many rows at once, text, defaults made in Python) takes
SQLAlchemy's own way, and so does a connection that somebody listens to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NoReturn, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, CursorResult, Executable, Select, UpdateBase
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.compiler import SQLCompiler

_MOST_SHAPES = 200  # of one statement: numbers of values in its lists, and books
_LISTS = (list, tuple)

_Argument = Callable[[Mapping[str, Any]], Any]


class Found(IteratorResult[Any]):
    """The rows of a prepared statement."""

    rowcount = -1


Answer = CursorResult[Any] | Found


class Prepared:
    """One statement in one shape: its SQL, and what makes arguments of its parameters and values of its rows."""

    def __init__(self, compiled: SQLCompiler, given: Mapping[str, Any], schemas: Any) -> None:
        expanded = compiled.construct_expanded_state(dict(given), escape_names=False)
        self.sql: str = expanded.statement
        if schemas:
            self.sql = compiled.preparer._render_schema_translates(self.sql, schemas)  # noqa: SLF001
        self._compiled = compiled
        self._metadata: SimpleResultMetaData | None = None  # made of what the first run describes
        sources: dict[str, _Argument] = {}
        for parameter, name in compiled.bind_names.items():
            if parameter.key in given:
                sources |= _sources(parameter.key, name, expanded.parameter_expansion.get(name))
        processors: dict[str, Any] = {**compiled._bind_processors, **expanded.processors}  # noqa: SLF001
        self._arguments = [
            _argument(sources.get(name), expanded.parameters[name], processors.get(name))
            for name in expanded.positiontup or ()
        ]

    def arguments(self, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple([argument(parameters) for argument in self._arguments])

    def found(self, cursor: Any) -> Found:
        """Return what a cursor has brought."""
        if self._metadata is None:
            self._metadata = self._described(cursor.description or ())
        found = Found(self._metadata, iter(cursor.fetchall() if cursor.description else ()))
        found.rowcount = cursor.rowcount
        return found

    def _described(self, description: Sequence[Any]) -> SimpleResultMetaData:
        columns = self._compiled._result_columns[: len(description)]  # noqa: SLF001
        processors = [
            column.type._cached_result_processor(self._compiled.dialect, described[1])  # noqa: SLF001
            for column, described in zip(columns, description, strict=True)
        ]
        return SimpleResultMetaData([column.keyname for column in columns], _processors=processors)


class PreparedStatements:
    """Those of one database."""

    def __init__(self) -> None:
        self._shapes: WeakKeyDictionary[Executable, dict[tuple[Any, ...], Prepared | None]] = WeakKeyDictionary()

    async def execute(
        self, connection: AsyncConnection, statement: Executable, parameters: Any, *, at_once: bool
    ) -> Answer | None:
        """Run a statement, `at_once` without letting go of the loop; None: it is for SQLAlchemy to run.

        :raises DBAPIError: as SQLAlchemy would
        """
        sync = connection.sync_connection
        assert sync is not None
        if isinstance(parameters, list) and len(parameters) == 1:
            parameters = parameters[0]
        given = {} if parameters is None else parameters
        heard = sync.engine.dispatch.before_cursor_execute
        prepared = None if heard or isinstance(given, list) else self._find(sync, statement, given)
        if prepared is None:
            return None
        if not sync.in_transaction():
            sync.begin()
        cursor = _cursor(sync)
        try:
            if at_once:
                cursor.execute(prepared.sql, prepared.arguments(given))
            else:
                await cursor._prepare_and_execute(prepared.sql, prepared.arguments(given))  # noqa: SLF001
        except BaseException as error:  # noqa: BLE001 - SQLAlchemy says what it means, and drops a connection that is lost
            await connection.run_sync(_fail, error, prepared.sql)
        return prepared.found(cursor)

    def _find(self, sync: Connection, statement: Executable, given: Mapping[str, Any]) -> Prepared | None:
        shapes = self._shapes.get(statement)
        if shapes is None:  # seen for the first time, and perhaps the last
            self._shapes[statement] = {}
            return None
        schemas = sync.get_execution_options().get("schema_translate_map")
        lengths = tuple([len(value) for value in given.values() if type(value) in _LISTS])
        shape = (schemas and schemas["book"], *given, *lengths)
        if shape not in shapes:
            if len(shapes) >= _MOST_SHAPES:
                shapes.clear()
            shapes[shape] = _prepare(sync, statement, given, schemas)
        return shapes[shape]


def _prepare(sync: Connection, statement: Executable, given: Mapping[str, Any], schemas: Any) -> Prepared | None:
    """Return None for what is not plain."""
    if not isinstance(statement, Select | UpdateBase):
        return None
    compiled = statement.compile(dialect=sync.dialect, column_keys=sorted(given) or None, schema_translate_map=schemas)
    assert isinstance(compiled, SQLCompiler)
    if (
        compiled.literal_execute_params
        or compiled.insert_prefetch
        or compiled.update_prefetch
        or any(parameter.callable for parameter in compiled.bind_names)
        or any(
            parameter.expanding and type(given.get(parameter.key, ())) not in _LISTS
            for parameter in compiled.bind_names
        )
    ):
        return None
    return Prepared(compiled, given, schemas)


def _sources(key: str, name: str, expanded: Sequence[str] | None) -> dict[str, _Argument]:
    """Return where the values come from that a parameter stands for: one, or each of a list."""
    if expanded is None:
        return {name: itemgetter(key)}
    return {one: _item(key, at) for at, one in enumerate(expanded)}


def _item(key: str, at: int) -> _Argument:
    return lambda given: given[key][at]


def _argument(source: _Argument | None, constant: Any, processor: Callable[[Any], Any] | None) -> _Argument:
    if source is None:
        value = processor(constant) if processor else constant
        return lambda _given: value
    return source if processor is None else lambda given: processor(source(given))


def _cursor(sync: Connection) -> Any:
    driver, dialect = sync.connection.dbapi_connection, cast(Any, sync.dialect)
    assert driver is not None
    cursor: Any = driver.cursor()
    if dialect.name == "postgresql":  # what was prepared before a change of the schema is prepared anew
        cursor._invalidate_schema_cache_asof = dialect._invalidate_schema_cache_asof  # noqa: SLF001
    return cursor


def _fail(sync: Connection, error: BaseException, sql: str) -> NoReturn:
    dialect = cast(Any, sync.dialect)
    if dialect.name == "postgresql":
        dialect._invalidate_schema_cache()  # noqa: SLF001
    try:
        raise error  # SQLAlchemy asks what is being handled
    except BaseException as raised:  # noqa: BLE001
        sync._handle_dbapi_exception(raised, sql, None, None, None)  # noqa: SLF001
