"""One visit from the search box to a verified paper, typed in Russian into the real window under Xvfb."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from registrar_app.domain.samples import make_snils
from registrar_app.signing.verify import verify
from tests.integration import xvfb

pytestmark = [pytest.mark.display, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def desk_screen():
    missing = xvfb.missing_programs()
    if missing:
        words = f"no {', '.join(missing)} here"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    with xvfb.screen() as screen:
        yield screen


def test_visit_when_typed_in_russian_then_ends_with_a_verified_paper(desk_screen, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.integration.window_journey", str(tmp_path)],
        env=desk_screen.env, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    facts = json.loads((tmp_path / "journey.json").read_text(encoding="utf-8"))
    assert facts["name"] == "Полторацкая-Зверева Таисия Ефремовна"
    assert facts["birth_date"] == "1991-04-16"
    assert facts["snils"] == make_snils(987_654)
    assert facts["attached"]
    pdf = (tmp_path / "journey.pdf").read_bytes()
    report = verify(pdf, [(tmp_path / "roots.pem").read_bytes()])
    assert report.is_valid
    judged = subprocess.run(
        ["pdfsig", "-nocert", str(tmp_path / "journey.pdf")], capture_output=True, text=True, check=False
    )
    assert judged.stdout.count("Signature is Valid") == len(report.signatures) > 0
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "journey.pdf"), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert facts["number"] in text
    assert "Полторацкая-Зверева Таисия Ефремовна" in text
    assert "Vis OD=1,0 OS=1,0" in text
