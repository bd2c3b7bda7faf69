"""The database file at open: fresh, of today, older, newer, foreign or damaged.

A file of today costs a few reads and no import of Alembic.
"""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from registrar_app.domain.errors import SurroundingsError
from registrar_app.models.connecting import APPLICATION_ID, SCHEMA_VER, connect
from registrar_app.models.engine import make_engine
from registrar_app.models.failures import code_of, suspect_mark, translated

REVISIONS = {1: "0001", 2: "0002", 3: "0003"}
"""Alembic's name of each version of the tables."""
_QUICK_CHECK_LIMIT = 4 << 20
_MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def prepare(path: Path, key: bytes | None = None) -> None:
    """Make the file ready for this program: create, migrate, or refuse in words.

    Args:
        path: The database file, may be absent.
        key: 32 raw bytes of an encrypted file, None for a plain one.

    Raises:
        SurroundingsError: DB-001 not to be opened, DB-002 made by a newer program, DB-003 damaged and set
            aside, DB-004 encryption missing, DB-005 wrong key, DB-006 foreign database, DB-010 to DB-014.
    """
    try:
        found = _inspect(path, key)
    except Exception as error:
        if code_of(error) != "DB-013":
            with translated(str(path)):
                raise
        if key is not None and "not a database" in str(error):
            raise SurroundingsError("DB-005") from error
        raise SurroundingsError("DB-003", name=set_aside(path)) from error
    if found > SCHEMA_VER:
        raise SurroundingsError("DB-002", found=found, known=SCHEMA_VER)
    if found < SCHEMA_VER:
        with translated(str(path)):
            _migrate(path, key, found)


def _inspect(path: Path, key: bytes | None) -> int:
    """Version of the tables in the file, 0 for a fresh one.

    Raises:
        sqlite3.Error: the file cannot be read; damage is among these.
    """
    link: Any = connect(path, key)
    try:
        version = int(link.execute("PRAGMA user_version").fetchone()[0])
        owner = int(link.execute("PRAGMA application_id").fetchone()[0])
        tables = int(link.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
        if tables and owner != APPLICATION_ID:
            raise SurroundingsError("DB-006", name=path.name)
        # The whole check reads the whole file: a small one always, a large one when it was called damaged.
        suspect = suspect_mark(path)
        if path.stat().st_size <= _QUICK_CHECK_LIMIT or suspect.exists():
            verdict = link.execute("PRAGMA quick_check(1)").fetchone()[0]
            if verdict != "ok":
                raise sqlite3.DatabaseError("database disk image is malformed")
            suspect.unlink(missing_ok=True)
        if tables and version and version <= SCHEMA_VER:
            link.execute("SELECT key FROM meta LIMIT 1").fetchone()
        return version if tables else 0
    finally:
        link.close()


def set_aside(path: Path) -> str:
    """Rename a damaged file, with its log beside it, to a free name with the time; gives the new name.

    Raises:
        SurroundingsError: it cannot be renamed (DB-001); it is left as it is.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    count = 0
    while True:
        name = f"{path.stem}.damaged-{stamp}{f'-{count}' if count else ''}{path.suffix}"
        target = path.with_name(name)
        if not target.exists():
            break
        count += 1
    try:
        path.rename(target)
        for part in ("-wal", "-shm"):
            beside = path.with_name(path.name + part)
            if beside.exists():
                beside.rename(target.with_name(name + part))
        suspect_mark(path).unlink(missing_ok=True)
    except OSError as error:
        raise SurroundingsError("DB-001", path=str(path)) from error
    return name


def _migrate(path: Path, key: bytes | None, found: int) -> None:
    """Create the tables, or bring older ones up to date after keeping a copy of the file."""
    if found:
        _keep_copy(path, key, found)
    engine = make_engine(path, key)
    try:
        with engine.connect() as link, link.begin():
            # Another process may have been faster while this one waited for the write lock.
            now = int(link.exec_driver_sql("PRAGMA user_version").scalar_one())
            if now < SCHEMA_VER:
                upgrade(link)
                link.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
                link.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VER}")
    finally:
        engine.dispose()


def upgrade(link: Connection) -> None:
    """Run the missing migrations inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    # Without this Alembic looks for a separator in the path itself.
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = link
    command.upgrade(config, REVISIONS[SCHEMA_VER])


def _keep_copy(path: Path, key: bytes | None, found: int) -> None:
    """A whole copy of the file as it was before a migration, beside it."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    copy = path.with_name(f"{path.stem}.schema-{found}-{stamp}{path.suffix}")
    link: Any = connect(path, key)
    try:
        link.execute("VACUUM INTO ?", (str(copy),))
    finally:
        link.close()
