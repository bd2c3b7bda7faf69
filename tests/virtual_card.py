"""A card program for the virtual reader of vsmartcard-vpcd: connecting is inserting, closing is pulling out.

The driver is the TCP server. Both sides send two octets of length, then that many octets.
Source: project's domain notes on the virtual reader, section 3.
"""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable

from registrar_app.cards.card_model import SimulatedCard

_POWER_OFF, _POWER_ON, _RESET, _GIVE_ATR = b"\x00", b"\x01", b"\x02", b"\x04"


class VirtualCard(threading.Thread):
    """``insert`` puts the card in, ``remove`` pulls it out."""

    def __init__(self, card: SimulatedCard, port: int = 35963) -> None:
        """Args: card: the model that answers; port: TCP port of the slot."""
        super().__init__(name="virtual-card", daemon=True)
        self.card = card
        self.port = port
        self.before_answer: Callable[[bytes], bool] | None = None
        """Called with each command; True pulls the card out instead of answering."""
        self._socket = socket.socket()
        self._closed = False

    def insert(self) -> "VirtualCard":
        """Connect to the slot."""
        self._socket.connect(("127.0.0.1", self.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.start()
        return self

    def remove(self) -> None:
        """Close the line and wait for the thread."""
        if not self._closed:
            self._closed = True
            with contextlib.suppress(OSError):  # the daemon may have closed it first
                self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()
        if self.is_alive() and threading.current_thread() is not self:
            self.join(5)

    def run(self) -> None:
        """Answer until the line closes."""
        try:
            while True:
                message = self._exactly(struct.unpack(">H", self._exactly(2))[0])
                if len(message) == 1:
                    self._control(message)
                elif self.before_answer and self.before_answer(message):
                    self.remove()
                    return
                else:
                    self._send(self.card.respond(message))
        except OSError:
            self._socket.close()

    def _control(self, message: bytes) -> None:
        """Power, reset and the question for the ATR."""
        if message == _GIVE_ATR:
            self._send(self.card.atr)
        elif message in (_POWER_OFF, _POWER_ON, _RESET):
            self.card.reset()

    def _send(self, octets: bytes) -> None:
        """One message in one segment."""
        self._socket.sendall(struct.pack(">H", len(octets)) + octets)

    def _exactly(self, count: int) -> bytes:
        """So many octets from the line."""
        got = b""
        while len(got) < count:
            # Without it Linux delays the acknowledgement by 40 ms and the driver's second segment waits.
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            part = self._socket.recv(count - len(got))
            if not part:
                raise ConnectionError
            got += part
        return got
