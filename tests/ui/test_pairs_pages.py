"""Two records of one person: compared, joined, kept apart, left for later - by keys alone, with real data."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from registrar_app.domain.samples import make_snils
from registrar_app.domain.values import PersonName
from registrar_app.services.shapes import Answer
from registrar_app.ui.pages.compare import ComparePage
from registrar_app.ui.pages.pair_page import PairPage
from registrar_app.ui.pages.pair_view import SURVIVOR
from registrar_app.ui.pages.pairs import PairsPage, pair_line
from registrar_app.ui.theme import Mode, Theme
from tests.ui.clinic import Clinic, make_clinic
from tests.ui.helpers import focused, type_text, walk
from tests.ui.stage import Stage, key

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
PERSON = {
    "last_name": "Гарипова", "first_name": "Зульфия", "patronymic": "Ильдусовна",
    "birth_date": "16.04.1991", "sex": "female", "doc_kind": "14",
}  # fmt: skip


def save_twice(clinic: Clinic, number: int, **second: str) -> tuple[UUID, UUID]:
    """One person entered twice with one SNILS; the second time with other values."""
    values = {
        **PERSON,
        "first_name": f"Зульфия{'абвгдежзиклмнопрст'[number]}",
        "snils": make_snils(500_000 + number),
    }
    found = []
    for more in ({"phone": f"+7900123{number:04d}"}, second):
        whole = {**values, **more}
        answers = [Answer(one.code, one.field or "") for one in clinic.desk.people.check(whole)]
        answers += [
            Answer(one.code, str(one.person_id), reason="для проверки")
            for one in clinic.desk.people.doubles(whole)
            if one.code
        ]
        found.append(clinic.desk.people.save(whole, answers=answers).id)
    return found[0], found[1]


def sign_in_senior(clinic: Clinic) -> None:
    name = PersonName("Громова", "Елена", "Аркадьевна")
    senior = clinic.desk.clinic.save_staff(name, "старший регистратор", "senior")
    clinic.desk.sign_in(senior.id, "окно 3")


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = make_clinic(tmp_path)
    yield made
    made.desk.close()


@pytest.fixture
def stage(theme: Theme, clinic: Clinic) -> Iterator[Stage]:
    made = Stage(theme, clinic)
    yield made
    made.close()


def open_compare(stage: Stage, pair: tuple[UUID, UUID]) -> ComparePage:
    page = ComparePage(
        stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock, *pair
    )  # fmt: skip
    stage.show(page)
    return page


def open_list(stage: Stage) -> PairsPage:
    page = PairsPage(stage.theme, stage.desk, stage.tasks, stage.messages, stage.go, stage.clock)
    stage.show(page)
    return page


def decide_all(stage: Stage, page: PairPage) -> None:
    """Take the left value wherever somebody has to decide, with arrows and Space."""
    while page.undecided():
        page.table.go_to(page.undecided()[0])
        key(stage, Qt.Key.Key_Space)


def test_compare_when_a_senior_joins_then_one_record_stays_with_everything(
    stage: Stage, clinic: Clinic
) -> None:
    pair = save_twice(clinic, 0, birth_place="г. Казань", last_name="Гарипова-Вознесенская")
    sign_in_senior(clinic)
    page = open_compare(stage, pair)
    assert page.pair is not None
    assert focused() is page.table
    waiting = page.undecided()
    key(stage, Qt.Key.Key_Return, CTRL)
    if waiting:
        assert stage.go.names == [], "nothing is joined while a row waits"
        decide_all(stage, page)
        key(stage, Qt.Key.Key_Return, CTRL)
    assert stage.go.names == ["refresh", "person"]
    survivor = stage.go.went[-1][1][0]
    data = clinic.desk.people.peek(survivor).data  # type: ignore[arg-type]
    assert data.birth_place == "г. Казань"
    assert data.phone.endswith("1230000")
    assert clinic.desk.people.search("Гарипова").total == 1


def test_compare_when_the_other_record_is_to_stay_keeps_columns_and_choices(
    stage: Stage, clinic: Clinic
) -> None:
    pair = save_twice(clinic, 0, last_name="Гарипова-Вознесенская", birth_place="г. Казань")
    sign_in_senior(clinic)
    page = open_compare(stage, pair)
    assert page.pair is not None
    left, right = (one.id for one in page.pair.columns)
    chosen = page.undecided()[:1]
    for row in chosen:
        page.table.choose(row, 1)
    page.table.choose(SURVIVOR, 1)
    stage.settle()
    assert [one.id for one in page.pair.columns] == [left, right]
    assert page.pair.view.first.id == right
    assert all(page.table.choices()[row] == 1 for row in chosen)
    decide_all(stage, page)
    key(stage, Qt.Key.Key_Return, CTRL)
    assert stage.go.went[-1][1][0] == right


def test_compare_when_without_the_right_says_who_may_and_leaves_it_to_the_senior(
    stage: Stage, clinic: Clinic
) -> None:
    pair = save_twice(clinic, 0)
    page = open_compare(stage, pair)
    assert page._join.text() == "Оставить старшему"
    page.reason.editor.setFocus()
    type_text(focused(), "сменила фамилию")
    key(stage, Qt.Key.Key_Return, CTRL)
    assert stage.go.names == ["person"]
    assert clinic.desk.people.search("Гарипова").total == 2
    first = clinic.desk.pairs.list()[0]
    assert first.asked_by
    assert first.note == "сменила фамилию"


def test_list_when_walked_and_answered_by_keys_alone_becomes_empty(stage: Stage, clinic: Clinic) -> None:
    for number in range(12):
        save_twice(clinic, number)
    sign_in_senior(clinic)
    total = clinic.desk.pairs.count()
    assert total >= 12
    page = open_list(stage)
    assert page._count.text() == f"1 из {total}"
    key(stage, Qt.Key.Key_PageDown)
    assert page._count.text() == f"2 из {total}"
    key(stage, Qt.Key.Key_PageUp)
    key(stage, Qt.Key.Key_2, ALT)
    assert page._total == total - 1, "later"
    decide_all(stage, page)
    key(stage, Qt.Key.Key_Return, CTRL)
    assert page.banner.title == "Записи объединены"
    assert page._total == total - 2
    assert focused() is page.table, "the next pair is there, the hands stay on the keys"
    for _ in range(page._total):
        key(stage, Qt.Key.Key_1, ALT)
    assert clinic.desk.pairs.count() == 0
    assert page.pair is None
    assert page._empty.isVisible()
    walk(stage.window)
    key(stage, Qt.Key.Key_Escape)
    assert stage.go.names[-1] == "home"


def test_list_when_names_are_alike_tells_them_apart_by_the_birth_date(stage: Stage, clinic: Clinic) -> None:
    save_twice(clinic, 0)
    sign_in_senior(clinic)
    open_list(stage)
    (pair,) = clinic.desk.pairs.list()
    line = pair_line(pair)
    assert pair.first.birth_date is not None
    assert line.first_born == f"{pair.first.birth_date:%d.%m.%Y}"
    assert f"{line.first}, {line.first_born} и {line.second}, {line.second_born}" in line.words
    walk(stage.window)


def test_list_when_a_joining_is_taken_back_shows_the_pair_again(stage: Stage, clinic: Clinic) -> None:
    for number in range(2):
        save_twice(clinic, number)
    sign_in_senior(clinic)
    page = open_list(stage)
    assert page.pair is not None
    ids = {one.id for one in page.pair.columns}
    decide_all(stage, page)
    key(stage, Qt.Key.Key_Return, CTRL)
    assert clinic.desk.pairs.count() == 1
    key(stage, Qt.Key.Key_Z, CTRL)
    assert clinic.desk.people.search("Гарипова").total == 4
    assert ids in [set(one.key) for one in clinic.desk.pairs.list()]


def test_reason_when_written_is_kept_with_the_answer_and_not_with_the_next_pair(
    stage: Stage, clinic: Clinic
) -> None:
    for number in range(2):
        save_twice(clinic, number)
    sign_in_senior(clinic)
    page = open_list(stage)
    page.reason.editor.setFocus()
    type_text(focused(), "сёстры")
    key(stage, Qt.Key.Key_1, ALT)
    assert page.reason.value() == ""
    assert page._total == 1


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_pages_in_every_size_are_whole_and_named(stage: Stage, clinic: Clinic, mode: Mode) -> None:
    pair = save_twice(clinic, 0, last_name="Гарифуллина-Воскобойникова", birth_place="г. Казань")
    stage.theme.set_mode(mode)
    open_compare(stage, pair)
    walk(stage.window)
    sign_in_senior(clinic)
    open_list(stage)
    walk(stage.window)
