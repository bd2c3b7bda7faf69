"""The one place where a database engine is made.

Transactions are ours: the driver's own handling of BEGIN is switched off, so that DDL is inside them too and
a writer takes its lock at the start (BEGIN IMMEDIATE) instead of failing halfway.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from registrar_app.models.connecting import BUSY_TIMEOUT_MS, connect, driver

SEARCH_CACHE_KIB = 32_000
"""For the one connection of the search: it turns over far more pages than a record."""


def make_engine(
    path: Path,
    key: bytes | None = None,
    *,
    reading: bool = False,
    probe: Callable[[str], None] | None = None,
    busy_timeout_ms: int = BUSY_TIMEOUT_MS,
) -> Engine:
    """An engine over one database file.

    Args:
        path: The database file.
        key: 32 raw bytes of an encrypted file, None for a plain one.
        reading: Connections cannot write and take no lock.
        probe: Called with each statement before it runs; for fault tests only.
        busy_timeout_ms: How long another program's lock is waited for.

    Raises:
        SurroundingsError: a key is given and SQLCipher is missing (DB-004).
    """
    module = driver(key)
    # The URL looks like a memory database, whose default pool would be one connection per thread: name it.
    engine = create_engine(
        "sqlite://",
        module=module,
        creator=lambda: connect(path, key, reading=reading, busy_timeout_ms=busy_timeout_ms),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=8,
        hide_parameters=True,  # an error quotes its statement, never the values in it
    )
    begin = "BEGIN" if reading else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401
        connection.exec_driver_sql(begin)

    if probe is not None:

        @event.listens_for(engine, "before_cursor_execute")
        def _probe(_link: Any, _cursor: Any, statement: str, *_rest: Any) -> None:  # noqa: ANN401
            probe(statement.split("(")[0].strip())

    return engine
