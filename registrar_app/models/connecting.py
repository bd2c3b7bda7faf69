"""One connection of the driver, as every connection of this program is.

Apart from the engine, so that the list of workers can be read before SQLAlchemy is there.
"""

import importlib
import sqlite3
from pathlib import Path
from typing import Any

from registrar_app.domain.errors import SurroundingsError

DATABASE = "registrar.db"
"""Name of the file in a profile's folder."""
SCHEMA_VER = 3
"""Version of the tables, one integer, also in the file's ``user_version``."""
APPLICATION_ID = 0x52475354
"""«RGST» in the file's header: a database of this program."""
BUSY_TIMEOUT_MS = 5000
_CACHE_KIB = 16_000
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


def connect(
    path: Path, key: bytes | None = None, *, reading: bool = False, busy_timeout_ms: int = BUSY_TIMEOUT_MS
) -> Any:  # noqa: ANN401
    """One connection with everything set that every connection must have.

    Args:
        path: The database file; it is made if it is not there.
        key: 32 raw bytes, or None for a plain file.
        reading: No statement of this connection may write.
        busy_timeout_ms: How long another program's lock is waited for.

    Returns:
        A DB-API connection; transactions are the caller's.
    """
    link: Any = driver(key).connect(
        str(path), timeout=busy_timeout_ms / 1000, isolation_level=None, check_same_thread=False,
        cached_statements=_STATEMENTS,
    )  # fmt: skip
    try:
        if key is not None:
            # Without the first line SQLCipher writes to stderr; the raw key saves 70 ms of derivation.
            link.execute("PRAGMA cipher_log_level=NONE")
            link.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        link.execute(f"PRAGMA busy_timeout={busy_timeout_ms}")
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
    return link
