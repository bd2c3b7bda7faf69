"""What the database says when it fails, in our codes.

Known failures of the surroundings become ``SurroundingsError``; everything else is a bug and stays as it is.
"""

from contextlib import suppress
from pathlib import Path
from sqlite3 import Error as SqliteError
from types import TracebackType

from sqlalchemy.exc import DBAPIError

from registrar_app.domain.errors import SurroundingsError

# Primary result codes, the lower eight bits (Source: SQLite documentation, «Result and Error Codes»).
_BY_NUMBER = {
    5: "DB-012", 6: "DB-012", 8: "DB-011", 10: "DB-014", 11: "DB-013", 13: "DB-010", 14: "DB-001",
    26: "DB-013",
}  # fmt: skip
# The log's index could not be made large enough: on Linux that is a full disk, whatever it is called.
_IOERR_SHMSIZE = 10 | 19 << 8
# For drivers whose exceptions carry no number (SQLCipher's).
_BY_WORDS = (
    ("disk is full", "DB-010"),
    ("readonly database", "DB-011"),
    ("is locked", "DB-012"),
    ("malformed", "DB-013"),
    ("not a database", "DB-013"),
    ("disk i/o error", "DB-014"),
    ("unable to open", "DB-001"),
)


DAMAGED = "DB-013"
"""Code of a file that the engine calls malformed."""


def suspect_mark(path: Path) -> Path:
    """The file beside a database that asks for a whole check at the next start."""
    return path.with_name(path.name + ".suspect")


def mark_suspect(path: Path) -> None:
    """Leave that mark; a disk that takes no file is told of elsewhere."""
    with suppress(OSError):
        suspect_mark(path).touch()


def code_of(error: BaseException) -> str | None:
    """Our code of a driver's exception, None if it is no known failure of the surroundings."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    number = getattr(cause, "sqlite_errorcode", None)
    if isinstance(number, int):
        return "DB-010" if number == _IOERR_SHMSIZE else _BY_NUMBER.get(number & 0xFF)
    words = str(cause).lower()
    return next((code for part, code in _BY_WORDS if part in words), None)


class translated:  # noqa: N801 - used as a function
    """Turn known failures inside the block into ``SurroundingsError``: DB-001, DB-010 to DB-014.

    A class, for it stands around every search: a generator would take a tenth of the quickest one.
    """

    __slots__ = ("_keep", "_path")

    def __init__(self, path: str, keep: frozenset[str] = frozenset()) -> None:
        """Name the database file, for the text, and codes that are bugs here and pass unchanged."""
        self._path, self._keep = path, keep

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Raise what the failure means.

        Raises:
            SurroundingsError: see above.
        """
        if not isinstance(error, DBAPIError | SqliteError):
            return
        code = code_of(error)
        if code is None or code in self._keep:
            return
        if code == DAMAGED:
            mark_suspect(Path(self._path))
        raise SurroundingsError(code, path=self._path) from error
