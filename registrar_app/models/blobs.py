"""Immutable files by their SHA-256, in a database file of their own.

A blob is stored first, then the row that names it is saved: a transaction over two files is not atomic in
WAL mode (Source: SQLite documentation, «Write-Ahead Logging»).
"""


class BlobStore:
    """Files by content; the same content is one blob."""

    def put(self, data: bytes) -> str:
        """Store bytes durably and give their SHA-256, 64 lower-case hex digits.

        Raises:
            SurroundingsError: no room, no right, damaged (DB codes).
        """
        raise NotImplementedError

    def get(self, sha256: str) -> bytes:
        """Bytes of a blob.

        Raises:
            SurroundingsError: not there, or its content does not agree with its name (DB codes).
        """
        raise NotImplementedError
