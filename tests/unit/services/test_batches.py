"""Batches: rows find our patients and are never guessed, each paper whole or not at all, none made twice."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from batch_samples import CAMP, COMMON, begun, child, finish, plan_of, put, row, tried
from desk_samples import NOW
from openpyxl import Workbook

from registrar_app.domain.errors import RefusedError, RegistrarError, SurroundingsError
from registrar_app.domain.problems import Problem
from registrar_app.domain.records import PersonRecord
from registrar_app.domain.samples import make_snils
from registrar_app.services import import_reading
from registrar_app.services.batch_columns import value_of
from registrar_app.services.batch_jobs import BatchIssuing
from registrar_app.services.batch_judge import Judge
from registrar_app.services.batch_shapes import BatchLine, BatchOutcome, RowCase
from registrar_app.services.desk import Desk
from registrar_app.services.paper_shapes import JournalFilter, PaperDraft, PaperField

TODAY = NOW.date()


def codes(lines: tuple[BatchLine, ...]) -> dict[int, list[tuple[str, str | None]]]:
    return {
        one.number: [(found.code, found.field) for found in one.problems] for one in lines if one.problems
    }


def papers_of(desk: Desk) -> list[tuple[str, str]]:
    """Number and person of all papers of the form, from the file itself."""
    with sqlite3.connect(desk.profile / "registrar.db") as link:
        return link.execute(
            "SELECT number, hex(person_id) FROM medical_certificate WHERE form = ? ORDER BY number", (CAMP,)
        ).fetchall()


def numbers_taken(desk: Desk) -> list[str]:
    with sqlite3.connect(desk.profile / "registrar.db") as link:
        found = link.execute("SELECT number FROM taken_number WHERE form = ? ORDER BY number", (CAMP,))
        return [one[0] for one in found]


def test_columns_are_guessed_by_the_words_of_the_paper_and_remembered(desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", [row(child(desk, 0))])
    view = desk.batches.open(import_reading.inspect(path), CAMP)
    assert [one.field for one in view.list.columns] == [
        "full_name", "birth_date", "snils", "paper:edu_class", "paper:vaccinations", "paper:health_group", "",
    ]  # fmt: skip
    assert view.choices["paper:vaccinations"] == "Прививки и обследования"
    changed = [view.list.columns[-1].__class__(one.place, one.heading, (), "paper:regime" if one.place == 6
               else one.field) for one in view.list.columns]  # fmt: skip
    desk.batches.remember(CAMP, changed)
    assert desk.batches.open(view.list.file, CAMP).list.columns[-1].field == "paper:regime"


def test_trial_names_what_is_wrong_with_each_row_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    first, second = child(desk, 0), child(desk, 1)
    homeless = child(desk, 2, reg_subject="", reg_city="", reg_street="", reg_house="")
    rows = [
        row(first),
        row(first, ФИО="Незнакомцев Пётр Ильич", СНИЛС=""),
        row(second, Прививки=""),
        row(first),
        row(second, ФИО="Совсем Другой Человекович"),
        row(homeless),
        row(second, СНИЛС="112-233-445 96"),
        row(second, ФИО="", СНИЛС="", **{"Дата рождения": ""}),
    ]
    before = (desk.profile / "registrar.db").stat().st_size, papers_of(desk), numbers_taken(desk)
    trial = tried(desk, put(tmp_path / "a.csv", rows))
    assert codes(trial.lines()) == {
        3: [("CERT-151", "who")],
        4: [("CERT-008", "vaccinations")],
        5: [("CERT-155", "who")],
        6: [("CERT-153", "who")],
        7: [("CERT-008", "reg_address")],
        8: [("ID-021", "snils")],
        9: [("CERT-154", "who")],
    }
    line = trial.lines()[2]
    assert (line.caption, line.outcome) == ("Прививки и обследования", BatchOutcome.FAILED)
    assert line.problems[0].way_out
    assert trial.totals.of(BatchOutcome.WAITING) == 1
    assert ((desk.profile / "registrar.db").stat().st_size, papers_of(desk), numbers_taken(desk)) == before


def test_name_and_birth_date_find_one_person_only(desk: Desk, tmp_path: Path) -> None:
    one = child(desk, 0, snils="")
    child(desk, 0, snils="")
    other = child(desk, 1)
    lines = tried(
        desk,
        put(tmp_path / "a.csv", [row(one), row(other, СНИЛС=make_snils(8_900_000)), row(other, СНИЛС="")]),
    ).lines()
    assert codes(lines) == {2: [("CERT-152", "who")], 3: [("CERT-166", "who")]}
    assert lines[2].outcome is BatchOutcome.WAITING


def test_batch_issues_in_the_order_of_the_list_with_numbers_of_its_own(desk: Desk, tmp_path: Path) -> None:
    work = begun(desk, tmp_path / "a.csv", 3)
    assert not papers_of(desk)
    progress = finish(work)
    assert (progress.done, progress.total, progress.totals.of(BatchOutcome.DONE)) == (3, 3, 3)
    lines = desk.batches.lines(work.run_id)
    assert [one.paper for one in lines] == ["000001", "000002", "000003"]
    run = desk.batches.run(work.run_id)
    assert (run.state, run.numbers, run.file_name) == ("done", "000001–000003", "a.csv")
    kept = desk.papers.record(lines[0].paper_id or UUID(int=0))
    assert (kept.data.level, kept.data.number) == ("B-B", "000001")
    assert desk.papers.verify(desk.papers.pdf_of(kept.id)).is_valid
    found = desk.papers.journal(JournalFilter(form_key=CAMP)).rows
    assert [one.person for one in reversed(found)] == [one.who.partition(",")[0] for one in lines]
    target = tmp_path / "out"
    target.mkdir()
    finish(desk.batches.saving(work.run_id, target))
    assert sorted(one.name for one in target.iterdir())[0] == "01 № 000001 Лагерныйаа Матвей Павлович.pdf"


def test_paper_issued_lately_is_asked_about_and_may_be_wanted(desk: Desk, tmp_path: Path) -> None:
    finish(begun(desk, tmp_path / "a.csv", 2))
    trial = tried(desk, tmp_path / "a.csv")
    assert codes(trial.lines()) == {2: [("CERT-156", "who")], 3: [("CERT-156", "who")]}
    with pytest.raises(RegistrarError, match="CERT-159"):
        desk.batches.begin(trial)
    third = child(desk, 7)
    path = put(tmp_path / "b.csv", [row(third), row(child(desk, 8)), row(third)])
    work = desk.batches.begin(tried(desk, path))
    finish(work)
    assert desk.batches.line(work.run_id, 4).outcome is BatchOutcome.ASKS
    assert desk.batches.confirm(work.run_id, 4).outcome is BatchOutcome.WAITING
    assert desk.batches.run(work.run_id).state == "paused"
    assert finish(desk.batches.resume(work.run_id)).totals.of(BatchOutcome.DONE) == 3


def test_failed_row_is_mended_judged_anew_and_issued(desk: Desk, tmp_path: Path) -> None:
    good, bad = child(desk, 0), child(desk, 1)
    stranger = row(bad, ФИО="Нездешний Иван Ильич", СНИЛС="")
    path = put(tmp_path / "a.csv", [row(good), row(bad, Прививки=""), stranger])
    work = desk.batches.begin(tried(desk, path))
    assert finish(work).totals.of(BatchOutcome.FAILED) == 2
    line = desk.batches.line(work.run_id, 3)
    assert [one.text for one in line.problems] == [one.text for one in tried(desk, path).lines()[1].problems]
    mended = RowCase(line.case.who, {**line.case.values, "vaccinations": "все"})
    assert desk.batches.mend(work.run_id, 3, mended).outcome is BatchOutcome.WAITING
    entered = {"last_name": "Нездешний", "first_name": "Иван", "patronymic": "Ильич"}
    child(desk, 1, **entered, snils="")
    assert [one.outcome for one in desk.batches.again(work.run_id)] == [BatchOutcome.WAITING]
    assert finish(desk.batches.resume(work.run_id)).totals.of(BatchOutcome.DONE) == 3
    assert [one for one, _person in papers_of(desk)] == ["000001", "000002", "000003"]
    with pytest.raises(RegistrarError, match="CERT-161"):
        desk.batches.mend(work.run_id, 3, mended)
    with pytest.raises(RegistrarError, match="CERT-161"):
        desk.batches.skip(work.run_id, 3)


def test_person_is_chosen_by_the_registrar_where_several_fit(desk: Desk, tmp_path: Path) -> None:
    twin = child(desk, 0, snils="")
    child(desk, 0, snils="")
    path = put(tmp_path / "a.csv", [row(child(desk, 1)), row(twin)])
    work = desk.batches.begin(tried(desk, path))
    finish(work)
    line = desk.batches.line(work.run_id, 3)
    found = desk.batches.candidates(work.run_id, 3)
    assert len([one for one in found if one.name.last == twin["last_name"]]) == 2
    chosen = RowCase(line.case.who, line.case.values, found[0].id)
    assert desk.batches.mend(work.run_id, 3, chosen).person_id == found[0].id
    assert finish(desk.batches.resume(work.run_id)).totals.of(BatchOutcome.DONE) == 2


def test_pause_and_stop_leave_the_rest_and_keep_its_numbers(desk: Desk, tmp_path: Path) -> None:
    work = begun(desk, tmp_path / "a.csv", 4)
    work.step()
    work.step()
    desk.batches.stop(work.run_id)
    assert work.step().finished
    assert desk.batches.run(work.run_id).state == "paused"
    draft = desk.papers.start(CAMP, desk.batches.lines(work.run_id)[0].person_id)
    values = {"vaccinations": "все", "health_group": "I", "pe_group": "основная", "accessible": "2",
              "no_contact": "нет", "pediculosis": "нет", "helminths": "нет",
              "no_contraindications": "нет"}  # fmt: skip
    assert desk.papers.issue(draft, values).number == "000005", "the batch has its numbers already"
    desk.batches.stop(work.run_id, for_good=True)
    assert desk.batches.run(work.run_id).state == "cancelled"
    desk.batches.skip(work.run_id, 4)
    finish(desk.batches.resume(work.run_id))
    assert [one for one, _person in papers_of(desk)] == ["000001", "000002", "000004", "000005"]


def test_locked_key_stops_the_batch_and_costs_no_row(desk: Desk, tmp_path: Path) -> None:
    work = begun(desk, tmp_path / "a.csv", 2)
    work.step()
    for file in desk.keys.folder.glob("doctor-*"):
        file.rename(file.with_suffix(".away"))
    desk.keys.lock()
    with pytest.raises(RegistrarError):
        work.step()
    assert desk.batches.run(work.run_id).totals.of(BatchOutcome.WAITING) == 2
    for file in desk.keys.folder.glob("*.away"):
        file.rename(file.with_suffix(".p12"))
    assert finish(work).totals.of(BatchOutcome.DONE) == 2


_VICTIM = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from registrar_app.services.desk import Desk
now = datetime.fromisoformat(sys.argv[3])
desk = Desk.open(Path(sys.argv[1]), clock=lambda: now)
at, left = sys.argv[4], int(sys.argv[5])
def probe(step):
    global left
    left -= step == at
    if step == at and left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
desk.papers._probe = probe
work = desk.batches.resume(UUID(sys.argv[2]))
while not work.step().finished:
    probe("step")
"""


@pytest.mark.skipif(os.name != "posix", reason="kills by SIGKILL")
def test_batch_that_is_killed_goes_on_and_makes_nothing_twice(desk: Desk, tmp_path: Path) -> None:
    work = begun(desk, tmp_path / "a.csv", 8)
    root = str(Path(__file__).parents[3])
    done = []
    for at, times in (("step", 1), ("number", 1), ("signed", 2), ("kept", 1), ("entered", 2), ("step", 2)):
        ended = subprocess.run(
            [
                sys.executable,
                "-c",
                _VICTIM,
                str(desk.profile),
                str(work.run_id),
                NOW.isoformat(),
                at,
                str(times),
            ],
            env={**os.environ, "PYTHONPATH": root},
            check=False,
        )
        assert ended.returncode == -signal.SIGKILL, at
        done.append(len(papers_of(desk)))
        assert desk.batches.run(work.run_id).totals.of(BatchOutcome.DONE) == done[-1]
    assert done == [0, 0, 1, 1, 2, 4]
    finish(desk.batches.resume(work.run_id))
    found = papers_of(desk)
    assert [one for one, _person in found] == [f"{n:06}" for n in range(1, 9)]
    assert max(Counter(person for _number, person in found).values()) == 1
    assert numbers_taken(desk) == [f"{n:06}" for n in range(1, 9)]
    assert [one.paper for one in desk.batches.lines(work.run_id)] == [f"{n:06}" for n in range(1, 9)]


def test_two_desks_at_one_batch_share_it(desk: Desk, tmp_path: Path) -> None:
    work = begun(desk, tmp_path / "a.csv", 6)
    with Desk.open(desk.profile, clock=lambda: NOW) as other:
        helper = other.batches.resume(work.run_id)
        over = [False, False]
        while not all(over):
            for place, one in enumerate((work, helper)):
                over[place] = over[place] or one.step().finished
    assert [one for one, _person in papers_of(desk)] == [f"{n:06}" for n in range(1, 7)]
    assert desk.batches.run(work.run_id).state == "done"


class LateJudge(Judge):
    """Another desk is quicker between the look at a row and its paper."""

    quicker: BatchIssuing

    def draft_of(
        self, record: PersonRecord, case: RowCase
    ) -> tuple[PaperDraft, dict[str, Any], tuple[Problem, ...]]:
        found = super().draft_of(record, case)
        self.quicker.step()
        return found


def test_row_done_elsewhere_rolls_its_second_paper_back(desk: Desk, tmp_path: Path) -> None:
    work = begun(desk, tmp_path / "a.csv", 2)
    work.step()
    with Desk.open(desk.profile, clock=lambda: NOW) as other:
        judge = LateJudge(other._bench, other.papers, other.people, CAMP, COMMON)
        judge.quicker = work
        late = BatchIssuing(
            other._bench, other.papers, other.keys, judge, work.run_id, size=200, by_hand=False
        )
        progress = late.step()
    assert [one for one, _person in papers_of(desk)] == ["000001"]
    assert progress.totals.of(BatchOutcome.WAITING) == 1
    assert finish(work).totals.of(BatchOutcome.DONE) == 2


def test_common_values_that_cannot_be_understood_are_told_at_their_fields(desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", [row(child(desk, 0))])
    with pytest.raises(RefusedError) as caught:
        desk.batches.trial(plan_of(desk, path, accessible="как-нибудь"))
    assert [(one.code, one.field) for one in caught.value.problems] == [("CERT-158", "accessible")]


def test_workbook_is_read_like_a_text_file(desk: Desk, tmp_path: Path) -> None:
    one = child(desk, 0)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Список детей"])
    sheet.append(["Фамилия", "Имя", "Отчество", "Дата рождения", "Группа здоровья", "Прививки"])
    sheet.append([one["last_name"], one["first_name"], one["patronymic"], one["birth_date"], 2, "все"])
    book.save(tmp_path / "a.xlsx")
    line = tried(desk, tmp_path / "a.xlsx").lines()[0]
    assert (line.number, line.outcome) == (3, BatchOutcome.WAITING)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", " по  возрасту ", "по возрасту"),
        ("date", "7.3.26", "2026-03-07"),
        ("flag", "Да", True),
        ("flag", "-", False),
        ("choices", "дефицит массы тела; высокий рост", ["a", "b"]),
        ("code", "да", "1"),
        ("fio_signature", "Кузнецова И.П.", "Кузнецова Ирина Павловна"),
    ],
)
def test_cell_becomes_the_value_of_its_field(kind: str, text: str, value: object) -> None:
    choices = {
        "choices": (("a", "дефицит массы тела"), ("b", "высокий рост")),
        "code": (("1", "да"), ("2", "нет")),
        "fio_signature": (("Кузнецова Ирина Павловна", "Кузнецова Ирина Павловна, педиатр"),),
    }.get(kind, ())
    field = PaperField("f", "Поле", "front", kind, "doctor", mandatory=False, choices=choices)
    assert value_of(field, text, TODAY) == (value, None)


def test_folder_that_cannot_be_written_is_told(desk: Desk, tmp_path: Path) -> None:
    work = begun(desk, tmp_path / "a.csv", 1)
    finish(work)
    with pytest.raises(SurroundingsError, match="CERT-162"):
        desk.batches.saving(work.run_id, tmp_path / "nowhere").step()
