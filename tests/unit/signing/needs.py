"""A missing program skips its tests with a reason; in continuous integration it fails them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOFTHSM = next(
    (
        path
        for path in (
            Path("/usr/lib/softhsm/libsofthsm2.so"),
            Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
            Path("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
        )
        if path.exists()
    ),
    None,
)


def missing(what: str) -> None:
    """Skip, or fail where everything must be there."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing")


def require_programs(*names: str) -> None:
    """Each program must be on the path."""
    for name in names:
        if not shutil.which(name):
            missing(name)


def run(*words: str | Path, cwd: Path | None = None, given: bytes = b"", **env: str) -> bytes:
    """Run a program of the bench; its standard output.

    Raises:
        AssertionError: it failed; says what it wrote.
    """
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, input=given, capture_output=True, check=False,
        env={**os.environ, **env}, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, f"{words[0]} {words[1]}: {done.stderr.decode(errors='replace')[-800:]}"
    return done.stdout
