"""A monitor in a process of its own: one JSON line for each status and reading; ends when its input ends.

A process of its own, because pcsc-lite's library reads the name of its socket once.
"""

import json
import sys
import threading

from registrar_app.cards.monitor import CardMonitor
from registrar_app.cards.pcsc import PcscBackend

_line = threading.Lock()


def tell(what: dict) -> None:
    with _line:
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()


def main() -> None:
    monitor = CardMonitor(
        PcscBackend(),
        lambda status: tell(
            {"state": str(status.state), "reader": status.reader, "code": status.problem.code}
        ),
        lambda reading: tell({"reading": reading.as_json()}),
        on_photo=lambda reading: tell({"photo": reading.as_json()}),
        back_off_s=(0.2, 0.5),
    )
    monitor.start()
    for order in sys.stdin:
        if order.strip() == "again":
            monitor.read_again()
    tell({"stopped": monitor.stop()})


if __name__ == "__main__":
    main()
