"""``certificate issue`` with a closed key: the password comes by a descriptor, never on the command line."""

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from registrar_app.services.desk import Desk
from tests.ui.clinic import PASSWORD, make_clinic

CASE = Path(__file__).parents[3] / "tests/data/samples/086u-a1.json"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A clinic whose doctor has a closed key."""
    clinic = make_clinic(tmp_path)
    key = clinic.key_file(valid_to=datetime.now().astimezone() + timedelta(days=100))
    clinic.desk.keys.add(key, PASSWORD)
    root = tmp_path / "root.pem"
    root.write_bytes(clinic.authority.root_pem)
    clinic.desk.keys.add_root(root)
    clinic.desk.close()
    return tmp_path / "profile"


def issue(profile: Path, secrets: str | None) -> tuple[int, dict[str, object], str]:
    """Run the command; the secrets come through a pipe."""
    words = [sys.executable, "-m", "registrar_app", "--data", str(profile), "certificate", "issue", "086u",
             str(CASE), "--out", str(profile / "out.pdf"), "--json"]  # fmt: skip
    passed: tuple[int, ...] = ()
    if secrets is not None:
        reading, writing = os.pipe()
        os.write(writing, secrets.encode())
        os.close(writing)
        words += ["--pin-fd", str(reading)]
        passed = (reading,)
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, pass_fds=passed,
        encoding="utf-8", timeout=120,
    )  # fmt: skip
    for one in passed:
        os.close(one)
    assert not secrets or secrets.strip() not in done.stdout + done.stderr
    return done.returncode, json.loads(done.stdout), done.stderr


@pytest.mark.skipif(os.name != "posix", reason="descriptors are handed over on POSIX")
def test_closed_key_when_secret_is_given_by_descriptor_then_signs(profile: Path) -> None:
    status, answer, _said = issue(profile, None)
    assert (status, answer["problems"][0]["code"]) == (1, "CERT-052")  # type: ignore[index]
    status, answer, _said = issue(profile, "мимо\n")
    assert (status, answer["problems"][0]["code"]) == (1, "SIGN-002")  # type: ignore[index]
    status, answer, said = issue(profile, f"{PASSWORD}\n")
    assert status == 0, said
    assert (answer["number"], answer["level"]) == ("000001", "B-B")
    with Desk.open(profile) as desk:
        assert desk.papers.verify((profile / "out.pdf").read_bytes()).is_valid
