"""The open database of a profile: the only door to reading and changing it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from registrar_app.domain.records import Actor
from registrar_app.models.blobs import BlobStore
from registrar_app.models.unit_of_work import UnitOfWork


class Store:
    """A profile folder with ``registrar.db`` and ``blobs.db``. Safe to use from several threads."""

    blobs: BlobStore

    @classmethod
    def open(
        cls, profile: Path, key: bytes | None = None, probe: Callable[[str], None] | None = None
    ) -> "Store":
        """Open a profile, making folder and database on first use and migrating an older one.

        Args:
            profile: The profile folder.
            key: 32 raw bytes of an encrypted database, None for a plain one.
            probe: Called with a name before each step and statement of a change; for fault tests.

        Raises:
            SurroundingsError: the database cannot be opened (DB codes): newer program, damaged (then set
                aside under the name the text tells), no right, no room, encryption missing.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Close all connections; the store cannot be used afterwards."""
        raise NotImplementedError

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the data and cannot write.

        Raises:
            SurroundingsError: the database fails (DB codes).
        """
        raise NotImplementedError

    @contextmanager
    def change(self, actor: Actor) -> Iterator[UnitOfWork]:
        """One change: all or nothing of rows, search keys, outbox operations and audit.

        Leaving the block normally commits; an exception rolls everything back.

        Raises:
            SurroundingsError: disk full, read-only, locked, damaged (DB codes); nothing was saved.
            RegistrarError: a rule of the data was broken (two open attachments); nothing was saved.
        """
        raise NotImplementedError
