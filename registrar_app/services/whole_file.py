"""A file that is there whole or not at all: a list half written into a full disk would look like the list."""

import os
from pathlib import Path

from registrar_app.domain.errors import SurroundingsError


def write_whole(path: Path, data: bytes) -> None:
    """Write beside the place first, then put it there; what stood there before stays until then.

    Args:
        path: Where to.
        data: Everything that is to be in it.

    Raises:
        SurroundingsError: the disk is full, the folder is gone or closed (``CERT-033``).
    """
    part = path.with_name(f".{path.name}.part")
    try:
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError:
        raise SurroundingsError("CERT-033", path=str(path)) from None
