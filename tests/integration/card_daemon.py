"""The real PC/SC daemon with two virtual slots, on a socket and ports of its own."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
READER_FILE = """FRIENDLYNAME "Virtual PCD"
DEVICENAME   /dev/null:0x{port:X}
LIBPATH      {driver}
CHANNELID    0x{port:X}
"""
SLOTS = ("Virtual PCD 00 00", "Virtual PCD 00 01")


def missing() -> str:
    """Why the daemon cannot be started here, or nothing."""
    if shutil.which("pcscd") is None:
        return "pcscd is not installed"
    if not DRIVER.exists():
        return "vsmartcard-vpcd is not installed"
    if os.geteuid() != 0:
        return "pcscd needs root here"
    return ""


class CardDaemon:
    """Starts, kills and restarts the daemon."""

    def __init__(self, port: int) -> None:
        self.port = port
        # Not under pytest's folder: the path of a socket is at most 107 characters long.
        self.folder = Path(tempfile.mkdtemp(prefix="pcsc-"))
        self.run, self.conf = self.folder / "run", self.folder / "conf"
        self.run.mkdir()
        self.conf.mkdir()
        (self.conf / "vpcd").write_text(READER_FILE.format(port=port, driver=DRIVER))
        self.env = {**os.environ, "PCSCLITE_CSOCK_NAME": str(self.run / "pcscd.comm")}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it in a mount namespace, where its fixed folder is ours."""
        about = subprocess.run(["pcscd", "--version"], capture_output=True, text=True, check=True)
        # From 2.0 on polkit refuses clients outside a desktop login; 1.9 does not know the option.
        polkit = " --disable-polkit" if "polkit" in about.stdout else ""
        Path("/run/pcscd").mkdir(exist_ok=True)
        command = f"mount --bind {self.run} /run/pcscd && exec pcscd --foreground -c {self.conf}{polkit}"
        with (self.folder / "pcscd.log").open("ab") as log:
            self._process = subprocess.Popen(["unshare", "-m", "sh", "-c", command], stdout=log, stderr=log)
        until = time.monotonic() + 10
        while not (self.run / "pcscd.comm").exists():
            if time.monotonic() > until or self._process.poll() is not None:
                raise RuntimeError((self.folder / "pcscd.log").read_text())
            time.sleep(0.01)

    def kill(self) -> None:
        """Kill it the hard way and clear up what it leaves behind."""
        assert self._process
        self._process.kill()
        self._process.wait()
        self._process = None
        for name in ("pcscd.comm", "pcscd.pid"):
            (self.run / name).unlink(missing_ok=True)

    def close(self) -> None:
        """Stop it and remove its folder."""
        if self._process:
            self._process.terminate()
            self._process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)
