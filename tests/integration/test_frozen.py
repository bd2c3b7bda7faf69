"""The built program: one folder, runs without this checkout's Python, its self-check passes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.frozen, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
BUILD_LIMIT_S = 600


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Folder of the program, built by build.spec into a temporary place."""
    folder = tmp_path_factory.mktemp("built")
    done = subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--distpath", str(folder / "dist"),
         "--workpath", str(folder / "build"), "build.spec"],
        cwd=ROOT, capture_output=True, text=True, timeout=BUILD_LIMIT_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    yield folder / "dist" / "registrar-app"
    shutil.rmtree(folder, ignore_errors=True)


def lean_env(home: Path) -> dict[str, str]:
    """A machine without our virtual environment."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}


@pytest.mark.timeout(BUILD_LIMIT_S + 120)
def test_built_program_when_it_checks_itself_then_every_part_works(built, tmp_path):
    name = "registrar-app.exe" if os.name == "nt" else "registrar-app"
    done = subprocess.run(
        [built / name, "self-check", "--json", "--data", str(tmp_path)],
        env=lean_env(tmp_path), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    names = {one["name"]: one["ok"] for one in answer["checks"]}
    assert names.keys() >= {"window", "database", "form", "signature", "libraries", "readers", "printers"}
    assert all(names.values())


def test_built_program_when_looked_through_then_leaves_the_card_client_to_the_host(built):
    files = [path.name.lower() for path in built.rglob("*")]
    assert not [name for name in files if "pcsclite" in name]
    assert not [name for name in files if "webengine" in name or "qt6quick" in name or "qt6qml" in name]
    assert [name for name in files if name.startswith("libqt6pdf") or name == "qt6pdf.dll"]


def test_built_program_when_it_plays_the_main_job_then_every_step_is_done(built, tmp_path):
    name = "registrar-app.exe" if os.name == "nt" else "registrar-app"
    done = subprocess.run(
        [built / name, "demo", "--json", "--out", str(tmp_path / "tour")],
        env=lean_env(tmp_path), capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    assert answer["ok"]
    assert answer["steps"][-1]["step"] == "new-from-card"
