"""``certificate forms`` and ``render``: answers and exit statuses of the contract."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from registrar_app.cli import run as run_program

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


@dataclass(frozen=True)
class Ran:
    """What a call left."""

    exit_code: int
    stderr: str


@pytest.fixture
def run(tmp_path, capsys):
    """Call ``certificate``; gives exit status and words, and the one JSON value."""

    def call(*arguments: object) -> tuple[Ran, Any]:
        words = ["--data", tmp_path / "profile", "certificate", *arguments]
        status = run_program([str(one) for one in words])
        printed = capsys.readouterr()
        return Ran(status, printed.err), json.loads(printed.out) if printed.out else None

    return call


def test_forms_when_asked_then_editions_and_modes(run):
    result, answer = run("forms", "--json")
    assert result.exit_code == 0
    form = next(one for one in answer if one["form"] == "086u")
    assert form["modes"] == ["final", "draft"]
    assert form["editions"][0] == {"id": "834n", "from": "2015-03-09", "to": "2025-08-31"}
    assert form["editions"][1]["to"] is None


def test_render_when_sample_then_file_and_its_sha256(run, tmp_path):
    out = tmp_path / "paper.pdf"
    result, answer = run("render", "086u", SAMPLES / "086u-a2.json", "--out", out, "--json")
    assert result.exit_code == 0
    assert answer == {
        "out": str(out),
        "form": "086u",
        "edition": "834n",
        "pages": 2,
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
    }
    again, second = run("render", "086u", SAMPLES / "086u-a2.json", "--out", out, "--json")
    assert (again.exit_code, second["sha256"]) == (0, answer["sha256"])


def test_render_when_edition_is_named_then_that_one(run, tmp_path):
    arguments = ("render", "086u", SAMPLES / "086u-a3.json", "--out", tmp_path / "a.pdf", "--json")
    assert run(*arguments)[1]["edition"] == "free-form"
    assert run(*arguments, "--edition", "834n")[1]["edition"] == "834n"
    assert run(*arguments, "--edition", "none")[0].exit_code == 2


def test_render_when_values_are_missing_then_refused_by_field_and_draft_is_made(run, tmp_path):
    case = json.loads((SAMPLES / "086u-a1.json").read_text(encoding="utf-8"))
    case["fields"]["conclusion"] = ""
    case["fields"]["past_diseases"] = "слово " * 150
    path, out = tmp_path / "case.json", tmp_path / "a.pdf"
    path.write_text(json.dumps(case), encoding="utf-8")
    result, answer = run("render", "086u", path, "--out", out, "--json")
    assert result.exit_code == 1
    assert {(one["code"], one["field"]) for one in answer["refused"]} == {
        ("CERT-008", "conclusion"),
        ("CERT-002", "past_diseases"),
    }
    assert not out.exists()
    assert "слово" not in result.stderr
    case["fields"]["past_diseases"] = "нет"
    path.write_text(json.dumps(case), encoding="utf-8")
    assert run("render", "086u", path, "--out", out, "--mode", "draft", "--json")[0].exit_code == 0


@pytest.mark.parametrize(
    "text", ["[]", "{", '{"fields": 3, "certificate": {"issue_date": "2025-06-16"}}', "{}"]
)
def test_render_when_case_is_no_case_then_refused(run, tmp_path, text):
    path = tmp_path / "case.json"
    path.write_text(text, encoding="utf-8")
    result, answer = run("render", "086u", path, "--out", tmp_path / "a.pdf", "--json")
    assert result.exit_code == 1
    assert answer["refused"][0]["code"].startswith("CERT-")


@pytest.mark.parametrize(
    "arguments",
    [
        ("render", "no-such", SAMPLES / "086u-a1.json", "--out", "a.pdf"),
        ("render", "086u", "no-such.json", "--out", "a.pdf"),
        ("render", "086u", SAMPLES / "086u-a1.json"),
        ("render", "086u", SAMPLES / "086u-a1.json", "--out", "a.pdf", "--mode", "nice"),
        ("render", "086u", SAMPLES / "086u-a1.json", "--out", "a.pdf", "--mode", "overprint"),
    ],
)
def test_render_when_used_wrongly_then_exit_2(run, arguments):
    assert run(*arguments)[0].exit_code == 2


def test_render_when_a_name_is_wrong_then_says_which_are_right(run):
    result, _ = run("render", "086u", SAMPLES / "086u-a1.json", "--out", "a.pdf", "--mode", "overprint")
    assert "чистовик, черновик" in result.stderr
    result, _ = run("render", "no-such", SAMPLES / "086u-a1.json", "--out", "a.pdf")
    assert "no-such" in result.stderr


def test_render_when_folder_is_not_there_then_exit_3(run, tmp_path):
    result, answer = run(
        "render", "086u", SAMPLES / "086u-a1.json", "--out", tmp_path / "no" / "a.pdf", "--json"
    )
    assert result.exit_code == 3
    assert [one["code"] for one in answer["problems"]] == ["CERT-033"]


def test_forms_when_a_table_of_the_clinic_is_broken_then_the_others_are_listed_and_it_is_told(run, tmp_path):
    folder = tmp_path / "profile" / "forms"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text("key: own\ntitle: 3\n", encoding="utf-8")
    result, answer = run("forms", "--json")
    assert (result.exit_code, "086u" in {one["form"] for one in answer}) == (0, True)
    assert "CERT-" in result.stderr
