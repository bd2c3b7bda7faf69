"""The command line as scripts see it: one process a call, JSON shapes, exit status, words in Russian."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.prepared import copied, prepared_training

SAMPLES = Path(__file__).parent.parent / "data" / "samples"


@dataclass(frozen=True)
class Ran:
    """What a call left."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)


Call = Callable[..., Ran]


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(prepared_training(), tmp_path_factory.mktemp("cli") / "profile")


@pytest.fixture
def call(profile: Path) -> Call:
    def run(*words: str | Path, data: Path | None = None) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "registrar_app", "--data", str(data or profile), *map(str, words)],
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def sample() -> Path:
    return SAMPLES / "086u-a1.json"


def test_check_answers_in_the_contract_s_shape(call: Call) -> None:
    good = call("check", "snils", "112-233-445 95", "--json")
    assert good.status == 0
    assert good.json == {
        "kind": "snils", "value": "112-233-445 95", "level": "ok", "normal": "11223344595", "problems": [],
    }  # fmt: skip
    bad = call("check", "snils", "112-233-445 96", "--json")
    assert (bad.status, bad.json["level"], bad.json["normal"]) == (1, "error", None)
    assert set(bad.json["problems"][0]) >= {"code", "text"}


def test_json_before_the_command_is_the_same(call: Call) -> None:
    assert call("--json", "check", "snils", "112-233-445 95").json["level"] == "ok"


def test_check_of_many_is_one_process_and_always_zero(call: Call, tmp_path: Path) -> None:
    cases = tmp_path / "cases.json"
    cases.write_text(
        json.dumps([{"kind": "snils", "value": "1"}, {"kind": "sex_patronymic", "value": "Ивановна",
                                                      "ctx": {"sex": 2}, "note": "x"}]),
        encoding="utf-8",
    )  # fmt: skip
    ran = call("check", "--cases", cases, "--json")
    assert (ran.status, [one["level"] for one in ran.json]) == (0, ["error", "ok"])


@pytest.mark.parametrize(
    "line",
    [
        "--nope",
        "quack",
        "check snils",
        "check nokind 1 --json",
        "check --cases no-such-file",
        "card fly",
        "card read --wait -1",
        "policy decode no-such-file",
        "certificate issue",
        f"certificate issue no-such {SAMPLES / '086u-a1.json'} --out a.pdf --json --training",
    ],
    ids=lambda line: " ".join(line.split()[:3]),
)
def test_wrong_use_is_two_and_says_so_in_russian(call: Call, line: str) -> None:
    ran = call(*line.split())
    assert (ran.status, ran.out) == (2, "")
    assert re.search("[а-яё]{4}", ran.err)


def test_card_readers_says_whether_the_service_runs(call: Call) -> None:
    ran = call("card", "readers", "--json")
    assert ran.json["service"] in ("up", "down")
    assert ran.status == (0 if ran.json["service"] == "up" else 3)
    assert isinstance(ran.json["readers"], list)


def test_forms_and_render(call: Call, sample: Path, tmp_path: Path) -> None:
    forms = call("certificate", "forms", "--json")
    assert forms.status == 0
    assert {"form", "title", "editions", "modes"} <= set(forms.json[0])
    out = tmp_path / "paper.pdf"
    ran = call("certificate", "render", forms.json[0]["form"], sample, "--out", out, "--json")
    assert ran.status == 0
    assert {"out", "form", "edition", "pages", "sha256"} <= set(ran.json)
    assert ran.json["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", ["086u-a1.json", "086u-a2.json", "086u-a3.json"])
def test_issue_goes_the_whole_way_and_verifies(call: Call, name: str, tmp_path: Path) -> None:
    out, case = tmp_path / "paper.pdf", SAMPLES / name
    form = json.loads(case.read_text(encoding="utf-8"))["form"]
    ran = call("certificate", "issue", form, case, "--out", out, "--json", "--training")
    assert ran.status == 0, ran.err
    answer = ran.json
    shape = {
        "out",
        "form",
        "edition",
        "pages",
        "sha256",
        "number",
        "document_id",
        "level",
        "signers",
        "trust",
    }
    assert shape <= set(answer)
    assert answer["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert re.fullmatch(r"\d{6}", answer["number"])
    assert not _names_of(case) & set(re.findall(r"[А-ЯЁа-яё]+", ran.err))
    checked = call("certificate", "verify", out, "--trust", answer["trust"], "--json")
    assert (checked.status, checked.json["valid"]) == (0, True)
    assert [one["signer"] for one in checked.json["signatures"]] == [
        one["signer"] for one in answer["signers"]
    ]


def test_verify_trusts_what_the_profile_trusts_when_no_roots_are_named(
    call: Call, sample: Path, tmp_path: Path
) -> None:
    out = tmp_path / "paper.pdf"
    assert call("certificate", "issue", "086u", sample, "--out", out, "--training").status == 0
    assert call("certificate", "verify", out, "--training", "--json").json["valid"] is True
    assert call("certificate", "verify", out, "--json").status == 1


def _names_of(case: Path) -> set[str]:
    person = json.loads(case.read_text(encoding="utf-8"))["person"]
    return {word for key in ("last_name", "first_name") for word in person[key].split()}


def test_numbers_of_two_issues_follow_each_other(call: Call, sample: Path, tmp_path: Path) -> None:
    numbers = [
        int(
            call("certificate", "issue", "086u", sample, "--out", tmp_path / "n.pdf", "--json", "--training")
            .json["number"]
        )
        for _turn in range(2)
    ]  # fmt: skip
    assert numbers[1] == numbers[0] + 1


def test_issue_refused_names_the_field_and_spends_no_number(call: Call, sample: Path, tmp_path: Path) -> None:
    case = json.loads(sample.read_text(encoding="utf-8"))
    case["fields"]["conclusion"] = "Годна. " * 200
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(case), encoding="utf-8")
    ran = call("certificate", "issue", "086u", bad, "--out", tmp_path / "x.pdf", "--json", "--training")
    assert ran.status == 1
    assert [one["field"] for one in ran.json["refused"]] == ["conclusion"]
    assert not (tmp_path / "x.pdf").exists()


def test_issue_in_an_empty_profile_says_where_to_begin(call: Call, sample: Path, tmp_path: Path) -> None:
    ran = call(
        "certificate", "issue", "086u", sample, "--out", tmp_path / "x.pdf", "--json", data=tmp_path / "p"
    )
    assert ran.status == 1
    assert ran.json["problems"][0]["code"] == "REC-036"


def test_issue_of_no_case_is_told_apart(call: Call, tmp_path: Path) -> None:
    odd = tmp_path / "odd.json"
    odd.write_text("[1, 2]", encoding="utf-8")
    ran = call("certificate", "issue", "086u", odd, "--out", tmp_path / "x.pdf", "--json", "--training")
    assert (ran.status, ran.json["problems"][0]["code"]) == (1, "CERT-027")


def test_verify_of_no_pdf_is_no(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "note.pdf"
    path.write_bytes(b"hello")
    ran = call("certificate", "verify", path, "--json")
    assert (ran.status, ran.json["valid"], ran.json["signatures"]) == (1, False, [])


def test_damaged_database_is_the_surroundings(call: Call, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "registrar.db").write_bytes(b"not a database at all" * 400)
    ran = call("certificate", "issue", "086u", sample, "--out", tmp_path / "x.pdf", "--json", data=tmp_path)
    assert ran.status == 3
    assert ran.json["problems"][0]["code"].startswith("DB-")


def test_self_check_names_every_part(call: Call) -> None:
    ran = call("self-check", "--no-window", "--json")
    assert ran.status == 0, ran.err
    assert ran.json["ok"] is True
    assert [one["name"] for one in ran.json["checks"]] == [
        "database",
        "form",
        "signature",
        "libraries",
        "readers",
        "printers",
    ]
    assert all(set(one) == {"name", "ok", "detail"} for one in ran.json["checks"])


def test_commands_other_than_the_window_know_no_qt() -> None:
    words = (
        "import sys; from registrar_app.cli import run; run(['check', 'snils', '11223344595', '--json']);"
        "run(['certificate', 'forms', '--json']);"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", words], check=False, capture_output=True).returncode == 0


def test_program_without_a_console_has_no_streams_and_still_runs() -> None:
    words = (
        "import sys; sys.stdout = sys.stderr = None; sys.argv = ['registrar', 'check', 'snils', '1'];"
        "from registrar_app.cli import main; main()"
    )
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 1


def test_bug_of_ours_is_seventy_and_shows_no_values() -> None:
    words = (
        "import sys, types, click; from registrar_app import cli;"
        "sys.modules['boom'] = types.SimpleNamespace("
        "command=click.Command('boom', callback=lambda: [][int('12345')]));"
        "cli.cli.places = {'boom': 'boom:command'};"
        "sys.exit(cli.run(['boom']))"
    )
    done = subprocess.run([sys.executable, "-c", words], check=False, capture_output=True, text=True)
    assert done.returncode == 70
    assert "IndexError" in done.stderr
    assert "12345" not in done.stderr
