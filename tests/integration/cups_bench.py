"""A print server of our own on its own socket, with a printer that keeps what it is told.

Source: project's test-bench notes, section 3. Nothing below /etc is touched.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

LIBRARY = Path("/usr/lib/cups")
PPD = Path("/usr/share/ppd/cupsfilters/Generic-PDF_Printer-PDF.ppd")
_PROGRAMS = ("cupsd", "lp", "lpstat", "lpadmin", "cupsdisable", "cupsreject", "cancel")
_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
_BACKEND = """#!/bin/sh
[ $# = 0 ] && { echo 'direct capture "Unknown" "Test capture"'; exit 0; }
d=${DEVICE_URI#capture:}
if [ -f "$d/fault" ]; then
  reason=$(cat "$d/fault")
  [ "$reason" = broken ] && { echo "ERROR: the printer is broken" >&2; exit 1; }
  echo "STATE: +$reason" >&2
  while [ -f "$d/fault" ]; do sleep 0.05; done
  echo "STATE: -$reason" >&2
fi
printf '%s\\n' "title=$3 copies=$4 options=$5" > "$d/$1.txt"
cat ${6:+"$6"} > "$d/$1.bin"
chmod 644 "$d/$1.txt" "$d/$1.bin"
mv "$d/$1.bin" "$d/$1.done"
"""
_SERVER = """Listen {b}/cups.sock
Browsing No
WebInterface No
DefaultAuthType None
<Location />
Order allow,deny
Allow all
</Location>
<Policy default>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""
_FILES = """ServerRoot {b}/etc
ServerBin {b}/lib
RequestRoot {b}/spool
CacheDir {b}/cache
StateDir {b}/state
TempDir {b}/tmp
ErrorLog {b}/log/error
AccessLog {b}/log/access
PageLog {b}/log/page
SystemGroup root
"""
_TRAYS = """*OpenUI *InputSlot/Media Source: PickOne
*OrderDependency: 20 AnySetup *InputSlot
*DefaultInputSlot: Auto
*InputSlot Auto/Auto: ""
*InputSlot Tray1/Tray 1: ""
*InputSlot Tray2/Tray 2: ""
*CloseUI: *InputSlot

"""


@dataclass
class CupsBench:
    """A running server."""

    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def socket(self) -> Path:
        return self.folder / "cups.sock"

    def admin(self, *words: str) -> None:
        """Run a program of administration against this server."""
        surroundings = {**os.environ, "CUPS_SERVER": str(self.socket), "LC_ALL": "C", "PATH": _PATH}
        subprocess.run(words, env=surroundings, check=True, capture_output=True, timeout=30)

    def add(self, name: str, *, device: str = "", driver: tuple[str, ...] | None = None) -> None:
        """A queue onto the capturing printer with a driver that knows trays and duplex."""
        made = driver or ("-P", str(self.folder / "gen.ppd"))
        self.admin("lpadmin", "-p", name, "-E", "-v", device or f"capture:{self.folder / 'out'}", *made)

    def captured(self, job: str, within_s: float = 20) -> tuple[str, bytes]:
        """The line of options and the bytes that the printer was given."""
        number = job.rpartition("-")[2]
        done = self.folder / "out" / f"{number}.done"
        end = time.monotonic() + within_s
        while not done.exists():
            assert time.monotonic() < end, (self.folder / "log" / "error").read_text()[-2000:]
            time.sleep(0.02)
        return done.with_suffix(".txt").read_text(), done.read_bytes()

    @contextmanager
    def fault(self, reason: str) -> Iterator[None]:
        """The printer complains of something as long as this lasts; ``broken``: it gives the job up."""
        sign = self.folder / "out" / "fault"
        sign.write_text(reason)
        sign.chmod(0o644)
        try:
            yield
        finally:
            sign.unlink()

    def stop(self) -> None:
        """End the server, and only it."""
        self.process.terminate()
        self.process.wait(10)


def _unavailable(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"no print server: {reason}")
    pytest.skip(f"no print server: {reason}")


@contextmanager
def cups_bench() -> Iterator[CupsBench]:
    """Start a server; skip the test where there is none (fail in continuous integration)."""
    for program in _PROGRAMS:
        if not shutil.which(program, path=_PATH):
            _unavailable(f"{program} is missing")
    if not PPD.exists():
        _unavailable(f"{PPD} is missing")
    # Not pytest's folder: the backend runs as another user and must reach it.
    folder = Path(tempfile.mkdtemp(prefix="registrar-cups-"))
    bench: CupsBench | None = None
    try:
        _lay_out(folder)
        server = shutil.which("cupsd", path=_PATH) or "cupsd"
        words = [server, "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "cups-files.conf")]
        bench = CupsBench(
            folder, subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )
        _await_server(bench)
        yield bench
    finally:
        if bench and bench.process.poll() is None:
            bench.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _lay_out(folder: Path) -> None:
    for name in ("etc/ppd", "spool", "cache", "state", "tmp", "log", "lib/backend", "out"):
        (folder / name).mkdir(parents=True)
    folder.chmod(0o755)
    (folder / "out").chmod(0o777)
    for part in LIBRARY.iterdir():
        if part.name != "backend":
            (folder / "lib" / part.name).symlink_to(part)
    (folder / "lib/backend/socket").symlink_to(LIBRARY / "backend/socket")
    capture = folder / "lib/backend/capture"
    capture.write_text(_BACKEND)
    capture.chmod(0o755)
    (folder / "cupsd.conf").write_text(_SERVER.format(b=folder))
    (folder / "cups-files.conf").write_text(_FILES.format(b=folder))
    driver = PPD.read_text(encoding="latin-1")
    with_trays = driver.replace("*JCLOpenUI *Duplex", f"{_TRAYS}*JCLOpenUI *Duplex", 1)
    (folder / "gen.ppd").write_text(with_trays, encoding="latin-1")


def _await_server(bench: CupsBench) -> None:
    end = time.monotonic() + 10
    while not bench.socket.exists():
        if bench.process.poll() is not None or time.monotonic() > end:
            _unavailable("cupsd does not start")
        time.sleep(0.02)
