"""``registrar-app check`` as the contract has it."""

import json
from pathlib import Path

import pytest

from registrar_app.cli import run

VECTORS = Path(__file__).parents[2] / "data" / "identifiers.json"


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, object]:
    status = run(["check", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_check_when_the_value_is_right_exits_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "snils", "074-951-303 78") == (
        0,
        {"kind": "snils", "value": "074-951-303 78", "level": "ok", "normal": "07495130378", "problems": []},
    )


def test_check_when_the_value_is_wrong_exits_1_with_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    status, found = answer(capsys, "snils", "03557699194")
    assert isinstance(found, dict)
    assert (status, found["level"], found["normal"]) == (1, "error", None)
    assert found["problems"] == [
        {
            "code": "ID-021",
            "text": "Контрольное число СНИЛС не сходится. Сверьте все 11 цифр с документом.",
            "level": "error",
        }
    ]


def test_check_when_only_warned_exits_0(capsys: pytest.CaptureFixture[str]) -> None:
    context = json.dumps({"birth_date": "1948-06-20", "sex": "male"})
    status, found = answer(capsys, "enp_person", "0173150879318230", "--context", context)
    assert isinstance(found, dict)
    assert (status, found["level"]) == (0, "warn")


def test_check_when_the_value_begins_with_a_hyphen_takes_it(capsys: pytest.CaptureFixture[str]) -> None:
    status, found = answer(capsys, "last_name", "-Иванов")
    assert isinstance(found, dict)
    assert (status, found["problems"][0]["code"]) == (1, "ID-105")


def test_check_when_a_file_is_given_answers_each_case_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    status, found = answer(capsys, "--cases", str(VECTORS))
    cases = json.loads(VECTORS.read_text(encoding="utf-8"))
    assert isinstance(found, list)
    assert status == 0
    assert [(one["kind"], one["value"]) for one in found] == [(one["kind"], one["value"]) for one in cases]
    dateless = [
        (one, case) for one, case in zip(found, cases, strict=True) if "today" not in case.get("ctx", {})
    ]
    assert [one["level"] for one, _ in dateless] == [case["level"] for _, case in dateless]


def test_check_when_a_case_cannot_be_asked_answers_it_with_an_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    cases = tmp_path / "cases.json"
    asked = [
        {"kind": "snilz", "value": "1"},
        5,
        {"kind": "snils"},
        {"kind": "snils", "value": 1, "ctx": {"sex": 7}},
    ]
    cases.write_text(json.dumps(asked), encoding="utf-8")
    status, found = answer(capsys, "--cases", str(cases))
    assert isinstance(found, list)
    assert status == 0
    assert [one["problems"][0]["code"] for one in found] == ["ID-001", "ID-002", "ID-011", "ID-002"]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["snils"],
        ["snilz", "1"],
        ["snils", "1", "--context", "{"],
        ["snils", "1", "--context", "[]"],
        ["snils", "1", "--context", '{"sex": 3}'],
        ["--cases", "no-such-file.json"],
        ["--cases", __file__],
        ["snils", "1", "--cases", str(VECTORS)],
        ["snils", "1", "2"],
    ],
)
def test_check_when_used_wrongly_exits_2_and_says_why(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.strip()


def test_check_when_asked_without_json_says_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "last_name", "Иванoв"]) == 0
    line = "last_name: верно — Иванов — Латинские буквы заменены похожими русскими: o. ID-109\n"
    assert capsys.readouterr().out == line
