"""A policy card read by us beside the same commands sent bare over the same line.

Where root, pcscd and the virtual reader of vsmartcard are there, the line is the real PC/SC daemon with a
card program in a process of its own; elsewhere it is the simulated reader. The virtual line costs nothing, so
what is measured is software time; a real card adds the same seconds to both.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.row import Row, paired
from registrar_app.cards.backend import ReaderBackend
from registrar_app.cards.card_builder import card_from_files
from registrar_app.cards.card_model import SimulatedCard
from registrar_app.cards.pcsc import PcscBackend
from registrar_app.cards.reading import CardJob, ReadPlan
from registrar_app.cards.record import CardReading, Outcome
from registrar_app.cards.simulator import TRAINING_READER, SimulatedReader
from tests.integration.card_daemon import SLOTS, CardDaemon, missing
from tests.virtual_card import VirtualCard

ROOT = Path(__file__).resolve().parent.parent
VECTORS = ROOT / "tests" / "data" / "oms_card_vectors.json"
COMMANDS = 8
_PORT = 37_120
_SEEN_S = 15.0
"""The driver is polled every 400 ms; a busy machine takes longer."""


def run() -> list[Row]:
    """Measure on the best line there is.

    Raises:
        AssertionError: a reading does not succeed or takes another number of commands.
    """
    why = missing()
    if not why:
        with _daemon():
            return [_measure(PcscBackend(), SLOTS[0], "real pcscd, virtual reader", "≤ 1.5×")]
    service = SimulatedReader()
    service.insert(_card())
    return [_measure(service, TRAINING_READER, f"simulated reader: {why}", "")]


def _measure(backend: ReaderBackend, reader: str, line: str, goal: str) -> Row:
    """Both ways over one line."""
    reading = _seen(backend, reader)
    assert reading.exchange is not None
    assert reading.commands == COMMANDS
    commands = reading.exchange.commands()
    plan = ReadPlan(reader)

    def ours() -> None:
        assert CardJob(backend, plan).run().outcome is Outcome.OK

    def bare() -> None:
        session = backend.open()
        link = session.connect(reader)
        link.lock()
        for command in commands:
            link.transmit(command)
        link.close()
        session.close()

    ours_ms, bare_ms = paired(ours, bare, 400)
    return Row(f"card read, {COMMANDS} commands, beside them sent bare ({line})", ours_ms, bare_ms, goal)


def _seen(backend: ReaderBackend, reader: str) -> CardReading:
    """The first reading that succeeds: the daemon needs a moment to see the card."""
    until = time.monotonic() + _SEEN_S
    while True:
        reading = CardJob(backend, ReadPlan(reader)).run()
        if reading.outcome is Outcome.OK or time.monotonic() > until:
            assert reading.outcome is Outcome.OK, reading.outcome
            return reading
        time.sleep(0.1)


@contextmanager
def _daemon() -> Iterator[None]:
    """The real daemon with a card in its first slot; the card answers from another process, as a chip does.

    Only the client library reads the variable, and it does so when a context is made.
    """
    daemon = CardDaemon(_PORT)
    name = "PCSCLITE_CSOCK_NAME"
    before = os.environ.get(name)
    try:
        daemon.start()
        os.environ[name] = daemon.env[name]
        words = [sys.executable, "-m", "benchmarks.bench_card", "card"]
        with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE) as card:
            try:
                yield
            finally:
                card.terminate()
    finally:
        os.environ.pop(name, None)
        if before is not None:
            os.environ[name] = before
        daemon.close()


def _card() -> SimulatedCard:
    """The card of the project's domain notes: an owner of 142 octets, an insurer of 33."""
    vector = json.loads(VECTORS.read_text(encoding="utf-8"))["A"]
    return card_from_files(bytes.fromhex(vector["owner"]), bytes.fromhex(vector["insurer"]))


if __name__ == "__main__":
    if sys.argv[1:] == ["card"]:
        VirtualCard(_card(), _PORT).insert().join()
    else:
        for row in run():
            print(f"{row.name}: {row.ours_ms:.3f} ms, floor {row.floor_ms:.3f} ms, x{row.ratio:.2f}")
