"""Immutable files by their SHA-256, in a database file of their own.

A blob is stored first, then the row that names it is saved: a transaction over two files is not atomic in
WAL mode (Source: SQLite documentation, «Write-Ahead Logging»).
"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from registrar_app.domain.errors import SurroundingsError
from registrar_app.models.base import iso
from registrar_app.models.engine import make_engine
from registrar_app.models.failures import translated
from registrar_app.models.schema import set_aside

_CREATE = (
    "CREATE TABLE IF NOT EXISTS blob (sha256 TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL,"
    " added_at TEXT NOT NULL, data BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TRIGGER IF NOT EXISTS blob_keeps BEFORE UPDATE ON blob"
    " BEGIN SELECT RAISE(ABORT, 'blobs never change'); END",
)
_INSERT = text("INSERT OR IGNORE INTO blob (sha256, size, added_at, data) VALUES (:name, :size, :at, :data)")
_SELECT = text("SELECT data FROM blob WHERE sha256 = :name")
_TABLES = text("SELECT count(*) FROM sqlite_master WHERE name = 'blob'")


class BlobStore:
    """Files by content; the same content is one blob."""

    def __init__(self, path: Path, key: bytes | None = None) -> None:
        """Open the file, making it on first use.

        Raises:
            SurroundingsError: it cannot be opened (DB-001), or it is damaged and set aside (DB-003).
        """
        self._path = path
        self._engine = make_engine(path, key)
        try:
            with translated(str(path)):
                self._prepare()
        except SurroundingsError as error:
            self._engine.dispose()
            if error.code != "DB-013":
                raise
            raise SurroundingsError("DB-003", name=set_aside(path)) from error

    def _prepare(self) -> None:
        with self._engine.connect() as link:
            if link.execute(_TABLES).scalar_one():
                return
            for statement in _CREATE:
                link.execute(text(statement))
            link.commit()

    def put(self, data: bytes) -> str:
        """Store bytes durably and give their SHA-256, 64 lower-case hex digits.

        Raises:
            SurroundingsError: no room, no right, damaged (DB codes).
        """
        name = hashlib.sha256(data).hexdigest()
        at = iso(datetime.now(UTC))
        with translated(str(self._path)), self._engine.begin() as link:
            link.execute(_INSERT, {"name": name, "size": len(data), "at": at, "data": data})
        return name

    def get(self, sha256: str) -> bytes:
        """Bytes of a blob.

        Raises:
            SurroundingsError: not there (DB-020), or its content does not agree with its name (DB-021).
        """
        with translated(str(self._path)), self._engine.connect() as link:
            found = link.execute(_SELECT, {"name": sha256}).scalar_one_or_none()
        if found is None:
            raise SurroundingsError("DB-020")
        data = bytes(found)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise SurroundingsError("DB-021")
        return data

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
