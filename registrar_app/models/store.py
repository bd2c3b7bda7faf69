"""The open database of a profile: the only door to reading and changing it."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, PoolProxiedConnection
from sqlalchemy.orm import Session

from registrar_app.domain.errors import SurroundingsError
from registrar_app.domain.records import Actor
from registrar_app.models import key_rebuild, key_rows, schema
from registrar_app.models.blobs import BlobStore
from registrar_app.models.connecting import BUSY_TIMEOUT_MS
from registrar_app.models.connecting import DATABASE as DATABASE  # the two files are named together
from registrar_app.models.engine import SEARCH_CACHE_KIB, make_engine
from registrar_app.models.failures import translated
from registrar_app.models.fetching import Reader
from registrar_app.models.ledger import BypassError
from registrar_app.models.unit_of_work import UnitOfWork, WorkSession

BLOBS = "blobs.db"
_Held = tuple[PoolProxiedConnection, Reader]
"""A connection of the pool and what reads through it."""


class Store:
    """A profile folder with ``registrar.db`` and ``blobs.db``. Safe to use from several threads."""

    def __init__(
        self,
        path: Path,
        reader: Engine,
        writer: Engine,
        blobs: BlobStore,
        probe: Callable[[str], None] | None = None,
        key: bytes | None = None,
        progress: key_rebuild.Progress = key_rebuild.UNTOLD,
    ) -> None:
        """Put the parts together; use ``Store.open``."""
        self.blobs = blobs
        self._path = path
        self._reader = reader
        self._writer = writer
        self._probe = probe
        self._lock = threading.Lock()
        self._owner: int | None = None
        self._idle: deque[_Held] = deque()
        self.incarnation = self._start(key, progress)

    @classmethod
    def open(
        cls,
        profile: Path,
        key: bytes | None = None,
        probe: Callable[[str], None] | None = None,
        progress: key_rebuild.Progress = key_rebuild.UNTOLD,
        busy_timeout_ms: int = BUSY_TIMEOUT_MS,
    ) -> "Store":
        """Open a profile, making folder and database on first use and migrating an older one.

        Args:
            profile: The profile folder.
            key: 32 raw bytes of an encrypted database, None for a plain one.
            probe: Called with a name before each step and statement of a change; for fault tests.
            progress: Called while search keys are made anew after an update: minutes in a large clinic.
            busy_timeout_ms: How long a change waits for another program's lock.

        Raises:
            SurroundingsError: the database cannot be opened (DB codes): newer program, damaged (then set
                aside under the name the text tells), no right, no room, encryption missing.
        """
        try:
            profile.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SurroundingsError("DB-001", path=str(profile)) from error
        path = profile / DATABASE
        schema.prepare(path, key)
        blobs = BlobStore(profile / BLOBS, key)
        reader = make_engine(path, key, reading=True)
        writer = make_engine(path, key, probe=probe, busy_timeout_ms=busy_timeout_ms)
        try:
            return cls(path, reader, writer, blobs, probe, key, progress)
        except BaseException:
            for part in (reader, writer):
                part.dispose()
            blobs.close()
            raise

    def _start(self, key: bytes | None, progress: key_rebuild.Progress) -> UUID:
        """Incarnation of this file; search keys of another version are made anew."""
        with translated(str(self._path)):
            with self._reader.connect() as link:
                facts = {row[0]: row[1] for row in link.exec_driver_sql("SELECT key, value FROM meta")}
            known = facts.get("incarnation")
            if known and facts.get("search_keys") == str(key_rows.VERSION):
                return UUID(hex=known)
            with self._writer.begin() as link:
                link.exec_driver_sql(
                    "INSERT OR IGNORE INTO meta (key, value) VALUES ('incarnation', ?)", (uuid4().hex,)
                )
                named = link.exec_driver_sql("SELECT value FROM meta WHERE key = 'incarnation'").scalar_one()
            key_rebuild.rebuild(self._writer, self._path, key, progress)
        return UUID(hex=named)

    def close(self) -> None:
        """Close all connections; the store cannot be used afterwards."""
        while self._idle:
            self._idle.pop()[0].close()
        self._reader.dispose()
        self._writer.dispose()
        self.blobs.close()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the data and cannot write.

        Raises:
            SurroundingsError: the database fails (DB codes).
        """
        # A write through a reading session is a bug of ours, not a read-only disk.
        with (
            translated(str(self._path), keep=frozenset({"DB-011"})),
            Session(self._reader, autoflush=False, expire_on_commit=False) as session,
        ):
            yield session

    def look(self) -> "_Look":
        """A reader that sees one state of the data: as ``read``, for what runs at every key.

        Raises:
            SurroundingsError: the database fails (DB codes).
        """
        return _Look(self._reader, self._idle, str(self._path))

    @contextmanager
    def change(self, actor: Actor) -> Iterator[UnitOfWork]:
        """One change: all or nothing of rows, search keys, outbox operations and audit.

        Leaving the block normally commits; an exception rolls everything back.

        Raises:
            SurroundingsError: disk full, read-only, locked, damaged (DB codes); nothing was saved.
            RegistrarError: a rule of the data was broken (two open attachments); nothing was saved.
            BypassError: a change inside a change (a bug).
        """
        with self._alone(), translated(str(self._path)):
            with WorkSession(self._writer, expire_on_commit=False) as session:
                work = UnitOfWork(session, actor, self.incarnation, self._probe)
                # The lock comes first: what the use case reads stays true until it commits.
                session.link()
                yield work
                session.commit()
            if self._probe:
                self._probe("committed")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if self._owner == threading.get_ident():
            raise BypassError("a change inside a change")
        with self._lock:
            self._owner = threading.get_ident()
            try:
                yield
            finally:
                self._owner = None


class _Look:
    """The block of ``Store.look``; a class, for it stands around every search."""

    __slots__ = ("_held", "_idle", "_known", "_pool")

    def __init__(self, pool: Engine, idle: "deque[_Held]", path: str) -> None:
        self._pool, self._idle, self._known = pool, idle, translated(path)
        self._held: _Held | None = None

    def __enter__(self) -> Reader:
        with self._known:
            self._held = link, reader = self._looking()
            try:
                reader.begin()
            except BaseException:
                link.close()
                raise
            return reader

    def _looking(self) -> "_Held":
        """A connection kept from an earlier look: to take one from the pool costs as much as a query."""
        try:
            return self._idle.pop()
        except IndexError:
            link = self._pool.raw_connection()
            driver: Any = link.driver_connection
            driver.execute(f"PRAGMA cache_size=-{SEARCH_CACHE_KIB}")
            return link, Reader(driver, self._pool.dialect.loaded_dbapi.Error)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._held is None:
            return
        link, reader = self._held
        if error is not None:
            link.close()  # the pool rolls it back
            self._known.__exit__(kind, error, trace)
            return
        with self._known:
            try:
                reader.end()
            except BaseException:
                link.close()
                raise
        self._idle.append(self._held)
