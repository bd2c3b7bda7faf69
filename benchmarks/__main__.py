"""Run all measurements and write the table of ``docs/performance.md``: ``python -m benchmarks``."""

import importlib
import os
import pkgutil
import platform
import sys
from pathlib import Path

import benchmarks
from benchmarks.row import Row

DOC = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
HEAD = """# Performance

Written by `make bench`. Every line is measured beside its floor, the bare engine doing only what cannot be
avoided, in the same run and in turn, so that a busy machine slows both; times are medians (of forms
the processor's time). Quote the ratios:
the times belong to one machine ({machine}, {cores} processors, {load}).
A window is a fresh process each time, off screen, with compiled modules as an installed program has them.
Its first line ends when the list of workers answers a key (the rest loads behind it), the second when the
search answers somebody who signed in that very moment.
A card is read through the real PC/SC daemon with a virtual reader where there is one; the line says which.
The people of the search are made once and kept in the temporary folder; of each query the best of five runs
counts. `python -m benchmarks.bench_search --people 1000000` and `bench_desk` with the same measure a region.

| what | ours, ms | floor, ms | ratio | goal |
| --- | ---: | ---: | ---: | --- |
"""


def collect(only: set[str]) -> list[Row]:
    """Rows of all modules ``benchmarks.bench_*`` (or of those named)."""
    rows: list[Row] = []
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name.startswith("bench_") and (not only or module.name.removeprefix("bench_") in only):
            rows += importlib.import_module(f"benchmarks.{module.name}").run()
    return rows


def main() -> None:
    """Measure, print, and after a full run keep the table."""
    only = set(sys.argv[1:])
    lines = [
        f"| {row.name} | {row.ours_ms:.2f} | {row.floor_ms:.2f} | {row.ratio:.2f}× | {row.goal} |"
        for row in collect(only)
    ]
    print("\n".join(lines))
    if not only:
        machine = f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}"
        head = HEAD.format(machine=machine, cores=os.cpu_count(), load=_load())
        DOC.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def _load() -> str:
    """How busy the machine was, where the system tells."""
    return f"load average {os.getloadavg()[1]:.1f}" if hasattr(os, "getloadavg") else "load unknown"


if __name__ == "__main__":
    main()
