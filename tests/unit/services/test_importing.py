"""Trial, load and undo of a list over a real desk."""

import csv
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest
from desk_samples import NOW
from openpyxl import load_workbook

from registrar_app.domain.draft import from_person
from registrar_app.domain.errors import RegistrarError, SurroundingsError
from registrar_app.domain.records import DistrictKind
from registrar_app.domain.samples import make_enp, make_snils
from registrar_app.domain.values import PersonName, Sex, Source
from registrar_app.models import undo_rows
from registrar_app.models.store import DATABASE
from registrar_app.services import import_reading
from registrar_app.services.desk import Desk
from registrar_app.services.import_export import export_rows
from registrar_app.services.import_jobs import Job, Loading, Trial
from registrar_app.services.import_lines import why_line
from registrar_app.services.import_shapes import Outcome, Plan, Progress
from registrar_app.services.shapes import Answer

HEADINGS = (
    "№ карты",
    "ФИО",
    "Дата рождения",
    "Пол",
    "СНИЛС",
    "ЕНП",
    "Паспорт",
    "Адрес",
    "Телефон",
    "Участок",
)
NAMES = ("Белов", "Серов", "Чернов", "Рыжов", "Седов", "Сизов", "Бурков")


def person(number: int, **changes: str) -> dict[str, str]:
    """A row of the list about a man nobody has."""
    day = f"{number % 28 + 1:02}.{number % 12 + 1:02}.{1950 + number % 50}"
    row = {
        "№ карты": f"{number + 1:06}", "ФИО": f"{NAMES[number % 7]} Пётр Сергеевич", "Дата рождения": day,
        "Пол": "м", "СНИЛС": make_snils(3_000_000 + number), "Паспорт": f"4510 {number:06}",
        "Адрес": f"г. Северореченск, ул. Садовая, д. {number % 90 + 1}",
    }  # fmt: skip
    return {**row, **changes}


def put(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    with path.open("w", encoding="cp1251", newline="") as file:
        writer = csv.DictWriter(file, HEADINGS, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def senior(desk: Desk) -> Desk:
    worker = desk.clinic.save_staff(PersonName("Громова", "Елена", "Аркадьевна"), "старший", "senior")
    desk.sign_in(worker.id, "окно 1")
    return desk


@pytest.fixture
def office(empty_desk: Desk) -> Desk:
    return senior(empty_desk)


def plan_of(desk: Desk, path: Path) -> Plan:
    view = desk.imports.view(import_reading.inspect(path))
    return Plan(
        view.file, view.sheet, view.header_row,
        MappingProxyType({one.place: one.field for one in view.columns if one.field}),
        MappingProxyType({one.place: one.heading for one in view.columns}),
    )  # fmt: skip


def finish(job: Job) -> Progress:
    while True:
        progress = job.step()
        if progress.finished:
            return progress


def counts(progress: Progress) -> dict[str, int]:
    return dict(progress.totals.counts)


def tried(desk: Desk, plan: Plan) -> tuple[Trial, Progress]:
    trial = desk.imports.trial(plan)
    return trial, finish(trial)


def loaded(desk: Desk, path: Path) -> tuple[Loading, Progress]:
    plan = plan_of(desk, path)
    trial, progress = tried(desk, plan)
    work = desk.imports.begin(plan, progress.done, trial.highest_number)
    return work, finish(work)


def everything(profile: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables that hold data."""
    with closing(sqlite3.connect(profile / DATABASE)) as link:
        tables = [row[0] for row in link.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {one: sorted(link.execute(f"SELECT * FROM {one}"), key=repr) for one in tables}


def keys(profile: Path) -> set[tuple[object, ...]]:
    return set(everything(profile)["search_key"])


def test_two_thousand_rows_are_loaded_as_the_trial_said_and_a_second_time_change_nothing(
    office: Desk, tmp_path: Path
) -> None:
    rows = [person(n) for n in range(2000)]
    rows[100]["СНИЛС"] = "112-233-445 96"
    rows[200]["Дата рождения"] = "31.02.1990"
    rows[300] = dict(rows[299])
    path = put(tmp_path / "list.csv", rows)
    plan = plan_of(office, path)
    trial, said = tried(office, plan)
    assert counts(said) == {"created": 1997, "refused": 2, "double": 1}
    assert [(one.number, one.outcome) for one in trial.lines()] == [
        (102, Outcome.REFUSED), (202, Outcome.REFUSED), (302, Outcome.DOUBLE),
    ]  # fmt: skip
    refused = trial.lines()[0]
    assert (refused.heading, refused.problems[0].code) == ("СНИЛС", "ID-021")

    work, progress = loaded(office, path)
    assert counts(progress) == counts(said)
    found = office.people.search(make_snils(3_000_042))
    assert found.total == 1
    record = office.people.peek(found.rows[0].id)
    assert record.record_number == "000043"
    assert record.data.document.series == "45 10"
    assert {mark.source for mark in record.marks} == {Source.IMPORT}
    assert office.people.history(record.id)[0].note == "из загруженного списка"
    assert office.imports.run(work.run_id).state == "done"
    new = office.people.save(
        {
            "last_name": "Ли",
            "first_name": "Ян",
            "no_patronymic": "1",
            "birth_date": "01.02.1990",
            "sex": "male",
        }
    )
    assert int(new.record_number) == 2001, "numbers of the list are not given again"

    again = loaded(office, path)[1]
    assert counts(again) == {"same": 1997, "refused": 2, "double": 1}


def test_trial_writes_nothing(office: Desk, tmp_path: Path) -> None:
    plan = plan_of(office, put(tmp_path / "list.csv", [person(n) for n in range(50)]))
    before = everything(office.profile)
    tried(office, plan)
    assert everything(office.profile) == before


def test_each_save_of_a_load_is_a_group_of_its_own_with_outbox_and_audit(
    office: Desk, tmp_path: Path
) -> None:
    work, _progress = loaded(office, put(tmp_path / "list.csv", [person(n) for n in range(30)]))
    data = everything(office.profile)
    with closing(sqlite3.connect(office.profile / DATABASE)) as link:
        groups = link.execute(
            "SELECT root_id, count(DISTINCT group_id) FROM outbox WHERE tbl = 'person' GROUP BY 1"
        )
        assert {row[1] for row in groups} == {1}
        linked = link.execute(
            "SELECT count(DISTINCT i.group_id), count(DISTINCT a.id) FROM import_row i"
            " JOIN outbox o ON o.group_id = i.group_id AND o.root_id = i.person_id AND o.tbl = 'person'"
            " JOIN audit_event a ON a.group_id = i.group_id AND a.root_id = i.person_id"
            " WHERE a.source = 'import'"
        ).fetchone()
        assert linked == (30, 30)
    kept = repr(data["import_row"])
    assert not any(one in kept for one in (*NAMES, make_snils(3_000_000), "4510"))
    assert office.imports.run(work.run_id).totals.of(Outcome.CREATED) == 30


def test_record_that_is_here_gets_its_empty_fields_and_keeps_the_others(office: Desk, tmp_path: Path) -> None:
    snils = make_snils(3_000_000)
    saved = office.people.save(
        {"last_name": "Белов", "first_name": "Пётр", "patronymic": "Сергеевич", "birth_date": "01.01.1950",
         "sex": "male", "snils": snils, "phone": "+79120000000"}
    )  # fmt: skip
    fills = person(0, Телефон="")
    progress = loaded(office, put(tmp_path / "a.csv", [fills]))[1]
    assert counts(progress) == {"changed": 1}
    record = office.people.peek(saved.id)
    assert record.data.registration.street == "ул. Садовая"
    assert record.data.phone == "+79120000000"
    assert record.record_number == saved.record_number

    other = person(
        0, Телефон="8 912 345-67-89", Адрес="г. Северореченск, ул. Новая, д. 7", ФИО="Белых Пётр Сергеевич"
    )
    progress = loaded(office, put(tmp_path / "b.csv", [other]))[1]
    assert counts(progress) == {"differs": 1}
    assert office.people.peek(saved.id).data == record.data
    told = office.imports.lines(office.imports.runs()[0].id)[0]
    assert told.person_id == saved.id
    assert {one.field for one in told.problems} == {"last_name", "reg_street", "phone"}


def test_namesake_born_the_same_day_becomes_a_record_of_its_own_unless_the_row_says_nothing_new(
    office: Desk, tmp_path: Path
) -> None:
    office.people.save(
        {"last_name": "Белов", "first_name": "Пётр", "patronymic": "Сергеевич", "birth_date": "01.01.1950",
         "sex": "male"}
    )  # fmt: skip
    bare = dict.fromkeys(("№ карты", "СНИЛС", "Паспорт", "Адрес"), "")
    assert counts(loaded(office, put(tmp_path / "a.csv", [person(0, **bare)]))[1]) == {"same": 1}
    progress = loaded(office, put(tmp_path / "b.csv", [person(0)]))[1]
    assert counts(progress) == {"created": 1}
    assert progress.totals.pairs == 1


def test_numbers_of_somebody_else_or_of_two_people_hold_the_row(office: Desk, tmp_path: Path) -> None:
    loaded(office, put(tmp_path / "a.csv", [person(0), person(1)]))
    stranger = person(2, СНИЛС=make_snils(3_000_000), Паспорт="")
    between = person(3, СНИЛС=make_snils(3_000_000), Паспорт="4510 000001")
    progress = loaded(office, put(tmp_path / "b.csv", [stranger, between]))[1]
    assert counts(progress) == {"double": 2}
    lines = office.imports.lines(office.imports.runs()[0].id)
    assert [one.problems[0].code for one in lines] == ["REC-153", "REC-154"]


def test_district_attaches_and_an_unknown_one_is_told(office: Desk, tmp_path: Path) -> None:
    office.clinic.save_district("12", DistrictKind.THERAPY, None)
    rows = [person(0, Участок="12"), person(1, Участок="№ 99")]
    loaded(office, put(tmp_path / "a.csv", rows))
    first, second = (office.people.search(make_snils(3_000_000 + n)).rows[0].id for n in range(2))
    attachment = office.people.peek(first).attachment
    assert attachment is not None
    assert attachment.begins == NOW.date()
    assert office.people.peek(second).attachment is None
    assert office.imports.lines(office.imports.runs()[0].id, code="REC-161")[0].number == 3


def test_undo_takes_the_whole_load_back_and_keeps_what_was_worked_on(office: Desk, tmp_path: Path) -> None:
    there = office.people.save(
        {"last_name": "Белов", "first_name": "Пётр", "patronymic": "Сергеевич", "birth_date": "01.01.1950",
         "sex": "male", "snils": make_snils(3_000_000)}
    )  # fmt: skip
    before_keys, before = keys(office.profile), office.people.peek(there.id).data
    work, progress = loaded(office, put(tmp_path / "a.csv", [person(n) for n in range(40)]))
    assert counts(progress) == {"changed": 1, "created": 39}
    assert office.people.peek(there.id).data != before

    undone = finish(office.imports.undo(work.run_id))
    assert counts(undone) == {"undone": 40}
    assert keys(office.profile) == before_keys
    assert office.people.peek(there.id).data == before
    assert office.imports.run(work.run_id).state == "undone"
    with pytest.raises(RegistrarError, match="REC-164"):
        office.imports.undo(work.run_id)

    work, _progress = loaded(office, put(tmp_path / "a.csv", [person(n) for n in range(40)]))
    touched = office.people.search(make_snils(3_000_007)).rows[0].id
    values = {
        **from_person(office.people.peek(touched).data),
        "phone": "8 912 345-67-89",
        "birth_place": "с. Ивановка",
    }
    office.people.save(values, touched)
    values["last_name"] = "Серых"
    office.people.save(values, touched)
    undone = finish(office.imports.undo(work.run_id))
    assert counts(undone) == {"undone": 39, "kept": 1}
    kept = office.imports.lines(work.run_id, (Outcome.KEPT,))[0]
    assert kept.person_id == touched
    assert office.people.peek(touched).data.last_name == "Серых"


def test_cancelled_load_stops_stays_and_goes_on(office: Desk, tmp_path: Path) -> None:
    plan = plan_of(office, put(tmp_path / "a.csv", [person(n) for n in range(120)]))
    work = office.imports.begin(plan, 120)
    while work.step().done < 20:
        pass
    office.imports.cancel(work.run_id)
    assert work.step().finished
    stopped = office.imports.run(work.run_id)
    assert stopped.state == "cancelled"
    assert 20 <= stopped.totals.done < 120
    progress = finish(office.imports.resume(work.run_id))
    assert counts(progress) == {"created": 120}
    assert office.imports.run(work.run_id).state == "done"


def test_load_goes_on_only_with_the_same_file(office: Desk, tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", [person(n) for n in range(10)])
    work = office.imports.begin(plan_of(office, path), 10)
    moved = tmp_path / "moved.csv"
    path.rename(moved)
    with pytest.raises(SurroundingsError, match="REC-163"):
        office.imports.resume(work.run_id)
    assert finish(office.imports.resume(work.run_id, moved)).done == 10
    put(moved, [person(n) for n in range(11)])
    with pytest.raises(SurroundingsError, match="REC-163"):
        office.imports.plan_of(work.run_id, moved)


def test_two_windows_that_load_one_list_at_once_double_nobody(office: Desk, tmp_path: Path) -> None:
    plan = plan_of(office, put(tmp_path / "a.csv", [person(n) for n in range(150)]))
    first = office.imports.begin(plan, 150)
    with Desk.open(office.profile, clock=lambda: NOW) as other:
        staff = office.staff_now
        assert staff is not None
        other.sign_in(staff.id, "окно 2")
        second = other.imports.resume(first.run_id)
        third = other.imports.begin(plan_of(other, tmp_path / "a.csv"), 150)
        works: list[Job] = [first, second, third]
        while works:
            works = [one for one in works if not one.step().finished]
        people = everything(office.profile)["person"]
        assert len(people) == 150
        assert office.imports.run(third.run_id).totals.done == 150
        assert office.imports.run(first.run_id).totals.done == 150


def test_step_that_fails_is_done_at_the_next_call(office: Desk, tmp_path: Path) -> None:
    work = office.imports.begin(plan_of(office, put(tmp_path / "a.csv", [person(n) for n in range(30)])), 30)
    with closing(sqlite3.connect(office.profile / DATABASE, isolation_level=None)) as link:
        link.execute("CREATE TRIGGER full BEFORE INSERT ON import_row BEGIN SELECT RAISE(ABORT, 'full'); END")
        with pytest.raises(Exception, match=r"full|DB-"):
            finish(work)
        link.execute("DROP TRIGGER full")
    assert not everything(office.profile)["person"]
    assert counts(finish(work)) == {"created": 30}


def test_only_seniors_may_load(office: Desk, tmp_path: Path) -> None:
    plan = plan_of(office, put(tmp_path / "a.csv", [person(0)]))
    worker = office.clinic.save_staff(PersonName("Лебедева", "Нина", "Петровна"), "регистратор", "registrar")
    office.sign_in(worker.id)
    assert not office.imports.is_allowed()
    for deed in (lambda: office.imports.trial(plan), lambda: office.imports.begin(plan, 1)):
        with pytest.raises(RegistrarError, match="REC-162"):
            deed()


def test_rows_that_were_not_taken_are_mended_in_a_table_and_loaded_again(
    office: Desk, tmp_path: Path
) -> None:
    rows = [person(n) for n in range(12)]
    rows[3]["СНИЛС"] = "112-233-445 96"
    rows[5]["Адрес"] = "=1+1"
    rows[5]["Дата рождения"] = ""
    plan = plan_of(office, put(tmp_path / "a.csv", rows))
    trial, progress = tried(office, plan)
    finish(office.imports.begin(plan, progress.done))
    lines = trial.lines((Outcome.REFUSED, Outcome.DOUBLE))
    target = tmp_path / "refused.xlsx"
    assert export_rows(plan, {one.number: why_line(one) for one in lines}, target, NOW.date()) == 2
    workbook = load_workbook(target)
    sheet = workbook.worksheets[0]
    assert sheet["K1"].value == "Почему"
    assert "ID-021" in str(sheet["K2"].value)
    assert sheet["H3"].value == "=1+1"
    assert sheet["H3"].data_type == "s"
    assert sheet["A2"].value == "000004"
    sheet["E2"].value = make_snils(3_000_003)
    sheet["C3"].value = "05.06.1970"
    workbook.save(target)
    assert counts(loaded(office, target)[1]) == {"created": 2}


def test_layout_is_remembered(office: Desk, tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", [person(0)])
    view = office.imports.view(import_reading.inspect(path))
    assert {one.how for one in view.columns} == {"heading"}
    office.imports.remember(view.columns)
    assert {one.how for one in office.imports.view(view.file).columns} == {"kept"}


_VICTIM = """
import os, signal, sys
from pathlib import Path
from uuid import UUID
from registrar_app.services.desk import Desk
desk = Desk.open(Path(sys.argv[1]))
work = desk.imports.resume(UUID(sys.argv[2]))
steps = int(sys.argv[3])
while not work.step().finished:
    steps -= 1
    if steps == 0:
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills by SIGKILL")
def test_load_that_is_killed_goes_on_and_doubles_nobody(office: Desk, tmp_path: Path) -> None:
    rows = [person(n) for n in range(160)]
    work = office.imports.begin(plan_of(office, put(tmp_path / "a.csv", rows)), 160)
    root = str(Path(__file__).parents[3])
    done = [0]
    for steps in (2, 1):
        ended = subprocess.run(
            [sys.executable, "-c", _VICTIM, str(office.profile), str(work.run_id), str(steps)],
            env={**os.environ, "PYTHONPATH": root},
            check=False,
        )
        assert ended.returncode == -signal.SIGKILL
        done.append(office.imports.run(work.run_id).totals.done)
    assert 0 < done[1] < done[2] < 160
    assert counts(finish(office.imports.resume(work.run_id))) == {"created": 160}
    assert len(everything(office.profile)["person"]) == 160
    assert len({row[1] for row in everything(office.profile)["import_row"]}) == 160


def test_sex_of_enp_is_used(office: Desk, tmp_path: Path) -> None:
    row = person(0, ФИО="Ли Ян", Пол="", ЕНП=make_enp("99", date(1950, 1, 1), Sex.MALE, 7))
    assert counts(loaded(office, put(tmp_path / "a.csv", [row]))[1]) == {"created": 1}


def test_load_after_a_save_by_hand_when_undone_by_key_then_the_save_is_meant_and_no_row_of_the_load(
    office: Desk, tmp_path: Path
) -> None:
    path = put(tmp_path / "list.csv", [person(n) for n in range(60)])
    loaded(office, path)
    assert office.undo.last() is None
    typed = {
        "last_name": "Рукописная", "first_name": "Анна", "patronymic": "Игоревна",
        "birth_date": "05.06.1988", "sex": "female", "snils": make_snils(777_001), "doc_kind": "14",
    }  # fmt: skip
    answers = [Answer(one.code, one.field or "") for one in office.people.check(typed)]
    mine = office.people.save(typed, answers=answers)
    loaded(office, put(tmp_path / "more.csv", [person(n) for n in range(100, 160)]))
    offer = office.undo.last()
    assert offer is not None
    assert offer.person_id == mine.id
    assert office.undo.take_back(offer) is None
    assert office.people.search("Рукописная").total == 0


def test_undo_of_the_last_save_reads_only_saves_by_hand(office: Desk) -> None:
    with closing(sqlite3.connect(office.profile / DATABASE)) as link:
        sql = undo_rows._NEWEST
        plan = " ".join(row[3] for row in link.execute(f"EXPLAIN QUERY PLAN {sql}", (b"", "", "")))
    assert "ix_audit_event_by_hand" in plan
    assert "SCAN" not in plan
    assert "TEMP" not in plan
