"""Immutable files by their SHA-256, in a database file of their own.

A blob is stored first, then the row that names it is saved: a transaction over two files is not atomic in
WAL mode (Source: SQLite documentation, «Write-Ahead Logging»).
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
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
_INDEX = text("CREATE INDEX IF NOT EXISTS blob_added ON blob (added_at)")
# A blob stored again counts as new: the row that will name it may be saved in a moment, and the sweep looks
# at the age. Replacing is no update, so the trigger lets it pass; a young blob is left alone.
_INSERT = text(
    "INSERT OR REPLACE INTO blob (sha256, size, added_at, data) SELECT :name, :size, :at, :data"
    " WHERE NOT EXISTS (SELECT 1 FROM blob WHERE sha256 = :name AND added_at > :young)"
)
_YOUNG = timedelta(days=1)
_SELECT = text("SELECT data FROM blob WHERE sha256 = :name")
_OLD = text("SELECT sha256 FROM blob WHERE added_at < :before")
_DELETE = text("DELETE FROM blob WHERE sha256 = :name AND added_at < :before")
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
            if not link.execute(_TABLES).scalar_one():
                for statement in _CREATE:
                    link.execute(text(statement))
            link.execute(_INDEX)
            link.commit()

    def put(self, data: bytes) -> str:
        """Store bytes durably and give their SHA-256, 64 lower-case hex digits.

        Raises:
            SurroundingsError: no room, no right, damaged (DB codes).
        """
        name = hashlib.sha256(data).hexdigest()
        now = datetime.now(UTC)
        values = {"name": name, "size": len(data), "at": iso(now), "data": data, "young": iso(now - _YOUNG)}
        with translated(str(self._path)), self._engine.begin() as link:
            link.execute(_INSERT, values)
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

    def older_than(self, before: datetime) -> tuple[str, ...]:
        """Names of the blobs stored before a moment."""
        with translated(str(self._path)), self._engine.connect() as link:
            return tuple(link.execute(_OLD, {"before": iso(before)}).scalars())

    def delete(self, names: Sequence[str], before: datetime) -> int:
        """Delete blobs, unless one of them was stored again since; gives how many are gone.

        Args:
            names: Blobs that no row names.
            before: The moment of ``older_than``.

        Raises:
            SurroundingsError: the file cannot be written (DB codes).
        """
        if not names:
            return 0
        with translated(str(self._path)), self._engine.begin() as link:
            return sum(
                link.execute(_DELETE, {"name": name, "before": iso(before)}).rowcount for name in names
            )

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
