"""A folder that a document scanner writes to: each new file is looked at once for the code of a policy.

Files are read and nothing else: never moved, renamed or deleted. What was there at the start is old.
Callbacks come from the watcher's thread, one at a time; what they get is frozen.
"""

import dataclasses
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from registrar_app.cards.barcode import PolicyScan
from registrar_app.cards.barcode.scan import ScanError
from registrar_app.domain.errors import RegistrarError
from registrar_app.domain.problems import Problem, problem

POLL_S = 1.0
"""How often the folder is looked at. Polling also works on network shares, where events do not come."""
SUFFIXES = frozenset((".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp", ".gif", ".pdf"))
_TRIES = 3
"""A file that does not open may still be being written by a scanner that pauses between pages."""
_TEMPORARY = (".", "~")
"""First characters of files that are not finished or not meant for people."""

_Stamp = tuple[int, int]
"""Size and time of the last change in nanoseconds."""


class FolderState(StrEnum):
    """What is the matter with the folder."""

    OFF = "off"
    """No folder is set."""
    WATCHED = "watched"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """What the settings show, and the status bar if it is no good."""

    state: FolderState
    folder: str = dataclasses.field(default="", repr=False)
    problem: Problem | None = None
    """Words of the state; None when no folder is set."""


@dataclass(frozen=True, slots=True, repr=False)
class FolderFile:
    """A new file and what is in it. Its name may be a person's: it is shown, never logged."""

    name: str
    scan: PolicyScan

    @property
    def is_quiet(self) -> bool:
        """True if there is no code at all in it: scanners write all kinds of papers into a folder."""
        return self.scan.problems[0].code in _QUIET if self.scan.problems else False


_NO_CODE, _UNREADABLE = "SCAN-073", "SCAN-074"
_QUIET = frozenset((_NO_CODE, _UNREADABLE))


class _News:
    """Which files of a folder are new and finished: bookkeeping without clock and disk."""

    def __init__(self) -> None:
        self._seen: dict[str, _Stamp] | None = None
        self._waiting: dict[str, _Stamp] = {}
        self._failed: dict[str, int] = {}

    def absorb(self, found: dict[str, _Stamp]) -> tuple[str, ...]:
        """Take in what is there now.

        Returns:
            Names of files to read: new or changed since they were read, and not growing since the last look.
        """
        if self._seen is None:
            self._seen = dict(found)
            return ()
        for gone in self._seen.keys() - found.keys():
            del self._seen[gone]
        new = {name: stamp for name, stamp in found.items() if stamp[0] and self._seen.get(name) != stamp}
        steady = tuple(name for name, stamp in new.items() if self._waiting.get(name) == stamp)
        self._waiting = new
        self._failed = {name: tries for name, tries in self._failed.items() if name in steady}
        return steady

    def read(self, name: str) -> None:
        """A file was read: it is not new any more."""
        if self._seen is not None and name in self._waiting:
            self._seen[name] = self._waiting.pop(name)

    def failed(self, name: str) -> bool:
        """A file did not open; whether to say so, or to look again at the next poll."""
        self._failed[name] = self._failed.get(name, 0) + 1
        if self._failed[name] < _TRIES:
            return False
        self.read(name)
        return True


class FolderWatcher:
    """Watches one folder at a time."""

    def __init__(
        self,
        on_state: Callable[[FolderStatus], None],
        on_file: Callable[[FolderFile], None],
        today: Callable[[], date],
        read: Callable[[bytes, date], tuple[PolicyScan, ...]],
        *,
        poll_s: float = POLL_S,
    ) -> None:
        """Set up; nothing happens before ``start``.

        Args:
            on_state: Told each change of state, from the watcher's thread.
            on_file: Given each new file with what is in it, from the watcher's thread.
            today: For the checks of dates.
            read: Finds the codes of a picture or PDF file (``barcode_image.read_picture``).
            poll_s: Seconds between two looks; a file must not change between two of them.
        """
        self._on_state, self._on_file, self._today, self._read = on_state, on_file, today, read
        self._poll_s = poll_s
        self._folder: Path | None = None
        self._told: FolderStatus | None = None
        self._changed, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="scan-folder", daemon=True)

    def start(self) -> None:
        """Begin to watch the chosen folder."""
        self._thread.start()

    def choose(self, folder: Path | None) -> None:
        """Watch another folder, or none; from any thread."""
        self._folder = folder
        self._changed.set()

    def stop(self, timeout_s: float = 2.0) -> bool:
        """End the watching.

        Args:
            timeout_s: Seconds to wait for the thread.

        Returns:
            True if the thread has ended or was never started; a share that hangs keeps it.
        """
        self._stopping.set()
        self._changed.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        """Watch the chosen folder until another is chosen."""
        while not self._stopping.is_set():
            self._changed.clear()
            folder = self._folder
            if folder is None:
                self._tell(FolderStatus(FolderState.OFF))
                self._changed.wait()
            else:
                self._watch(folder)

    def _watch(self, folder: Path) -> None:
        """Look again and again; what was seen stays known while the folder is out of reach."""
        news = _News()
        while not self._changed.is_set():
            try:
                names = news.absorb(_stamps(folder))
            except OSError:
                lost = problem("SCAN-072", folder=str(folder))
                self._tell(FolderStatus(FolderState.NOT_FOUND, str(folder), lost))
            else:
                self._tell(FolderStatus(FolderState.WATCHED, str(folder), problem("SCAN-071")))
                for name in names:
                    self._look_at(folder / name, news)
            self._changed.wait(self._poll_s)

    def _look_at(self, path: Path, news: _News) -> None:
        """Read one file and hand over what is in it."""
        # The picture library comes with the first file: a start pays only for what it shows.
        from registrar_app.cards.barcode_image import MAX_BYTES, one_of

        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
            scan = one_of(self._read(data, self._today()))
        except OSError:
            if news.failed(path.name):
                self._hand_over(path.name, _failed(_UNREADABLE, path.name))
            return
        except RegistrarError as error:
            if error.code == "SCAN-061":
                if news.failed(path.name):
                    self._hand_over(path.name, _failed(_UNREADABLE, path.name))
                return
            is_empty = error.code == "SCAN-062"
            scan = _failed(_NO_CODE, path.name) if is_empty else _failed(error.code, path.name)
        news.read(path.name)
        self._hand_over(path.name, scan)

    def _hand_over(self, name: str, scan: PolicyScan) -> None:
        """Tell of a file unless nobody wants to know any more."""
        if not self._changed.is_set():
            self._on_file(FolderFile(name, scan))

    def _tell(self, status: FolderStatus) -> None:
        """Tell a status that differs from the last one."""
        if status != self._told:
            self._told = status
            self._on_state(status)


def _stamps(folder: Path) -> dict[str, _Stamp]:
    """Size and time of every file that may be a picture.

    Raises:
        OSError: the folder is not there, or not for us.
    """
    found: dict[str, _Stamp] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_TEMPORARY) or Path(entry.name).suffix.lower() not in SUFFIXES:
                continue
            try:
                about = entry.stat()
            except OSError:
                continue  # gone between listing and looking
            if entry.is_file():
                found[entry.name] = (about.st_size, about.st_mtime_ns)
    return found


def _failed(code: str, name: str) -> PolicyScan:
    """Nothing could be taken of a file."""
    words = {"name": name} if code in _QUIET else {}
    return PolicyScan.failed(ScanError.NOT_POLICY, code, **words)
