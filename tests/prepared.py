"""A training clinic made once for a tree of sources and copied by the tests: making one takes 5-10 s.

It is kept in the system's folder for temporary files, named after the sources it is made from and the day,
so that a change of either makes a new one. Several test processes may ask at once.
"""

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from registrar_app.domain.clock import local_now
from registrar_app.services import training
from registrar_app.services.training_folder import FOLDER, MARK

ROOT = Path(__file__).resolve().parent.parent
_SOURCES = ("domain", "models", "printing", "services", "signing")
_KEPT_S = 24 * 3600


def prepared_training(now: datetime | None = None) -> Path:
    """A profile with a whole training clinic in it, for reading and copying only.

    Args:
        now: The moment it is made at; by default the present one.
    """
    moment = now or local_now()
    owner = os.getuid() if hasattr(os, "getuid") else 0
    shelf = Path(tempfile.gettempdir()) / f"registrar-training-{owner}"
    shelf.mkdir(mode=0o700, exist_ok=True)
    profile = shelf / f"{moment:%Y%m%d}-{_fingerprint()}"
    with _alone(shelf / "lock"):
        if not (profile / FOLDER / MARK).is_file():
            _sweep(shelf)
            training.build(profile, lambda: moment)
    return profile


def copied(profile: Path, target: Path) -> Path:
    """A copy of one's own."""
    return Path(shutil.copytree(profile, target))


def _fingerprint() -> str:
    """Short name of everything the clinic is made from."""
    paths = [path for part in _SOURCES for path in (ROOT / "registrar_app" / part).rglob("*.py")]
    paths += (ROOT / "resources").rglob("*.yaml")
    seen = hashlib.sha256(sys.version.encode())
    for path in sorted(paths):
        seen.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return seen.hexdigest()[:16]


def _sweep(shelf: Path) -> None:
    """Remove what no run of today can be using."""
    for old in shelf.iterdir():
        if old.is_dir() and time.time() - old.stat().st_mtime > _KEPT_S:
            shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait for other test processes; the system lets go of the lock of a killed one."""
    with path.open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
