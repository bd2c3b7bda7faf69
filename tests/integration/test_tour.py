"""The tour as a new user sees it: the command, its verdict, its pictures and its papers."""

import json
import os
import subprocess
import sys

import pytest
from PIL import Image

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tour(tmp_path_factory):
    """The finished command and its folder, played once without a display."""
    folder = tmp_path_factory.mktemp("tour")
    env = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run(
        [sys.executable, "-m", "registrar_app", "demo", "--out", str(folder), "--keep-open"],
        env=env, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    return done, folder


def test_tour_without_a_display_when_played_then_ends_by_itself_with_a_verdict(tour):
    done, folder = tour
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert done.stdout.strip().splitlines()[-1].startswith("Главное дело сделано")
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report["ok"]


def test_tour_when_played_then_says_nothing_on_standard_error(tour):
    done, _ = tour
    assert done.stderr == ""


def test_each_step_when_played_then_has_a_picture_with_something_on_it(tour):
    _, folder = tour
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    steps = [one["step"] for one in report["steps"]]
    assert steps[:4] == ["start", "search", "card", "record"]
    assert {"attached", "paper-refused", "signed", "journal"} <= set(steps)
    for one in report["steps"]:
        with Image.open(folder / one["picture"]) as picture:
            assert picture.size == (1366, 768)
            assert len(picture.convert("RGB").getcolors(1 << 20)) > 50


def test_paper_of_the_tour_when_verified_then_valid_by_the_clinic_and_by_pdfsig(tour):
    _, folder = tour
    pdf = folder / "certificate.pdf"
    done = subprocess.run(
        [sys.executable, "-m", "registrar_app", "certificate", "verify", str(pdf), "--json",
         "--data", str(folder / "profile"), "--training"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert answer["valid"]
    assert all(one["trusted"] and one["intact"] for one in answer["signatures"])
    judged = subprocess.run(["pdfsig", "-nocert", str(pdf)], capture_output=True, text=True, check=False)
    assert judged.stdout.count("Signature is Valid") == len(answer["signatures"])
    assert (folder / "label.pdf").read_bytes().startswith(b"%PDF")
