import hashlib
import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from registrar_app.cli.certificate_render import commands

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
GROUP = click.Group("certificate", commands=list(commands))


def run(*arguments):
    result = CliRunner().invoke(GROUP, [str(one) for one in arguments])
    answer = json.loads(result.stdout) if result.exit_code in (0, 1) and result.stdout else None
    return result, answer


def test_forms_when_asked_then_editions_and_modes():
    result, answer = run("forms", "--json")
    assert result.exit_code == 0
    form = next(one for one in answer if one["form"] == "086u")
    assert form["modes"] == ["final", "draft"]
    assert form["editions"][0] == {"id": "834n", "from": "2015-03-09", "to": "2025-08-31"}
    assert form["editions"][1]["to"] is None


def test_render_when_sample_then_file_and_its_sha256(tmp_path):
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


def test_render_when_edition_is_named_then_that_one(tmp_path):
    arguments = ("render", "086u", SAMPLES / "086u-a3.json", "--out", tmp_path / "a.pdf", "--json")
    assert run(*arguments)[1]["edition"] == "free-form"
    assert run(*arguments, "--edition", "834n")[1]["edition"] == "834n"
    assert run(*arguments, "--edition", "none")[0].exit_code == 2


def test_render_when_values_are_missing_then_refused_by_field_and_draft_is_made(tmp_path):
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
def test_render_when_case_is_no_case_then_refused(tmp_path, text):
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
def test_render_when_used_wrongly_then_exit_2(arguments):
    assert run(*arguments)[0].exit_code == 2


def test_render_when_folder_is_not_there_then_exit_3(tmp_path):
    result, _ = run("render", "086u", SAMPLES / "086u-a1.json", "--out", tmp_path / "no" / "a.pdf", "--json")
    assert result.exit_code == 3
