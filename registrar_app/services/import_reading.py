"""Opening a clinic's list: what kind of file it is, which sheets, encoding and separator it has.

Decided by content, never by the name. The rows themselves: ``import_csv`` and ``import_xlsx``.
"""

import hashlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from registrar_app.domain.errors import SurroundingsError
from registrar_app.services import import_csv, import_xlsx
from registrar_app.services.import_shapes import ListFile, ListRow

HEAD_ROWS = 40
"""Rows that are looked at before anything is decided."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE_LOOK = 1 << 20
_BLOCK = 1 << 20


def inspect(path: Path) -> ListFile:
    """Find out what a file is.

    Raises:
        SurroundingsError: it cannot be opened (REC-140), is an old XLS (REC-141), is closed by a password
            (REC-142), is damaged (REC-143), holds nothing (REC-144), is no list (REC-145).
    """
    try:
        with path.open("rb") as file:
            digest, size = hashlib.sha256(), 0
            start = b""
            while block := file.read(_BLOCK):
                start = start or block
                size += len(block)
                digest.update(block)
            if start.startswith(_OLE):
                # The names of the streams stand in sectors anywhere in the file; the first megabyte and the
                # last are where Office puts them.
                file.seek(max(size - _OLE_LOOK, 0))
                is_locked = _ENCRYPTED in start or _ENCRYPTED in file.read()
                raise SurroundingsError("REC-142" if is_locked else "REC-141", name=path.name)
    except OSError:
        raise SurroundingsError("REC-140", name=path.name) from None
    if not start.strip():
        raise SurroundingsError("REC-144", name=path.name)
    sha256 = digest.hexdigest()
    if start.startswith(_ZIP):
        return ListFile(path, "xlsx", sha256, sheets=import_xlsx.sheet_names(path))
    encoding, separator = import_csv.recognise(start, path.name)
    return ListFile(path, "csv", sha256, encoding=encoding, separator=separator)


def rows(file: ListFile, sheet: str = "") -> Iterator[ListRow]:
    """The rows one after the other, empty ones left out; only a few are in memory at a time.

    Raises:
        SurroundingsError: the file cannot be read any more (REC-140, REC-143).
    """
    found = (
        import_csv.rows(file.path, file.encoding, file.separator)
        if file.kind == "csv"
        else import_xlsx.rows(file.path, sheet or file.sheets[0])
    )
    return (row for row in found if not row.is_empty)


def head(file: ListFile, sheet: str = "") -> tuple[ListRow, ...]:
    """The first rows."""
    found = rows(file, sheet)
    try:
        return tuple(islice(found, HEAD_ROWS))
    finally:
        found.close()  # type: ignore[attr-defined]


def row_count(file: ListFile, sheet: str = "") -> int:
    """About how many rows there are, told without reading them all; 0: not known."""
    if file.kind == "xlsx":
        return import_xlsx.row_count(file.path, sheet or file.sheets[0])
    try:
        with file.path.open("rb") as opened:
            return 1 + sum(block.count(b"\n") for block in iter(lambda: opened.read(_BLOCK), b""))
    except OSError:
        raise SurroundingsError("REC-140", name=file.name) from None
