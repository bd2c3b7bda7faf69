"""Fuzz all targets one after another: ``python -m fuzz [TARGET ...]``, FUZZ_RUNS inputs each.

A crash leaves its input in ``out/fuzz/TARGET/`` and ends the run with status 1; status 3: no atheris here.
"""
# ruff: noqa: S603, T201 - it starts itself and tells the terminal

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from fuzz.harness import TARGETS
from fuzz.seeds import CORPUS

OUT = Path(__file__).resolve().parent.parent / "out" / "fuzz"
RUNS = 1_000_000
_LONGEST = {"tlv": 1024, "apdu": 2048, "code": 512, "text": 1024}
"""Bytes of an input; longer ones only cost time."""


def fuzz(target: str, runs: int) -> bool:
    """Fuzz one target.

    Args:
        target: Name of a function of ``harness``.
        runs: Inputs to try.

    Returns:
        True if nothing was found.
    """
    folder = OUT / target
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "found").mkdir(parents=True)
    words = [
        sys.executable, "-m", "fuzz.worker", target,
        f"-runs={runs}", f"-max_len={_LONGEST[target]}", "-timeout=10", "-rss_limit_mb=2048",
        "-print_final_stats=1", f"-artifact_prefix={folder}/", str(folder / "found"), str(CORPUS / target),
    ]  # fmt: skip
    began = time.monotonic()
    with (folder / "log").open("wb") as log:
        done = subprocess.run(words, stdout=log, stderr=log, cwd=OUT.parent.parent, check=False)
    seconds = time.monotonic() - began
    verdict = "clean" if done.returncode == 0 else f"CRASH, see {folder}"
    speed = f"{seconds:7.1f} s  {runs / seconds:8,.0f} a second"
    print(f"{target:6} {runs:>9,} inputs  {speed}  {verdict}", flush=True)
    return done.returncode == 0


def main() -> int:
    """Fuzz what is named, or everything."""
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed (it exists for Linux only): nothing was fuzzed", file=sys.stderr)
        return 3
    runs = int(os.environ.get("FUZZ_RUNS") or RUNS)
    names = sys.argv[1:] or list(TARGETS)
    verdicts = [fuzz(name, runs) for name in names]
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
