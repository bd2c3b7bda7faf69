"""The one place where a database engine is made.

Transactions are ours: the driver's own handling of BEGIN is switched off, so that DDL is inside them too and
a writer takes its lock at the start (BEGIN IMMEDIATE) instead of failing halfway.
"""

import importlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import QueuePool

from registrar_app.domain.errors import SurroundingsError

BUSY_TIMEOUT_MS = 5000
_CACHE_KIB = 16_000
SEARCH_CACHE_KIB = 32_000
"""For the one connection of the search: it turns over far more pages than a record."""
_STATEMENTS = 256
"""Compiled statements kept; the search alone has a hundred, one for each number of rows."""


def driver(key: bytes | None) -> Any:  # noqa: ANN401 - a DB-API module
    """The DB-API module: stdlib SQLite, or SQLCipher when there is a key.

    Raises:
        SurroundingsError: a key is given and SQLCipher is not part of this build (DB-004).
    """
    if key is None:
        return sqlite3
    try:
        return importlib.import_module("sqlcipher3.dbapi2")
    except ImportError:
        raise SurroundingsError("DB-004") from None


def connect(path: Path, key: bytes | None = None, *, reading: bool = False) -> DBAPIConnection:
    """One connection with everything set that every connection must have.

    Args:
        path: The database file; it is made if it is not there.
        key: 32 raw bytes, or None for a plain file.
        reading: No statement of this connection may write.
    """
    link: Any = driver(key).connect(
        str(path), timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None, check_same_thread=False,
        cached_statements=_STATEMENTS,
    )  # fmt: skip
    try:
        if key is not None:
            # Without the first line SQLCipher writes to stderr; the raw key saves 70 ms of derivation.
            link.execute("PRAGMA cipher_log_level=NONE")
            link.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        link.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        if not reading:
            link.execute("PRAGMA journal_mode=WAL")
        # A saved certificate may not vanish with the power: FULL costs 0.05 ms a save.
        link.execute("PRAGMA synchronous=FULL")
        link.execute("PRAGMA foreign_keys=ON")
        link.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
        link.execute("PRAGMA temp_store=MEMORY")
        if reading:
            link.execute("PRAGMA query_only=ON")
    except BaseException:
        link.close()
        raise
    return link  # type: ignore[no-any-return]


def make_engine(
    path: Path,
    key: bytes | None = None,
    *,
    reading: bool = False,
    probe: Callable[[str], None] | None = None,
) -> Engine:
    """An engine over one database file.

    Args:
        path: The database file.
        key: 32 raw bytes of an encrypted file, None for a plain one.
        reading: Connections cannot write and take no lock.
        probe: Called with each statement before it runs; for fault tests only.

    Raises:
        SurroundingsError: a key is given and SQLCipher is missing (DB-004).
    """
    module = driver(key)
    # The URL looks like a memory database, whose default pool would be one connection per thread: name it.
    engine = create_engine(
        "sqlite://",
        module=module,
        creator=lambda: connect(path, key, reading=reading),
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
