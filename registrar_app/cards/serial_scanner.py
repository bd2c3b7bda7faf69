"""The scanner thread: raw bytes from a serial port, cut into codes by silence, a port that comes and goes.

Callbacks come from this thread, one at a time; what they get is frozen. Nothing that was read is kept.
Source: project's domain notes on the policy barcode, section 3, and on the test bench, section 7.
"""

import errno
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from registrar_app.cards.barcode import PolicyScan, decode_policy
from registrar_app.cards.barcode.text import LIMIT
from registrar_app.domain.problems import Problem, problem

BACK_OFF_S = (0.5, 1.0, 2.0)
"""Pauses between attempts to open the port; the last one repeats."""
SILENCE_S = 0.1
"""So long a silence ends a code."""
_TAKEN = frozenset((errno.EACCES, errno.EPERM, errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK))
"""Another program holds the port, or this user may not open it."""


class ScannerState(StrEnum):
    """What is the matter with the scanner."""

    OFF = "off"
    """No port is set: nothing is shown of a scanner."""
    NOT_FOUND = "not_found"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class PortChoice:
    """Which port, how fast. Always 8 data bits, no parity, no flow control."""

    name: str
    """``COM3``, ``/dev/ttyACM0``."""
    speed: int = 9600
    """Bits a second."""


@dataclass(frozen=True, slots=True)
class ScannerStatus:
    """What the status bar and the settings show."""

    state: ScannerState
    port: str = ""
    problem: Problem | None = None
    """Words of the state; None when no port is set."""


@dataclass(frozen=True, slots=True)
class FoundPort:
    """A port of this machine, as the settings offer it."""

    name: str
    words: str
    """What the system says stands behind it."""


class Port(Protocol):
    """What is used of an opened serial port."""

    @property
    def in_waiting(self) -> int:
        """Bytes that can be read at once."""

    def read(self, size: int = 1) -> bytes:
        """At most ``size`` bytes, fewer after ``SILENCE_S`` of silence."""

    def cancel_read(self) -> None:
        """End a ``read`` that waits in another thread."""

    def close(self) -> None:
        """Give the port back."""


def open_port(choice: PortChoice) -> Port:
    """Open a port for raw bytes.

    Flow control by characters stays off: it would eat the bytes 11 and 13 of a code.

    Raises:
        OSError: it is not there, or not for us.
        ValueError: the driver knows no such speed.
    """
    import serial  # type: ignore[import-untyped]

    port: Port = serial.Serial(choice.name, choice.speed, timeout=SILENCE_S, xonxoff=False, exclusive=True)
    return port


def found_ports() -> tuple[FoundPort, ...]:
    """Ports the system lists, by name; it lists no pseudo-terminals and no symbolic links."""
    from serial.tools import list_ports  # type: ignore[import-untyped]

    return tuple(
        FoundPort(one.device, _port_words(one.device, one.description or ""))
        for one in sorted(list_ports.comports(), key=lambda one: str(one.device))
    )


def _port_words(name: str, described: str) -> str:
    """What stands behind a port, without its own name, which Windows repeats in brackets."""
    words = described.removesuffix(f"({name})").strip()
    return "" if words in ("n/a", name) else words


def _port_errors() -> tuple[type[BaseException], ...]:
    """What a port that is unplugged raises: SerialException is an OSError, ``termios.error`` is not."""
    if sys.platform == "win32":
        return (OSError, ValueError)
    import termios

    return (OSError, ValueError, termios.error)


_ERRORS = _port_errors()


class _PortGoneError(Exception):
    """The port could not be opened, or has gone; the cause is what the driver raised."""


class SerialScanner:
    """Listens to one port at a time and heals itself when it is unplugged."""

    def __init__(
        self,
        on_state: Callable[[ScannerStatus], None],
        on_scan: Callable[[PolicyScan, bytes], None],
        today: Callable[[], date],
        *,
        opener: Callable[[PortChoice], Port] = open_port,
        back_off_s: tuple[float, ...] = BACK_OFF_S,
    ) -> None:
        """Set up; nothing happens before ``start``.

        Args:
            on_state: Told each change of state, from the scanner's thread.
            on_scan: Given each code and the bytes it was read from, from the scanner's thread.
            today: For the checks of dates.
            opener: Opens a port.
            back_off_s: Pauses between attempts to open the port.
        """
        self._on_state, self._on_scan, self._today = on_state, on_scan, today
        self._opener, self._back_off_s = opener, back_off_s
        self._choice: PortChoice | None = None
        self._told: ScannerStatus | None = None
        self._port: Port | None = None
        self._guard = threading.Lock()
        self._changed = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scanner", daemon=True)

    def start(self) -> None:
        """Begin to listen to the chosen port."""
        self._thread.start()

    def choose(self, choice: PortChoice | None) -> None:
        """Listen to another port, or to none; from any thread."""
        self._choice = choice
        self._wake()

    def stop(self, timeout_s: float = 2.0) -> bool:
        """End the listening.

        Args:
            timeout_s: Seconds to wait for the thread.

        Returns:
            True if the thread has ended or was never started.
        """
        self._stopping.set()
        self._wake()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _wake(self) -> None:
        """End whatever the thread waits for."""
        self._changed.set()
        with self._guard:
            if self._port is not None:
                self._port.cancel_read()

    def _run(self) -> None:
        """Open the chosen port, listen until it goes, try again."""
        tries = 0
        while not self._stopping.is_set():
            self._changed.clear()
            choice = self._choice
            if choice is None:
                self._tell(ScannerStatus(ScannerState.OFF))
                self._changed.wait()
                continue
            try:
                self._listen(choice)
                tries = 0
            except _PortGoneError as error:
                self._tell(_lost(choice, error.__cause__))
                self._changed.wait(self._back_off_s[min(tries, len(self._back_off_s) - 1)])
                tries = 0 if self._changed.is_set() else tries + 1

    def _listen(self, choice: PortChoice) -> None:
        """Read codes from one port until another is chosen.

        Raises:
            _PortGoneError: the port is not there or has gone.
        """
        try:
            port = self._opener(choice)
        except _ERRORS as error:
            raise _PortGoneError from error
        with self._guard:
            self._port = port
        try:
            self._tell(ScannerStatus(ScannerState.READY, choice.name, problem("SCAN-051")))
            while choice is self._choice and not self._stopping.is_set():
                data = self._frame(port)
                if data and choice is self._choice:
                    self._on_scan(decode_policy(data, self._today()), data)
        finally:
            with self._guard:
                self._port = None
            port.close()

    def _frame(self, port: Port) -> bytes:
        """Bytes up to the next silence; a device that never falls silent is cut off behind the limit."""
        data = bytearray()
        try:
            part = port.read(1)
            while part and not self._stopping.is_set():
                if len(data) <= LIMIT:
                    data += part
                part = port.read(max(port.in_waiting, 1))
        except _ERRORS as error:
            raise _PortGoneError from error
        return bytes(data)

    def _tell(self, status: ScannerStatus) -> None:
        """Tell a status that differs from the last one."""
        if status != self._told:
            self._told = status
            self._on_state(status)


def _lost(choice: PortChoice, error: BaseException | None) -> ScannerStatus:
    """Why there is no scanner: the port is not there, or it is not for us."""
    # On Windows pyserial keeps the cause in its words only.
    is_taken = getattr(error, "errno", None) in _TAKEN or "PermissionError" in str(error)
    code = "SCAN-053" if is_taken else "SCAN-052"
    return ScannerStatus(ScannerState.NOT_FOUND, choice.name, problem(code, port=choice.name))
