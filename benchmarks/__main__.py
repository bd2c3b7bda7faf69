"""Run all measurements and write the table of ``docs/performance.md``: ``python -m benchmarks``."""

import importlib
import platform
import pkgutil
import sys
from pathlib import Path

import benchmarks
from benchmarks.row import Row

DOC = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
HEAD = """# Performance

Written by `make bench`. Every line is measured beside its floor - the bare engine doing only what cannot be avoided -
in the same run, in turn, medians. Quote the ratios: the times belong to one machine ({machine}).

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
        DOC.write_text(HEAD.format(machine=machine) + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
