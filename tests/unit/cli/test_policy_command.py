"""``registrar-app policy decode`` as the contract has it, in a process of its own."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.policy_codes import VECTORS

CODE, LIMITED, OLD = (bytes.fromhex(one["hex"]) for one in VECTORS)
IVANOV = {
    "status": "ok",
    "type": 2,
    "policy_number": "7856510844330801",
    "last_name": "ИВАНОВ",
    "first_name": "ПЁТР",
    "patronymic": "СЕРГЕЕВИЧ",
    "sex": "male",
    "birth_date": "1984-03-05",
    "expires": None,
    "eds_length": 65,
    "warnings": [],
}


def decode(*words: str, fed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "registrar_app", "policy", "decode", *words],
        input=fed,
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        check=False,
    )


@pytest.mark.parametrize(
    "data",
    [CODE, CODE.hex().encode(), base64.b64encode(CODE), CODE.decode("latin-1").encode()],
    ids=["bytes", "hexadecimal", "base64", "latin-1 text"],
)
def test_decode_when_a_file_holds_a_code_answers_with_it(tmp_path: Path, data):
    path = tmp_path / "scan.bin"
    path.write_bytes(data)
    done = decode(str(path), "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8")) == IVANOV
    assert "ИВАНОВ".encode() in done.stdout


def test_decode_when_fed_a_code_of_type_1_names_the_insurer():
    done = decode("-", "--json", fed=OLD)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["smo_ogrn"], answer["smo_okato"]) == (0, "1027700132195", "40000")


def test_decode_when_there_is_no_patronymic_and_an_expiry_says_both():
    answer = json.loads(decode("-", "--json", fed=LIMITED).stdout)
    assert (answer["patronymic"], answer["expires"]) == (None, "2026-12-31")


def test_decode_when_it_is_a_bare_number_says_number_only():
    done = decode("-", "--json", fed=b"7856510844330801\r\n")
    assert done.returncode == 0
    assert json.loads(done.stdout) == {"status": "number_only", "policy_number": "7856510844330801"}


@pytest.mark.parametrize(
    ("fed", "error", "code"),
    [
        pytest.param(CODE[:90], "truncated", "SCAN-011", id="cut"),
        pytest.param(b"\x05" + CODE[1:], "unknown_type", "SCAN-012", id="unknown type"),
        pytest.param(bytes(one & 0x7F for one in CODE), "damaged", "SCAN-021", id="seven bits"),
        pytest.param(b"4601234567893", "not_policy", "SCAN-002", id="goods"),
        pytest.param(b"", "not_policy", "SCAN-006", id="nothing"),
    ],
)
def test_decode_when_nothing_is_taken_exits_1_and_says_why(fed, error, code):
    done = decode("-", "--json", fed=fed)
    assert done.returncode == 1
    assert json.loads(done.stdout) == {"status": "error", "error": error}
    assert f"[{code}]" in done.stderr.decode("utf-8")


def test_decode_when_the_number_says_another_person_keeps_personal_data_off_standard_error():
    done = decode("-", "--json", fed=CODE[:60] + b"\x02" + CODE[61:])
    assert (done.returncode, json.loads(done.stdout)["warnings"]) == (0, ["enp_person_mismatch"])
    said = done.stderr.decode("utf-8")
    assert "SCAN-032" in said
    assert "1984" not in said


def test_decode_when_without_json_shows_the_person_in_lines():
    shown = decode("-", fed=CODE).stdout.decode("utf-8")
    assert "Фамилия: ИВАНОВ" in shown
    assert "Действует до: без срока" in shown


@pytest.mark.parametrize("words", [(), ("no such file",), ("-", "-")], ids=["nothing", "no file", "two"])
def test_decode_when_used_wrongly_exits_2(words):
    done = decode(*words)
    assert (done.returncode, done.stdout) == (2, b"")
